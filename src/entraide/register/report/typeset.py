"""The report as a source of Typst, from which the adapter makes a PDF; figures are files beside it.

Every text of a document stands in a string literal: nothing that a page says is ever markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from entraide.figures import Style, describe, draw
from entraide.register.report.blocks import (
    Block,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rows,
    Written,
)

__all__ = ["FONTS", "write_typst"]

FONTS: Final = ("Noto Sans", "Noto Sans Arabic")
"""The fonts of every report; both come with the project, so that it looks alike everywhere."""
_PREAMBLE: Final = """#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(lang: {language}, dir: {direction}, font: {fonts}, size: 10pt)
#set table(stroke: 0.4pt + luma(200), inset: 4pt)
"""


def write_typst(blocks: Iterable[Block], style: Style) -> Written:
    """Return the source and its figures."""
    files: dict[str, str] = {}
    head = _PREAMBLE.format(
        language=_text(style.language),
        direction="rtl" if style.mirrored else "ltr",
        fonts=f"({', '.join(map(_text, FONTS))},)",
    )
    body = "\n".join(_block(each, style, files) for each in blocks)
    return Written(head + body + "\n", files)


def _text(text: str) -> str:
    """Return a string literal of Typst: as in JSON, but other escapes of letters."""
    plain = "".join(letter for letter in text if letter.isprintable() or letter == " ")
    return json.dumps(plain, ensure_ascii=False)


def _block(block: Block, style: Style, files: dict[str, str]) -> str:
    match block:
        case Heading(level, text):
            return f"#heading(level: {level}, {_text(text)})"
        case Paragraph(text):
            return f"#par({_text(text)})"
        case Rows(caption, columns, rows):
            return _rows(caption, columns, rows) if rows else ""
        case Picture(name, figure):
            of = Style(
                language=style.language, prefix=name, width=style.width, say=style.say,
                standalone=True,
            )  # fmt: skip
            files[f"{name}.svg"] = draw(figure, of)
            words = _text(describe(figure, of))
            return f"#figure(image({_text(f'{name}.svg')}, alt: {words}), caption: {words})"
        case Quote(text, source):
            return f"#quote(block: true, attribution: {_text(source)}, {_text(f'« {text} »')})"


def _rows(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = ", ".join(_text(cell) for row in rows for cell in row)
    head = ", ".join(f"strong({_text(name)})" for name in columns)
    return (
        f"#par(strong({_text(caption)}))\n"
        f"#table(columns: {len(columns)}, table.header({head}), {cells})"
    )

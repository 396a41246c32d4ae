"""The report as a source of Typst, from which the adapter makes a PDF; figures are files beside it.

A banner stands in the head and the foot of every page.

Every text of a document stands in a string literal: nothing that a page says is ever markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from entraide.figures import Style, describe, draw
from entraide.report.blocks import (
    Banner,
    Block,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rows,
    Written,
)
from entraide.report.columns import column_widths

__all__ = ["FONTS", "write_typst"]

FONTS: Final = ("Noto Sans", "Noto Sans Arabic")
"""The fonts of every report; both come with the project, so that it looks alike everywhere."""
_PREAMBLE: Final = """#let accent = rgb("#0b5cad")
#let soft = rgb("#f4f6f8")
#let hair = 0.5pt + rgb("#d5d9df")
#set text(lang: {language}, dir: {direction}, font: {fonts}, size: 9.5pt, fill: rgb("#1b1f24"))
#set par(leading: 0.62em)
#set page(paper: "a4", margin: (x: 1.8cm, top: 2.3cm, bottom: 2.1cm), numbering: "1 / 1"{banner})
#show heading.where(level: 1): it => block(above: 0.4em, below: 0.9em, text(size: 17pt, it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.8em, width: 100%,
  stroke: (bottom: 1.2pt + accent), inset: (bottom: 4pt), text(size: 12pt, it.body))
#show figure.caption: it => text(size: 8.5pt, fill: rgb("#5a6670"), it.body)
#set table(stroke: (x: none, y: hair), inset: (x: 5pt, y: 4.5pt),
  fill: (_, row) => if row == 0 {{ soft }} else {{ none }})
#show table: set par(justify: false)
"""
_BANNER: Final = """,
  header: block(width: 100%, fill: rgb("#1b1f24"), inset: 4pt,
    align(center, text(size: 8.5pt, fill: white, weight: "bold", {text}))),
  footer: context [#align(center, text(size: 8pt, weight: "bold", {text}))
    #v(-6pt) #align(end, text(size: 8pt, counter(page).display("1 / 1", both: true)))]"""


def write_typst(blocks: Iterable[Block], style: Style) -> Written:
    """Return the source and its figures."""
    told = tuple(blocks)
    files: dict[str, str] = {}
    banners = (each.text for each in told if isinstance(each, Banner))
    head = _PREAMBLE.format(
        language=_text(style.language),
        direction="rtl" if style.mirrored else "ltr",
        fonts=f"({', '.join(map(_text, FONTS))},)",
        banner="".join(_BANNER.format(text=_text(each)) for each in banners),
    )
    body = "\n".join(_block(each, style, files) for each in told)
    return Written(head + body + "\n", files)


def _text(text: str) -> str:
    """Return a string literal of Typst: as in JSON, but other escapes of letters."""
    plain = "".join(letter for letter in text if letter.isprintable() or letter == " ")
    return json.dumps(plain, ensure_ascii=False)


def _block(block: Block, style: Style, files: dict[str, str]) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Banner():
            return ""  # in the page's header and footer
        case Facts():
            return _facts(block.known)
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


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    cells = ", ".join(f"strong({_text(name)}), {_text(text)}" for name, text in facts)
    fill = "fill: (column, _) => if column == 0 { soft } else { none }"
    return (
        f"#[#set text(size: 8.5pt)\n#table(columns: (11em, 1fr), {fill}, {cells})]" if facts else ""
    )


def _rows(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = ", ".join(_text(cell) for row in rows for cell in row)
    head = ", ".join(f"strong({_text(name)})" for name in columns)
    widths, size = column_widths(columns, rows)
    shares = ", ".join(f"{width:.1f}fr" for width in widths)
    return (
        f"#block(above: 1.2em, below: 0.6em, sticky: true, strong({_text(caption)}))\n"
        f"#[#show table: set text(size: {size:.1f}pt)\n"
        f"#table(columns: ({shares},), table.header({head}), {cells})]"
    )

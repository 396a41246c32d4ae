"""The report as Markdown: each figure a file beside it, with its words and its rows in the text.

A banner stands first and last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from entraide.figures import Style, Table, describe, draw, markdown_table, table
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

__all__ = ["write_markdown"]

_SIGNS: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|~"})


def write_markdown(blocks: Iterable[Block], style: Style, stem: str) -> Written:
    """Return the text and its figures; ``stem`` begins the figures' file names."""
    files: dict[str, str] = {}
    told = tuple(blocks)
    parts = [_block(each, style, stem, files) for each in told]
    parts += [_block(each, style, stem, files) for each in told if isinstance(each, Banner)]
    return Written("\n\n".join(part for part in parts if part) + "\n", files)


def _block(block: Block, style: Style, stem: str, files: dict[str, str]) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Banner(text):
            return f"**{_plain(text)}**"
        case Facts():
            return "\n".join(f"- **{_plain(name)}:** {_plain(text)}" for name, text in block.known)
        case Heading(level, text):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            return _plain(text)
        case Rows(caption, columns, rows):
            shown = markdown_table(Table(caption, columns, rows)).rstrip()
            return f"**{_plain(caption)}**\n\n{shown}" if rows else ""
        case Picture(name, figure):
            of = Style(
                language=style.language, prefix=name, width=style.width, say=style.say,
                standalone=True,
            )  # fmt: skip
            files[f"{stem}-{name}.svg"] = draw(figure, of)
            words = _plain(describe(figure, of)).replace("\n", " ")
            return f"![{words}]({stem}-{name}.svg)\n\n{markdown_table(table(figure, of)).rstrip()}"
        case Quote(text, source):
            return f"> « {_plain(text)} » ({source})"


def _plain(text: str) -> str:
    return text.translate(_SIGNS)

"""The report as one HTML page: figures within, no script, readable without its stylesheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from entraide.figures import STYLESHEET, Style, Table, describe, html_table, responsive, table
from entraide.figures.style import LOCALES
from entraide.register.report.blocks import (
    Block,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rows,
    Written,
)
from entraide.vocabulary.language import mark, translate

__all__ = ["write_html"]

_SHEET: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5d9df }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171a; --line: #3a4048 } }
body { color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem; line-height: 1.2 } h2 { font-size: 1.2rem; margin-top: 2.5rem }
figure { margin: 1.5rem 0 } figcaption { font-size: .85rem; opacity: .8 }
details { font-size: .85rem } table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: start; font-weight: 600; padding: .4rem 0 }
th, td { text-align: start; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--line); font-weight: 400 } thead th { font-weight: 600 }
blockquote { margin: .8rem 0; padding-inline-start: .8rem;
  border-inline-start: 3px solid var(--line) }
.wide { overflow-x: auto }
@media print { body { margin: 0; max-width: none } }
"""


def write_html(blocks: Iterable[Block], style: Style) -> Written:
    """Return the page; ``style`` gives language and width."""
    told = tuple(blocks)
    title = next((each.text for each in told if isinstance(each, Heading)), "")
    direction = "rtl" if style.mirrored else "ltr"
    body = "\n".join(_block(each, style) for each in told)
    return Written(
        f'<!doctype html>\n<html lang="{LOCALES[style.language].replace("_", "-")}" '
        f'dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_SHEET}{STYLESHEET}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block, style: Style) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Rows(caption, columns, rows):
            shown = html_table(Table(caption, columns, rows))
            return f'<div class="wide">{shown}</div>' if rows else ""
        case Picture():
            return _picture(block, style)
        case Quote(text, source):
            document = translate(mark("document {document}"), document=source)
            quoted = f"<p><bdi>« {escape(text)} »</bdi></p>"
            return f"<blockquote>{quoted}<cite>{escape(document)}</cite></blockquote>"


def _picture(picture: Picture, style: Style) -> str:
    of = Style(language=style.language, prefix=picture.name, width=style.width, say=style.say)
    words = escape(describe(picture.figure, of))
    rows = html_table(table(picture.figure, of))
    summary = escape(translate(mark("The same in rows")))
    return (
        f"<figure>{responsive(picture.figure, of)}<figcaption>{words}</figcaption>"
        f'<details><summary>{summary}</summary><div class="wide">{rows}</div></details></figure>'
    )

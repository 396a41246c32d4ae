"""The report as one HTML page: figures within, no script, readable without its stylesheet.

A banner stands on screen above what is read, and in print in the margin of every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from entraide.figures import STYLESHEET, Style, Table, describe, html_table, responsive, table
from entraide.figures.style import LOCALES
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
from entraide.vocabulary.language import mark, translate

__all__ = ["write_html"]

_SHEET: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5d9df; --soft: #f4f6f8;
  --accent: #0b5cad }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171a; --line: #3a4048;
  --soft: #1d2227; --accent: #6cb1f3 } }
* { box-sizing: border-box }
body { color: var(--ink); background: var(--paper); max-width: 54rem; margin: 0 auto;
  padding: 0 1rem 3rem; font: 16px/1.55 "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 2rem 0 .5rem }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-block-end: .3rem;
  border-block-end: 2px solid var(--accent) }
.banner { position: sticky; inset-block-start: 0; z-index: 1; margin: 0 -1rem; text-align: center;
  padding: .4rem 1rem; background: var(--ink); color: var(--paper); font-weight: 600;
  font-size: .85rem; letter-spacing: .02em }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; margin: 1rem 0;
  border-block-start: 1px solid var(--line) }
dt, dd { margin: 0; padding: .35rem .6rem; border-block-end: 1px solid var(--line) }
dt { background: var(--soft); font-weight: 600; font-size: .9rem } dd { overflow-wrap: anywhere }
figure { margin: 1.5rem 0 } figcaption { font-size: .85rem; opacity: .8 }
details { font-size: .85rem } table { border-collapse: collapse; width: 100%; font-size: .88rem }
caption { text-align: start; font-weight: 600; padding: .6rem 0 .3rem }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word }
thead th { font-weight: 600; background: var(--soft); font-size: .82rem }
blockquote { margin: .8rem 0; padding-inline-start: .8rem;
  border-inline-start: 3px solid var(--line) }
.wide { overflow-x: auto }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr } dt { border-block-end: 0 } }
@media print {
  :root { --ink: #1b1f24; --paper: #fff; --line: #d5d9df; --soft: #f4f6f8; --accent: #0b5cad }
  @page { size: A4; margin: 24mm 16mm 22mm }
  body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt }
  h2 { break-after: avoid } tr, figure, dl > * { break-inside: avoid }
  .banner { position: static; margin: 0 }
  details > * { display: none }
}
"""
_ON_EVERY_PAGE: Final = """
@media print {{
  @page {{
    @top-center {{ content: {text}; font: 600 8.5pt "Noto Sans", "Noto Sans Arabic", sans-serif }}
    @bottom-center {{ content: {text};
      font: 600 8.5pt "Noto Sans", "Noto Sans Arabic", sans-serif }}
    @bottom-right {{ content: counter(page) " / " counter(pages); font: 8.5pt sans-serif }}
  }}
  .banner {{ display: none }}
}}
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
        f"<title>{escape(title)}</title>\n<style>{_SHEET}{_paged(told)}{STYLESHEET}</style>\n"
        f"</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _paged(blocks: tuple[Block, ...]) -> str:
    """Return the rules by which a printer sets the banner above and below every page."""
    banners = (each.text for each in blocks if isinstance(each, Banner))
    return "".join(_ON_EVERY_PAGE.format(text=_css_text(text)) for text in banners)


def _css_text(text: str) -> str:
    """Return a string of CSS: what is neither letter nor digit is written by its number."""
    return '"' + "".join(each if each.isalnum() else f"\\{ord(each):x} " for each in text) + '"'


def _block(block: Block, style: Style) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Banner(text):
            return f'<p class="banner" role="note">{escape(text)}</p>'
        case Facts():
            return _facts(block)
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


def _facts(facts: Facts) -> str:
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd><bdi>{escape(text)}</bdi></dd>" for name, text in facts.known
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _picture(picture: Picture, style: Style) -> str:
    of = Style(language=style.language, prefix=picture.name, width=style.width, say=style.say)
    words = escape(describe(picture.figure, of))
    rows = html_table(table(picture.figure, of))
    summary = escape(translate(mark("The same in rows")))
    return (
        f"<figure>{responsive(picture.figure, of)}<figcaption>{words}</figcaption>"
        f'<details><summary>{summary}</summary><div class="wide">{rows}</div></details></figure>'
    )

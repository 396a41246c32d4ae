"""Reports for people: one template of blocks becomes an HTML page, Markdown, or a PDF by Typst.

``blocks`` are what a report is made of; ``html``, ``markdown`` and ``typeset`` write them down in
the reader's language, figures within. What is reported is said by whoever counts it.
"""

from __future__ import annotations

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
from entraide.report.html import write_html
from entraide.report.markdown import write_markdown
from entraide.report.typeset import write_typst

__all__ = [
    "Banner",
    "Block",
    "Facts",
    "Heading",
    "Paragraph",
    "Picture",
    "Quote",
    "Rows",
    "Written",
    "write_html",
    "write_markdown",
    "write_typst",
]

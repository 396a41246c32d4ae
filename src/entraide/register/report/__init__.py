"""The yearly report: what took place, with whom, about what, what came of it, and what is unsure.

``year`` counts, ``template`` says it once for every language and format, ``html``, ``markdown`` and
``typeset`` write it down.
"""

from __future__ import annotations

from entraide.register.report.blocks import Block, Written
from entraide.register.report.html import write_html
from entraide.register.report.markdown import write_markdown
from entraide.register.report.template import Told, report_blocks
from entraide.register.report.typeset import write_typst
from entraide.register.report.year import Year, year_of

__all__ = [
    "Block",
    "Told",
    "Written",
    "Year",
    "report_blocks",
    "write_html",
    "write_markdown",
    "write_typst",
    "year_of",
]

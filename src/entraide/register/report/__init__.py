"""The yearly report: what took place, with whom, about what, what came of it, and what is unsure.

``year`` counts, ``template`` says it once for every language and format; ``entraide.report`` writes
it down.
"""

from __future__ import annotations

from entraide.register.report.template import Told, report_blocks
from entraide.register.report.year import Year, year_of

__all__ = [
    "Told",
    "Year",
    "report_blocks",
    "year_of",
]

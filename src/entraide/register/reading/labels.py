"""Lines between a title and its article that say what kind of text it is, or who sent it.

"Press release", "LA HAYA (enviado especial)", "Redacción / Oficina de prensa": a line that is all
label (table ``label``), that names a correspondent (``sent_by``), or that opens as bylines do.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.page import Line, Page

__all__ = ["is_label"]

_WORDS: Final = 8
"""Words of a byline at most, unless a sign divides it."""
_DIVIDED: Final = re.compile(r"^\W*\w+(?:\s\w+)?\s?[/|:–—-]\s")


def is_label(page: Page, line: Line) -> bool:
    """Tell a line that only says what stands under it, or who wrote or sent that."""
    if _is_all(page, line):
        return True
    few = line.words <= _WORDS
    if few and page.within("sent_by", line.first, line.last):
        return True
    begins = any(each.first == line.first for each in page.within("byline", line.first, line.last))
    return begins and (few or bool(_DIVIDED.match(line.text)))


def _is_all(page: Page, line: Line) -> bool:
    hits = page.within("label", line.first, line.last)
    return any(each.first == line.first and each.last == line.last for each in hits)

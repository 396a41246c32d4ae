"""Which line over an article is its title, and which only say what it is, or who sent it.

"Press release", "LA HAYA (enviado especial)", "Redacción / Oficina de prensa": a line that is all
label (table ``label``), that names a correspondent (``sent_by``), or that opens as bylines do. And
which lines say whose the rights are, or only pass an article on to networks (``network``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from entraide.register.reading.listing import is_item
from entraide.register.reading.page import Line, Page

__all__ = ["is_label", "is_shared", "reserves_rights", "titled"]

_WORDS: Final = 8
"""Words of a byline at most, unless a sign divides it."""
_TITLE_WORDS: Final = 3
_SHORT: Final = 2
"""Letters of "No" and its like."""
_RIGHTS: Final = re.compile(r"©|\(c\)\s*(?:19|20)\d\d|copyright\b", re.IGNORECASE)
_NETWORKS: Final = 2
_BUTTONS: Final = 16
"""Networks that a line of buttons names at least, and its words at most."""
_ADDRESS: Final = re.compile(r"\S+@\S+\.\w+|(?:www\.|https?://)\S+")
"""The mail of who wrote a report, or the page's own address, alone on a line."""
_DIVIDED: Final = re.compile(r"^\W*\w+(?:\s\w+)?\s?[/|:–—-]\s")


def is_label(page: Page, line: Line) -> bool:
    """Tell a line that only says what stands under it, or who wrote or sent that."""
    if _is_all(page, line) or _ADDRESS.fullmatch(line.text):
        return True
    few = line.words <= _WORDS
    if few and page.within("sent_by", line.first, line.last):
        return True
    begins = any(each.first == line.first for each in page.within("byline", line.first, line.last))
    return begins and (few or bool(_DIVIDED.match(line.text)))


def _is_all(page: Page, line: Line) -> bool:
    """Tell a label alone, or with its number ("Press release No. 45/2025")."""
    hits = [e for e in page.within("label", line.first, line.last) if e.first == line.first]
    rest = page.text.tokens[hits[0].last + 1 : line.last + 1] if hits else []
    return bool(hits) and all(e.low.isdigit() or len(e.low) <= _SHORT for e in rest)


def reserves_rights(page: Page, line: Line) -> bool:
    """Tell the line with which who keeps a page reserves his rights, but no picture's credit."""
    del page
    found = _RIGHTS.match(line.text)
    return found is not None and bool(re.match(r".{0,3}(?:19|20)\d\d\b", line.text[found.end() :]))


def is_shared(page: Page, line: Line) -> bool:
    """Tell the line of buttons by which an article is passed on ("Share: Facebook X WhatsApp")."""
    named = page.within("network", line.first, line.last)
    return len(named) >= _NETWORKS and line.words <= _BUTTONS


def titled(placed: Sequence[tuple[Line, str, str]], first: int) -> list[tuple[Line, str, str]]:
    """Name the nearest line of some words above the article its title.

    What is pointed out under a title, as the items of a list, is none where another line stands.
    """
    zones = list(placed)
    above = [
        at
        for at in range(min(first, len(zones)) - 1, -1, -1)
        if zones[at][1] == "sidebar" and zones[at][0].words >= _TITLE_WORDS
    ]
    plain = [at for at in above if not is_item(zones[at][0])]
    for at in (plain or above)[:1]:
        zones[at] = (zones[at][0], "title", "the nearest line of words above the article")
    return zones

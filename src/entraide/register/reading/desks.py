"""Organisations in whose name an office of a national service is called: no party of a meeting."""

from __future__ import annotations

from typing import Final

from entraide.register.reading.page import Page
from entraide.register.reading.places import Mention

__all__ = ["is_desk"]

_CHARGE: Final = 6
"""Words in which "in charge of the office of" stands before an organisation."""


def is_desk(page: Page, mention: Mention) -> bool:
    """Tell "the Assistant Inspector-General in charge of INTERPOL": a desk of his own police."""
    if mention.country != "int" or mention.means != "agency":
        return False
    if page.within("in_charge", mention.first - _CHARGE, mention.first):
        return True
    # "Director of Investigation and Interpol"
    before = (mention.first - _CHARGE, mention.first - 1)
    joined = page.is_known("and", max(mention.first - 1, 0))
    return joined and bool(page.within("office", *before)) and not page.within("agency", *before)

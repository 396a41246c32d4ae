"""What may be used for a check, and what a check comes to. Pure.

A copy that a partner gave is used for the purpose under which it came and no other, and not at all
where the provider restricted it in words (H3), which no machine can read. What was found by its
number, or by name with a date of birth that agrees, is *found*; a name alone is only *possible*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from entraide.safeguards.person_file import FoundValue
from entraide.vocabulary.checks import FOUND, NOTHING, POSSIBLE, PROTECTED

__all__ = ["Seen", "births_agree", "is_usable", "outcome_of", "weigh"]

_WORDED: Final = "H3"
_CLEAR: Final = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something that a check found: where, how close, by what."""

    source: str
    """``record``, ``copy`` or ``notice``."""
    id: str
    band: str
    by_number: bool
    with_birth: bool = False
    """Whether a date of birth was compared too, and agrees."""
    protected: bool = False
    partner: str = ""
    shown: tuple[FoundValue, ...] = ()
    """What helps to compare the person, of our own records only."""


def is_usable(handling: Iterable[str], given_for: str, wanted_for: str) -> bool:
    """Tell whether a copy with these handling codes may be used for a check with this purpose."""
    return given_for == wanted_for and _WORDED not in set(handling)


def births_agree(asked: Iterable[str], held: Iterable[str]) -> bool:
    """Tell whether a date of birth was compared and agrees, as far as both are known."""
    known = tuple(held)
    return any(one.startswith(other) or other.startswith(one) for one in asked for other in known)


def weigh(seen: Seen) -> str:
    """Return what one find comes to."""
    if seen.protected:
        return PROTECTED
    if seen.by_number or (seen.band == _CLEAR and seen.with_birth):
        return FOUND
    return POSSIBLE


def outcome_of(seen: Iterable[Seen]) -> str:
    """Return the gravest of what was found, or that nothing was."""
    weighed = {weigh(each) for each in seen}
    return next((code for code in (PROTECTED, FOUND, POSSIBLE) if code in weighed), NOTHING)

"""Birth dates as far as they are known, and how two of them agree.

A date may lack its day or its month, and records mistake them in known ways: day and month
swapped, one digit wrong, the year off by one or two. The kinds of agreement are a table with
weights in ``features``; this module only tells which kind it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = ["AGREEMENTS", "Agreement", "Date", "agreement_of", "best_agreement", "parse_date"]

Agreement: TypeAlias = Literal[
    "exact", "month", "swapped", "year", "one digit", "near", "contradicted"
]
AGREEMENTS: Final[tuple[Agreement, ...]] = (
    "exact", "swapped", "month", "one digit", "year", "near", "contradicted",
)  # fmt: skip
"""From the strongest to the weakest; of several dates the strongest agreement counts."""

_DATE: Final = re.compile(r"^\s*(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?!\d)")
_NEAR_YEARS: Final = 2


class Date(NamedTuple):
    """Year, month and day; 0 where unknown. The day need not exist: records hold typing errors."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """Write the date as far as it is known."""
        month = f"-{self.month:02}" if self.month else ""
        return f"{self.year:04}{month}" + (f"-{self.day:02}" if self.day and month else "")


@lru_cache(maxsize=1 << 15)
def parse_date(text: str) -> Date | None:
    """Return the date that a text begins with, or None."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    return Date(year, month, day)


def best_agreement(left: Sequence[Date], right: Sequence[Date]) -> tuple[Agreement, Date, Date]:
    """Return the strongest agreement among the dates of both sides; both must hold one."""
    if len(left) == len(right) == 1:
        return agreement_of(left[0], right[0]), left[0], right[0]
    found = [(agreement_of(one, two), one, two) for one in left for two in right]
    return min(found, key=lambda item: AGREEMENTS.index(item[0]))


@lru_cache(maxsize=1 << 16)
def agreement_of(one: Date, two: Date) -> Agreement:
    """Tell how two dates agree."""
    if one.year == two.year:
        return _within_year(one, two)
    if (one.month, one.day) == (two.month, two.day) and one.day:
        return "one digit" if _digits_apart(one, two) == 1 else "near"
    return "near" if abs(one.year - two.year) <= _NEAR_YEARS else "contradicted"


def _within_year(one: Date, two: Date) -> Agreement:
    if not (one.month and two.month):
        return "year"
    if one.month == two.month:
        if not (one.day and two.day):
            return "month"
        return "exact" if one.day == two.day else "one digit"
    if (one.month, one.day) == (two.day, two.month):
        return "swapped"
    return "one digit" if one.day == two.day else "year"


def _digits_apart(one: Date, two: Date) -> int:
    return sum(a != b for a, b in zip(str(one), str(two), strict=False))

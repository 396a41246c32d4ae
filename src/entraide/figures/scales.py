"""From values to pixels: scales with round ticks, for numbers and for days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from entraide.errors import InputError

__all__ = ["Scale", "TimeScale", "finite", "round_ticks"]

_LEAST: Final = 1e-6
"""What is less is drawn as nothing."""

_ROUND: Final = (1, 2, 2.5, 5, 10)


def finite(name: str, values: Iterable[float | None]) -> None:
    """Refuse what is no number of zero or more (InputError ``figures.number``)."""
    for value in values:
        if value is not None and not (math.isfinite(value) and 0 <= value < 1e15):
            raise InputError("figures.number", name=name, value=str(value))


@dataclass(frozen=True, slots=True)
class Scale:
    """Zero to ``most`` on ``start`` to ``end`` pixels."""

    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (self.end - self.start) * (value / self.most)


def round_ticks(most: float, wanted: int) -> tuple[float, ...]:
    """Return round values from zero to at least ``most``, about as many as wanted."""
    if most < _LEAST:
        return 0.0, 1.0
    rough = most / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _ROUND if each * power >= rough * 0.999)
    if most >= 4 and step < 1:
        step = 1.0
    return tuple(at * step for at in range(math.ceil(most / step - 1e-9) + 1))


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days from ``first`` to ``last``, both whole, on ``start`` to ``end`` pixels."""

    first: date
    last: date
    start: float
    end: float

    @property
    def per_day(self) -> float:
        """Pixels of one day."""
        return (self.end - self.start) / ((self.last - self.first).days + 1)

    def at(self, day: date) -> float:
        """Return the pixel where a day begins."""
        return self.start + (day - self.first).days * self.per_day

    def middle(self, day: date) -> float:
        """Return the pixel of a day's noon."""
        return self.at(day) + self.per_day / 2

    def ticks(self, room: float) -> tuple[tuple[date, str], ...]:
        """Return days at which a unit begins and the skeleton that names them, ``room`` apart."""
        for every, days, skeleton in _UNITS:
            if days * self.per_day >= room:
                begins = _begins(self.first, self.last, every)
                return tuple(_named(at, day, skeleton) for at, day in enumerate(begins))
        return ()


def _named(at: int, day: date, skeleton: str) -> tuple[date, str]:
    """Say the year with the first month shown and with each January."""
    return day, "yMMM" if skeleton == "MMM" and (at == 0 or day.month == 1) else skeleton


_UNITS: Final = (
    ("1d", 1, "MMMd"), ("7d", 7, "MMMd"), ("1m", 30, "MMM"), ("2m", 60, "MMM"),
    ("3m", 91, "MMM"), ("6m", 182, "MMM"), ("12m", 365, "y"), ("24m", 730, "y"),
    ("60m", 1826, "y"), ("120m", 3652, "y"), ("300m", 9131, "y"), ("1200m", 36524, "y"),
    ("6000m", 182621, "y"),
)  # fmt: skip
"""A unit of time, its days, and how its beginning is named."""


def _begins(first: date, last: date, every: str) -> Iterator[date]:
    size, unit = int(every[:-1]), every[-1]
    if unit == "d":
        back = first.weekday() if size == 7 else 0
        steps = range((-back) % size, (last - first).days + 1, size)
        yield from (first + timedelta(days=at) for at in steps)
        return
    for month in range(first.year * 12, min(last.year * 12 + 12, 9999 * 12 + 12)):
        day = date(month // 12, month % 12 + 1, 1)
        if month % size == 0 and first <= day <= last:
            yield day

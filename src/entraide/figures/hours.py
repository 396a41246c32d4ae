"""A scale of moments, to the minute, with ticks where hours or days begin (UTC)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from babel.dates import format_skeleton, get_datetime_format

from entraide.figures.style import Style

__all__ = ["HourScale", "begin_of", "moment_text", "tick_text"]

_STEPS: Final = tuple(
    timedelta(minutes=each)
    for each in (
        5, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400, 43_200, 129_600, 525_600,
        2_628_000,
    )
)  # fmt: skip
"""From five minutes over an hour, a day and a month to five years."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HourScale:
    """From ``first`` to ``last`` on ``start`` to ``end`` pixels; both bear a zone."""

    first: datetime
    last: datetime
    start: float
    end: float

    def at(self, moment: datetime) -> float:
        """Return the pixel of a moment; one outside stands at the nearer end."""
        share = (moment - self.first) / (self.last - self.first)
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)

    def shows(self, moment: datetime) -> bool:
        """Whether a moment lies within."""
        return self.first <= moment <= self.last

    def ticks(self, room: float) -> Iterator[datetime]:
        """Yield the moments at which a unit begins, at least ``room`` pixels apart."""
        per_step = (self.end - self.start) / ((self.last - self.first) / _STEPS[0])
        step = next((each for each in _STEPS if each / _STEPS[0] * per_step >= room), None)
        if step is None:
            return
        moment = _EPOCH + -(-(self.first - _EPOCH) // step) * step
        while moment <= self.last:
            yield moment
            moment += step


def begin_of(moment: datetime) -> datetime:
    """Return the beginning of a moment's day (UTC)."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def moment_text(moment: datetime, style: Style) -> str:
    """Return a moment in UTC, to the minute, with its day, in the reader's language."""
    at = moment.astimezone(UTC)
    joined = str(get_datetime_format("medium", style.locale)).replace("'", "")
    day, hour = (format_skeleton(each, at, locale=style.locale) for each in ("yMMMd", "Hm"))
    return joined.replace("{1}", day).replace("{0}", hour)


def tick_text(moment: datetime, style: Style, *, is_day: bool) -> str:
    """Return what names a tick: its day, or its hour within a day that is named."""
    skeleton = "MMMd" if is_day else "Hm"
    return format_skeleton(skeleton, moment.astimezone(UTC), locale=style.locale)

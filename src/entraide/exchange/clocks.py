"""The clock of a request: when it is due, how much is left, how loudly it should be heard.

Everything here is computed from the holder's signed receipt, the delays that the holder announced,
and a moment; nothing of it is ever stored. Time is calendar time (Directive (EU) 2023/977,
Art. 5(1)).

1. the class of the deadline follows from the request alone, never from a record, so that it tells
   nothing of what is held: urgent and directly accessible, urgent otherwise, everything else; the
   hours of each are the agreement's;
2. a clarification does not stop the clock, and a part of the answer does not end it;
3. a delay moves what is due only where a judicial authorisation is needed (Art. 5(2)), only if it
   was announced before the request was overdue, and never by more than a month at a time, so that
   the asker is kept up to date; other reasons inform and excuse nothing;
4. what is due after the last of them is overdue once it has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.agreements.agreement import Agreement
from entraide.exchange.progress import Delayed, DelayReason, parse_day
from entraide.exchange.releases import Request
from entraide.vocabulary.language import mark

__all__ = [
    "CLOCK_LABELS",
    "MOST_DELAY_DAYS",
    "Announced",
    "Clock",
    "DeadlineClass",
    "Stage",
    "deadline_class",
    "deadline_of",
    "end_of_day",
]

MOST_DELAY_DAYS: Final = 31
"""How far ahead of its announcement a delay may reach; after that it is announced again."""
_HOUR_MS: Final = 3_600_000


class DeadlineClass(StrEnum):
    """Which of the three deadlines runs (Directive (EU) 2023/977, Art. 5(1))."""

    URGENT_DIRECT = "urgent-direct"
    URGENT = "urgent"
    ORDINARY = "ordinary"


class Stage(StrEnum):
    """How near a request is to its time, from the quietest on."""

    RUNNING = "running"
    HALF = "half"
    QUARTER = "quarter"
    OVERDUE = "overdue"


CLOCK_LABELS: Final[dict[StrEnum, str]] = {
    DeadlineClass.URGENT_DIRECT: mark("urgent, directly accessible"),
    DeadlineClass.URGENT: mark("urgent, not directly accessible"),
    DeadlineClass.ORDINARY: mark("not urgent"),
    Stage.RUNNING: mark("in time"),
    Stage.HALF: mark("half of the time is gone"),
    Stage.QUARTER: mark("a quarter of the time is left"),
    Stage.OVERDUE: mark("overdue"),
}


def deadline_class(request: Request) -> DeadlineClass:
    """Return the class of a request; the records behind a hit are directly accessible."""
    if not request.urgent:
        return DeadlineClass.ORDINARY
    return DeadlineClass.URGENT if request.beyond else DeadlineClass.URGENT_DIRECT


def deadline_of(agreement: Agreement, request: Request, received_ms: int) -> int:
    """Return when the answer is due (UTC ms), by the hours that the agreement gives its class."""
    direct = deadline_class(request) is DeadlineClass.URGENT_DIRECT
    return received_ms + agreement.deadline_hours(urgent=request.urgent, direct=direct) * _HOUR_MS


@dataclass(frozen=True, slots=True)
class Announced:
    """A delay and when it was announced (signed, UTC milliseconds)."""

    delay: Delayed
    sent_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A request's clock as both sides can compute it; times in UTC milliseconds."""

    received_ms: int
    deadline_ms: int
    due_ms: int
    """The deadline, or the day until which a judicial authorisation excuses."""
    answered_ms: int | None

    @classmethod
    def of(
        cls,
        received_ms: int,
        deadline_ms: int,
        answered_ms: int | None,
        delays: Iterable[Announced] = (),
    ) -> Clock:
        """Return the clock that a receipt started, with the delays in the order of their times."""
        due_ms = deadline_ms
        for each in delays:
            judicial = each.delay.reason is DelayReason.JUDICIAL_AUTHORISATION
            if judicial and each.sent_ms <= due_ms:
                due_ms = max(due_ms, _excused_until(each))
        return cls(
            received_ms=received_ms,
            deadline_ms=deadline_ms,
            due_ms=due_ms,
            answered_ms=answered_ms,
        )

    def left_ms(self, now_ms: int) -> int:
        """Return how long is left, negative once it is over; it stands still once answered."""
        return self.due_ms - (self.answered_ms or now_ms)

    def is_overdue(self, now_ms: int) -> bool:
        """Tell whether the answer is, or was, late."""
        return self.left_ms(now_ms) < 0

    def stage(self, now_ms: int) -> Stage:
        """Return how near the request is to its time."""
        left, whole = self.left_ms(now_ms), self.due_ms - self.received_ms
        if left < 0:
            return Stage.OVERDUE
        if left * 4 <= whole:
            return Stage.QUARTER
        return Stage.HALF if left * 2 <= whole else Stage.RUNNING


def end_of_day(day: dt.date) -> int:
    """Return the first moment after a day (UTC milliseconds)."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    return int(midnight.timestamp()) * 1_000


def _excused_until(announced: Announced) -> int:
    day = parse_day(announced.delay.expected)
    most = announced.sent_ms + MOST_DELAY_DAYS * 24 * _HOUR_MS
    return min(end_of_day(day), most) if day and day < dt.date.max else most

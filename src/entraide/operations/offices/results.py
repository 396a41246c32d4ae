"""A liaison officer's results, computed from what the officer did; nobody types any of them.

The measures are those that Decision 2003/170/JHA leaves open: requests handled and on time, the
median time to the officer's first answer, information given unasked, contacts, cases with proved
results, trainings that the recipient confirmed. Shares stand beside the counts, so that an officer
of a small state compares with one of a large state. A share of nothing is None, not zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low
from typing import Final

from entraide.operations.kinds import RESULTS

__all__ = ["FIGURES", "Came", "Handled", "Training", "Work", "results_of"]

_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A partner's request in which the officer answered; times in UTC milliseconds."""

    received_ms: int
    due_ms: int
    answered_ms: int | None
    first_ms: int
    """When the officer first said something to it: a question, a delay, an answer, a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A result that was reported in an operation of the officer's, and whether it is proved."""

    operation: str
    what: str
    count: int
    is_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What a recipient confirmed of an assistance in which the officer took part."""

    people: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything that counts, of one officer in one posting and period."""

    handled: tuple[Handled, ...] = ()
    acts: Counter[str]
    """How often the officer did what is counted by itself, by the figure's name."""
    came: tuple[Came, ...] = ()
    trainings: tuple[Training, ...] = ()


FIGURES: Final = (
    "requests_handled", "on_time", "late", "waiting", "on_time_percent", "first_answer_median_ms",
    "requests_made", "questions", "spontaneous", "contacts", "tasks_done", "warnings",
    "cases_with_results", "cases_per_hundred_requests", *(f"{what}s" for what in RESULTS),
    "claimed_only", "trainings", "people_trained", "days_of_training",
)  # fmt: skip
"""Every figure, in the order in which they are shown."""


def results_of(work: Work, until_ms: int) -> dict[str, int | None]:
    """Return every figure of ``FIGURES``; ``until_ms`` is the end of the period (UTC ms)."""
    on_time = sum(_was_on_time(each) for each in work.handled)
    late = sum(_was_late(each, until_ms) for each in work.handled)
    proved = [each for each in work.came if each.is_proved]
    cases = len({each.operation for each in proved})
    requests = len(work.handled) + work.acts["requests_made"]
    counts: Counter[str] = Counter()
    for each in proved:
        counts[f"{each.what}s"] += each.count
    figures = {
        **dict.fromkeys(FIGURES, 0),
        **work.acts,
        **counts,
        "requests_handled": len(work.handled),
        "on_time": on_time,
        "late": late,
        "waiting": len(work.handled) - on_time - late,
        "on_time_percent": _share(on_time, on_time + late),
        "first_answer_median_ms": _median(
            each.first_ms - each.received_ms for each in work.handled
        ),
        "cases_with_results": cases,
        "cases_per_hundred_requests": _share(cases, requests),
        "claimed_only": len(work.came) - len(proved),
        "trainings": len(work.trainings),
        "people_trained": sum(each.people for each in work.trainings),
        "days_of_training": sum(each.days for each in work.trainings),
    }
    return {name: figures[name] for name in FIGURES}


def _was_on_time(handled: Handled) -> bool:
    return handled.answered_ms is not None and handled.answered_ms <= handled.due_ms


def _was_late(handled: Handled, until_ms: int) -> bool:
    ended_ms = until_ms if handled.answered_ms is None else handled.answered_ms
    return ended_ms > handled.due_ms


def _share(part: int, whole: int) -> int | None:
    return round(_HUNDRED * part / whole) if whole else None


def _median(values: Iterable[int]) -> int | None:
    held = [max(0, value) for value in values]
    return median_low(held) if held else None

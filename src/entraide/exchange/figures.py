"""Figures of cooperation between two agencies, computed by each from the messages that it holds.

A figure belongs to one direction: one side asked, the other held. It counts messages, or is a time
in milliseconds, or is None where nothing was there to measure. Only signed times and kinds are
read, never who was asked about, so that both sides compute the same from the same messages, and
what was erased meanwhile still counts: where content is gone, only what its kind says is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Final

from entraide.agreements.budgets import Budget

__all__ = ["Clock", "Figure", "Item", "Period", "figures_of"]

_OWN_FIGURES: Final = frozenset(
    {"query", "answer", "denied", "acknowledged", "request", "reply", "refusal", "correction",
     "withdrawal", "executed"}
)  # fmt: skip
"""Kinds with figures of their own; every other kind under an agreement is counted by its name."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a request was receipted and when it was due (UTC milliseconds)."""

    received_ms: int
    deadline_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A message as far as figures see it.

    ``mark`` is a question's purpose, ``hit`` or ``no-hit`` of an answer, the ground of a refusal;
    empty where it says none or was erased. ``clock`` is that of a request.
    """

    kind: str
    sender: str
    thread: str
    sent_ms: int
    mark: str = ""
    clock: Clock | None = None
    under_agreement: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment on, until before another (UTC milliseconds)."""

    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One value: what ``asker`` asked, or what was given to it; ``detail`` divides a figure."""

    asker: str
    name: str
    detail: str
    value: int | None


def figures_of(
    items: Iterable[Item],
    pair: tuple[str, str],
    period: Period,
    budgets: Mapping[tuple[str, str], Budget],
) -> tuple[Figure, ...]:
    """Return every figure of both directions, in order.

    ``budgets`` are those of each asker and purpose; what lies outside the period does not count.
    """
    held = [item for item in items if period.from_ms <= item.sent_ms < period.until_ms]
    return tuple(
        sorted(
            Figure(asker, name, detail, value)
            for asker, holder in (pair, pair[::-1])
            for name, detail, value in _direction(
                _Direction(held, asker, holder, period.until_ms), budgets
            )
        )
    )


class _Direction:
    """The messages of one direction: what the asker put, and what the holder said to it."""

    __slots__ = ("_by_kind", "asker", "until_ms")

    def __init__(self, items: list[Item], asker: str, holder: str, until_ms: int) -> None:
        self.asker, self.until_ms = asker, until_ms
        self._by_kind: dict[tuple[str, str], list[Item]] = {}
        names = {asker: "asker", holder: "holder"}
        for item in items:
            self._by_kind.setdefault((names.get(item.sender, ""), item.kind), []).append(item)

    def put(self, kind: str) -> list[Item]:
        return self._by_kind.get(("asker", kind), [])

    def said(self, *kinds: str) -> list[Item]:
        return [item for kind in kinds for item in self._by_kind.get(("holder", kind), [])]

    def others(self) -> Iterator[Item]:
        """What the holder gave besides: files, and whatever moves under an agreement unasked."""
        for (who, kind), items in self._by_kind.items():
            if who == "holder" and kind not in _OWN_FIGURES:
                yield from (item for item in items if item.under_agreement)


_Row = tuple[str, str, int | None]


def _direction(messages: _Direction, budgets: Mapping[tuple[str, str], Budget]) -> Iterator[_Row]:
    yield from _questions(messages)
    yield from _requests(messages)
    yield from _recalls(messages)
    yield from _use(messages, budgets)
    counted = Counter(item.kind for item in messages.others())
    yield from (("given", kind, count) for kind, count in counted.items())


def _questions(messages: _Direction) -> Iterator[_Row]:
    asked = messages.put("query")
    threads = {item.thread for item in asked}
    answers = [item for item in messages.said("answer") if item.thread in threads]
    marks = Counter(item.mark for item in answers)
    denied = [item for item in messages.said("denied") if item.thread in threads]
    ended = {item.thread for item in (*answers, *denied)}
    yield "questions", "", len(asked)
    yield "hits", "", marks["hit"]
    yield "no_hits", "", marks["no-hit"]
    yield "denied", "", len(denied)
    yield "unanswered", "", len(threads - ended)
    yield "answer_median_ms", "", _median(_delays(asked, [*answers, *denied]))


def _requests(messages: _Direction) -> Iterator[_Row]:
    asked = messages.put("request")
    replies, refusals = messages.said("reply"), messages.said("refusal")
    ended = _first((*replies, *refusals))
    clocks = {item.thread: item.clock for item in asked if item.clock is not None}
    late = [thread for thread in ended.keys() & clocks if _is_late(clocks[thread], ended[thread])]
    received = {thread: clock.received_ms for thread, clock in clocks.items()}
    yield "requests", "", len(asked)
    yield "replies", "", len(replies)
    yield "on_time", "", len(ended.keys() & clocks) - len(late)
    yield "late", "", len(late)
    waiting = {item.thread for item in asked} - ended.keys()
    yield "open", "", len(waiting)
    overdue = [
        thread for thread in waiting & clocks.keys() if _is_late(clocks[thread], messages.until_ms)
    ]
    yield "overdue", "", len(overdue)
    delays = (ended[thread] - received[thread] for thread in ended.keys() & received)
    yield "reply_median_ms", "", _median(delays)
    grounds = Counter(item.mark for item in refusals)
    yield from (("refusals", ground, count) for ground, count in grounds.items())


def _recalls(messages: _Direction) -> Iterator[_Row]:
    orders = messages.said("correction", "withdrawal")
    executed = messages.put("executed")
    yield "corrections", "", len(messages.said("correction"))
    yield "withdrawals", "", len(messages.said("withdrawal"))
    yield "executed", "", len(executed)
    yield "executed_median_ms", "", _median(_delays(orders, executed))


def _use(messages: _Direction, budgets: Mapping[tuple[str, str], Budget]) -> Iterator[_Row]:
    """The fullest period of each budget, beside what was agreed."""
    purposes = {item.mark for item in messages.put("query") if item.mark}
    for purpose in sorted(purposes):
        budget = budgets.get((messages.asker, purpose))
        if budget is None:
            continue
        asked = (item.sent_ms for item in messages.put("query") if item.mark == purpose)
        periods = Counter(budget.span(sent_ms).start for sent_ms in asked)
        yield "budget_most_used", purpose, max(periods.values())
        yield "budget_agreed", purpose, budget.limit


def _first(items: Iterable[Item]) -> dict[str, int]:
    """Return the first moment at which each thread was answered."""
    moments: dict[str, int] = {}
    for item in items:
        moments[item.thread] = min(item.sent_ms, moments.get(item.thread, item.sent_ms))
    return moments


def _delays(begun: Iterable[Item], ended: Iterable[Item]) -> Iterator[int]:
    starts, ends = _first(begun), _first(ended)
    return (max(0, ends[thread] - starts[thread]) for thread in starts.keys() & ends)


def _is_late(clock: Clock, answered_ms: int) -> bool:
    return answered_ms > clock.deadline_ms


def _median(values: Iterable[int]) -> int | None:
    held = list(values)
    return median_low(held) if held else None

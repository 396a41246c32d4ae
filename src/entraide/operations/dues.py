"""What is due in an operation, of whom and when: computed from its journal, never stored.

``DUES`` is the table: what may be due in an operation of each kind. A due that has passed is told
to those on duty at every member (``node.operation.clocks``), once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from entraide.operations.action import action_of
from entraide.operations.delivery import Delivery, delivery_of
from entraide.operations.entry import Entry
from entraide.operations.kinds import ACTION, DELIVERY

__all__ = ["DUES", "DUE_CODES", "Due", "dues_of"]

DUE_CODES: Final = (
    "operation:answer-missing",
    "operation:deconfliction-missing",
    "operation:results-overdue",
    "operation:leg-late",
    "operation:authorisation-lapsed",
)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due (a code of ``DUE_CODES``), of which party, and when."""

    what: str
    party: str
    at_ms: int


def dues_of(order: tuple[Entry, ...]) -> tuple[Due, ...]:
    """Return what is still due in an operation, whether its time has passed or not."""
    return tuple(DUES[order[0].kind](order)) if order and order[0].kind in DUES else ()


def _of_action(order: tuple[Entry, ...]) -> Iterator[Due]:
    """Each member's answer on what meets it, its go or no-go, each acting state's results."""
    day = action_of(order)
    if day.closed is not None:
        return
    for party in sorted(day.clearance.awaited):
        yield Due("operation:deconfliction-missing", party, day.silence_ms)
    for party in sorted(day.members - set(day.goes) - set(day.refused)):
        yield Due("operation:answer-missing", party, int(day.terms["answer_by_ms"]))
    for party in sorted(day.awaited):
        yield Due("operation:results-overdue", party, day.due_ms)


def _of_delivery(order: tuple[Entry, ...]) -> Iterator[Due]:
    """The handover of the leg under way, and the authorisations of where the goods are."""
    delivery = delivery_of(order)
    if delivery.is_over or not delivery.legs:
        return
    at = len(delivery.legs) - 1
    row = delivery.terms["legs"][at]
    if delivery.legs[at].taken is None:
        party = _speaker(delivery, row["destination"])
        yield Due("operation:leg-late", party, int(row["expected_ms"]))
    for country in sorted(delivery.whereabouts & set(delivery.authorised)):
        ends = int(str(delivery.authorised[country].body["valid_to"]))
        yield Due("operation:authorisation-lapsed", _speaker(delivery, country), ends)


def _speaker(delivery: Delivery, country: object) -> str:
    return delivery.party_of(country) or ""


DUES: Final[Mapping[str, Callable[[tuple[Entry, ...]], Iterator[Due]]]] = {
    ACTION: _of_action,
    DELIVERY: _of_delivery,
}
"""For each kind of founding entry, what may be due."""

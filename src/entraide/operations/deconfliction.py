"""Deconfliction: whether two operations are after the same goods, vehicle or person.

Each member's node compares an operation that is put before it with its own others, deliveries,
joint teams and action days alike, at home, and signs one bit: clear or not. Which other operation
it is, of which kind, with whom, and on what, never leaves; that there is one does, because that is
what is asked. Only operations that belong to a case of ours are compared: nobody makes us answer
*not clear* to another by proposing something to us. Those of the same case of ours are no conflict:
a team may run a delivery.

What the bit leaks is bounded: it is about all that an operation names at once, at most
``MOST_TARGETS``; a member answers one operation ``MOST_ANSWERS`` times a day (``clearance``, a rule
that every member checks) and one partner ``MOST_FOR_A_PARTNER`` times, which its own node counts;
an officer gives every answer, and every request stands signed in every member's journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from entraide.operations.clearance import ANSWERED
from entraide.operations.entry import Entry
from entraide.operations.targets import Target, meet, targets_in

__all__ = ["MOST_FOR_A_PARTNER", "Mine", "asking_parties", "given_to", "meeting", "targets_of"]

MOST_FOR_A_PARTNER: Final = 8
"""Answers in a day on operations that one partner founded or named targets in."""


@dataclass(frozen=True, slots=True)
class Mine:
    """An operation that this node holds: its journal, its case of ours, and whether it runs."""

    order: tuple[Entry, ...]
    case: str
    runs: bool


def targets_of(order: tuple[Entry, ...]) -> tuple[Target, ...]:
    """Return what an operation is after: as it was founded, and as was named since."""
    later = (Target.of_row(each.body) for each in order if each.kind == "identifier.added")
    return tuple(dict.fromkeys((*targets_in(order[0]), *later)))


def meeting(wanted: Mine, others: Iterable[Mine]) -> tuple[tuple[Mine, tuple[Target, ...]], ...]:
    """Return the other operations here that are after the same, each with what of it they share.

    Those that are over, and those of the same case of ours, are none.
    """
    sought = targets_of(wanted.order)
    met = (
        (each, meet(targets_of(each.order), sought)) for each in others if _is_other(each, wanted)
    )
    return tuple((each, shared) for each, shared in met if shared)


def _is_other(one: Mine, wanted: Mine) -> bool:
    is_ours = bool(one.case) and one.case != wanted.case
    return one.runs and is_ours and one.order[0].operation != wanted.order[0].operation


def asking_parties(order: tuple[Entry, ...]) -> frozenset[str]:
    """Return who asks by an operation: its founder, and whoever named a target in it."""
    return frozenset(each.party for each in order[:1]) | {
        each.party for each in order if each.kind == "identifier.added"
    }


def given_to(partner: str, us: str, orders: Iterable[tuple[Entry, ...]], since_ms: int) -> int:
    """Return how many answers we have signed since then on operations that a partner asks by."""
    return sum(
        each.kind == ANSWERED and each.party == us and each.at_ms > since_ms
        for order in orders
        if order and partner in asking_parties(order)
        for each in order
    )

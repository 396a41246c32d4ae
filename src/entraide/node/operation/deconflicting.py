"""Comparing an operation with our own others, here, and signing one bit about it.

1. the operation is of a kind that members deconflict; 2. no partner that asks by it has had as many
answers today as it may have; 3. the comparison runs at home, over all that is ours and runs;
4. the bit is written as an entry. The officer here sees which of our operations meet it, and that
stands in our log; nobody else learns more than the bit (``operations.deconfliction``).
"""

from __future__ import annotations

from functools import partial
from typing import Final, TypeAlias

from entraide.adapters.store.writer import Transaction
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.operation.journaling import Draft, write_draft
from entraide.node.operation.journals import all_held, find_operation
from entraide.node.people.payloads import writing_payload
from entraide.operations.clearance import ANSWERED
from entraide.operations.deconfliction import (
    MOST_FOR_A_PARTNER,
    Mine,
    asking_parties,
    given_to,
    meeting,
)
from entraide.operations.entry import Entry
from entraide.operations.kinds import ACTION, DELIVERY
from entraide.operations.targets import Target

__all__ = ["Deconflict", "deconflict"]

_DAY_MS: Final = 86_400_000
_Met: TypeAlias = tuple[tuple[Mine, tuple[Target, ...]], ...]
_DECONFLICTED: Final = frozenset({DELIVERY, ACTION})


class Deconflict(Parameters):
    """An operation that is compared with our own others."""

    operation: str
    approval: str


async def deconflict(call: Call, wanted: Deconflict) -> Json:
    """Compare an operation with our own others, here, and sign whether any of them meets it."""
    node, now_ms = call.node, call.node.world.now_ms()
    row = node.read(lambda c: find_operation(c, wanted.operation))
    held = node.read(lambda c: held_journal(c, row.id))
    if row.kind not in _DECONFLICTED:  # 1
        raise InputError("operation.unknown_kind", kind=row.kind)
    mine = node.read(lambda c: all_held(c, now_ms))
    _check_bound(call, held.journal.order, mine)  # 2
    met = meeting(Mine(held.journal.order, row.case_reference, runs=True), mine)  # 3
    body: dict[str, Json] = {"clear": not met}
    draft = Draft(operation=row.id, kind=ANSWERED, body=body, case=None)
    payload = writing_payload(wanted.operation, ANSWERED, {})
    written = await write_draft(call, draft, held, (payload, wanted.approval))  # 4
    await node.writer.run(partial(_log_met, call, row.id, met))
    return {**written, **body, "met": [_shown(each, shared) for each, shared in met]}


def _log_met(call: Call, operation: str, met: _Met, transaction: Transaction) -> None:
    """Log which of our operations an officer here learned of; partners never see it."""
    for each, _ in met:
        ids = {"ours": each.order[0].operation}
        transaction.log(call.event("operation.met", operation, ids=ids))


def _check_bound(call: Call, order: tuple[Entry, ...], mine: tuple[Mine, ...]) -> None:
    us, since_ms = call.node.settings.id, call.node.world.now_ms() - _DAY_MS
    for partner in sorted(asking_parties(order) - {us}):
        if given_to(partner, us, (each.order for each in mine), since_ms) >= MOST_FOR_A_PARTNER:
            raise PolicyError("operation.asked_too_often", party=partner, most=MOST_FOR_A_PARTNER)


def _shown(mine: Mine, shared: tuple[Target, ...]) -> Json:
    founding = mine.order[0]
    return {
        "operation": founding.operation,
        "kind": founding.kind,
        "subject": str(founding.body["subject"]),
        "case": mine.case,
        "shared": [f"{each.of}: {each.value}" for each in shared],
    }

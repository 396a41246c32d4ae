"""Requests whose time runs out are told to those on duty, once for each stage, and logged.

``TOLD`` is the table of who hears what. The stage is computed at each look; what is stored is only
that somebody was told. A node that was stopped tells the stage that it finds, not those before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import EntraideError
from entraide.exchange.clocks import Clock, Stage
from entraide.exchange.conversation import OPEN
from entraide.node.alerts import Word, leave_word, officer_of
from entraide.node.operation.clocks import OperationClocks
from entraide.node.people.actor import Role
from entraide.node.request.clocks import find_clock
from entraide.node.runtime import Node

__all__ = ["TOLD", "escalate", "watch_clocks"]

_LOG: Final = logging.getLogger("entraide.clocks")
TOLD: Final[Mapping[bool, Mapping[Stage, frozenset[Role]]]] = {
    False: {
        Stage.HALF: frozenset({Role.DUTY_OFFICER}),
        Stage.QUARTER: frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR}),
        Stage.OVERDUE: frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR}),
    },
    True: {Stage.OVERDUE: frozenset({Role.SUPERVISOR})},
}
"""By whether we asked: the roles that hear of each stage. Of our own requests the officer who
asked and the owner of the case hear too."""
_PREFIX: Final = "clock:"
_CLOCK: Final = schema.request_clock.c
_CONVERSATION: Final = schema.conversation.c
_RUNNING: Final = (
    select(schema.request_clock, _CONVERSATION.case_reference)
    .join_from(
        schema.request_clock,
        schema.conversation,
        (_CLOCK.thread == _CONVERSATION.thread)
        & (_CLOCK.partner == _CONVERSATION.partner)
        & (_CLOCK.asking == _CONVERSATION.asking),
    )
    .where(
        _CLOCK.answered_ms.is_(None),
        _CONVERSATION.state.in_([state.value for state in OPEN]),
    )
)


@dataclass(frozen=True, slots=True)
class _Pressing:
    """A request whose stage has to be told."""

    thread: str
    partner: str
    asking: bool
    case: str
    stage: Stage

    @property
    def what(self) -> str:
        """The code of the alert."""
        return f"{_PREFIX}{self.stage.value}"


async def watch_clocks(node: Node) -> None:
    """Look at the clocks, those of operations too, for as long as the node runs."""
    operations = OperationClocks(node)
    while True:
        try:
            await escalate(node)
            await operations.escalate()
        except EntraideError as error:
            _LOG.error("the clocks cannot be looked at: %s", error.code)
        await asyncio.sleep(node.settings.exchange.retry_most_ms / 1_000)


async def escalate(node: Node) -> int:
    """Tell whoever should know of each request that has come to a later stage; return how many."""
    if not node.read(lambda c: _pressing(c, node.world.now_ms())):
        return 0
    return await node.writer.run(_tell_all)


def _tell_all(transaction: Transaction) -> int:
    found = _pressing(transaction.connection, transaction.now_ms)
    for each in found:
        for officer in _hearers(transaction.connection, each):
            leave_word(transaction, Word(officer, each.thread, each.partner, each.what))
        ids = {"stage": each.stage.value, "side": "asker" if each.asking else "holder"}
        transaction.log(Event("clock.told", "node", each.thread, each.partner, ids))
    return len(found)


def _pressing(connection: Connection, now_ms: int) -> list[_Pressing]:
    told, found = _told(connection), list[_Pressing]()
    for row in connection.execute(_RUNNING):
        asking = bool(row.asking)
        bare = Clock.of(row.received_ms, row.deadline_ms, None).stage(now_ms)
        if bare not in TOLD[asking] or (row.thread, row.partner, _PREFIX + bare) in told:
            continue
        known = find_clock(connection, row.thread, row.partner, asking=asking)
        stage = known[0].stage(now_ms) if known else bare
        each = _Pressing(row.thread, row.partner, asking, row.case_reference, stage)
        if stage in TOLD[asking] and (each.thread, each.partner, each.what) not in told:
            found.append(each)
    return found


def _told(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Return what was told before: thread, partner and code."""
    table = schema.alert.c
    rows = connection.execute(
        select(table.thread, table.partner, table.what)
        .where(table.what.startswith(_PREFIX, autoescape=True))
        .distinct()
    )
    return frozenset((row.thread, row.partner, row.what) for row in rows)


def _hearers(connection: Connection, each: _Pressing) -> tuple[str, ...]:
    """Return the pseudonyms of whoever hears of it."""
    table = schema.officer.c
    roles = [role.value for role in TOLD[each.asking][each.stage]]
    found = list(connection.scalars(select(table.pseudonym).where(table.role.in_(roles))))
    if each.asking:
        owner = select(schema.case_file.c.owner).where(schema.case_file.c.reference == each.case)
        found += [officer_of(connection, each.thread, each.partner)]
        found += list(connection.scalars(owner))
    return tuple(dict.fromkeys(found)) or ("node",)

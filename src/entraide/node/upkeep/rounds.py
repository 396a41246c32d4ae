"""The node's rounds: what safeguards do by themselves, without anybody remembering to.

Standing questions are searched at each step of their grid and ended in time, unusual asking is
looked for, the cell of a major event goes on its day, once a day what may not be kept any longer is
erased, and the index is packed where enough records have come. A clock that has jumped would erase
everything at once and for ever: where the last purge was longer ago than it should be by
``_LEAP_MS``, nothing is erased by itself, the data-protection officers are told, and a person runs
``entraide retention run`` after looking at the clock.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import EntraideError
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call
from entraide.node.oversight.watching import overseers, watch
from entraide.node.people.actor import NODE, Order
from entraide.node.question.standing_held import end_overdue
from entraide.node.question.standing_steps import screen_standing
from entraide.node.record.indexing import pack_where_due
from entraide.node.record.retaining import dissolve, last_purge_ms, purge, set_purge_ms
from entraide.node.runtime import Node

__all__ = ["Rounds"]

_LOG: Final = logging.getLogger("entraide.rounds")
_LEAP_MS: Final = 3 * 86_400_000
"""A node that was off for longer is looked at by a person before it erases."""
_SOON_MS: Final = 14 * 86_400_000
_DUE: Final = "subject:due-soon"
_OFF_S: Final = 3_600.0
_FIRST_S: Final = 60.0
"""A node that runs for a few minutes a day, on a laptop say, makes its rounds in them."""


class Rounds:
    """The rounds of one running node."""

    def __init__(self, node: Node) -> None:
        """Begin with nobody told of a clock that leapt."""
        self._node = node
        self._told = False

    async def run(self) -> None:
        """Make rounds for as long as the node runs; a setting of zero leaves them to people."""
        every_s = self._node.settings.safeguards.rounds_every_ms / 1_000
        await asyncio.sleep(min(every_s or _OFF_S, _FIRST_S))
        while True:
            if every_s:
                await self.once()
            await asyncio.sleep(every_s or _OFF_S)

    async def once(self) -> None:
        """Make one round; what fails is told in the operating log and tried again."""
        try:
            await screen_standing(self._node)
            await end_overdue(self._node)
            await watch(self._node)
            await self._purge()
            await self._dissolve()
            await _tell_due(self._node)
            await asyncio.to_thread(pack_where_due, self._node.reader, self._node.writer)
        except EntraideError as error:
            _LOG.error("a round was not finished: %s", error.code)

    async def _dissolve(self) -> None:
        """Erase the cells of major events on their day, unless the clock has leapt."""
        node, every_ms = self._node, self._node.settings.safeguards.purge_every_ms
        last_ms = node.read(last_purge_ms)
        if every_ms and last_ms and 0 <= node.world.now_ms() - last_ms < every_ms + _LEAP_MS:
            await dissolve(_own_call(node))

    async def _purge(self) -> None:
        node, every_ms = self._node, self._node.settings.safeguards.purge_every_ms
        last_ms = node.read(last_purge_ms)
        since_ms = node.world.now_ms() - last_ms
        if not every_ms or 0 <= since_ms < every_ms:
            return
        if not last_ms:
            await node.writer.run(set_purge_ms)  # a new node: the first day begins now
        elif 0 <= since_ms < every_ms + _LEAP_MS:
            await purge(_own_call(node))
        elif not self._told:
            self._told = True
            await node.writer.run(_hold_back)


def _hold_back(transaction: Transaction) -> None:
    transaction.log(Event("retention.held_back", "node", "retention"))
    for officer in overseers(transaction.connection):
        leave_word(transaction, Word(officer, "retention", "", "retention:held-back"))


async def _tell_due(node: Node) -> None:
    """Tell the data-protection officers once of each subject request that is due soon."""
    soon_ms = node.world.now_ms() + _SOON_MS
    if node.read(lambda c: _due(c, soon_ms)):
        await node.writer.run(lambda t: _tell_each(t, soon_ms))


def _tell_each(transaction: Transaction, soon_ms: int) -> None:
    for request in _due(transaction.connection, soon_ms):
        for officer in overseers(transaction.connection):
            leave_word(transaction, Word(officer, request, "", _DUE))


def _due(connection: Connection, soon_ms: int) -> list[str]:
    """Return the open requests that are due by then and of which nobody was told."""
    table, alert = schema.subject_request.c, schema.alert.c
    told = select(alert.thread).where(alert.what == _DUE)
    soon = select(table.id).where(table.closed_ms.is_(None), table.due_ms < soon_ms)
    return list(connection.scalars(soon.where(table.id.not_in(told))))


def _own_call(node: Node) -> Call:
    """Return the call of the node itself, which nobody ordered."""
    order = Order(
        action="retention.run",
        parameters={},
        officer=None,
        at_ms=node.world.now_ms(),
        nonce=node.fresh_id(),
    )
    return Call(node=node, actor=NODE, order=order, emit=lambda _: None)

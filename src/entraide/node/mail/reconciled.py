"""What this node holds of the messages that passed between it and a partner, and answering for it.

Counted are messages signed before the agreed moment: those that came, and of those that went all
but what still waits in the outbox or never reached the partner. Receipts are not counted: they are
kept with what they receipt, not as messages of their own on both sides.

The answering side keeps nothing between two steps; what it answers, and every message found
lacking, goes into the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import Receipt
from entraide.exchange.reconciliation import (
    MAX_LISTED,
    Entry,
    Lack,
    Listing,
    Reconcile,
    Scope,
    Summary,
    divide,
    summarise,
)
from entraide.kernel.message import Message
from entraide.node.mail.post import framing, seal
from entraide.node.runtime import Node

__all__ = ["History", "answer_reconcile", "lack_event", "summary_ids"]

_AFTER_HEX: Final = "g"
_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class History:
    """The messages between this node and a partner, as far as they count."""

    connection: Connection
    node: str
    partner: str
    cutoff_ms: int

    def summary(self, scope: Scope) -> Summary:
        """Count and root of a scope."""
        return summarise(scope, self._digests(scope))

    def parts(self, scope: Scope) -> tuple[Summary, ...]:
        """Count and root of each part of a scope."""
        return divide(scope, self._digests(scope))

    def count(self, scope: Scope) -> int:
        """How many messages a scope has."""
        return int(self.connection.scalar(select(func.count()).where(*self._where(scope))) or 0)

    def entries(self, scope: Scope, limit: int) -> tuple[Entry, ...]:
        """The messages of a scope in order, at most so many."""
        table = schema.message.c
        rows = self.connection.execute(
            select(table.digest, table.id)
            .where(*self._where(scope))
            .order_by(table.digest)
            .limit(limit)
        )
        return tuple(Entry(row.digest, row.id) for row in rows)

    def has(self, lack: Lack) -> bool:
        """Tell whether a message is here at all, counted or not."""
        table = schema.message.c
        found = select(table.seq).where(
            *self._between(lack.sender), table.digest == lack.entry.digest
        )
        return self.connection.scalar(found) is not None

    def _digests(self, scope: Scope) -> Iterator[str]:
        table = schema.message.c
        rows = self.connection.execution_options(yield_per=_ROWS).scalars(
            select(table.digest).where(*self._where(scope)).order_by(table.digest)
        )
        return iter(rows)

    def _where(self, scope: Scope) -> tuple[ColumnElement[bool], ...]:
        table = schema.message.c
        conditions = (
            *self._between(scope.sender),
            table.sent_ms < self.cutoff_ms,
            table.kind != Receipt.KIND,
        )
        if scope.prefix:
            end = scope.prefix + _AFTER_HEX
            conditions = (*conditions, table.digest >= scope.prefix, table.digest < end)
        if scope.sender != self.node:
            return conditions
        outbox, lost = schema.outbox.c, schema.undelivered.c
        return (
            *conditions,
            table.seq.not_in(select(outbox.message).where(outbox.partner == self.partner)),
            table.seq.not_in(select(lost.message)),
        )

    def _between(self, sender: str) -> tuple[ColumnElement[bool], ...]:
        table = schema.message.c
        return table.partner == self.partner, table.incoming == int(sender != self.node)


async def answer_reconcile(node: Node, admitted: Admitted) -> bytes:
    """Answer one step of a partner's reconciliation.

    1. it speaks of the two of us only; 2. the moment is the earlier of the partner's and ours;
    3. every set that it sums up is summed up here, every set that it wants is divided or listed;
    4. of the messages found lacking, those are confirmed that are so here too; 5. it is logged.
    """
    asked, step = admitted.message, admitted.body
    if not isinstance(step, Reconcile):
        raise RemoteProtocolError("message.unknown_kind", message=asked.id)
    if not step.senders <= {asked.sender, asked.recipient}:  # 1
        raise RemoteProtocolError("reconcile.other_party")
    settle_ms = node.settings.exchange.reconcile_settle_ms
    cutoff_ms = min(step.cutoff_ms, node.world.now_ms() - settle_ms)  # 2
    answer = await asyncio.to_thread(
        node.read, partial(_answer, node.settings.id, asked.sender, cutoff_ms, step)
    )  # 3, 4
    await node.writer.run(partial(_log, asked, answer))  # 5
    frame = framing(node, asked.thread)
    pair = (asked.recipient, asked.sender)
    return seal(node, compose_outside(answer, pair, ("node", asked.id), frame))


def summary_ids(summaries: tuple[Summary, ...], node: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return counts and roots as this node's log keeps them: of what was sent, of what came."""
    named = [("sent" if each.scope.sender == node else "received", each) for each in summaries]
    counts = {way: str(each.count) for way, each in named}
    return counts, {way: each.root for way, each in named}


def lack_event(lack: Lack, author: str, partner: str) -> Event:
    """Return the log entry that names a message which one side lacks; ``author`` found it."""
    ids = {"by": lack.by, "sender": lack.sender}
    digests = {"message": lack.entry.digest}
    return Event("message.lacking", author, lack.entry.id, partner, ids, digests)


def _answer(
    node: str, partner: str, cutoff_ms: int, step: Reconcile, connection: Connection
) -> Reconcile:
    history = History(connection, node, partner, cutoff_ms)
    summaries = [history.summary(each.scope) for each in step.summaries if not each.scope.prefix]
    listings: list[Listing] = []
    for scope in step.wanted:
        if history.count(scope) > MAX_LISTED:
            summaries.extend(history.parts(scope))
        else:
            listings.append(Listing(scope, history.entries(scope, MAX_LISTED)))
    return Reconcile(
        cutoff_ms=cutoff_ms,
        summaries=tuple(summaries),
        listings=tuple(listings),
        lacks=tuple(each for each in step.lacks if history.has(each) == (each.by != node)),
    )


def _log(asked: Message, answer: Reconcile, transaction: Transaction) -> None:
    whole = tuple(islice((s for s in answer.summaries if not s.scope.prefix), 2))
    if whole:
        counts, roots = summary_ids(whole, asked.recipient)
        ids = {"cutoff_ms": str(answer.cutoff_ms), **counts}
        event = Event("reconcile.answered", asked.author, asked.id, asked.sender, ids, roots)
        transaction.log(event)
    for lack in answer.lacks:
        transaction.log(lack_event(lack, asked.author, asked.sender))

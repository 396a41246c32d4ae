"""Bringing messages to partners: now if they are there, later if they are not.

A message waits as one row of the outbox. One task for each partner with work takes due rows in
order, several at a time but never two of one thread, and retries identical bytes with growing
pauses. What the partner answers is believed like any message, kept and logged in the transaction
that removes the row. A message that expires first is reported to its conversation. Whatever a
partner does, a row ends or waits, and nobody who waits for an outcome waits for ever.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import (
    EntraideError,
    PeerError,
    ProtocolError,
    RemoteProtocolError,
    StoreError,
    TrustError,
)
from entraide.exchange.admission import Admitted
from entraide.exchange.attachment import Arrived
from entraide.exchange.bodies import Receipt
from entraide.exchange.notice.bodies import PursuitStep
from entraide.exchange.releases import Request
from entraide.exchange.standing import Unstanding
from entraide.exchange.statements import CopyEvent
from entraide.kernel.message import Message
from entraide.node.giving.copies import tell_trouble
from entraide.node.mail.expiry import end_expired
from entraide.node.mail.given_up import EXPIRED, REFUSED, settle_given_up
from entraide.node.mail.outbox import (
    Due,
    due_messages,
    finish_row,
    is_waiting,
    note_undelivered,
    receipted,
    seen,
    waiting_partners,
)
from entraide.node.mail.post import open_arrival
from entraide.node.notice.journal import take_back
from entraide.node.question.answers import describe, take_answer
from entraide.node.question.standing_rows import taken_back
from entraide.node.request.clocks import start_asker_clock
from entraide.node.runtime import Node

__all__ = ["Delivery"]

_LOG: Final = logging.getLogger("entraide.delivery")
_IDLE_S: Final = 30.0
_UNKNOWN_KEY: Final = "message.unknown_key"
"""One side has new keys and the other has not heard yet: the message waits until it has."""
_NEXT: Final = select(func.min(schema.outbox.c.next_ms)).where(
    schema.outbox.c.partner.not_in(bindparam("busy", expanding=True))
)


class Delivery:
    """The outbox's worker; one for each open node."""

    def __init__(self, node: Node) -> None:
        """Begin with nothing under way."""
        self._node = node
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._watchers: dict[str, asyncio.Queue[dict[str, Any]]] = {}

    async def run(self) -> None:
        """Deliver for as long as the node runs: whatever is due, whenever it is."""
        while True:
            pause = self._node.settings.exchange.retry_first_ms / 1_000
            try:
                await end_expired(self._node)
                for partner in self._node.read(waiting_partners):
                    self.kick(partner)
                pause = self._pause()
            except StoreError as error:
                _LOG.error("the outbox cannot be read: %s", error.code)
            await asyncio.sleep(pause)

    def kick(self, partner: str, first: Sequence[Due] = ()) -> None:
        """Start delivering to a partner unless that is under way.

        What was just written to the outbox, the first of its thread, need not be read again: it may
        be given, and goes ``first``.
        """
        task = self._tasks.get(partner)
        if partner in self._node.partners and (task is None or task.done()):
            self._tasks[partner] = asyncio.create_task(self._drain(partner, first))

    async def deliver_now(
        self, partners: Sequence[str], thread: str, written: Sequence[Due] = ()
    ) -> AsyncIterator[dict[str, Any]]:
        """Try each partner once and yield what each made of the thread, as it comes.

        ``written`` are messages that begin the thread and were just written to the outbox. A
        partner that is named twice gets two messages of the thread, one after the other.
        Whoever has said nothing when a call may take no longer is left to the outbox: "asked".
        """
        watcher: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._watchers[thread] = watcher
        pending = Counter(partners)
        try:
            async with asyncio.timeout(self._node.settings.exchange.timeout_ms / 1_000 + 1):
                for partner in pending:
                    self.kick(partner, [d for d in written if d.message.recipient == partner])
                while pending:
                    shown = await watcher.get()
                    partner = shown["partner"]
                    if partner in pending:
                        pending[partner] -= 1
                        if shown["result"] == "waiting" or not pending[partner]:
                            del pending[partner]
                        yield shown
        except TimeoutError:
            for partner in pending:
                yield {"partner": partner, "result": "asked"}
        finally:
            if self._watchers.get(thread) is watcher:
                del self._watchers[thread]

    async def take_by_hand(self, due: Due, answer: bytes) -> None:
        """Take an answer that a file brought, as if the wire had."""
        key_set = self._node.pinned(due.message.recipient)
        admitted = open_arrival(self._node, key_set.tls_pin if key_set else "", answer)
        await self._accept(due, admitted, answer, 0.0)

    async def refused_by_hand(self, due: Due, code: str) -> None:
        """End a message that the partner refused, as if it had said so over the wire."""
        if code != _UNKNOWN_KEY:
            await self._give_up(due, REFUSED, code)

    async def stop(self) -> None:
        """Stop all tasks; what was under way is delivered again later, with the same bytes."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    def _pause(self) -> float:
        """Return the seconds until something is due, at most half a minute.

        What waits for a partner to whom we deliver at this moment is that task's to see.
        """
        busy = [partner for partner, task in self._tasks.items() if not task.done()]
        next_ms = self._node.read(lambda c: c.scalar(_NEXT, {"busy": busy}))
        if next_ms is None:
            return min(_IDLE_S, self._node.settings.exchange.retry_first_ms / 1_000)
        wait = (int(next_ms) - self._node.world.now_ms()) / 1_000
        return min(max(wait, 0.05), _IDLE_S, self._node.settings.exchange.retry_first_ms / 1_000)

    async def _drain(self, partner: str, first: Sequence[Due] = ()) -> None:
        due = first or self._due(partner)
        while due:
            outcomes = await asyncio.gather(*(self._bring(each) for each in due))
            if not all(outcomes):
                return
            due = self._due(partner)

    def _due(self, partner: str) -> Sequence[Due]:
        return self._node.read(lambda c: due_messages(c, partner, self._node.world.now_ms()))

    async def _bring(self, due: Due) -> bool:
        """Bring one message; False where it must wait: the partner is away or our store is ill."""
        try:
            return await self._brought(due)
        except EntraideError as error:
            _LOG.error("message %s cannot be brought: %s", due.message.id, error.code)
            self._tell(
                due.message,
                {"partner": due.message.recipient, "result": "waiting", "fault": error.code},
            )
            await asyncio.sleep(self._node.settings.exchange.retry_first_ms / 1_000)
            return False

    async def _brought(self, due: Due) -> bool:
        node, message = self._node, due.message
        if message.expires_ms <= node.world.now_ms():
            await self._give_up(due, EXPIRED, "message.expired")
            return True
        key_set = node.pinned(message.recipient)
        started = time.monotonic()
        try:
            answer = await node.client.deliver(
                node.partners[message.recipient].addresses,
                due.envelope,
                node.contexts[message.recipient],
            )
            round_trip_ms = (time.monotonic() - started) * 1_000
            admitted = open_arrival(node, key_set.tls_pin if key_set else "", answer)
            await self._accept(due, admitted, answer, round_trip_ms)
        except PeerError as error:
            await self._postpone(due, error)
            return False
        except (ProtocolError, TrustError) as error:
            if _UNKNOWN_KEY in {error.code, error.data.get("reason")}:  # of ours, or of theirs
                await self._postpone(due, error)
                return False
            _LOG.warning("message %s to %s: %s", message.id, message.recipient, error.code)
            await self._give_up(due, REFUSED, str(error.data.get("reason") or error.code))
        return True

    async def _accept(
        self, due: Due, admitted: Admitted, answer: bytes, round_trip_ms: float
    ) -> None:
        """Keep the answer and drop the row, in one transaction."""
        node, sender = self._node, admitted.message.sender
        if admitted.message.in_reply_to != due.message.id:
            raise RemoteProtocolError("answer.to_another_question", message=admitted.message.id)

        waited: list[bool] = []

        def finish(transaction: Transaction) -> None:
            waited.append(is_waiting(transaction.connection, due.sequence))
            finish_row(transaction, due.sequence)
            seen(transaction, sender, "")

        if not isinstance(admitted.body, Receipt):
            await take_answer(node, admitted, answer, also=finish)
            measured = {"answer_bytes": len(answer), "round_trip_ms": round(round_trip_ms, 3)}
            if any(waited):  # who waits in the thread waits for the order that overtook this one
                self._tell(due.message, {**describe(admitted.message), **measured})
            return
        event = receipted(due.message, admitted)

        def keep(transaction: Transaction) -> None:
            if not is_waiting(transaction.connection, due.sequence):
                return  # it came by wire and by file
            transaction.log(event)
            if due.message.kind == Request.KIND:
                start_asker_clock(node, transaction, due.message, admitted.message.sent_ms)
            if due.message.kind == Unstanding.KIND:
                taken_back(transaction, due.message)
            finish(transaction)

        await node.writer.run(keep)
        self._tell(due.message, {"partner": sender, "result": "receipted"})

    async def _postpone(self, due: Due, error: EntraideError) -> None:
        node, exchange = self._node, self._node.settings.exchange
        pause = min(exchange.retry_first_ms * 2**due.attempts, exchange.retry_most_ms)
        reason = str(error.data.get("reason") or error.data.get("status") or error.code)
        next_ms = self._node.world.now_ms() + pause

        def keep(transaction: Transaction) -> bool:
            table = schema.outbox
            if not is_waiting(transaction.connection, due.sequence):
                return False  # a later order took its place
            transaction.connection.execute(
                update(table)
                .where(table.c.message == due.sequence)
                .values(attempts=table.c.attempts + 1, next_ms=next_ms, fault=reason)
            )
            seen(transaction, due.message.recipient, reason)
            if due.attempts == 0:
                tell_trouble(node, transaction, due.message, CopyEvent.AWAY)
            return True

        if await self._node.writer.run(keep):
            self._tell(
                due.message,
                {"partner": due.message.recipient, "result": "waiting", "fault": reason},
            )

    async def _give_up(self, due: Due, event: str, code: str) -> None:
        message = due.message

        def keep(transaction: Transaction) -> bool:
            if not is_waiting(transaction.connection, due.sequence):
                return False
            action = f"{message.kind}.{event}"
            transaction.log(Event(action, "node", message.id, message.recipient, {"code": code}))
            finish_row(transaction, due.sequence)
            note_undelivered(transaction, due.sequence, event, code)
            settle_given_up(self._node, transaction, message, event)
            if message.kind == PursuitStep.KIND:
                take_back(transaction, due.sequence)
            return True

        if await self._node.writer.run(keep):
            self._tell(message, {"partner": message.recipient, "result": event, "code": code})

    def _tell(self, message: Message, shown: dict[str, Any]) -> None:
        """Tell whoever waits in the thread; nobody waits for the word that a file arrived."""
        watcher = self._watchers.get(message.thread)
        if watcher is not None and message.kind != Arrived.KIND:
            watcher.put_nowait(shown)

"""Bringing attachments to partners: a few chunks at a time, from the first that is missing.

Each round asks the partner what it holds and sends the rest, reading the file in place; so a cut,
a restart of either side or a partner's damaged disk only means another round. A partner that is
away costs one row and growing pauses. Messages have connections of their own and do not wait for
chunks. Chunks are read and sealed in one thread, because every thread keeps memory of its own. The
same clockwork finishes what has arrived here and ends what has expired.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import ColumnElement, Connection, select, update

from entraide.adapters.files.attachments import read_source
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError, PeerError, ProtocolError, TrustError
from entraide.exchange.attachment import Held, Transfer
from entraide.kernel.chunk import CHUNK_NONCE_BYTES, missing_chunks, seal_chunk
from entraide.node.files import transfers
from entraide.node.files.finishing import expire_attachments, finish_arrived, sweep_folders
from entraide.node.files.transfers import Known
from entraide.node.runtime import Node

__all__ = ["Carrier"]

_LOG: Final = logging.getLogger("entraide.carrier")
_AT_ONCE: Final = 4
"""Chunks under way to one partner: what hides a round trip and a sync, at 1 MiB each."""
_TELL_EVERY: Final = 16
"""Chunks after which the row shows how far we are; what counts is what the partner holds."""


class Carrier:
    """The worker of attachments; one for each open node."""

    def __init__(self, node: Node) -> None:
        """Begin with nothing under way."""
        self._node = node
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "chunks-out")

    async def run(self) -> None:
        """Work for as long as the node runs: whatever is due, whenever it is."""
        swept = False
        while True:
            self._woken.clear()
            try:
                if not swept:
                    await sweep_folders(self._node)
                    swept = True
                await self._round()
            except EntraideError as error:
                _LOG.error("attachments wait: %s", error.code)
            pause = self._node.settings.exchange.retry_first_ms / 1_000
            try:
                await asyncio.wait_for(self._woken.wait(), pause)
            except TimeoutError:
                continue

    def wake(self) -> None:
        """Look again now: something was offered, receipted or completed."""
        self._woken.set()

    async def stop(self) -> None:
        """Stop sending; the next round goes on with what is missing then."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()
        self._thread.shutdown()

    async def _round(self) -> None:
        node = self._node
        if not node.read(transfers.any_under_way):
            return
        await finish_arrived(node)
        await expire_attachments(node)
        if node.read(_has_offered):
            await node.writer.run(_settle_offers)
        for partner in node.read(lambda c: _due_partners(c, node.world.now_ms())):
            task = self._tasks.get(partner)
            if partner in node.partners and (task is None or task.done()):
                self._tasks[partner] = asyncio.create_task(self._bring_all(partner))

    async def _bring_all(self, partner: str) -> None:
        table, now_ms = schema.attachment.c, self._node.world.now_ms()
        due = (table.partner == partner, *_sending(now_ms))
        for known in self._node.read(lambda c: transfers.load(c, *due)):
            try:
                await self._bring(known)
            except EntraideError as error:
                _LOG.error("attachment %s waits: %s", known.id, error.code)

    async def _bring(self, known: Known) -> None:
        """Send what the partner lacks of one attachment, or note why not."""
        try:
            missing = await self._ask(known)
            if missing:
                await self._send(known, missing)
                missing = await self._ask(known)
            await self._wait(known, known.offer.layout.chunks - len(missing), "")
        except PeerError as error:
            reason = str(error.data.get("reason") or error.data.get("status") or error.code)
            await self._wait(known, None, reason)
        except (InputError, ProtocolError, TrustError) as error:
            await self._fail(known, str(error.data.get("reason") or error.code))

    async def _ask(self, known: Known) -> tuple[int, ...]:
        node, chunks = self._node, known.offer.layout.chunks
        answer = await node.client.get_held(*self._way(known), node.contexts[known.partner])
        return tuple(missing_chunks(Held.decode(answer, chunks).bitmap, chunks))

    def _way(self, known: Known) -> tuple[tuple[str, ...], str]:
        return self._node.partners[known.partner].addresses, known.id

    async def _send(self, known: Known, missing: tuple[int, ...]) -> None:
        """Send chunks, a few at a time; the first fault stops them all and is raised."""
        indices, faults = iter(missing), list[EntraideError]()
        held = known.offer.layout.chunks - len(missing)

        async def work() -> None:
            nonlocal held
            for index in _until(indices, faults):
                try:
                    await self._send_one(known, index)
                except EntraideError as error:
                    faults.append(error)
                    return
                held += 1
                if held % _TELL_EVERY == 0:
                    await self._show(known, held)

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
        if faults:
            raise faults[0]

    async def _send_one(self, known: Known, index: int) -> None:
        node, layout = self._node, known.offer.layout
        nonce = node.world.random(CHUNK_NONCE_BYTES)

        def work() -> bytes:
            plain = read_source(known.source, *layout.plain_place(index))
            return seal_chunk(layout, index, plain, known.offer.key, nonce)

        sealed = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        addresses, attachment = self._way(known)
        await node.client.put_chunk(
            addresses, (attachment, index), sealed, node.contexts[known.partner]
        )

    async def _show(self, known: Known, held: int) -> None:
        await self._node.writer.run(lambda t: _change(t, known, held=held, attempts=0))

    async def _wait(self, known: Known, held: int | None, fault: str) -> None:
        """Come back later: sooner after a first fault, seldom while only its word is missing."""
        exchange, now_ms = self._node.settings.exchange, self._node.world.now_ms()
        values: dict[str, int | str] = {"fault": fault, "attempts": known.attempts + 1}
        if held is not None:
            values |= {"held": held, "attempts": 0}
        pause = min(exchange.retry_first_ms * 2 ** min(known.attempts, 20), exchange.retry_most_ms)
        values["next_ms"] = now_ms + (pause if fault else exchange.retry_most_ms)
        await self._node.writer.run(lambda t: _change(t, known, **values))

    async def _fail(self, known: Known, code: str) -> None:
        _LOG.warning("attachment %s to %s: %s", known.id, known.partner, code)
        event = Event("attachment.failed", "node", known.id, known.partner, {"code": code})

        def keep(transaction: Transaction) -> None:
            if _change(transaction, known, state=Transfer.FAILED.value, fault=code):
                transaction.log(event)

        await self._node.writer.run(keep)


def _until(indices: Iterator[int], faults: list[EntraideError]) -> Iterator[int]:
    for index in indices:
        if faults:
            return
        yield index


def _sending(now_ms: int) -> tuple[ColumnElement[bool], ...]:
    table = schema.attachment.c
    return (
        table.incoming == 0,
        table.state == Transfer.SENDING.value,
        table.next_ms <= now_ms,
    )


def _due_partners(connection: Connection, now_ms: int) -> tuple[str, ...]:
    table = schema.attachment.c
    rows = connection.scalars(select(table.partner).where(*_sending(now_ms)).distinct())
    return tuple(rows)


def _has_offered(connection: Connection) -> bool:
    table = schema.attachment.c
    offered = select(table.id).where(table.incoming == 0, table.state == Transfer.OFFERED.value)
    return connection.scalar(offered.limit(1)) is not None


def _settle_offers(transaction: Transaction) -> None:
    """Move offers that left the outbox: admitted ones to sending, the others to their end."""
    table, lost = schema.attachment, schema.undelivered
    waiting = select(schema.outbox.c.message)
    offered = (table.c.incoming == 0, table.c.state == Transfer.OFFERED.value)
    gone = (*offered, table.c.message.not_in(waiting))
    rows = transaction.connection.execute(
        select(table.c.id, lost.c.outcome, lost.c.code)
        .join_from(table, lost, table.c.message == lost.c.message, isouter=True)
        .where(*gone)
    ).all()
    for row in rows:
        state = Transfer(row.outcome) if row.outcome else Transfer.SENDING
        transaction.connection.execute(
            update(table)
            .where(*offered, table.c.id == row.id)
            .values(state=state.value, fault=row.code or "")
        )


def _change(transaction: Transaction, known: Known, **values: int | str) -> bool:
    """Change a row that is still being sent; False where it ended meanwhile."""
    table = schema.attachment
    changed = transaction.connection.execute(
        update(table)
        .where(table.c.incoming == 0, table.c.id == known.id)
        .where(table.c.state == Transfer.SENDING.value)
        .values(**values)
    )
    return bool(changed.rowcount)

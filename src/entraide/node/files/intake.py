"""Taking chunks from partners: only declared ones, from who offered them, durable before yes.

Chunks of one attachment that arrive together are written, synced and marked as held together, so
that many small waits become one. A partner may have a few chunks on their way at a time; a further
one is told to come later, before its body is read: memory is bounded by the number of partners.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from sqlalchemy import select

from entraide.adapters.files.attachments import check_room, forget, keep_chunks
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.adapters.wire.attachment_routes import ReadBody
from entraide.errors import BusyError, EntraideError, RemoteProtocolError
from entraide.exchange.attachment import Held, Transfer
from entraide.kernel.chunk import count_held, holds, open_chunk, with_chunks
from entraide.kernel.key_set import KeySet
from entraide.node.files import transfers
from entraide.node.files.transfers import Known
from entraide.node.runtime import Node

__all__ = ["AT_ONCE", "Intake"]

AT_ONCE: Final = 8
"""Chunks of one partner that are read, verified or written at a time."""
_READ_SECONDS: Final = 300.0


@dataclass(slots=True)
class _Arrived:
    """A verified chunk that waits to be durable."""

    index: int
    sealed: bytes = field(repr=False)
    kept: asyncio.Future[None] = field(default_factory=asyncio.Future)


class Intake:
    """The receiving end of attachments; one for each open node."""

    def __init__(self, node: Node) -> None:
        """Begin with nothing under way."""
        self._node = node
        self._under_way: dict[str, int] = {}
        self._waiting: dict[str, list[_Arrived]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._thread = ThreadPoolExecutor(1, "chunks-in")
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def keep(
        self, pin: str, place: tuple[str, int], length: int | None, read: ReadBody
    ) -> None:
        """Take one chunk and return once it is durable.

        1. the certificate is a partner's whose keys are in date;
        2. that very partner offered the attachment, the offer was admitted and has not expired;
        3. the chunk is one of those declared, of exactly the declared length;
        4. one that is held already changes nothing;
        5. it authenticates under the offer's key, at this place;
        6. it is on the disk and marked as held.
        """
        attachment, index = place
        known = self._offered(pin, attachment)  # 1, 2
        layout = known.offer.layout
        if index >= layout.chunks or length != layout.sealed_place(index)[1]:  # 3
            raise RemoteProtocolError("attachment.undeclared")
        with _Slot(self._under_way, known.partner):
            sealed = await _within_time(read)
            if known.state is Transfer.HELD or holds(known.bitmap, index):  # 4
                return
            await self._apart(open_chunk, layout, index, sealed, known.offer.key)  # 5
            await self._durable(known, _Arrived(index, sealed))  # 6

    async def held(self, pin: str, attachment: str) -> bytes:
        """Tell a partner what is held of its attachment."""
        return Held(self._offered(pin, attachment).bitmap).encode()

    async def forget(self, attachment: str) -> None:
        """Delete the chunks of an attachment whose row no longer wants any."""
        async with self._lock(attachment):
            await self._apart(forget, transfers.folder_of(self._node, attachment))

    async def stop(self) -> None:
        """Finish what is being written."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._thread.shutdown()

    async def _apart(self, work: Callable[..., object], *arguments: object) -> None:
        """Do work on chunks in the one thread for it: every thread keeps memory of its own."""
        await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    def _lock(self, attachment: str) -> asyncio.Lock:
        """One piece of work at a time in an attachment's folder."""
        return self._locks.setdefault(attachment, asyncio.Lock())

    def _offered(self, pin: str, attachment: str) -> Known:
        node, now_ms = self._node, self._node.world.now_ms()
        partner: KeySet | None = node.partner_by_pin(pin)
        if partner is None or now_ms >= partner.expires_ms:
            raise RemoteProtocolError("message.unknown_sender")
        known = node.read(lambda c: transfers.find(c, attachment, incoming=True))
        if known is None or known.partner != partner.party:
            raise RemoteProtocolError("attachment.unknown")
        if known.state not in {Transfer.RECEIVING, Transfer.HELD}:
            raise RemoteProtocolError("attachment.not_wanted")
        if known.state is Transfer.RECEIVING and known.expires_ms <= now_ms:
            raise RemoteProtocolError("message.expired")
        return known

    async def _durable(self, known: Known, arrived: _Arrived) -> None:
        self._waiting.setdefault(known.id, []).append(arrived)
        task = self._tasks.get(known.id)
        if task is None or task.done():
            self._tasks[known.id] = asyncio.create_task(self._drain(known))
        await arrived.kept

    async def _drain(self, known: Known) -> None:
        while group := self._waiting.pop(known.id, None):
            try:
                await self._write(known, group)
            except EntraideError as error:
                _tell(group, error)
            else:
                _tell(group, None)
        del self._tasks[known.id]

    async def _write(self, known: Known, group: list[_Arrived]) -> None:
        node, layout = self._node, known.offer.layout
        folder = transfers.folder_of(node, known.id)
        chunks = [(layout.sealed_place(each.index)[0], each.sealed) for each in group]

        def work() -> None:
            wanted = sum(len(sealed) for _, sealed in chunks)
            check_room(folder, wanted, node.settings.exchange.free_bytes_least)
            keep_chunks(folder, chunks)

        indices = {each.index for each in group}
        async with self._lock(known.id):
            await self._apart(work)
            held = await node.writer.run(lambda t: _mark(t, known, indices))
            if held is None:  # dropped or expired meanwhile
                await self._apart(forget, folder)
                raise RemoteProtocolError("attachment.not_wanted")
        if held == layout.chunks:
            node.carrier.wake()


async def _within_time(read: ReadBody) -> bytes:
    """Read a body; a connection that died in silence must not keep its place for ever."""
    try:
        async with asyncio.timeout(_READ_SECONDS):
            return await read()
    except TimeoutError as error:
        raise BusyError("attachment.busy") from error


class _Slot:
    """One of the chunks that a partner may have on their way; BusyError where none is left."""

    __slots__ = ("_partner", "_under_way")

    def __init__(self, under_way: dict[str, int], partner: str) -> None:
        self._under_way = under_way
        self._partner = partner

    def __enter__(self) -> None:
        taken = self._under_way.get(self._partner, 0)
        if taken >= AT_ONCE:
            raise BusyError("attachment.busy")
        self._under_way[self._partner] = taken + 1

    def __exit__(self, *_: object) -> None:
        self._under_way[self._partner] -= 1


def _mark(transaction: Transaction, known: Known, indices: set[int]) -> int | None:
    """Mark chunks as held; return how many are, or None where none is wanted any more."""
    table = schema.attachment.c
    bitmap = transaction.connection.scalar(
        select(table.bitmap).where(
            table.incoming == 1, table.id == known.id, table.state == Transfer.RECEIVING.value
        )
    )
    if bitmap is None:
        return None
    grown = with_chunks(bytes(bitmap), indices)
    held = count_held(grown)
    transfers.change(transaction, known, bitmap=grown, held=held, fault="")
    return held


def _tell(group: list[_Arrived], error: EntraideError | None) -> None:
    for each in group:
        if each.kept.done():
            continue
        if error is None:
            each.kept.set_result(None)
        else:
            each.kept.set_exception(error)

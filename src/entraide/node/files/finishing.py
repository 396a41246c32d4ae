"""When all chunks of a file are here: verify the whole, say so, or ask again for what is damaged.

The whole is read once, chunk by chunk, and its digest compared with the offered one. The word of
arrival and the row's new state are one transaction, so that a node that is killed between them
does the same again. A chunk that no longer opens (a damaged disk) is marked as missing and comes
again; a file with another digest than the offered one is not kept, and its sender is told which.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.adapters.files.attachments import read_sealed
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError, StoreError
from entraide.exchange.attachment import Transfer
from entraide.exchange.offer import compose_arrived
from entraide.kernel.chunk import count_held, missing_chunks, no_chunks, open_chunk, with_chunks
from entraide.node.files import transfers
from entraide.node.files.transfers import Known
from entraide.node.mail.post import Stored, enqueue, framing, seal
from entraide.node.runtime import Node

__all__ = ["expire_attachments", "finish_arrived", "opened_chunks", "sweep_folders"]

_WAITING: Final = (Transfer.OFFERED.value, Transfer.SENDING.value, Transfer.RECEIVING.value)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What reading the whole came to: its digest, or the chunks that do not open."""

    sha256: str
    damaged: tuple[int, ...]


async def finish_arrived(node: Node) -> None:
    """Verify every incoming attachment of which all chunks are held."""
    table = schema.attachment.c
    receiving = (table.incoming == 1, table.state == Transfer.RECEIVING.value)
    complete = (*receiving, table.held * table.chunk_size >= table.size)
    for known in node.read(lambda c: transfers.load(c, *complete)):
        checked = await asyncio.to_thread(_check, node, known)
        await (_ask_again if checked.damaged else _conclude)(node, known, checked)


async def sweep_folders(node: Node) -> None:
    """Delete chunks that no row wants: what a kill left between a row's end and its files'."""
    folder = node.folder.attachments
    if not await asyncio.to_thread(folder.is_dir):
        return
    wanted = node.read(transfers.wanted_folders)
    for path in await asyncio.to_thread(lambda: tuple(folder.iterdir())):
        if path.name not in wanted:
            await node.intake.forget(path.name)


async def expire_attachments(node: Node) -> None:
    """End what was not finished in the time of its offer, and give its bytes back."""
    table, now_ms = schema.attachment.c, node.world.now_ms()
    late = (table.state.in_(_WAITING), table.expires_ms <= now_ms)
    for known in node.read(lambda c: transfers.load(c, *late)):

        def end(transaction: Transaction, known: Known = known) -> None:
            transfers.change(transaction, known, state=Transfer.EXPIRED.value, bitmap=b"")
            transaction.log(Event("attachment.expired", "node", known.id, known.partner))

        await node.writer.run(end)
        if known.incoming:
            await node.intake.forget(known.id)


def opened_chunks(node: Node, known: Known) -> Iterator[bytes]:
    """Yield the file's bytes, one chunk at a time; RemoteProtocolError at one that is damaged."""
    folder, layout = transfers.folder_of(node, known.id), known.offer.layout
    for index in range(layout.chunks):
        sealed = read_sealed(folder, *layout.sealed_place(index))
        yield open_chunk(layout, index, sealed, known.offer.key)


def _check(node: Node, known: Known) -> _Checked:
    whole = hashlib.sha256()
    try:
        for chunk in opened_chunks(node, known):
            whole.update(chunk)
    except (RemoteProtocolError, StoreError):
        return _Checked("", tuple(_damaged(node, known)))
    return _Checked(whole.hexdigest(), ())


def _damaged(node: Node, known: Known) -> Iterator[int]:
    folder, layout = transfers.folder_of(node, known.id), known.offer.layout
    for index in range(layout.chunks):
        try:
            sealed = read_sealed(folder, *layout.sealed_place(index))
            open_chunk(layout, index, sealed, known.offer.key)
        except (RemoteProtocolError, StoreError):
            yield index


async def _ask_again(node: Node, known: Known, checked: _Checked) -> None:
    chunks = known.offer.layout.chunks
    sound = set(range(chunks)) - set(checked.damaged)
    bitmap = with_chunks(no_chunks(chunks), sound)

    def keep(transaction: Transaction) -> None:
        held, fault = count_held(bitmap), "attachment.damaged"
        transfers.change(transaction, known, bitmap=bitmap, held=held, fault=fault)
        first = str(next(missing_chunks(bitmap, chunks)))
        ids = {"first": first, "chunks": str(len(checked.damaged))}
        transaction.log(Event("attachment.damaged", "node", known.id, known.partner, ids))

    await node.writer.run(keep)


async def _conclude(node: Node, known: Known, checked: _Checked) -> None:
    same = checked.sha256 == known.offer.sha256
    frame = framing(node, known.message.thread)
    message = compose_arrived(known.message, known.id, checked.sha256, frame)
    envelope = seal(node, message)
    event = Event(
        "attachment.whole" if same else "attachment.other_digest",
        "node",
        known.id,
        known.partner,
        {"thread": known.message.thread, "word": message.id},
        {"file": checked.sha256, "message": message.digest},
    )

    def keep(transaction: Transaction) -> None:
        state = (Transfer.HELD if same else Transfer.FAILED).value
        fault = "" if same else "attachment.other_digest"
        transfers.change(transaction, known, state=state, fault=fault)
        enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
        transaction.log(event)

    await node.writer.run(keep)
    if not same:
        await node.intake.forget(known.id)
    node.delivery.kick(known.partner)

"""What officers do with attachments besides sending them: look, save, drop.

A file that is saved is the very bytes that were given, evidence by its SHA-256. Its handling code
cannot be written into it: the words of the code are written beside it, first.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

from entraide.adapters.files.attachments import write_out
from entraide.adapters.store.writer import Transaction
from entraide.errors import EntraideError, InputError, RemoteProtocolError, TrustError
from entraide.exchange.attachment import Transfer
from entraide.exchange.marks import words_of
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.files import transfers
from entraide.node.files.finishing import opened_chunks
from entraide.node.files.transfers import Known
from entraide.node.runtime import Node
from entraide.vocabulary.language import mark, translate

__all__ = [
    "NameAttachment",
    "SaveAttachment",
    "drop_attachment",
    "list_attachments",
    "save_attachment",
]


class NameAttachment(Parameters):
    """An attachment's id."""

    attachment: str


class SaveAttachment(Parameters):
    """An attachment's id, and a new file on the node's machine."""

    attachment: str
    out: str


async def list_attachments(call: Call, _: Parameters) -> Json:
    """List attachments of both directions with how far they are, oldest first."""
    return {"attachments": [_shown(each) for each in call.node.read(transfers.latest)]}


async def save_attachment(call: Call, wanted: SaveAttachment) -> Json:
    """Decrypt a whole attachment into a file, one chunk at a time; only here is it ever clear."""
    node = call.node
    known = node.read(lambda c: transfers.find(c, wanted.attachment, incoming=True))
    if known is None:
        raise InputError("attachment.not_found", attachment=wanted.attachment)
    if known.state is not Transfer.HELD:
        raise InputError("attachment.not_whole", attachment=known.id, state=known.state.value)
    out = Path(wanted.out)
    marks = out.with_name(f"{out.name}.handling.txt") if known.message.handling != "H0" else None
    for each in filter(None, (out, marks)):
        if await asyncio.to_thread(each.exists):
            raise InputError("file.exists", path=str(each))
    event = call.event(
        "attachment.saved",
        known.id,
        partner=known.partner,
        ids={"thread": known.message.thread},
        digests={"file": known.offer.sha256},
    )
    await node.writer.run(lambda transaction: transaction.log(event))  # before the bytes are clear
    await asyncio.to_thread(lambda: _write(node, known, out, marks))
    return {**_shown(known), "out": str(out), "marks": str(marks) if marks else None}


async def drop_attachment(call: Call, wanted: NameAttachment) -> Json:
    """Stop sending a file, or delete what came of one; the bytes go, the row says so."""
    node = call.node
    known = node.read(lambda c: transfers.named(c, wanted.attachment))
    event = call.event("attachment.dropped", known.id, partner=known.partner)

    def keep(transaction: Transaction) -> None:
        transfers.change(transaction, known, state=Transfer.DROPPED.value, bitmap=b"")
        transaction.log(event)

    await node.writer.run(keep)
    if known.incoming:
        await node.intake.forget(known.id)
    return {"attachment": known.id, "state": Transfer.DROPPED.value}


def _write(node: Node, known: Known, out: Path, marks: Path | None) -> None:
    """Write the marks, then the file; where the file cannot be written neither stays."""
    if marks is not None:
        write_out(marks, (_marks(known, out.name).encode(),))
    try:
        write_out(out, _verified(node, known))
    except EntraideError:
        if marks is not None:
            marks.unlink(missing_ok=True)
        raise


def _marks(known: Known, name: str) -> str:
    handling = known.message.handling
    said = translate(
        mark("The file {name} was given by {partner}. SHA-256 {sha256}"),
        name=name,
        partner=known.message.sender,
        sha256=known.offer.sha256,
    )
    return f"{said}\n{handling}: {words_of(handling)}\n"


def _verified(node: Node, known: Known) -> Iterator[bytes]:
    """Yield the file and compare its digest at the end; TrustError leaves nothing behind."""
    whole = hashlib.sha256()
    try:
        for chunk in opened_chunks(node, known):
            whole.update(chunk)
            yield chunk
    except RemoteProtocolError as error:
        raise TrustError("attachment.damaged", path=known.id) from error
    if whole.hexdigest() != known.offer.sha256:
        raise TrustError("attachment.damaged", path=known.id)


def _shown(known: Known) -> dict[str, Json]:
    layout = known.offer.layout
    return {
        "attachment": known.id,
        "way": "in" if known.incoming else "out",
        "partner": known.partner,
        "thread": known.message.thread,
        "state": known.state.value,
        "media_type": known.offer.media_type,
        "handling": known.message.handling,
        "mark": words_of(known.message.handling),
        "size": layout.size,
        "chunks": layout.chunks,
        "held": known.held,
        "sha256": known.offer.sha256,
        "author": known.message.author,
        "fault": known.fault,
        "at_ms": known.at_ms,
        "expires_ms": known.expires_ms,
    }

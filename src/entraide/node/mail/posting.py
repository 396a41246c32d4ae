"""Post by file: what the wire cannot carry is carried by hand, with the same rights.

An exported file holds the very envelopes of the outbox, which stay there: whichever way they arrive
first counts, the other changes nothing. An imported one is taken in as if by wire: the same
admission, policy, budgets, log and refusals (``receiving``), and the same bytes of an answer that
was given before. What was answered, and what waits for the partner here, goes into the file that
travels back. Losing a file loses nothing: export again.

What differs from the wire: the file's signature stands for the connection's certificate, no
turnstile counts bytes, chunks of attachments and cosignatures wait for the wire.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from entraide.adapters.files.post import PostWriter, read_heading, verified_lines
from entraide.adapters.store.writer import Event
from entraide.errors import InputError, ProtocolError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json
from entraide.kernel.post_file import (
    POST_CONTEXT,
    Answered,
    Ending,
    Heading,
    Letter,
    Line,
    Refused,
)
from entraide.node.call import Call, Parameters
from entraide.node.mail.outbox import every_waiting, one_waiting
from entraide.node.mail.receiving import receive
from entraide.node.runtime import Node

__all__ = ["ExportPost", "ImportPost", "export_post", "import_post"]

_LOG: Final = logging.getLogger("entraide.post")
_OUTCOMES: Final = ("received", "refused", "answered", "refused_there", "not_believed", "known")


class ExportPost(Parameters):
    """For whom, and the file to write."""

    partner: str
    out: str


class ImportPost(Parameters):
    """A partner's file, and the one to write back."""

    path: str
    out: str


async def export_post(call: Call, wanted: ExportPost) -> Json:
    """Write what waits for a partner to a file; it goes on waiting, for the wire too."""
    node = call.node
    if wanted.partner not in node.partners:
        raise InputError("partner.unknown", partner=wanted.partner)
    with PostWriter(Path(wanted.out)) as writer:
        writer.add(_heading(node, wanted.partner))
        count = _finished(node, writer, wanted.partner)
    ids = {"lines": str(count)}
    event = call.event("post.exported", wanted.partner, partner=wanted.partner, ids=ids)
    await node.writer.run(lambda transaction: transaction.log(event))
    return {"partner": wanted.partner, "out": wanted.out, "lines": count}


async def import_post(call: Call, wanted: ImportPost) -> Json:
    """Take a file in and write the one that travels back.

    1. it is for this node, and from a pinned partner; 2. it is whole, and that partner signed it;
    3. each message is received as by wire, each answer believed as by wire; 4. what was answered,
    and what waits for the partner, is written.
    """
    node, path = call.node, Path(wanted.path)
    heading = read_heading(path)
    verify = _verifier(node, heading, path)  # 1
    taken: Counter[str] = Counter()
    with PostWriter(Path(wanted.out)) as writer:
        writer.add(_heading(node, heading.sender))
        waiting = node.read(lambda c: _by_digest(c, heading.sender))
        for line in verified_lines(path, verify):  # 2
            outcome, back = await _take(node, heading.sender, line, waiting)  # 3
            taken[outcome] += 1
            if back is not None:
                writer.add(back)
        count = _finished(node, writer, heading.sender)  # 4
    ids = {name: str(number) for name, number in sorted(taken.items())}
    event = call.event("post.imported", heading.sender, partner=heading.sender, ids=ids)
    await node.writer.run(lambda transaction: transaction.log(event))
    outcomes = {name: taken[name] for name in _OUTCOMES}
    return {"partner": heading.sender, "out": wanted.out, "lines": count, **outcomes}


def _verifier(node: Node, heading: Heading, path: Path) -> Callable[[Ending, bytes], None]:
    """Return what verifies the signature under a file; InputError, TrustError for a stranger's."""
    if heading.recipient != node.settings.id:
        raise InputError("post.for_another", path=str(path), recipient=heading.recipient)
    known = node.known(heading.sender)
    if known is None:
        raise TrustError("post.unknown_sender", path=str(path), sender=heading.sender)

    def verify(ending: Ending, digest: bytes) -> None:
        key = known.signing_key(ending.key_id, heading.made_ms, node.world.now_ms())
        try:
            key.verify(ending.signature, digest, context=POST_CONTEXT)
        except TrustError as error:
            raise RemoteProtocolError("post.tampered") from error

    return verify


async def _take(
    node: Node, sender: str, line: Line, waiting: Mapping[str, int]
) -> tuple[str, Line | None]:
    """Take one line in; return what became of it, and the line that answers it."""
    match line:
        case Letter():
            return await _receive(node, sender, line.envelope)
        case Answered() | Refused():
            return await _conclude(node, line, waiting), None
        case _:
            raise RemoteProtocolError("post.malformed")


async def _receive(node: Node, sender: str, envelope: bytes) -> tuple[str, Line]:
    """Receive a message as the listener does; a refusal is logged, and its code goes back."""
    digest, key_set = hashlib.sha256(envelope).hexdigest(), node.pinned(sender)
    try:
        answer = await receive(node, key_set.tls_pin if key_set else "", envelope)
    except (ProtocolError, TrustError) as error:
        code = error.code
        event = Event("message.refused", "node", sender, sender, {"code": code})
        await node.writer.run(lambda transaction: transaction.log(event))
        return "refused", Refused(digest, code)
    return "received", Answered(digest, answer)


async def _conclude(node: Node, line: Answered | Refused, waiting: Mapping[str, int]) -> str:
    """Take in what the partner made of a message of ours, unless the wire brought it before."""
    sequence = waiting.get(line.to)
    due = None if sequence is None else node.read(lambda c: one_waiting(c, sequence))
    if due is None:
        return "known"
    if isinstance(line, Refused):
        await node.delivery.refused_by_hand(due, line.code)
        return "refused_there"
    try:
        await node.delivery.take_by_hand(due, line.envelope)
    except (ProtocolError, TrustError) as error:
        _LOG.warning("an answer to message %s by file: %s", due.message.id, error.code)
        return "not_believed"
    return "answered"


def _finished(node: Node, writer: PostWriter, partner: str) -> int:
    """Add what waits for the partner, sign and put the file in its place."""

    def add_waiting(connection: Connection) -> None:
        for due in every_waiting(connection, partner):
            writer.add(Letter(due.envelope))

    node.read(add_waiting)
    signing = node.keyring.signing

    def sign(lines: int, digest: bytes) -> Ending:
        return Ending(signing.key_id, lines, signing.sign(digest, context=POST_CONTEXT))

    return writer.finish(sign)


def _heading(node: Node, partner: str) -> Heading:
    return Heading(sender=node.settings.id, recipient=partner, made_ms=node.world.now_ms())


def _by_digest(connection: Connection, partner: str) -> dict[str, int]:
    """Return the number of each message that waits for a partner, by its envelope's SHA-256."""
    return {
        hashlib.sha256(due.envelope).hexdigest(): due.sequence
        for due in every_waiting(connection, partner)
    }

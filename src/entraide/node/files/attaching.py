"""Offering a file in a conversation.

Offer, outbox row, attachment row and log entry are one transaction. An approval is an officer's
signature over the file's digest, the partner, the thread and the handling code; where the agreement
asks for four eyes, a second officer attaches the same file and only then does the offer leave.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from entraide.adapters.files.attachments import Source, identify_source
from entraide.adapters.store.writer import Transaction
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, PolicyError
from entraide.exchange.answer import compose_permitted
from entraide.exchange.attachment import Attachment, is_media_type
from entraide.exchange.offer import approval_payload
from entraide.kernel.canonical import Json
from entraide.kernel.chunk import CHUNK_KEY_BYTES, MAX_CHUNKS, Layout
from entraide.node.call import Call, Parameters
from entraide.node.files import transfers
from entraide.node.files.carrying import Thread, find_thread, judge
from entraide.node.mail.post import Stored, enqueue, framing, seal
from entraide.node.people.approvals import approve
from entraide.node.request.cases import find_open_case
from entraide.node.request.requesting import policy_named
from entraide.node.runtime import Node
from entraide.vocabulary.handling import HANDLING

__all__ = ["Attach", "approved_source", "attach", "new_offer"]

_OFFER: Final = "attachment.sent"


class Attach(Parameters):
    """A file on the node's machine, its digest as the officer approved it, and where it goes."""

    path: str
    sha256: str
    to: str
    thread: str
    media_type: str = "application/octet-stream"
    handling: str = "H0"
    approval: str


async def attach(call: Call, wanted: Attach) -> Json:
    """Offer a file to a partner once enough officers approved; the chunks follow by themselves.

    1. the thread is one with this pinned partner, in a state that carries attachments;
    2. the file is the one that the officer approved;
    3. the officer's approval is kept, and policy decides with all approvals so far;
    4. offer, outbox row and log entry become durable together; 5. delivery is tried at once.
    """
    node = call.node
    HANDLING.find(wanted.handling)
    if not is_media_type(wanted.media_type):
        raise InputError("attachment.bad_media_type", media_type=wanted.media_type)
    thread = _open_thread(node, wanted)  # 1
    source = await approved_source(wanted.path, wanted.sha256)  # 2
    payload = approval_payload(wanted.sha256, wanted.thread, wanted.to, wanted.handling)
    approvals = await approve(call, payload, wanted.approval, "attach")  # 3
    decision = _decide(node, thread, (wanted.to, node.settings.id), approvals)
    needed = decision.obligations.two_officers + 1
    if isinstance(decision, Referral) or len(approvals) < needed:
        return {"thread": wanted.thread, "approvals": len(approvals), "needed": needed}
    offer = new_offer(node, source, (wanted.sha256, wanted.media_type))
    frame = framing(node, wanted.thread)
    message = compose_permitted(decision, offer, (call.actor.pseudonym, wanted.handling), frame)
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        stored = Stored(message=message, incoming=False, envelope=envelope)
        transfers.add(transaction, message, offer, enqueue(transaction, stored), source)
        ids = {"thread": message.thread, "attachment": offer.layout.id}
        digests = {"message": message.digest, "file": offer.sha256}
        transaction.log(call.event(_OFFER, message.id, partner=wanted.to, ids=ids, digests=digests))

    await node.writer.run(keep)  # 4
    outcomes = node.delivery.deliver_now((wanted.to,), wanted.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]  # 5
    node.carrier.wake()
    return {
        "attachment": offer.layout.id,
        "thread": wanted.thread,
        "size": source.size,
        "chunks": offer.layout.chunks,
        "delivery": delivered,
    }


def _open_thread(node: Node, wanted: Attach) -> Thread:
    """Return the thread in which this partner may be sent a file; InputError where none is."""
    if wanted.to not in node.partners:
        raise InputError("partner.unknown", partner=wanted.to)
    thread = node.read(lambda c: find_thread(c, wanted.thread, wanted.to, sending=True))
    if thread is None:
        raise InputError("attachment.no_thread", thread=wanted.thread, partner=wanted.to)
    if thread.message.sender == node.settings.id:
        node.read(lambda c: find_open_case(c, thread.query.case))
    return thread


async def approved_source(path: str, sha256: str) -> Source:
    """Return the file that an officer approved; InputError where it is another, or empty."""
    source, found = await asyncio.to_thread(identify_source, Path(path))
    if found != sha256:
        raise InputError("attachment.file_changed", path=path)
    if not source.size:
        raise InputError("attachment.empty", path=path)
    return source


def _decide(
    node: Node, thread: Thread, pair: tuple[str, str], approvals: tuple[str, ...]
) -> Permit | Referral:
    """Decide with the officers' look; PolicyError names the article that stands against it."""
    decision = judge(node, thread, pair, Side.HOLDER)
    if isinstance(decision, Referral):
        policy = policy_named(node, thread.message.agreement)
        now_ms = node.world.now_ms()
        decision = policy.decide_reviewed(decision, approvals, now_ms=now_ms, budget_used=0)
    if isinstance(decision, Denial):
        raise PolicyError("attachment.denied", article=decision.article, reason=decision.code)
    return decision


def new_offer(node: Node, source: Source, of: tuple[str, str]) -> Attachment:
    """Return a fresh offer with a key of its own; ``of`` is the digest and the media type."""
    sha256, media_type = of
    layout = Layout(
        id=node.fresh_id(),
        size=source.size,
        chunk_size=node.settings.exchange.attachment_chunk_bytes,
    )
    if layout.chunks > MAX_CHUNKS:
        raise InputError("attachment.too_large", path=str(source.path), chunks=MAX_CHUNKS)
    return Attachment(
        layout=layout,
        media_type=media_type,
        sha256=sha256,
        key=node.world.random(CHUNK_KEY_BYTES),
    )

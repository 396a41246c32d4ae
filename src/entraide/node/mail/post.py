"""The post room: sealing what leaves, opening what arrives, and keeping both as they were.

A message is stored with its exact bytes, so that a retry is identical and an answer to a repeated
message is the answer that was given. An id that comes again with other bytes is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError, TrustError
from entraide.exchange.admission import Admitted, Arrival, admit
from entraide.exchange.answer import compose_outside
from entraide.exchange.ask import Framing
from entraide.exchange.bodies import Receipt
from entraide.exchange.conversation import State, receive_step, step
from entraide.kernel.envelope import (
    CONTENT_KEY_BYTES,
    Recipient,
    open_envelope,
    seal_envelope,
)
from entraide.kernel.message import Message, SignedMessage, sign_message
from entraide.node.mail.versions import check_arriving, check_leaving
from entraide.node.runtime import Node

__all__ = [
    "Stored",
    "advance",
    "advance_asker",
    "advance_holder",
    "answered_before",
    "enqueue",
    "framing",
    "open_arrival",
    "open_conversation",
    "open_signed",
    "receipt_for",
    "received",
    "seal",
    "sent",
    "state_of_thread",
    "store",
    "take_in",
]

_MESSAGE: Final = schema.message.c
_CONVERSATION: Final = schema.conversation.c
_ANSWERED: Final = Prepared(
    select(_MESSAGE.digest, _MESSAGE.response).where(
        _MESSAGE.incoming == 1,
        _MESSAGE.partner == bindparam("sender"),
        _MESSAGE.id == bindparam("named"),
    )
)
_STORE: Final = Prepared(insert(schema.message).returning(_MESSAGE.seq))
_ENQUEUE: Final = Prepared(insert(schema.outbox))
_THREAD: Final = (
    _CONVERSATION.thread == bindparam("of_thread"),
    _CONVERSATION.partner == bindparam("with_partner"),
    _CONVERSATION.asking == bindparam("as_asker"),
)
_STATE: Final = Prepared(select(_CONVERSATION.state).where(*_THREAD))
_OPEN: Final = Prepared(insert(schema.conversation))
_ADVANCE: Final = Prepared(update(schema.conversation).where(*_THREAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A message as it is kept: which way it went, its exact bytes, what was answered."""

    message: Message
    incoming: bool
    envelope: bytes
    response: bytes | None = None

    @property
    def partner(self) -> str:
        """The other side."""
        return self.message.sender if self.incoming else self.message.recipient


def framing(node: Node, thread: str | None = None, *, lifetime_ms: int | None = None) -> Framing:
    """Draw what a new message needs; a new thread where none is given."""
    return Framing(
        id=node.fresh_id(),
        thread=thread or node.fresh_id(),
        now_ms=node.world.now_ms(),
        lifetime_ms=lifetime_ms or node.settings.exchange.message_lifetime_ms,
    )


def seal(node: Node, message: Message) -> bytes:
    """Sign and seal a message to its recipient.

    TrustError where that one is not pinned, or where the two may not speak this version.
    """
    key_set = node.pinned(message.recipient)
    if key_set is None:
        raise TrustError("partner.not_pinned", party=message.recipient)
    check_leaving(node, message)
    signed = sign_message(message, node.keyring.signing).encode()
    recipient = Recipient(key_set.party, key_set.opening)
    return seal_envelope(signed, (recipient,), node.world.random(CONTENT_KEY_BYTES))


def open_arrival(node: Node, pin: str, envelope: bytes) -> Admitted:
    """Open what arrived over a connection with this certificate, and believe it or refuse it."""
    opened = open_envelope(envelope, node.settings.id, node.keyring.opening)
    arrival = Arrival(
        signed=opened,
        recipient=node.settings.id,
        tls_pin=pin,
        now_ms=node.world.now_ms(),
    )
    admitted = admit(arrival, node.known)
    check_arriving(node, admitted.message)
    return admitted


def open_signed(node: Node, envelope: bytes) -> SignedMessage:
    """Return the signed message in an envelope that was admitted before, signature and all."""
    return SignedMessage.decode(open_envelope(envelope, node.settings.id, node.keyring.opening))


def answered_before(connection: Connection, message: Message) -> bytes | None:
    """Return what was answered to this very message; RemoteProtocolError for another of its id.

    A message that was erased here is still known by its id and is not taken again.
    """
    of = {"sender": message.sender, "named": message.id}
    row = _ANSWERED.first(connection, of)
    if row is None:
        return None
    if row.digest != message.digest or row.response is None:
        raise RemoteProtocolError("message.id_reused", message=message.id)
    if not row.response:
        raise RemoteProtocolError("message.erased", message=message.id)
    return bytes(row.response)


def store(transaction: Transaction, stored: Stored) -> int:
    """Keep a message; return its sequence number."""
    message, key = stored.message, fresh_key(transaction.connection)
    response = stored.response
    row = {
        "id": message.id,
        "incoming": int(stored.incoming),
        "partner": stored.partner,
        "thread": message.thread,
        "kind": message.kind,
        "digest": message.digest,
        "content": key.seal("message.content", message.content()),
        "envelope": key.seal("message.envelope", stored.envelope),
        "response": None if response is None else key.seal("message.response", response),
        "at_ms": transaction.now_ms,
        "sent_ms": message.sent_ms,
        "expires_ms": message.expires_ms,
    }
    return int(_STORE.scalar(transaction.connection, row))


def enqueue(transaction: Transaction, stored: Stored) -> int:
    """Keep an outgoing message and a row that brings it to its partner, in one transaction."""
    sequence = store(transaction, stored)
    row = {"message": sequence, "partner": stored.partner, "attempts": 0, "next_ms": 0, "fault": ""}
    _ENQUEUE.change(transaction.connection, row)
    return sequence


def received(message: Message) -> Event:
    """Return the log entry of a message that came."""
    return _passed("received", message, message.sender)


def sent(message: Message) -> Event:
    """Return the log entry of a message that goes."""
    return _passed("sent", message, message.recipient)


def _passed(way: str, message: Message, partner: str) -> Event:
    return Event(
        f"{message.kind}.{way}",
        message.author,
        message.id,
        partner,
        {"thread": message.thread},
        {"message": message.digest},
    )


def receipt_for(node: Node, message: Message) -> Message:
    """Compose the receipt of a message that is durable here."""
    body, pair = Receipt(digest=message.digest), (message.recipient, message.sender)
    return compose_outside(body, pair, ("node", message.id), framing(node, message.thread))


async def take_in(
    node: Node,
    message: Message,
    envelope: bytes,
    change: Callable[[Transaction], None] = lambda _: None,
    after: Callable[[Transaction], None] = lambda _: None,
) -> bytes:
    """Keep a message and what it brings about, once, in one transaction; return our receipt.

    ``change`` is done before the message is kept, ``after`` once it is.
    """
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        change(transaction)
        came = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        store(transaction, came)
        transaction.log(received(message))
        after(transaction)
        return sealed

    return await node.writer.run(keep)


def state_of_thread(
    connection: Connection, thread: str, partner: str, *, asking: bool
) -> State | None:
    """Return where a thread with a partner stands, or None where there is no such thread."""
    found = _STATE.scalar(connection, _thread(thread, partner, asking=asking))
    return None if found is None else State(found)


def _thread(thread: str, partner: str, *, asking: bool) -> dict[str, Any]:
    return {"of_thread": thread, "with_partner": partner, "as_asker": int(asking)}


def open_conversation(
    transaction: Transaction, question: Message, state: State, case: str, *, asking: bool
) -> None:
    """Begin the conversation of a question with its other party."""
    row = {
        "thread": question.thread,
        "partner": question.recipient if asking else question.sender,
        "asking": int(asking),
        "state": state.value,
        "officer": question.author,
        "purpose": question.purpose or "",
        "case_reference": case,
        "changed_ms": transaction.now_ms,
        "expires_ms": question.expires_ms,
    }
    _OPEN.change(transaction.connection, row)


def advance(
    transaction: Transaction, thread: str, partner: str, event: str, *, asking: bool
) -> State:
    """Move a conversation by the transition table; RemoteProtocolError where it is out of turn."""
    return _move(transaction, _thread(thread, partner, asking=asking), event, step)


def advance_holder(transaction: Transaction, message: Message) -> State:
    """Move the holder's conversation by what its asker says, also where it crossed ours."""
    of = _thread(message.thread, message.sender, asking=False)
    return _move(transaction, of, message.kind, receive_step)


def advance_asker(transaction: Transaction, message: Message, event: str) -> State:
    """Move the asker's conversation by what its holder orders, also where that was done before."""
    of = _thread(message.thread, message.sender, asking=True)
    return _move(transaction, of, event, receive_step)


def _move(
    transaction: Transaction,
    of: dict[str, Any],
    event: str,
    by: Callable[[State, str], State],
) -> State:
    before = _STATE.scalar(transaction.connection, of)
    if before is None:
        raise RemoteProtocolError("conversation.unknown", event=event)
    state = by(State(before), event)
    values = {"state": state.value, "changed_ms": transaction.now_ms}
    _ADVANCE.change(transaction.connection, {**values, **of})
    return state

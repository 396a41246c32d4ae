"""A wire that a state machine holds in its hand, and the oracle: the log told by the one table."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select

from entraide.adapters.tables import schema
from entraide.errors import PeerError, RemoteProtocolError
from entraide.exchange.answer import answer_event
from entraide.exchange.bodies import read_body
from entraide.exchange.conversation import OVERTAKEN, TRANSITIONS, State, receive_step, step
from entraide.kernel.audit import Opening, parse_opening
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.node.mail.receiving import receive
from tests.nodes import Bureau

SPOKEN = frozenset(
    {"query", "acknowledged", "answer", "denied", "request", "reply", "refusal"}
    | {"clarification", "clarified", "delayed", "part", "closed"}
    | {"correction", "withdrawal", "executed", "information"}
)
"""Kinds of message that move a conversation."""


@dataclass
class Wire:
    """One way of the exchange, with the port of PartnerClient; nothing arrives by itself.

    It keeps every envelope and whatever the other side answered, and hands over what the machine
    chooses, as often as it chooses; the sender sees an answer only where the wire does not lose.
    """

    sent: list[bytes] = field(default_factory=list)
    responses: dict[bytes, bytes] = field(default_factory=dict)
    refusals: dict[bytes, str] = field(default_factory=dict)
    loses: bool = True

    async def deliver(
        self, addresses: Sequence[str], envelope: bytes, context: ssl.SSLContext
    ) -> bytes:
        if envelope not in self.sent:
            self.sent.append(envelope)
        if not self.loses and envelope in self.responses:
            return self.responses[envelope]
        if not self.loses and envelope in self.refusals:
            raise RemoteProtocolError("peer.refused", status=400, reason=self.refusals[envelope])
        raise PeerError("peer.unreachable", reason="lost")

    @property
    def unanswered(self) -> list[bytes]:
        """What was sent and has not reached the other side, or not been taken there."""
        return [each for each in self.sent if each not in self.responses]

    def some(self, at: int) -> bytes:
        """Return one of the envelopes that were ever sent."""
        return self.sent[at % len(self.sent)]

    async def carry(self, sender: Bureau, receiver: Bureau, envelope: bytes) -> None:
        """Hand an envelope over; the same message has the same answer however often it comes."""
        key_set = receiver.node.pinned(sender.id)
        assert key_set is not None
        before = self.responses.get(envelope)
        try:
            response = await receive(receiver.node, key_set.tls_pin, envelope)
        except RemoteProtocolError as error:
            self.refusals.setdefault(envelope, error.code)
            return
        assert before in {None, response}
        self.responses[envelope] = response

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Straight:
    """A wire that loses nothing: for reconciling when all is over."""

    sender: Bureau
    receiver: Bureau

    async def deliver(
        self,
        addresses: Sequence[str],
        envelope: bytes,
        context: ssl.SSLContext,
        *,
        patience_s: float | None = None,
    ) -> bytes:
        key_set = self.receiver.node.pinned(self.sender.id)
        assert key_set is not None
        return await receive(self.receiver.node, key_set.tls_pin, envelope)

    async def close(self) -> None:
        """Nothing is open."""


def states_of(bureau: Bureau, *, asking: bool) -> dict[str, State]:
    """Return where each conversation stands in the store."""
    table = schema.conversation.c
    found = select(table.thread, table.state).where(table.asking == int(asking))
    rows = bureau.node.read(lambda c: c.execute(found).all())
    return {row.thread: State(row.state) for row in rows}


def told_by_the_log(bureau: Bureau) -> dict[str, State]:
    """Replay a bureau's log through the transition table: where each conversation must stand.

    An event that the table does not know fails, but for the two that the node may let pass: an
    acknowledgement after its answer, and the end of a message whose answer came another way.
    """
    contents, states = _contents(bureau), dict[str, State]()
    openings = bureau.node.read(
        lambda c: (
            c.execute(select(schema.log_entry.c.opening).order_by(schema.log_entry.c.idx))
            .scalars()
            .all()
        )
    )
    for opening in (parse_opening(bytes(each)) for each in openings):
        found = _event(opening, contents)
        if found is None:
            continue
        thread, event = found
        state = states.get(thread, State.NEW)
        if event in {"acknowledged", "expired", "refused"} and (state, event) not in TRANSITIONS:
            continue
        taken = receive_step if opening.action.endswith(".received") or event == OVERTAKEN else step
        states[thread] = taken(state, event)
    return states


def _event(opening: Opening, contents: dict[str, Message]) -> tuple[str, str] | None:
    kind, _, way = opening.action.rpartition(".")
    ids = dict(opening.ids)
    subject = ids["subject"]
    if ids.get("end") == OVERTAKEN:
        return ids["thread"], OVERTAKEN
    if way in {"sent", "received"} and kind in SPOKEN:
        known = contents.get(subject)  # of an erased message only its kind is left
        return ids["thread"], kind if known is None else _said(known)
    if way in {"expired", "refused"} and kind in ENDED:
        known = contents.get(subject)
        return (known.thread if known else subject), way
    return None


ENDED = frozenset({"query", "request", "information", "correction", "withdrawal"})
"""Kinds whose end in the outbox moves their conversation."""


def _said(message: Message) -> str:
    body = read_body(message)
    return answer_event(body) if message.kind in {"answer", "denied"} else message.kind


def _contents(bureau: Bureau) -> dict[str, Message]:
    rows = bureau.node.read(lambda c: c.execute(select(schema.message.c.content)).scalars().all())
    messages = (Message.from_json(decode_canonical(bytes(row))) for row in rows if row)
    return {message.id: message for message in messages}


def ended_badly(bureau: Bureau) -> dict[str, str]:
    """Return the threads in which a message was given up, with how; not what was overtaken."""
    return dict(_undelivered(bureau, gone.outcome != OVERTAKEN))


def with_overtaken(bureau: Bureau) -> set[str]:
    """Return the threads in which a later order took an earlier one's place."""
    return {thread for thread, _ in _undelivered(bureau, gone.outcome == OVERTAKEN)}


gone = schema.undelivered.c


def _undelivered(bureau: Bureau, *where: ColumnElement[bool]) -> list[tuple[str, str]]:
    found = select(schema.message.c.thread, gone.outcome).join_from(
        schema.undelivered, schema.message, gone.message == schema.message.c.seq
    )
    return [tuple(row) for row in bureau.node.read(lambda c: c.execute(found.where(*where)).all())]

"""From a hit to an answer: what may be requested, what is released, when it is due.

Pure. The clock is the law's: it starts with the holder's signed receipt and runs in calendar time
(Directive (EU) 2023/977, Article 5, by the hours that the agreement names). Releasing takes a
Permit for exactly the categories that leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.policy import Permit
from entraide.agreements.terms import Form
from entraide.errors import InputError, LocalProtocolError
from entraide.exchange.ask import Framing
from entraide.exchange.bodies import Body, read_body
from entraide.exchange.releases import ReleasedValue, Reply, Request
from entraide.kernel.message import Message
from entraide.kernel.record import Record
from entraide.vocabulary.disclosure import category_of

__all__ = [
    "Choice",
    "choose_values",
    "compose_reply",
    "deadline_of",
    "follow_up",
    "request_question",
]

_HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What an officer chose to release, and the marks that replace those of the record."""

    categories: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Properties left out although their category goes."""
    evaluation: str | None = None
    handling: str | None = None
    handling_text: str = ""


def request_question(
    request: Request, purpose: str, pair: tuple[str, str], side: Side
) -> PolicyQuestion:
    """Return the attributes that policy sees of a request, for (asker, holder)."""
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.REQUEST,
        purpose=purpose,
        offence=request.offence,
        categories=request.categories,
        has_case=bool(request.case.strip()),
        has_legal_basis=bool((request.legal_basis or "").strip()),
        urgent=request.urgent,
        side=side,
    )


def deadline_of(agreement: Agreement, request: Request, received_ms: int) -> int:
    """Return when the answer is due (UTC ms): our own records are directly accessible."""
    hours = agreement.deadline_hours(urgent=request.urgent, direct=True)
    return received_ms + hours * _HOUR_MS


def choose_values(records: Mapping[str, Record], choice: Choice) -> tuple[ReleasedValue, ...]:
    """Return the values that a choice lets go, by reference, each with its marking.

    A property of no category never goes. An officer may grade anew and may tighten or set the
    handling; H3 needs its words.
    """
    wanted = set(choice.categories)
    values = tuple(
        ReleasedValue(
            reference=reference,
            prop=value.prop,
            text=value.text,
            evaluation=choice.evaluation or value.marking.evaluation,
            handling=choice.handling or value.marking.handling,
            handling_text=choice.handling_text if choice.handling else value.marking.handling_text,
            retention=value.marking.retention_date,
        )
        for reference, record in sorted(records.items())
        for value in record.values
        if category_of(value.prop) in wanted and value.prop not in choice.without
    )
    if any(value.handling == "H3" and not value.handling_text for value in values):
        raise InputError("release.h3_without_words")
    return values


def compose_reply(
    permit: Permit, request: Message, values: Sequence[ReleasedValue], asked: Iterable[str]
) -> Reply:
    """Return the reply that a permit allows: only categories that it was given for."""
    allowed = set(permit.question.categories)
    released = {category_of(value.prop) for value in values}
    if not released <= allowed or permit.question.form is not Form.REQUEST:
        raise LocalProtocolError("release.beyond_permit")
    return Reply(request=request.digest, values=tuple(values), partial=not set(asked) <= released)


def follow_up(
    before: Message, body: Body, author: str, framing: Framing, *, ours: bool = False
) -> Message:
    """Compose the next message of a thread: it answers ``before``, or goes on from our own."""
    sender, recipient = before.recipient, before.sender
    if ours:
        sender, recipient = before.sender, before.recipient
    message = Message(
        id=framing.id,
        thread=before.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=sender,
        recipient=recipient,
        author=author,
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=before.purpose,
        agreement=before.agreement,
        handling=before.handling,
        in_reply_to=before.id,
        body=body.to_json(),
    )
    read_body(message)  # what a partner could not read, we do not say
    return message

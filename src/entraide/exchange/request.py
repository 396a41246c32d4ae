"""From a hit to an answer: what may be requested and what is released.

Pure. Releasing takes a Permit for exactly the categories that leave. A request and its answer are
in languages that the agreement lists (Directive (EU) 2023/977, Art. 11), and a refusal names one
of the grounds that it lists (Art. 6): both are checked by whoever sends and by whoever receives.
When the answer is due is in ``clocks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.chapters.exchange import GROUNDS_ARTICLE, Exchange
from entraide.agreements.decision import Denial, PolicyQuestion, Side
from entraide.agreements.policy import Permit
from entraide.agreements.provisions import article_of
from entraide.agreements.terms import Form
from entraide.errors import InputError, LocalProtocolError
from entraide.exchange.ask import Framing
from entraide.exchange.bodies import Body, read_body
from entraide.exchange.releases import Part, ReleasedValue, Reply, Request
from entraide.kernel.message import Message
from entraide.kernel.record import Record
from entraide.vocabulary.disclosure import category_of

__all__ = [
    "LANGUAGES_ARTICLE",
    "Choice",
    "Said",
    "choose_values",
    "compose_reply",
    "follow_up",
    "is_ground",
    "languages_denial",
    "request_question",
]

LANGUAGES_ARTICLE: Final = article_of(Exchange, "languages")
"""What the denial of a language names."""


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


def languages_denial(agreement: Agreement, *languages: str) -> Denial | None:
    """Return the denial of words in a language that the agreement does not list, if one is not."""
    if set(languages) <= set(agreement.exchange.languages):
        return None
    return Denial("request.language_not_agreed", LANGUAGES_ARTICLE, agreement.id)


def is_ground(agreement: Agreement, ground: str, article: str) -> bool:
    """Tell whether the agreement lets a request be refused on this ground."""
    return article == GROUNDS_ARTICLE and ground in set(agreement.exchange.refusal_grounds)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What goes with the values of an answer: its language, and what is still to come."""

    language: str
    left: tuple[str, ...] = ()


def compose_reply(
    permit: Permit,
    request: Message,
    values: Sequence[ReleasedValue],
    asked: Iterable[str],
    said: Said,
) -> Reply:
    """Return the reply that a permit allows: only categories that it was given for.

    Where something is still to come it is a part of the answer, which does not end the request.
    """
    allowed = set(permit.question.categories)
    released = {category_of(value.prop) for value in values}
    if not released <= allowed or permit.question.form is not Form.REQUEST:
        raise LocalProtocolError("release.beyond_permit")
    given: dict[str, Any] = {
        "request": request.digest,
        "values": tuple(values),
        "partial": not set(asked) <= released,
        "language": said.language,
    }
    return Part(**given, left=said.left) if said.left else Reply(**given)


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

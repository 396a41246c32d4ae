"""What a release would hold: computed from the records as they are, decided by policy each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, bindparam, select

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, PolicyQuestion, Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError
from entraide.exchange.bodies import read_body
from entraide.exchange.informing import NEED_PERMISSION
from entraide.exchange.releases import ReleasedValue, Request
from entraide.exchange.request import Choice, Said, choose_values, request_question
from entraide.kernel.canonical import digest
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.call import Parameters
from entraide.node.request.requesting import check_languages, policy_named
from entraide.node.request.threads import last_message, partner_of
from entraide.node.runtime import Node
from entraide.vocabulary.categories import CATEGORIES

__all__ = ["Chosen", "Preview", "choose", "own_values", "request_of"]

_REFERENCE: Final = schema.reference.c
_RECORD: Final = Prepared(
    select(schema.record.c.body)
    .join_from(schema.reference, schema.record, _REFERENCE.rec == schema.record.c.rec)
    .where(
        _REFERENCE.reference == bindparam("named"), _REFERENCE.partner == bindparam("of_partner")
    )
)


class Preview(Parameters):
    """What would be released: data categories, what to leave out, and the marks to set."""

    thread: str
    partner: str | None = None
    categories: tuple[str, ...] = ()
    """By default those that were asked for."""
    without: tuple[str, ...] = ()
    evaluation: str | None = None
    handling: str | None = None
    handling_text: str = ""
    more: tuple[str, ...] = ()
    """Categories that will come later: what goes now is then a part of the answer."""
    language: str | None = None
    """The language of the answer; by default the one in which it is wanted."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A request with the values that would answer it and the decision on them."""

    message: Message
    request: Request
    values: tuple[ReleasedValue, ...]
    decision: Permit | Referral | Denial
    question: PolicyQuestion
    said: Said

    @property
    def payload(self) -> str:
        """The hash of exactly what would leave, and of what it answers."""
        return digest(
            {
                "language": self.said.language,
                "left": list(self.said.left),
                "request": self.message.digest,
                "values": [value.to_json() for value in self.values],
            }
        )


def choose(node: Node, connection: Connection, wanted: Preview) -> Chosen:
    """Return what a choice would release and what policy says of it."""
    message, request = request_of(connection, wanted.thread, wanted.partner)
    policy = policy_named(node, message.agreement)
    said = Said(language=wanted.language or request.answer_language, left=wanted.more)
    check_languages(policy, said.language)
    categories = _categories(wanted, request)
    choice = Choice(
        categories=categories,
        without=wanted.without,
        evaluation=wanted.evaluation,
        handling=wanted.handling,
        handling_text=wanted.handling_text,
    )
    records = _records(connection, request, message, node)
    values = choose_values(records, choice)
    pair = (message.sender, message.recipient)
    asked = request_question(request, message.purpose or "", pair, Side.HOLDER)
    question = replace(asked, categories=categories)
    decision = policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
    return Chosen(message, request, values, decision, question, said)


def _categories(wanted: Preview, request: Request) -> tuple[str, ...]:
    """Return the categories that go now: those chosen, or what was asked for and is not for later.

    InputError where something is to come that nobody asked for, or that goes now.
    """
    for category in wanted.categories:
        CATEGORIES.find(category)
    asked = tuple(each for each in request.categories if each not in wanted.more)
    for category in wanted.more:
        if category not in request.categories or category in wanted.categories:
            raise InputError("release.not_left", category=category[:64])
    return wanted.categories or asked


def _records(
    connection: Connection, request: Request, message: Message, node: Node
) -> Mapping[str, Record]:
    """Return the records behind the references: given to this partner, and still visible to it."""
    found = {
        named: decode_record(body)
        for named in request.references
        for body in _RECORD.scalars(connection, {"named": named, "of_partner": message.sender})
    }
    key_set = node.pinned(message.sender)
    country = key_set.country if key_set else ""
    return own_values(
        node, {name: each for name, each in found.items() if each.visible_to(country)}
    )


def own_values(node: Node, records: Mapping[str, Record]) -> Mapping[str, Record]:
    """Return records without the values that a partner gave and that may not go on (H2, H3).

    What a partner gave and was imported here names that partner as its source; it is passed on with
    the partner's permission (``node.giving.passing``) and never released as if it were ours.
    """
    partners = set(node.partners) - {node.settings.id}
    kept = {
        name: tuple(
            value
            for value in record.values
            if value.marking.handling not in NEED_PERMISSION or value.marking.source not in partners
        )
        for name, record in records.items()
    }
    return {name: replace(records[name], values=values) for name, values in kept.items() if values}


def request_of(connection: Connection, thread: str, partner: str | None) -> tuple[Message, Request]:
    """Return the latest request of a thread."""
    named = partner_of(connection, thread, partner, asking=False)
    message = last_message(connection, thread, named, Request.KIND)
    body = read_body(message)
    if not isinstance(body, Request):
        raise InputError("thread.no_message", thread=thread, kind=Request.KIND)
    return message, body

"""Giving information unasked: chosen partners, chosen records and fields, one message to each.

Each partner is decided by the agreement with that very partner: where one does not let it pass, the
others still get theirs, and the officer is told which and by which article. What would leave is
computed from the records as they are now; an approval signs the hash of exactly that, to exactly
these partners. Where one of their agreements asks for four eyes, two officers sign before anything
leaves for anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit, permit_of
from entraide.errors import InputError, PolicyError
from entraide.exchange.ask import may_ask
from entraide.exchange.conversation import State, step
from entraide.exchange.information import Information
from entraide.exchange.informing import compose_information, information_question
from entraide.exchange.marks import shown_values
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.request import Choice, choose_values
from entraide.kernel.canonical import Json, digest
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, enqueue, framing, open_conversation, seal, sent
from entraide.node.people.approvals import approve
from entraide.node.request.choosing import own_values
from entraide.node.runtime import Node
from entraide.vocabulary.disclosure import category_of
from entraide.vocabulary.handling import HANDLING

__all__ = ["Inform", "InformPreview", "inform", "keep_given", "preview_information"]

_RECORD: Final = schema.record.c


class InformPreview(Parameters):
    """To whom, what of which records, why, and the marks to set instead of the records' own."""

    to: tuple[str, ...]
    records: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    offence: str
    case: str
    reason: str
    legal_basis: str | None = None
    evaluation: str | None = None
    handling: str | None = None
    handling_text: str = ""


class Inform(InformPreview):
    """Information that an officer approves: the signature over the previewed payload's hash."""

    approval: str


@dataclass(frozen=True, slots=True)
class _Gift:
    """What one partner would get, and the decision on it; references are still record ids."""

    partner: str
    information: Information
    decision: Permit | Referral | Denial

    @property
    def officers_needed(self) -> int:
        if isinstance(self.decision, Denial):
            return 0
        return 2 if self.decision.obligations.two_officers else 1

    def shown(self) -> dict[str, Json]:
        said = self.decision
        articles = list(said.articles) if isinstance(said, Permit) else [said.article]
        return {
            "partner": self.partner,
            "result": "denied" if isinstance(said, Denial) else "permitted",
            "code": said.code if isinstance(said, Denial) else "",
            "articles": list(articles),
            "values": shown_values(self.information.values),
        }


async def preview_information(call: Call, wanted: InformPreview) -> Json:
    """Return what each partner would get, and the hash that an approval signs."""
    gifts = call.node.read(lambda c: _gifts(call.node, c, wanted))
    return {
        "partners": [gift.shown() for gift in gifts],
        "payload": _payload(wanted, gifts),
        "officers_needed": max(gift.officers_needed for gift in gifts),
    }


async def inform(call: Call, wanted: Inform) -> Json:
    """Record an officer's approval; inform every partner whose agreement lets it pass."""
    node = call.node
    gifts = node.read(lambda c: _gifts(node, c, wanted))
    allowed = [gift for gift in gifts if not isinstance(gift.decision, Denial)]
    if not allowed:
        denial = gifts[0].decision
        if isinstance(denial, Denial):
            raise PolicyError("release.denied", article=denial.article, reason=denial.code)
    payload = _payload(wanted, gifts)
    approvals = await approve(call, payload, wanted.approval, "information")
    needed = max(gift.officers_needed for gift in allowed)
    if len(approvals) < needed:
        return {"approvals": len(approvals), "needed": needed}
    denied = [gift.shown() for gift in gifts if isinstance(gift.decision, Denial)]
    given = [await _give(call, gift, approvals) for gift in allowed]
    return {"given": given, "denied": list(denied)}


async def _give(call: Call, gift: _Gift, approvals: tuple[str, ...]) -> Json:
    node = call.node
    now_ms = node.world.now_ms()
    permit = permit_of(gift.decision, node.policies, approvals, now_ms=now_ms)
    if permit is None:
        return {"partner": gift.partner, "result": "denied", "thread": ""}
    references = {value.reference: node.fresh_id() for value in gift.information.values}
    values = tuple(
        replace(value, reference=references[value.reference]) for value in gift.information.values
    )
    body = replace(gift.information, values=values)
    message = compose_information(permit, body, call.actor.pseudonym, framing(node))
    envelope = seal(node, message)

    def keep(transaction: Transaction) -> None:
        keep_given(transaction, message, body, envelope)
        _refer(transaction, message, references)
        event = call.event("information.ordered", message.id, partner=message.recipient)
        transaction.log(event)

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now((gift.partner,), message.thread)
    delivered = [outcome async for outcome in outcomes]
    shown = {"thread": message.thread, "message": message.id, "values": len(values)}
    return {**shown, **(delivered[0] if delivered else {"partner": gift.partner})}


def keep_given(
    transaction: Transaction, message: Message, body: Information, envelope: bytes
) -> None:
    """Keep information that leaves: its conversation, its row, the outbox and the log."""
    state = step(State.NEW, Information.KIND)
    open_conversation(transaction, _as_asked(message), state, body.case, asking=False)
    row = {
        "thread": message.thread,
        "partner": message.recipient,
        "incoming": 0,
        "item": message.digest,
        "offence": body.offence,
        "has_basis": int(bool(body.legal_basis)),
        "noted_ms": None,
    }
    transaction.connection.execute(insert(schema.information).values(**row))
    enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
    transaction.log(sent(message))


def _as_asked(message: Message) -> Message:
    """Turn a message round: a conversation is opened as if the receiver had asked."""
    return replace(message, sender=message.recipient, recipient=message.sender)


def _refer(transaction: Transaction, message: Message, references: Mapping[str, str]) -> None:
    """Remember which record each reference stands for, so that it can be corrected."""
    table = schema.reference
    for record, reference in references.items():
        rec = transaction.connection.scalar(select(_RECORD.rec).where(_RECORD.id == record))
        if rec is not None:
            row = {"reference": reference, "rec": rec, "score": 1.0, "thread": message.thread}
            row |= {"partner": message.recipient, "at_ms": transaction.now_ms}
            transaction.connection.execute(insert(table).values(**row))


def _payload(wanted: InformPreview, gifts: tuple[_Gift, ...]) -> str:
    """Return the hash of exactly what would leave to whom, and why."""
    said = wanted.model_dump(include={"purpose", "offence", "case", "reason", "legal_basis"})
    gifted = {gift.partner: [v.to_json() for v in gift.information.values] for gift in gifts}
    return digest({"information": gifted, **said})


def _gifts(node: Node, connection: Connection, wanted: InformPreview) -> tuple[_Gift, ...]:
    if not wanted.to or not wanted.records or not wanted.fields or not wanted.reason.strip():
        raise InputError("information.incomplete")
    if wanted.handling is not None:
        HANDLING.find(wanted.handling)
    records = {name: _record(connection, name) for name in dict.fromkeys(wanted.records)}
    gifts = [_gift(node, wanted, records, each) for each in dict.fromkeys(wanted.to)]
    if not any(gift.information.values for gift in gifts):
        raise InputError("information.nothing")
    return tuple(gifts)


def _gift(node: Node, wanted: InformPreview, records: Mapping[str, Record], partner: str) -> _Gift:
    key_set = node.pinned(partner)
    if key_set is None:
        raise InputError("partner.unknown", partner=partner)
    seen = {name: each for name, each in records.items() if each.visible_to(key_set.country)}
    information = Information(
        values=_values(node, wanted, seen),
        offence=wanted.offence,
        case=wanted.case,
        legal_basis=wanted.legal_basis,
        reason=wanted.reason.strip(),
    )
    if not information.values:
        return _Gift(partner, information, Denial("policy.withheld", "none"))
    pair = (partner, node.settings.id)
    question = information_question(information, wanted.purpose, pair, Side.HOLDER)
    decision = may_ask(question, node.policies, node.world.now_ms(), lambda _: 0)
    return _Gift(partner, information, decision)


def _values(
    node: Node, wanted: InformPreview, records: Mapping[str, Record]
) -> tuple[ReleasedValue, ...]:
    categories = {category_of(field) for field in wanted.fields} - {None}
    choice = Choice(
        categories=tuple(each for each in categories if each),
        evaluation=wanted.evaluation,
        handling=wanted.handling,
        handling_text=wanted.handling_text,
    )
    chosen = choose_values(own_values(node, records), choice)
    return tuple(value for value in chosen if value.prop in wanted.fields)


def _record(connection: Connection, name: str) -> Record:
    body = connection.scalar(select(_RECORD.body).where(_RECORD.id == name))
    if body is None:
        raise InputError("record.not_held", record=name)
    return decode_record(body)

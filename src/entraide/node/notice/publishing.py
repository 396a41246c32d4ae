"""Publication to chosen addressees, and everything that changes a notice afterwards.

Each addressee is decided by the agreement with that one; who is denied gets nothing. A further
version replaces the one before it; who had that one and does not get this one is told to erase it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import delete, insert

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, PolicyError, RemoteProtocolError
from entraide.exchange.notice.bodies import Published
from entraide.exchange.notice.checks import Terms, check_notice
from entraide.exchange.notice.lifecycle import Event, Life, live
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.passing import compose_notice, notice_question
from entraide.exchange.notice.review import Vouched, verify_review
from entraide.kernel.canonical import Json
from entraide.node.call import Call
from entraide.node.mail.post import framing, seal
from entraide.node.notice.deciding import decide, record_of, shielded, today
from entraide.node.notice.drafting import NameNotice
from entraide.node.notice.reviewing import vouched_of
from entraide.node.notice.rows import (
    Draft,
    find_ours,
    forget_messages,
    move,
    recipients_of,
    standing,
)
from entraide.node.notice.sending import Outgoing, change_body, deliver, note_cancelled, send_off
from entraide.node.runtime import Node

__all__ = ["publish_notice"]

_RECIPIENT: Final = schema.notice_recipient
_REPLACED: Final = "source-withdrew"


async def publish_notice(call: Call, wanted: NameNotice) -> Json:
    """Publish a reviewed notice to its addressees.

    1. it is in review, and the review holds as a recipient will verify it;
    2. the record behind it is still held and not under protection;
    3. for each addressee: the record is not withheld from that state, the agreement permits, and
       the machine finds nothing, with that agreement's days of retention;
    4. one transaction: the version is published, the one before it amended, messages in the outbox.
    """
    node = call.node
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    draft = ours.told()
    _in_turn(ours.state)
    vouched = vouched_of(node, ours)
    if findings := verify_review(draft.notice, vouched):  # 1
        raise PolicyError("notice.not_confirmed", notice=ours.id, reason=findings[0].code)
    outcomes, outgoing = _address(call, draft, vouched)  # 2, 3
    if not outgoing:
        raise PolicyError("notice.nobody_may", **_first(outcomes))
    before = node.read(lambda c: standing(c, ours.id))
    dropped = _drop(call, draft.notice, {each.message.recipient for each in outgoing})

    def keep(transaction: Transaction) -> None:  # 4
        if before is not None:
            move(transaction, before, Event.AMEND)
        move(transaction, ours, Event.PUBLISH)
        for each in dropped:
            note_cancelled(transaction, ours.id, each.message.recipient)
        for each in outgoing:
            if before is not None:
                forget_messages(transaction, ours.id, each.message.recipient)
            _note_sent(transaction, draft.notice, each.message.recipient)
        send_off(transaction, (*dropped, *outgoing))
        ids = {"colour": draft.notice.colour.value, "version": str(ours.version)}
        ids |= {"purpose": draft.notice.purpose}
        digests = {"notice": draft.notice.digest, "review": vouched.payload(draft.notice)}
        transaction.log(call.event("notice.published", ours.id, ids=ids, digests=digests))

    await node.writer.run(keep)
    delivered = await deliver(node, outgoing, ours.id)
    return {"notice": ours.id, "version": ours.version, "sent": [*outcomes, *delivered]}


def _in_turn(state: Life) -> None:
    try:
        live(state, Event.PUBLISH)
    except RemoteProtocolError as error:
        raise InputError("notice.not_in_review", state=state.value) from error


def _address(
    call: Call, draft: Draft, vouched: Vouched
) -> tuple[list[dict[str, Any]], tuple[Outgoing, ...]]:
    """Return what was decided against addressees, and what goes to the others."""
    node, notice = call.node, draft.notice
    withheld = _withheld(node, draft)
    denied: list[dict[str, Any]] = []
    going: list[Outgoing] = []
    for partner in draft.to:
        found = _against(node, notice, partner, vouched)
        if partner in withheld:
            denied.append(_denied(partner, "notice.withheld", "none"))
        elif isinstance(found, Permit):
            body = Published(notice=notice, review=vouched)
            frame = framing(node, notice.id)
            message = compose_notice(found, body, call.actor.pseudonym, partner, frame)
            going.append(Outgoing(message, seal(node, message)))
        else:
            denied.append(_denied(partner, *found))
    return denied, tuple(going)


def _against(
    node: Node, notice: Notice, partner: str, vouched: Vouched
) -> Permit | tuple[str, str]:
    """Return the permit for an addressee, or the code and the article that stand against it."""
    pair = (partner, notice.issuer)
    question = notice_question(notice, notice.categories(), pair, Side.HOLDER)
    officers = tuple(each.officer for each in vouched.signatures)
    decision = decide(node, question, officers)
    if not isinstance(decision, Permit):
        return decision.code, decision.article
    terms = Terms(today(node), decision.obligations.retention_days)
    findings = check_notice(notice, terms)
    return (findings[0].code, findings[0].article) if findings else decision


def _withheld(node: Node, draft: Draft) -> frozenset[str]:
    """Return the addressees that must not know of the record; PolicyError where it is protected."""
    if draft.record is None:
        return frozenset()
    name = draft.record
    record = node.read(lambda c: record_of(c, name))
    shielded(record)
    return frozenset(
        partner
        for partner in draft.to
        if (keys := node.pinned(partner)) is None or not record.visible_to(keys.country)
    )


def _drop(call: Call, notice: Notice, going: set[str]) -> tuple[Outgoing, ...]:
    """Tell those who had the version before and do not get this one to erase it."""
    rows = call.node.read(lambda c: recipients_of(c, notice.id))
    return tuple(
        change_body(call, (notice.id, row.version), row.partner, (Event.CANCEL, _REPLACED))
        for row in rows
        if row.erased_ms is None and row.partner not in going and row.partner in call.node.partners
    )


def _note_sent(transaction: Transaction, notice: Notice, partner: str) -> None:
    """Note what a recipient was sent; each version is sent once, so that a refusal of it stands."""
    table, connection = _RECIPIENT, transaction.connection
    this = (table.c.notice == notice.id, table.c.partner == partner)
    connection.execute(delete(table).where(*this))
    connection.execute(
        insert(table).values(
            notice=notice.id,
            partner=partner,
            version=notice.version,
            verdict="",
            code="",
            sent_ms=transaction.now_ms,
        )
    )


def _denied(partner: str, code: str, article: str) -> dict[str, Any]:
    return {"partner": partner, "result": "denied", "code": code, "article": article}


def _first(outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    first = outcomes[0] if outcomes else {"article": "none", "code": "policy.no_agreement"}
    return {"article": first["article"], "reason": first["code"]}

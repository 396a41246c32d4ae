"""A provider's officers answer whether an item may go on.

Policy decides again for the purpose that is named; an officer (two, where the agreement asks for
four eyes) signs the hash of question, conditions and period. Only then is the permission signed
with the node's key.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, PolicyQuestion, Referral, Side
from entraide.agreements.terms import Form, OnwardTransfer, RefusalGround
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import read_body
from entraide.exchange.informing import categories_of_values, value_digest
from entraide.exchange.onward import OnwardDenial, OnwardGrant, OnwardRequest
from entraide.exchange.permissions import Permission
from entraide.exchange.request import follow_up
from entraide.exchange.statements import sign_statement
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.giving.items import framework_of
from entraide.node.giving.onward import ONWARD_ARTICLE, send_with
from entraide.node.giving.onward_taken import given_item, values_of
from entraide.node.mail.post import framing
from entraide.node.people.approvals import approve
from entraide.node.people.payloads import grant_payload
from entraide.node.request.requesting import policy_named
from entraide.node.runtime import Node

__all__ = [
    "AnswerOnward",
    "DenyOnward",
    "GrantOnward",
    "deny_onward",
    "grant_onward",
]

_ONWARD: Final = schema.onward.c
_DAY_MS: Final = 86_400_000
_LEAST_PREFIX: Final = 8


class AnswerOnward(Parameters):
    """A holder's question, by the first digits of its digest."""

    request: str


class GrantOnward(AnswerOnward):
    """A permission: under which conditions, until which day, approved by whom."""

    conditions: str = ""
    until: str
    approval: str


class DenyOnward(AnswerOnward):
    """A refusal with a ground of the agreement."""

    ground: str


@dataclass(frozen=True, slots=True)
class _Question:
    row: Row[Any]
    message: Message
    body: OnwardRequest


async def grant_onward(call: Call, wanted: GrantOnward) -> Json:
    """Permit it; the permission leaves once enough officers have approved."""
    node = call.node
    asked = node.read(lambda c: _question(c, wanted.request))
    given = node.read(lambda c: given_item(c, asked.row.partner, asked.body.item))
    if given is None:
        raise InputError("onward.item_gone", request=wanted.request)
    payload = grant_payload(asked.message.digest, wanted.conditions, wanted.until)
    until_ms = _end_of(wanted.until, node.world.now_ms())
    approvals = await approve(call, payload, wanted.approval, "onward")
    needed = _officers_needed(node, asked, given, approvals)
    if len(approvals) < needed:
        return {"request": asked.row.request, "approvals": len(approvals), "needed": needed}
    permission = Permission(
        provider=node.settings.id,
        holder=asked.row.partner,
        recipient=asked.body.recipient,
        item=asked.body.item,
        values=asked.body.values,
        purpose=asked.body.purpose,
        conditions=wanted.conditions.strip(),
        granted_ms=node.world.now_ms(),
        until_ms=until_ms,
    )
    signed = sign_statement(permission, node.keyring.signing)
    return await _answer(call, asked, OnwardGrant(request=asked.row.request, signed=signed))


async def deny_onward(call: Call, wanted: DenyOnward) -> Json:
    """Refuse it, with a ground."""
    if wanted.ground not in set(RefusalGround):
        known = ", ".join(RefusalGround)
        raise InputError("referral.unknown_ground", ground=wanted.ground, known=known)
    asked = call.node.read(lambda c: _question(c, wanted.request))
    return await _answer(call, asked, OnwardDenial(request=asked.row.request, ground=wanted.ground))


async def _answer(
    call: Call, asked: _Question, body: OnwardGrant | OnwardDenial
) -> dict[str, Json]:
    node = call.node
    frame = framing(node, asked.message.thread)
    message = follow_up(asked.message, body, call.actor.pseudonym, frame)
    changed: dict[str, Any] = {"state": "denied", "ground": getattr(body, "ground", "")}
    if isinstance(body, OnwardGrant):
        changed = {"state": "granted", "permission": body.signed}
    mine = (_ONWARD.request == asked.row.request, _ONWARD.incoming == 1, _ONWARD.state == "asked")
    return await send_with(call, message, update(schema.onward).where(*mine).values(**changed))


def _question(connection: Connection, prefix: str) -> _Question:
    found = select(schema.onward).where(_ONWARD.incoming == 1, _ONWARD.request.startswith(prefix))
    rows = connection.execute(found).all() if len(prefix) >= _LEAST_PREFIX else []
    if len(rows) != 1:
        raise InputError("onward.not_found", request=prefix, found=len(rows))
    if rows[0].state != "asked":
        raise InputError("onward.answered", request=prefix)
    table = schema.message.c
    content = connection.scalar(
        select(table.content).where(table.incoming == 1, table.digest == rows[0].request)
    )
    message = Message.from_json(decode_canonical(bytes(content or b"")))
    body = read_body(message)
    if not isinstance(body, OnwardRequest):
        raise InputError("onward.not_found", request=prefix, found=0)
    return _Question(rows[0], message, body)


def _officers_needed(
    node: Node, asked: _Question, given: Message, approvals: tuple[str, ...]
) -> int:
    """Decide as for giving it to the holder for that purpose; return how many officers it takes."""
    frame = node.read(lambda c: framework_of(c, given))
    named = set(asked.body.values)
    values = [value for value in values_of(given) if value_digest(value) in named]
    question = PolicyQuestion(
        asker=asked.row.partner,
        holder=node.settings.id,
        form=Form.SPONTANEOUS if frame.spontaneous else Form.REQUEST,
        purpose=asked.body.purpose,
        offence=frame.offence,
        categories=categories_of_values(values),
        has_case=bool(asked.body.case.strip()),
        has_legal_basis=frame.has_basis,
        urgent=False,
        side=Side.HOLDER,
    )
    policy, now_ms = policy_named(node, asked.message.agreement), node.world.now_ms()
    decision = policy.decide(question, now_ms=now_ms, budget_used=0)
    two = question.form in policy.agreement.exchange.two_officers_for
    if isinstance(decision, Referral):
        decision = policy.decide_reviewed(decision, approvals, now_ms=now_ms, budget_used=0)
    if isinstance(decision, Denial):
        raise PolicyError("release.denied", article=decision.article, reason=decision.code)
    if policy.agreement.personal_data.onward_transfer is OnwardTransfer.NEVER:
        raise PolicyError("onward.never", article=ONWARD_ARTICLE)
    return 2 if two else 1


def _end_of(day: str, now_ms: int) -> int:
    """Return the last moment of a day (UTC ms); InputError where it is none, or is over."""
    try:
        midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)
    except ValueError as error:
        raise InputError("onward.bad_day", day=day) from error
    end_ms = int(midnight.timestamp()) * 1_000 + _DAY_MS - 1
    if end_ms < now_ms:
        raise InputError("onward.bad_day", day=day)
    return end_ms

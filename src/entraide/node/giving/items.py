"""Items that were given: what stands in a thread now, in which framework, and may a third have it.

An item is what one message gave: a reply, information, or the correction in its place. Its
framework (offence, case, legal basis) is that of the request or information that opened the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit, Policy
from entraide.errors import InputError
from entraide.exchange.ask import may_ask
from entraide.exchange.bodies import read_body
from entraide.exchange.information import Information
from entraide.exchange.informing import information_question
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, ReleasedValue, Reply, Request
from entraide.kernel.message import Message
from entraide.node.request.threads import last_message, partner_of
from entraide.node.runtime import Node

__all__ = [
    "Framework",
    "framework_of",
    "received_item",
    "third_party_decision",
]

_GIVES: Final = (Part.KIND, Reply.KIND, Information.KIND, Correction.KIND)
_MESSAGE: Final = schema.message.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """In which offence and case an item was given."""

    offence: str
    case: str
    has_basis: bool
    spontaneous: bool


def received_item(connection: Connection, thread: str, partner: str | None) -> Message:
    """Return what a partner gave in a thread, as it stands now; InputError where nothing does."""
    named = partner_of(connection, thread, partner, asking=True)
    content = connection.scalar(
        select(_MESSAGE.content)
        .where(
            _MESSAGE.thread == thread,
            _MESSAGE.partner == named,
            _MESSAGE.incoming == 1,
            _MESSAGE.kind.in_(_GIVES),
            _MESSAGE.content != ERASED,
        )
        .order_by(_MESSAGE.seq.desc())
        .limit(1)
    )
    if not content:
        raise InputError("onward.nothing", thread=thread)
    return Message.decode(bytes(content))


def framework_of(connection: Connection, item: Message) -> Framework:
    """Return the framework in which an item was given, in either direction."""
    table = schema.information
    row = connection.execute(
        select(table.c.offence, table.c.has_basis).where(
            table.c.thread == item.thread, table.c.partner.in_((item.sender, item.recipient))
        )
    ).first()
    if row is not None:
        held = schema.conversation.c
        case = connection.scalar(select(held.case_reference).where(held.thread == item.thread))
        return Framework(
            offence=row.offence,
            case=case or "",
            has_basis=bool(row.has_basis),
            spontaneous=True,
        )
    partners = (item.sender, item.recipient)
    message = _request(connection, item.thread, partners)
    body = read_body(message)
    if not isinstance(body, Request):
        raise InputError("thread.no_message", thread=item.thread, kind=Request.KIND)
    return Framework(
        offence=body.offence,
        case=body.case,
        has_basis=bool(body.legal_basis),
        spontaneous=False,
    )


def third_party_decision(
    node: Node,
    given: tuple[Sequence[ReleasedValue], Framework],
    to: str,
    purpose: str,
) -> tuple[Permit | Referral | Denial, Policy | None]:
    """Decide under our agreements with a third party whether it may get these values from us."""
    values, frame = given
    information = Information(
        values=tuple(values),
        offence=frame.offence,
        case=frame.case,
        legal_basis="-" if frame.has_basis else None,
        reason="-",
    )
    question = information_question(information, purpose, (to, node.settings.id), Side.HOLDER)
    decision = may_ask(question, node.policies, node.world.now_ms(), lambda _: 0)
    named = None if isinstance(decision, Denial) else decision.agreement
    policy = next((each for each in node.policies if each.agreement.id == named), None)
    return decision, policy


def _request(connection: Connection, thread: str, partners: tuple[str, str]) -> Message:
    for partner in partners:
        try:
            return last_message(connection, thread, partner, Request.KIND)
        except InputError:
            continue
    raise InputError("thread.no_message", thread=thread, kind=Request.KIND)

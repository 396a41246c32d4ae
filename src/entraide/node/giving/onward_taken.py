"""What arrives about passing on: a holder's question to us as provider, a provider's answer to us.

Only what we gave to this very partner, as it stands now, can be asked about; only a permission that
says exactly what was asked, signed by the provider, is taken for one.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.terms import OnwardTransfer
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import read_body
from entraide.exchange.information import Information
from entraide.exchange.informing import value_digest
from entraide.exchange.onward import OnwardDenial, OnwardGrant, OnwardRequest
from entraide.exchange.permissions import Permission
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import ReleasedValue, Reply
from entraide.exchange.statements import verify_statement
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.mail.post import take_in
from entraide.node.runtime import Node

__all__ = [
    "author_of_question",
    "given_item",
    "receive_onward_answer",
    "receive_onward_request",
    "values_of",
    "waiting_onward",
]

_MESSAGE: Final = schema.message.c
_ONWARD: Final = schema.onward.c


def values_of(message: Message) -> tuple[ReleasedValue, ...]:
    """Return the values that a message gave; none where it is of another kind."""
    body = read_body(message)
    return body.values if isinstance(body, Reply | Correction | Information) else ()


def given_item(connection: Connection, partner: str, item: str) -> Message | None:
    """Return what we gave to a partner by its digest, where it still stands."""
    content = connection.scalar(
        select(_MESSAGE.content).where(
            _MESSAGE.incoming == 0,
            _MESSAGE.partner == partner,
            _MESSAGE.digest == item,
            _MESSAGE.content != ERASED,
        )
    )
    return Message.decode(bytes(content)) if content else None


async def receive_onward_request(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a holder's question for a person here; return our receipt.

    1. the agreement lets data go on at all; 2. the item is ours, given to this partner in this
    thread, standing, and holds the values that are named; 3. it would go to a third party.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, OnwardRequest):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    policy = node.policy_under(message.agreement)
    never = OnwardTransfer.NEVER
    if policy is None or policy.agreement.personal_data.onward_transfer is never:  # 1
        raise RemoteProtocolError("onward.not_agreed", message=message.id)

    def keep(transaction: Transaction) -> None:
        given = given_item(transaction.connection, message.sender, body.item)
        held = {value_digest(value) for value in values_of(given)} if given else set()
        if given is None or given.thread != message.thread or not set(body.values) <= held:  # 2
            raise RemoteProtocolError("onward.unknown_item", message=message.id)
        if body.recipient in {message.sender, message.recipient}:  # 3
            raise RemoteProtocolError("onward.unknown_item", message=message.id)
        row = {
            "request": message.digest,
            "incoming": 1,
            "partner": message.sender,
            "thread": message.thread,
            "item": body.item,
            "recipient": body.recipient,
            "state": "asked",
            "ground": "",
            "permission": b"",
            "at_ms": transaction.now_ms,
        }
        transaction.connection.execute(insert(schema.onward).values(**row))

    return await take_in(node, message, envelope, keep)


async def receive_onward_answer(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a provider's permission or refusal, if it answers what we asked; return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, OnwardGrant | OnwardDenial):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    permission = _permission(node, message, body) if isinstance(body, OnwardGrant) else None

    def keep(transaction: Transaction) -> None:
        table, connection = schema.onward, transaction.connection
        mine = (_ONWARD.request == body.request, _ONWARD.incoming == 0)
        row = connection.execute(select(table).where(*mine)).one_or_none()
        if row is None or row.partner != message.sender or row.state != "asked":
            raise RemoteProtocolError("onward.not_asked", message=message.id)
        if permission is not None and not _answers(connection, row, permission):
            raise RemoteProtocolError("onward.other_permission", message=message.id)
        changed: dict[str, Any] = {"state": "denied", "ground": getattr(body, "ground", "")}
        if isinstance(body, OnwardGrant):
            changed = {"state": "granted", "permission": body.signed}
        connection.execute(update(table).where(*mine).values(**changed))
        officer = author_of_question(connection, row)
        leave_word(transaction, Word(officer, message.thread, message.sender, body.KIND))

    return await take_in(node, message, envelope, keep)


def author_of_question(connection: Connection, row: Row[Any]) -> str:
    """Return the officer who asked about passing on; the node itself where that is erased."""
    asked = _asked(connection, row)
    return asked.author if asked else "node"


def waiting_onward(connection: Connection) -> list[dict[str, Any]]:
    """Return the questions of holders that wait for a person here, oldest first."""
    rows = connection.execute(
        select(schema.onward)
        .where(_ONWARD.incoming == 1, _ONWARD.state == "asked")
        .order_by(_ONWARD.at_ms, _ONWARD.request)
    ).all()
    return [_shown(connection, row) for row in rows]


def _shown(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    message = _asked(connection, row)
    body = read_body(message) if message else None
    given = given_item(connection, row.partner, row.item)
    named = set(body.values) if isinstance(body, OnwardRequest) else set()
    values = [value for value in values_of(given) if value_digest(value) in named] if given else []
    return {
        "request": row.request,
        "partner": row.partner,
        "thread": row.thread,
        "recipient": row.recipient,
        "purpose": body.purpose if isinstance(body, OnwardRequest) else "",
        "case": body.case if isinstance(body, OnwardRequest) else "",
        "reason": body.reason if isinstance(body, OnwardRequest) else "",
        "fields": sorted({value.prop for value in values}),
        "handling": sorted({value.handling for value in values}),
        "at_ms": row.at_ms,
    }


def _asked(connection: Connection, row: Row[Any]) -> Message | None:
    content = connection.scalar(
        select(_MESSAGE.content).where(
            _MESSAGE.incoming == row.incoming,
            _MESSAGE.partner == row.partner,
            _MESSAGE.digest == row.request,
            _MESSAGE.content != ERASED,
        )
    )
    return Message.decode(bytes(content)) if content else None


def _permission(node: Node, message: Message, body: OnwardGrant) -> Permission:
    signed = verify_statement(body.signed, node.known, node.world.now_ms())
    if not isinstance(signed.statement, Permission):
        raise RemoteProtocolError("onward.other_permission", message=message.id)
    if (signed.statement.provider, signed.statement.holder) != (message.sender, message.recipient):
        raise RemoteProtocolError("onward.other_permission", message=message.id)
    return signed.statement


def _answers(connection: Connection, row: Row[Any], permission: Permission) -> bool:
    """Tell whether a permission is about what we asked: item, values, recipient, purpose."""
    message = _asked(connection, row)
    asked = read_body(message) if message else None
    if not isinstance(asked, OnwardRequest):
        return False
    named = (permission.item, permission.recipient, permission.purpose)
    return named == (asked.item, asked.recipient, asked.purpose) and set(permission.values) <= set(
        asked.values
    )

"""Ending a permission: the provider lets an item go on no more.

The end is a statement that the provider signs. It goes to the holder, whose node passes nothing on
under the permission from then on, and to the third party where that one is pinned, whose node
refuses what comes under it afterwards, whatever the holder does. With ``recall`` the holder's node
also takes back what it passed on under it, in the transaction that takes the statement in.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import compose_outside
from entraide.exchange.information import Information
from entraide.exchange.onward import OnwardRevocation
from entraide.exchange.permissions import PermissionRevoked, permission_digest
from entraide.exchange.statements import sign_statement, verify_statement
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.giving.copies import give_order
from entraide.node.giving.onward_taken import author_of_question
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent, take_in
from entraide.node.runtime import Node

__all__ = ["RevokeOnward", "check_not_revoked", "receive_onward_revocation", "revoke_onward"]

_ONWARD: Final = schema.onward.c
_COPIED: Final = schema.copied.c
_TOLD: Final = schema.copy_told.c
_MESSAGE: Final = schema.message.c
_LEAST_PREFIX: Final = 8


class RevokeOnward(Parameters):
    """A question that was granted, by the first digits of its digest; whether copies come back."""

    request: str
    recall: bool = False


async def revoke_onward(call: Call, wanted: RevokeOnward) -> Json:
    """End a permission that was given; tell the holder, and the third party where it is pinned."""
    node = call.node
    row = node.read(lambda c: _granted(c, wanted.request))
    statement = PermissionRevoked(
        provider=node.settings.id,
        holder=row.partner,
        recipient=row.recipient,
        permission=permission_digest(bytes(row.permission)),
        revoked_ms=node.world.now_ms(),
    )
    signed = sign_statement(statement, node.keyring.signing)
    body = OnwardRevocation(signed=signed, recall=wanted.recall)
    to = tuple(each for each in (row.partner, row.recipient) if node.pinned(each) is not None)
    messages = [
        compose_outside(
            body, (node.settings.id, each), (call.actor.pseudonym, None), framing(node, row.thread)
        )
        for each in to
    ]
    sealed = [(message, seal(node, message)) for message in messages]

    def keep(transaction: Transaction) -> None:
        mine = (_ONWARD.request == row.request, _ONWARD.incoming == 1, _ONWARD.state == "granted")
        ended = update(schema.onward).where(*mine).values(state="revoked")
        if transaction.connection.execute(ended).rowcount != 1:
            raise InputError("onward.not_granted", request=wanted.request)
        _remember(transaction, statement, signed)
        for message, envelope in sealed:
            enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
            transaction.log(sent(message))
        if wanted.recall:
            _expect_back(transaction, row, messages[0].digest)
        transaction.log(call.event("onward.revoked", row.request, partner=row.partner))

    await node.writer.run(keep)
    outcomes = node.delivery.deliver_now(to, row.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {"request": row.request, "thread": row.thread, "delivery": delivered}


async def receive_onward_revocation(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take in that a provider permits something no more; return our receipt.

    1. the sender signed it as its provider; 2. as the holder we were given that permission: nothing
    goes on under it, and what went comes back where the provider says so; 3. as the third party we
    take nothing under it from now on.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, OnwardRevocation):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    said = verify_statement(body.signed, node.known, node.world.now_ms()).statement
    if not isinstance(said, PermissionRevoked) or said.provider != message.sender:  # 1
        raise RemoteProtocolError("onward.other_permission", message=message.id)
    if node.settings.id not in {said.holder, said.recipient}:
        raise RemoteProtocolError("onward.not_asked", message=message.id)
    woken: list[str] = []

    def end_it(transaction: Transaction) -> None:
        if said.holder == node.settings.id:  # 2
            _end_ours(transaction, message, said)
        _remember(transaction, said, body.signed)  # 3

    def take_back(transaction: Transaction) -> None:
        if body.recall and said.holder == node.settings.id:
            woken.extend(_take_back(node, transaction, message, said))

    sealed = await take_in(node, message, envelope, end_it, take_back)
    for partner in woken:
        node.delivery.kick(partner)
    return sealed


def check_not_revoked(connection: Connection, message: Message, body: Information) -> None:
    """Refuse what comes under a permission that its provider has told us is over."""
    named = [permission_digest(hop.permission) for hop in body.provenance if hop.permission]
    table = schema.ended_permission.c
    found = select(table.permission).where(table.permission.in_(named))
    if named and connection.scalar(found) is not None:
        raise RemoteProtocolError("onward.permission_revoked", message=message.id)


def _granted(connection: Connection, prefix: str) -> Row[Any]:
    found = select(schema.onward).where(
        _ONWARD.incoming == 1, _ONWARD.request.startswith(prefix, autoescape=True)
    )
    rows = connection.execute(found).all() if len(prefix) >= _LEAST_PREFIX else []
    if len(rows) != 1:
        raise InputError("onward.not_found", request=prefix, found=len(rows))
    if rows[0].state != "granted":
        raise InputError("onward.not_granted", request=prefix)
    return rows[0]


def _remember(transaction: Transaction, said: PermissionRevoked, signed: bytes) -> None:
    table, connection = schema.ended_permission, transaction.connection
    known = select(table.c.permission).where(table.c.permission == said.permission)
    if connection.scalar(known) is None:
        row = {"permission": said.permission, "provider": said.provider, "signed": signed}
        connection.execute(insert(table).values(**row, at_ms=transaction.now_ms))


def _end_ours(transaction: Transaction, message: Message, said: PermissionRevoked) -> None:
    """End a permission that we were given; RemoteProtocolError where we know of none."""
    connection = transaction.connection
    rows = connection.execute(
        select(schema.onward).where(
            _ONWARD.incoming == 0,
            _ONWARD.partner == message.sender,
            _ONWARD.recipient == said.recipient,
            _ONWARD.state.in_(("granted", "revoked")),
        )
    ).all()
    named = (row for row in rows if permission_digest(bytes(row.permission)) == said.permission)
    row = next(named, None)
    if row is None or row.thread != message.thread:
        raise RemoteProtocolError("onward.not_asked", message=message.id)
    mine = (_ONWARD.request == row.request, _ONWARD.incoming == 0)
    connection.execute(update(schema.onward).where(*mine).values(state="revoked"))
    officer = author_of_question(connection, row)
    leave_word(transaction, Word(officer, message.thread, message.sender, message.kind))


def _take_back(
    node: Node, transaction: Transaction, message: Message, said: PermissionRevoked
) -> tuple[str, ...]:
    """Withdraw from the third party what went there from this item under a permission."""
    came = select(_COPIED.item).where(
        _COPIED.incoming == 1, _COPIED.partner == message.sender, _COPIED.thread == message.thread
    )
    went = (
        _COPIED.incoming == 0,
        _COPIED.parent.in_(came),
        _COPIED.partner == said.recipient,
        _COPIED.permitted == 1,
    )
    return give_order(node, transaction, went, message.digest)


def _expect_back(transaction: Transaction, row: Row[Any], order: str) -> None:
    """Mark the copies that are to come back, so that our tree shows them as under way."""
    given = select(_MESSAGE.digest).where(
        _MESSAGE.thread == row.thread, _MESSAGE.partner == row.partner, _MESSAGE.incoming == 0
    )
    named = (_TOLD.parent.in_(given), _TOLD.giver == row.partner, _TOLD.holder == row.recipient)
    transaction.connection.execute(update(schema.copy_told).where(*named).values(recall=order))

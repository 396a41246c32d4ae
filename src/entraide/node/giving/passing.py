"""Passing an item on: what a partner gave, sent to a third party as information with its way.

1. the agreement under which it was given lets data go on, and each value's handling code does, or
   the provider's permission for exactly this is held and valid;
2. our agreement with the third party lets it pass, and enough officers approved exactly that;
3. the item still stands when it leaves: information, the rows of both copies, the word to the
   provider and the log entries are one transaction.
Whoever got an item through others passes it on only where no permission is needed: a permission is
given by the provider to whom it gave the item, and to nobody else.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.exchange.information import Information
from entraide.exchange.informing import compose_information
from entraide.exchange.marks import shown_values
from entraide.exchange.onward import CopyTold
from entraide.exchange.statements import (
    CopyEvent,
    CopyStatement,
    sign_statement,
)
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call
from entraide.node.giving.copies import enter, tell_up, went
from entraide.node.giving.informing import keep_given
from entraide.node.giving.onward import ONWARD_ARTICLE
from entraide.node.giving.passage import (
    Passage,
    PassOnPreview,
    copy_of,
    find_passage,
    permit_for,
    read_permission,
)
from entraide.node.mail.post import framing, seal
from entraide.node.people.approvals import approve
from entraide.node.runtime import Node

__all__ = ["PassOn", "pass_on", "preview_passing"]

_COPIED: Final = schema.copied.c
_ONWARD: Final = schema.onward.c
_MESSAGE: Final = schema.message.c


class PassOn(PassOnPreview):
    """What an officer approves: the signature over the previewed payload's hash."""

    approval: str


async def preview_passing(call: Call, wanted: PassOnPreview) -> Json:
    """Return what would be passed on, under which permission, with the hash to approve."""
    passing = call.node.read(lambda c: find_passage(call.node, c, wanted))
    permission = read_permission(passing.permission)
    return {
        "thread": wanted.thread,
        "provider": passing.item.sender,
        "to": wanted.to,
        "values": shown_values(passing.values),
        "conditions": permission.conditions if permission else "",
        "until_ms": permission.until_ms if permission else 0,
        "payload": passing.payload,
        "officers_needed": passing.officers_needed,
    }


async def pass_on(call: Call, wanted: PassOn) -> Json:
    """Record an officer's approval; pass the item on and tell its provider."""
    node = call.node
    passing = node.read(lambda c: find_passage(node, c, wanted))
    approvals = await approve(call, passing.payload, wanted.approval, "onward")
    permit = permit_for(node, passing, approvals)
    if permit is None or len(approvals) < passing.officers_needed:
        return {"approvals": len(approvals), "needed": passing.officers_needed}
    body = _body(passing)
    message = compose_information(permit, body, call.actor.pseudonym, framing(node))
    envelope = seal(node, message)
    provider = passing.item.sender

    def keep(transaction: Transaction) -> None:
        _check_standing(transaction.connection, passing)  # 3
        keep_given(transaction, message, body, envelope)
        parent = _enter(transaction, passing, message)
        statement = _statement(node, message, (provider, parent))
        tell_up(node, transaction, provider, CopyTold(signed=statement, order=None))
        digests = {"item": passing.item.digest}
        transaction.log(
            call.event("onward.passed", message.id, partner=message.recipient, digests=digests)
        )

    if node.pinned(provider) is None:
        raise InputError("partner.unknown", partner=provider)
    await node.writer.run(keep)
    node.delivery.kick(provider)
    outcomes = node.delivery.deliver_now((message.recipient,), message.thread)
    delivered: list[Json] = [outcome async for outcome in outcomes]
    return {
        "thread": message.thread,
        "message": message.id,
        "values": len(body.values),
        "provider": provider,
        "delivery": delivered,
    }


def _body(passing: Passage) -> Information:
    return Information(
        values=passing.values,
        offence=passing.frame.offence,
        case=passing.frame.case,
        legal_basis=None,
        reason=passing.reason,
        provenance=passing.hops(),
    )


def _check_standing(connection: Connection, passing: Passage) -> None:
    """Refuse what was corrected or withdrawn, or may go on no more, since it was looked at."""
    item, table = passing.item, schema.onward.c
    granted = select(table.request).where(
        table.incoming == 0, table.state == "granted", table.permission == passing.permission
    )
    if passing.permission is not None and connection.scalar(granted) is None:
        raise PolicyError("onward.no_permission", article=ONWARD_ARTICLE, partner=item.sender)
    content = connection.scalar(
        select(_MESSAGE.seq).where(
            _MESSAGE.incoming == 1,
            _MESSAGE.partner == item.sender,
            _MESSAGE.digest == item.digest,
            _MESSAGE.content != ERASED,
        )
    )
    if content is None:
        raise InputError("onward.nothing", thread=item.thread)


def _enter(transaction: Transaction, passing: Passage, message: Message) -> str:
    """Enter the copy as it came and as it goes; return the digest under which it came."""
    item, copy = passing.item, copy_of(transaction.connection, passing.item)
    parent = str(copy.item) if copy is not None else item.digest
    origin = str(copy.origin) if copy is not None else item.sender
    if copy is None:
        enter(
            transaction,
            item=item.digest,
            incoming=1,
            partner=item.sender,
            thread=item.thread,
            standing=item.digest,
            origin=origin,
            agreement=item.agreement or "",
        )
    enter(
        transaction,
        item=message.digest,
        incoming=0,
        partner=message.recipient,
        thread=message.thread,
        standing=message.digest,
        parent=parent,
        provider=item.sender,
        origin=origin,
        fields=went(passing.values),
        agreement=message.agreement or "",
        permitted=int(passing.permission is not None),
    )
    return parent


def _statement(node: Node, message: Message, came: tuple[str, str]) -> bytes:
    """Sign for the provider that the item went on."""
    _, parent = came
    statement = CopyStatement(
        event=CopyEvent.PASSED_ON,
        party=node.settings.id,
        giver=node.settings.id,
        holder=message.recipient,
        item=message.digest,
        parent=parent,
        order=None,
        at_ms=node.world.now_ms(),
    )
    return sign_statement(statement, node.keyring.signing)

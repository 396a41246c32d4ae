"""Partners' keys as they change: a later key set follows the pinned one, a key is revoked.

A later set is believed without comparing fingerprints again, because the root keys that were
compared signed it (``kernel.key_set.verify_succession``). What the partner sent under the key
before stays believed until the new set was issued; nothing under a key that its roots revoked.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import NewKeys, Revoked
from entraide.kernel.canonical import Json
from entraide.kernel.card import Card, decode_card, verify_card
from entraide.kernel.key_set import KeySet, verify_succession
from entraide.kernel.revocation import (
    SignedRevocation,
    decode_revocation,
    encode_revocation,
    verify_revocation,
)
from entraide.node.call import Call, Parameters, brought
from entraide.node.keys.identity import own_keys
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent, take_in
from entraide.node.partner.partners import check_usable
from entraide.node.partner.senders import follow
from entraide.node.runtime import Node

__all__ = [
    "AdoptRevocation",
    "adopt_revocation",
    "check_successor",
    "keep_revocation",
    "receive_keys",
    "receive_revocation",
]


class AdoptRevocation(Parameters):
    """A signed revocation as it stands in its file."""

    signed: str


async def receive_keys(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a partner's later key set and return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, NewKeys):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    try:
        card = decode_card(body.signed)
        verify_card(card, node.world.now_ms())
        check_successor(node, admitted.sender, card)
    except (InputError, TrustError) as error:
        raise RemoteProtocolError("keyset.refused", reason=error.code) from error

    def keep(transaction: Transaction) -> None:
        follow(transaction, admitted.sender, card)

    receipt = await take_in(node, message, envelope, keep)
    node.renew_partners()
    return receipt


def check_successor(node: Node, before: KeySet, card: Card) -> None:
    """Refuse a card whose key set may not take the place of the pinned one."""
    verify_succession(before, card.keys)
    check_usable(node, card.keys.key_set)


async def receive_revocation(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a partner's revocation of one of its keys and return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Revoked):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    signed = decode_revocation(body.signed)
    try:
        verify_revocation(signed, message.sender, admitted.sender.roots)
    except TrustError as error:
        raise RemoteProtocolError("revocation.refused", reason=error.code) from error

    def keep(transaction: Transaction) -> None:
        transaction.log(keep_revocation(transaction, signed, "node"))

    receipt = await take_in(node, message, envelope, keep)
    node.renew_partners()
    return receipt


async def adopt_revocation(call: Call, wanted: AdoptRevocation) -> Json:
    """Keep a revocation from a file: a partner's, or our own, which then goes to every partner."""
    node = call.node
    with brought():
        signed = decode_revocation(wanted.signed.encode())
    party = signed.revocation.party
    ours = own_keys(node).key_set
    key_set = ours if party == ours.party else node.pinned(party)
    if key_set is None:
        raise InputError("partner.unknown", partner=party)
    verify_revocation(signed, party, key_set.roots)
    if signed.revocation.key_id == ours.signing.key_id:
        raise InputError("revocation.present_key", key=ours.signing.key_id)

    recipients = tuple(sorted(node.partners)) if party == ours.party else ()
    body, thread = Revoked(signed=encode_revocation(signed)), node.fresh_id()
    messages = [
        compose_outside(
            body, (ours.party, each), (call.actor.pseudonym, None), framing(node, thread)
        )
        for each in recipients
    ]
    sealed = [(message, seal(node, message)) for message in messages]

    def keep(transaction: Transaction) -> None:
        transaction.log(keep_revocation(transaction, signed, call.actor.pseudonym))
        for message, envelope in sealed:
            enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
            transaction.log(sent(message))

    await node.writer.run(keep)
    node.renew_partners()
    async for outcome in node.delivery.deliver_now(recipients, thread):
        call.emit({"delivery": outcome})
    return {"party": party, "key": signed.revocation.key_id, "from_ms": signed.revocation.from_ms}


def keep_revocation(transaction: Transaction, signed: SignedRevocation, actor: str) -> Event:
    """Keep a verified revocation; return the log entry that states it.

    Of two revocations of one key the earlier moment counts: it takes more away.
    """
    table, one = schema.revocation, signed.revocation
    same = (table.c.party == one.party) & (table.c.key == one.key_id)
    held = transaction.connection.scalar(select(table.c.signed).where(same))
    if held is None or decode_revocation(held).revocation.from_ms > one.from_ms:
        transaction.connection.execute(delete(table).where(same))
        transaction.connection.execute(
            insert(table).values(key=one.key_id, party=one.party, signed=encode_revocation(signed))
        )
    return Event(
        "key.revoked",
        actor,
        one.key_id,
        one.party,
        {"from": str(one.from_ms)},
        {"revocation": one.digest},
    )

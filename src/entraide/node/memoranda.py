"""Memoranda in a node: adopted from a file or a partner, sent on, listed, compiled to policy.

A node keeps a memorandum only if it is a party to it and every root key that the memorandum names
for a party known here is the key that is pinned (or our own): a text that names somebody else's
keys for a partner would let a stranger sign in its place. Signatures of several copies merge. What
lacks a signature is kept, shown and carried, but compiles to nothing.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.agreements.chapters.general import Party
from entraide.agreements.lifecycle import state_of
from entraide.agreements.signing import (
    SignedAgreement,
    decode_signed,
    encode_signed,
    merge_signatures,
    missing_signatures,
)
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.bodies import Carried
from entraide.kernel.canonical import Json
from entraide.kernel.key_set import KeySet
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.identity import own_keys
from entraide.node.post import (
    Stored,
    answered_before,
    enqueue,
    framing,
    received,
    seal,
    sent,
    store,
)
from entraide.node.runtime import Node

__all__ = [
    "AdoptMemorandum",
    "NameMemorandum",
    "SendMemorandum",
    "adopt_memorandum",
    "list_memoranda",
    "receive_memorandum",
    "send_memorandum",
    "show_memorandum",
]


class AdoptMemorandum(Parameters):
    """A signed memorandum as it stands in its file."""

    signed: str


class NameMemorandum(Parameters):
    """A memorandum by its id or the first digits of its digest."""

    agreement: str


class SendMemorandum(Parameters):
    """A memorandum and the partners who get it; every other party where none is named."""

    agreement: str
    to: tuple[str, ...] = ()


async def adopt_memorandum(call: Call, wanted: AdoptMemorandum) -> Json:
    """Keep a memorandum from a file, merging its signatures with those already held."""
    node = call.node
    signed = decode_signed(wanted.signed.strip().encode())
    _check_parties(node, signed)

    def keep(transaction: Transaction) -> SignedAgreement:
        merged = _merge(transaction, signed)
        digest = merged.agreement.digest
        transaction.log(
            call.event("memorandum.adopted", digest[:32], digests={"memorandum": digest})
        )
        return merged

    merged = await node.writer.run(keep)
    node.renew_policies()
    return _described(node, merged)


async def send_memorandum(call: Call, wanted: SendMemorandum) -> Json:
    """Carry a memorandum, with the signatures that it has, to partners through the exchange."""
    node = call.node
    signed = _named(node, wanted.agreement)
    parties = {party.id for party in signed.agreement.parties} - {node.settings.id}
    recipients = wanted.to or tuple(sorted(parties & set(node.partners)))
    for recipient in recipients:
        if recipient not in parties or recipient not in node.partners:
            raise InputError("agreement.not_sent", partner=recipient)
    thread = node.fresh_id()
    messages = [_carry(call, signed, recipient, thread) for recipient in recipients]
    sealed = [(message, seal(node, message)) for message in messages]

    def keep(transaction: Transaction) -> None:
        for message, envelope in sealed:
            enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
            transaction.log(sent(message))

    await node.writer.run(keep)
    outcomes: list[Json] = []
    async for outcome in node.delivery.deliver_now(recipients, thread):
        call.emit({"delivery": outcome})
        outcomes.append(outcome)
    return {"agreement": signed.agreement.id, "deliveries": outcomes}


async def receive_memorandum(
    node: Node, message: Message, carried: Carried, exact: tuple[bytes, bytes]
) -> None:
    """Keep a memorandum that a partner sent; ``exact`` are its envelope and our receipt."""
    try:
        signed = decode_signed(carried.signed)
        _check_parties(node, signed)
    except (InputError, RemoteProtocolError, TrustError) as error:
        raise RemoteProtocolError("memorandum.refused", reason=error.code) from error
    if message.sender not in {party.id for party in signed.agreement.parties}:
        raise RemoteProtocolError("memorandum.refused", reason="agreement.not_a_party")
    envelope, receipt = exact

    def keep(transaction: Transaction) -> None:
        if answered_before(transaction.connection, message) is not None:
            return
        _merge(transaction, signed)
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=receipt),
        )
        transaction.log(received(message))

    await node.writer.run(keep)
    node.renew_policies()


async def list_memoranda(call: Call, _: Parameters) -> Json:
    """List every memorandum with its state, parties and missing signatures."""
    return {"agreements": [_described(call.node, each) for each in _all(call.node)]}


async def show_memorandum(call: Call, wanted: NameMemorandum) -> Json:
    """Return a memorandum as it is carried, with its state."""
    signed = _named(call.node, wanted.agreement)
    return {**_described(call.node, signed), "signed": encode_signed(signed).decode()}


def _described(node: Node, signed: SignedAgreement) -> dict[str, Json]:
    agreement = signed.agreement
    return {
        "agreement": agreement.id,
        "digest": agreement.digest,
        "title": agreement.title,
        "parties": [party.id for party in agreement.parties],
        "state": state_of(signed, node.world.now_ms()).value,
        "missing": [
            {"party": each.party, "lacking": each.lacking} for each in missing_signatures(signed)
        ],
        "expires": agreement.final_provisions.expires.isoformat(),
        "review_by": agreement.safeguards.review_by.isoformat(),
    }


def _check_parties(node: Node, signed: SignedAgreement) -> None:
    parties = {party.id: party for party in signed.agreement.parties}
    ours = own_keys(node).key_set
    if ours.party not in parties:
        raise TrustError("agreement.not_ours", agreement=signed.agreement.id)
    for key_set in (ours, *(card.keys.key_set for card in node.partners.values())):
        party = parties.get(key_set.party)
        if party is not None and not _same_roots(key_set, party):
            raise TrustError("agreement.other_roots", party=key_set.party)
        if party is not None and party.country != key_set.country:
            raise TrustError("agreement.other_country", party=key_set.party)


def _same_roots(key_set: KeySet, party: Party) -> bool:
    same_keys = {key.raw for key in key_set.roots.keys} == {key.raw for key in party.root.keys}
    return same_keys and key_set.roots.threshold == party.root.threshold


def _merge(transaction: Transaction, signed: SignedAgreement) -> SignedAgreement:
    table, digest = schema.agreement, signed.agreement.digest
    held = transaction.connection.scalar(select(table.c.signed).where(table.c.digest == digest))
    base = decode_signed(held) if held is not None else SignedAgreement(signed.agreement)
    merged = merge_signatures(base, signed)
    transaction.connection.execute(delete(table).where(table.c.digest == digest))
    transaction.connection.execute(
        insert(table).values(
            digest=digest, signed=encode_signed(merged), changed_ms=transaction.now_ms
        )
    )
    return merged


def _all(node: Node) -> list[SignedAgreement]:
    rows = node.read(
        lambda c: c.execute(
            select(schema.agreement.c.signed).order_by(
                schema.agreement.c.changed_ms, schema.agreement.c.digest
            )
        ).all()
    )
    return [decode_signed(row.signed) for row in rows]


def _named(node: Node, name: str) -> SignedAgreement:
    found = [
        each
        for each in _all(node)
        if each.agreement.id == name or (name and each.agreement.digest.startswith(name))
    ]
    if len(found) != 1:
        raise InputError("agreement.not_found", agreement=name, found=len(found))
    return found[0]


def _carry(call: Call, signed: SignedAgreement, recipient: str, thread: str) -> Message:
    node = call.node
    frame = framing(node, thread)
    body = Carried(signed=encode_signed(signed))
    return Message(
        id=frame.id,
        thread=thread,
        kind=Carried.KIND,
        version=Carried.VERSION,
        sender=node.settings.id,
        recipient=recipient,
        author=call.actor.pseudonym,
        sent_ms=frame.now_ms,
        expires_ms=frame.now_ms + frame.lifetime_ms,
        purpose=None,
        agreement=None,
        handling="H0",
        in_reply_to=None,
        body=body.to_json(),
    )

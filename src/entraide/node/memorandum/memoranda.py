"""Memoranda in a node: adopted from a file or a partner, listed, compiled to policy.

A node keeps a memorandum only if it is a party to it and every root key that the memorandum names
for a party known here is the key that is pinned (or our own): a text that names somebody else's
keys for a partner would let a stranger sign in its place. Signatures of several copies merge. What
lacks a signature is kept, shown and carried, but compiles to nothing.
"""

from __future__ import annotations

from entraide.adapters.store.writer import Transaction
from entraide.agreements.chapters.general import Party, RootKeys
from entraide.agreements.declarations import is_declared
from entraide.agreements.lifecycle import endings_soon, state_of
from entraide.agreements.signing import (
    SignedAgreement,
    decode_signed,
    encode_signed,
    missing_signatures,
)
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import Carried
from entraide.kernel.canonical import Json
from entraide.kernel.key_set import KeySet
from entraide.node.call import Call, Parameters, brought
from entraide.node.keys.identity import own_keys
from entraide.node.mail.post import take_in
from entraide.node.memorandum.documents import Documents, held_documents, keep_text
from entraide.node.runtime import Node

__all__ = [
    "AdoptMemorandum",
    "NameMemorandum",
    "adopt_memorandum",
    "describe_memorandum",
    "list_memoranda",
    "preview_memorandum",
    "receive_memorandum",
    "show_memorandum",
]


class AdoptMemorandum(Parameters):
    """A signed memorandum as it stands in its file."""

    signed: str


class NameMemorandum(Parameters):
    """A memorandum by its id or the first digits of its digest."""

    agreement: str


async def adopt_memorandum(call: Call, wanted: AdoptMemorandum) -> Json:
    """Keep a memorandum from a file, merging its signatures with those already held."""
    node = call.node
    with brought():
        signed = decode_signed(wanted.signed.strip().encode())
    _check_parties(node, signed)

    def keep(transaction: Transaction) -> SignedAgreement:
        merged = keep_text(transaction, signed)
        digest = merged.agreement.digest
        transaction.log(
            call.event("memorandum.adopted", digest[:32], digests={"memorandum": digest})
        )
        return merged

    merged = await node.writer.run(keep)
    node.renew_policies()
    return describe_memorandum(node, node.read(held_documents), merged)


async def receive_memorandum(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a memorandum that a partner sent; return our receipt."""
    message, carried = admitted.message, admitted.body
    if not isinstance(carried, Carried):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    try:
        signed = decode_signed(carried.signed)
        _check_parties(node, signed)
    except (InputError, RemoteProtocolError, TrustError) as error:
        raise RemoteProtocolError("memorandum.refused", reason=error.code) from error
    if message.sender not in {party.id for party in signed.agreement.parties}:
        raise RemoteProtocolError("memorandum.refused", reason="agreement.not_a_party")

    def keep(transaction: Transaction) -> None:
        keep_text(transaction, signed)

    receipt = await take_in(node, message, envelope, keep)
    node.renew_policies()
    return receipt


async def list_memoranda(call: Call, _: Parameters) -> Json:
    """List every memorandum with its state, parties and missing signatures."""
    documents = call.node.read(held_documents)
    rows = [describe_memorandum(call.node, documents, each) for each in documents.texts]
    return {"agreements": rows}


async def show_memorandum(call: Call, wanted: NameMemorandum) -> Json:
    """Return a memorandum as it is carried, with its state."""
    documents = call.node.read(held_documents)
    signed = documents.named(wanted.agreement)
    return {
        **describe_memorandum(call.node, documents, signed),
        "signed": encode_signed(signed).decode(),
        "declarations": [
            {**one.declaration.to_json(), "holds": is_declared(one, signed.agreement)}
            for one in documents.about(signed.agreement.digest)
        ],
    }


def describe_memorandum(
    node: Node, documents: Documents, signed: SignedAgreement
) -> dict[str, Json]:
    """Return a memorandum as lists show it: its parties, state, and what is near its end."""
    agreement, now_ms = signed.agreement, node.world.now_ms()
    standing = documents.standing(signed)
    return {
        "agreement": agreement.id,
        "digest": agreement.digest,
        "title": agreement.title,
        "parties": [party.id for party in agreement.parties],
        "countries": [party.country for party in agreement.parties],
        "observers": [observer.id for observer in agreement.observers],
        "state": state_of(signed, now_ms, standing).value,
        "aside": list(standing.aside(now_ms)),
        "missing": [
            {"party": each.party, "lacking": each.lacking} for each in missing_signatures(signed)
        ],
        "starts": agreement.final_provisions.entry_into_force.isoformat(),
        "expires": agreement.final_provisions.expires.isoformat(),
        "review_by": agreement.safeguards.review_by.isoformat(),
        "endings": [
            {"what": one.what.value, "at_ms": one.at_ms, "days": one.days, "party": one.party}
            for one in endings_soon(signed, now_ms, standing)
        ],
    }


def preview_memorandum(node: Node, signed: SignedAgreement) -> dict[str, Json]:
    """Return what adopting a memorandum would bring; the same checks, and nothing kept."""
    _check_parties(node, signed)
    return describe_memorandum(node, node.read(held_documents), signed)


def _check_parties(node: Node, signed: SignedAgreement) -> None:
    named = {one.id: one for one in signed.agreement.everyone}
    ours = own_keys(node).key_set
    if ours.party not in named:
        raise TrustError("agreement.not_ours", agreement=signed.agreement.id)
    for key_set in (ours, *(card.keys.key_set for card in node.partners.values())):
        one = named.get(key_set.party)
        if one is not None and not _same_roots(key_set, one.root):
            raise TrustError("agreement.other_roots", party=key_set.party)
        if isinstance(one, Party) and one.country != key_set.country:
            raise TrustError("agreement.other_country", party=key_set.party)


def _same_roots(key_set: KeySet, root: RootKeys) -> bool:
    same_keys = {key.raw for key in key_set.roots.keys} == {key.raw for key in root.keys}
    return same_keys and key_set.roots.threshold == root.threshold

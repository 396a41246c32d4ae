"""Declarations in a node: adopted from a file or taken from a partner, and what they change.

A declaration is kept only about a text that is held. It may lack signatures (parties whose roots
are several sign one after the other): then it is kept and carried, and changes nothing yet.
"""

from __future__ import annotations

from typing import Final

from entraide.adapters.store.writer import Transaction
from entraide.agreements.declarations import (
    SignedDeclaration,
    decode_declaration,
    is_declared,
    merge_declarations,
)
from entraide.agreements.signing import SignedAgreement
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.admission import Admitted
from entraide.exchange.bodies import Declared
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters, brought
from entraide.node.mail.post import take_in
from entraide.node.memorandum.documents import held_documents, keep_declaration
from entraide.node.memorandum.memoranda import describe_memorandum
from entraide.node.runtime import Node

__all__ = ["AdoptDeclaration", "adopt_declaration", "receive_declaration"]

_SKEW_MS: Final = 300_000
"""How far ahead of our clock a declaration may say that it was made."""


class AdoptDeclaration(Parameters):
    """A signed declaration as it stands in its file."""

    signed: str


async def adopt_declaration(call: Call, wanted: AdoptDeclaration) -> Json:
    """Keep a declaration from a file, merging its signatures with those already held."""
    node = call.node
    with brought():
        signed = decode_declaration(wanted.signed.strip().encode())
    about = _about(node, signed)

    def keep(transaction: Transaction) -> SignedDeclaration:
        merged = keep_declaration(transaction, signed, about)
        one = merged.declaration
        ids = {"act": one.act.value, "holds": str(is_declared(merged, about.agreement)).lower()}
        digests = {"memorandum": one.agreement, "declaration": one.digest}
        transaction.log(
            call.event("declaration.adopted", one.digest[:32], ids=ids, digests=digests)
        )
        return merged

    await node.writer.run(keep)
    node.renew_policies()
    return describe_memorandum(node, node.read(held_documents), about)


async def receive_declaration(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a declaration that a partner sent; return our receipt."""
    message, declared = admitted.message, admitted.body
    if not isinstance(declared, Declared):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    try:
        signed = decode_declaration(declared.signed)
        about = _about(node, signed)
    except (InputError, RemoteProtocolError, TrustError) as error:
        raise RemoteProtocolError("declaration.refused", reason=error.code) from error
    if message.sender not in {party.id for party in about.agreement.parties}:
        raise RemoteProtocolError("declaration.refused", reason="agreement.not_a_party")

    def keep(transaction: Transaction) -> None:
        keep_declaration(transaction, signed, about)

    receipt = await take_in(node, message, envelope, keep)
    node.renew_policies()
    return receipt


def _about(node: Node, signed: SignedDeclaration) -> SignedAgreement:
    """Return the text that is held and that the declaration is about, its signatures checked."""
    one = signed.declaration
    texts = node.read(held_documents).texts
    about = next((each for each in texts if each.agreement.digest == one.agreement), None)
    if about is None:
        raise InputError("agreement.not_found", agreement=one.agreement, found=0)
    if one.made_ms > node.world.now_ms() + _SKEW_MS:
        raise InputError("declaration.from_the_future", party=one.party)
    merge_declarations((signed,), about.agreement)
    return about

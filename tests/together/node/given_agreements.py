"""Declarations about a memorandum, and where it stands."""

from __future__ import annotations

from typing import Any

from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    encode_declaration,
    sign_declaration,
)
from entraide.agreements.signing import SignedAgreement, sign_agreement
from entraide.node.memorandum import documents
from tests.nodes import (
    Bureau,
)

NAME = "Zuleika Exercise Quennell"


def text_of(bureau: Bureau) -> SignedAgreement:
    return bureau.node.read(documents.held_documents).texts[0]


def declared(by: Bureau, act: Act, *, later_ms: int = 0, about: Any = None) -> str:
    """Return a declaration as its file holds it, signed by the party's roots."""
    text = (about or text_of(by)).agreement
    now_ms = by.clock.now_ms()
    one = Declaration(
        agreement=text.digest,
        party=by.id,
        act=act,
        made_ms=now_ms,
        from_ms=now_ms + later_ms,
        reason="EXERCISE",
    )
    signed = SignedDeclaration(one)
    for root in by.roots:
        signed = sign_declaration(signed, text, root)
    return encode_declaration(signed).decode()


async def declare(by: Bureau, act: Act, **changes: Any) -> dict[str, Any]:
    """Adopt it at home and carry it to the partners."""
    await by.perform("agreement.declare", signed=declared(by, act, **changes))
    return await by.perform("agreement.send", agreement=text_of(by).agreement.digest)


def signed_by(text: Any, *bureaus: Bureau) -> SignedAgreement:
    signed = SignedAgreement(text)
    for each in bureaus:
        for root in each.roots:
            signed = sign_agreement(signed, each.id, root)
    return signed


async def state(bureau: Bureau, at: int = 0) -> dict[str, Any]:
    return list((await bureau.perform("agreement.list"))["agreements"])[at]

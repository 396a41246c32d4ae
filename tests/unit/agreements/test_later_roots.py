"""Declarations after root keys rotated: verified by the chain that the memorandum's roots began."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.agreements.declarations import (
    SignedDeclaration,
    decode_declaration,
    encode_declaration,
    is_declared,
    merge_declarations,
    sign_declaration,
    verify_declaration,
)
from entraide.agreements.later_roots import roots_of
from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.key_set import Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from tests.samples import AGREEMENT, DECLARATION, FOLLOWING, KEYS, LATER_DECLARATION, LATER_ROOT
from tests.unit.agreements.given import ES, MA, ROOTS

TEXT = AGREEMENT.agreement
THIEF = SigningKey(b"t" * 32)


def key_set(*signers: SigningKey, roots: SigningKey = THIEF, **changes: object) -> SignedKeySet:
    """A set that lets a root key follow, signed by whoever signs it."""
    named = {"version": 3, "roots": Roots(1, (roots.public,)), **changes}
    signed = SignedKeySet(replace(KEYS, **named), ())  # type: ignore[arg-type]
    for each in signers:
        signed = add_signature(signed, each, Roots(1, (each.public,)))
    return signed


def by(root: SigningKey, *chain: SignedKeySet) -> SignedDeclaration:
    one = SignedDeclaration(DECLARATION.declaration, succession=chain)
    return sign_declaration(one, TEXT, root)


def test_a_declaration_by_roots_that_followed_holds_without_any_node() -> None:
    verify_declaration(LATER_DECLARATION, TEXT)
    again = decode_declaration(encode_declaration(LATER_DECLARATION))
    assert again == LATER_DECLARATION
    assert is_declared(again, TEXT)


def test_a_longer_chain_leads_to_its_last_roots_only() -> None:
    chain = (FOLLOWING, key_set(LATER_ROOT, THIEF))
    assert is_declared(by(THIEF, *chain), TEXT)
    for former in (ROOTS[MA], LATER_ROOT):
        with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
            by(former, *chain)


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        ((key_set(THIEF),), "roots.threshold_not_met"),
        ((key_set(ROOTS[MA]),), "roots.threshold_not_met"),
        ((key_set(ROOTS[ES], THIEF),), "roots.threshold_not_met"),
        ((key_set(ROOTS[MA], THIEF, party=ES, country="ES"),), "keyset.of_another"),
        ((FOLLOWING, key_set(LATER_ROOT, THIEF, version=2)), "card.older_key_set"),
        ((FOLLOWING, key_set(ROOTS[MA], THIEF)), "roots.threshold_not_met"),
    ],
)
def test_nobody_slips_roots_into_the_chain(chain: tuple[SignedKeySet, ...], code: str) -> None:
    with pytest.raises(TrustError) as refused:
        roots_of(TEXT.party(MA), chain)
    assert refused.value.code == code
    forged = replace(DECLARATION, succession=chain)
    assert not is_declared(forged, TEXT)


def test_copies_before_and_after_a_rotation_merge_to_the_later_roots() -> None:
    merged = merge_declarations((DECLARATION, LATER_DECLARATION), TEXT)
    assert merged.signatures == LATER_DECLARATION.signatures
    assert merged.succession == LATER_DECLARATION.succession
    assert is_declared(merged, TEXT)


def test_a_chain_of_garbage_is_refused_when_it_is_read() -> None:
    data = encode_declaration(LATER_DECLARATION)
    for bad in (
        data.replace(b'"threshold":1', b'"threshold":9'),
        data.replace(b"signed-declaration/2", b"signed-declaration/1"),
        data.replace(b"signed-declaration/2", b"signed-declaration/3"),
    ):
        with pytest.raises(RemoteProtocolError):
            decode_declaration(bad)

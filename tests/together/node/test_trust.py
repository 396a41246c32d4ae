"""Whose keys are believed: cards, fingerprints, thresholds of roots, memoranda."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from entraide.agreements.signing import SignedAgreement, encode_signed
from entraide.errors import EntraideError, InputError, TrustError
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.card import Card, sign_card
from entraide.kernel.key_set import KeySet, SignedKeySet, add_signature, sign_key_set
from entraide.kernel.keys import SigningKey
from entraide.node.keys.identity import own_card
from tests.nodes import (
    DE,
    ES,
    MA,
    Bureau,
    adopt,
    asynchronous,
    certified,
    introduce,
    memorandum,
    pin,
)
from tests.together.node.given_trust import opened


def card_with(bureau: Bureau, **changes: object) -> Card:
    """A card whose key set the genuine roots signed, with something else in it."""
    key_set: KeySet = replace(own_card(bureau.node).keys.key_set, **changes)  # type: ignore[arg-type]
    signed = sign_key_set(key_set, bureau.roots[0])
    signing = bureau.node.keyring.signing
    return sign_card(signed, bureau.node.settings.addresses, signing, bureau.clock.now_ms())


@asynchronous
async def test_a_card_is_pinned_only_with_the_fingerprint_that_was_compared(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        card = own_card(es.node)
        other = own_card(ma.node).keys.key_set.fingerprint
        for wrong in (other, "", "00000", card.keys.key_set.fingerprint[:-1]):
            with pytest.raises(TrustError, match=r"partner\.fingerprint_differs"):
                await pin(ma, card, fingerprint=wrong or " ")
        assert not ma.node.partners
        await pin(ma, card, fingerprint=card.keys.key_set.fingerprint.replace(" ", "-"))
        assert set(ma.node.partners) == {ES}
        with pytest.raises(InputError, match=r"partner\.is_ourselves"):
            await pin(ma, own_card(ma.node))


@asynchronous
async def test_no_card_of_unusable_or_borrowed_keys_is_pinned(tmp_path: Path) -> None:
    """Else the node could not be opened again, or would take one partner for another."""
    async with opened(tmp_path, MA, ES, DE) as (ma, es, de):
        await pin(ma, own_card(es.node))
        theirs = own_card(es.node).keys.key_set
        for bad in (
            card_with(de, tls=b"no certificate"),
            card_with(de, tls=theirs.tls),
            card_with(de, log=theirs.log),
            card_with(de, log="no key"),
            card_with(de, witness=theirs.witness),
            card_with(de, opening=theirs.opening),
            card_with(de, country="de"),
            card_with(de, tls=own_card(ma.node).keys.key_set.tls),
        ):
            with pytest.raises(EntraideError):
                await pin(ma, bad)
        assert set(ma.node.partners) == {ES}
        await ma.stop()
        ma.open()  # it opens as before


@asynchronous
async def test_an_address_without_tls_is_no_address(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        keys, now = own_card(es.node).keys, es.clock.now_ms()
        bare = sign_card(keys, ("http://127.0.0.1:8440",), es.node.keyring.signing, now)
        with pytest.raises(TrustError, match=r"card\.no_common_version"):
            await pin(ma, bare)


@asynchronous
async def test_a_card_out_of_its_period_or_changed_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        now = es.clock.now_ms()
        for changes in (
            {"issued_ms": now - 10, "expires_ms": now - 1},
            {"issued_ms": now + 3_600_000},
        ):
            with pytest.raises(TrustError, match=r"card\.out_of_period"):
                await pin(ma, card_with(es, **changes))
        good = own_card(es.node)
        for forged in (
            replace(good, addresses=("https://127.0.0.1:9",)),
            replace(good, signature=bytes(64)),
        ):
            with pytest.raises(TrustError, match=r"signature\.invalid"):
                await pin(ma, forged)
        unsigned = replace(good, keys=SignedKeySet(good.keys.key_set, ()))
        with pytest.raises(TrustError, match=r"roots\.threshold_not_met"):
            await pin(ma, unsigned)


@asynchronous
async def test_other_roots_or_an_older_card_do_not_replace_the_pinned_one(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        await pin(ma, card_with(es, version=5))
        with pytest.raises(TrustError, match=r"partner\.older_card"):
            await pin(ma, card_with(es, version=4))
        usurper = SigningKey.generate()
        roots = replace(own_card(es.node).keys.key_set.roots, keys=(usurper.public,))
        key_set = replace(own_card(es.node).keys.key_set, roots=roots, version=9)
        keys = sign_key_set(key_set, usurper)
        addresses, now = es.node.settings.addresses, es.clock.now_ms()
        card = sign_card(keys, addresses, es.node.keyring.signing, now)
        with pytest.raises(TrustError, match=r"roots\.changed"):
            await pin(ma, card)
        await pin(ma, card_with(es, version=6))


@asynchronous
async def test_two_of_three_roots_must_sign(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, root_keys=3, threshold=2) as (ma,):
        whole = certified(ma, 2)
        for signatures in (
            whole.signatures[:1],
            (whole.signatures[0], whole.signatures[0]),
            (),
        ):
            few = SignedKeySet(whole.key_set, signatures)
            with pytest.raises(TrustError, match=r"roots\.threshold_not_met"):
                await adopt_keys(ma, few)
        await adopt_keys(ma, SignedKeySet(whole.key_set, whole.signatures[1:]))
        with pytest.raises(TrustError, match=r"roots\.not_a_root"):
            add_signature(whole, SigningKey.generate())


async def adopt_keys(bureau: Bureau, signed: SignedKeySet) -> None:
    text = encode_canonical(signed.to_json()).decode()
    await bureau.perform("node.adopt-keys", officer=None, signed=text)


@asynchronous
async def test_a_node_adopts_no_key_set_but_its_own(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        theirs = certified(es).key_set
        ours = certified(ma).key_set
        foreign = (
            theirs,
            replace(ours, party=ES),
            replace(ours, tls=theirs.tls),
            replace(ours, log=theirs.log),
            replace(ours, opening=theirs.opening),
        )
        for key_set in foreign:
            root = (es if key_set is theirs else ma).roots[0]
            with pytest.raises(TrustError, match=r"card\.not_our_key"):
                await adopt_keys(ma, sign_key_set(key_set, root))
        await adopt_keys(ma, certified(ma))


@asynchronous
async def test_a_memorandum_that_names_other_roots_or_another_state_is_refused(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, MA, ES, DE) as (ma, es, de):
        await introduce(ma, es)

        def other_state(body: dict) -> None:  # type: ignore[type-arg]
            body["general"]["parties"][1]["country"] = "FR"

        impostor = replace(es, roots=de.roots)
        with pytest.raises(TrustError, match=r"agreement\.other_roots"):
            await adopt(ma, memorandum(ma, impostor))
        with pytest.raises(TrustError, match=r"agreement\.other_country"):
            await adopt(ma, memorandum(ma, es, change=other_state))
        with pytest.raises(TrustError, match=r"agreement\.not_ours"):
            await adopt(ma, memorandum(es, de))
        assert not ma.node.policies


@asynchronous
async def test_copies_that_each_party_signed_merge_and_only_then_bind(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        await introduce(ma, es)
        whole = memorandum(ma, es)
        halves = [
            SignedAgreement(
                whole.agreement,
                tuple(each for each in whole.signatures if each.party == bureau.id),
            )
            for bureau in (ma, es)
        ]
        first = await adopt(ma, halves[0])
        assert [each["party"] for each in first["missing"]] == [ES]
        assert not ma.node.policies
        second = await adopt(ma, halves[1])
        assert second["missing"] == []
        assert len(ma.node.policies) == 1
        again = await adopt(ma, halves[0])
        assert again["missing"] == []
        held = await ma.perform("agreement.show", agreement=whole.agreement.id)
        assert held["signed"].encode() == encode_signed(whole)

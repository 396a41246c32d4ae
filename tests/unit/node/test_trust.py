"""Whose keys are believed: cards, fingerprints, thresholds of roots, memoranda, officers."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from entraide.agreements.signing import SignedAgreement, encode_signed
from entraide.errors import EntraideError, InputError, PolicyError, StoreError, TrustError
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.card import Card, sign_card
from entraide.kernel.encoding import to_base64
from entraide.kernel.key_set import KeySet, SignedKeySet, add_signature, sign_key_set
from entraide.kernel.keys import SigningKey
from entraide.node.actions import ACTIONS
from entraide.node.keys.identity import own_card
from entraide.node.people.actor import Role, sign_order
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    DE,
    DEALING,
    DUTY,
    ES,
    MA,
    OFFICERS,
    PROTECTION,
    Bureau,
    adopt,
    asynchronous,
    bureau_in,
    certified,
    introduce,
    memorandum,
    pin,
)


@contextlib.asynccontextmanager
async def opened(folder: Path, *parties: str, **kinds: int) -> AsyncIterator[list[Bureau]]:
    bureaus = [bureau_in(folder, party, **kinds) for party in parties]
    try:
        for each in bureaus:
            each.open()
        yield bureaus
    finally:
        for each in bureaus:
            await each.stop()


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


@asynchronous
async def test_every_action_that_needs_an_officer_refuses_without_one(tmp_path: Path) -> None:
    async with opened(tmp_path, MA) as (ma,):
        for name, action in ACTIONS.items():
            if not action.keeper:
                with pytest.raises(PolicyError, match=r"actor\.officer_needed"):
                    await ma.perform(name, officer=None)


@asynchronous
async def test_every_action_refuses_every_role_that_it_does_not_name(tmp_path: Path) -> None:
    async with opened(tmp_path, MA) as (ma,):
        checked = 0
        for name, action in ACTIONS.items():
            for officer, role in OFFICERS.items():
                if Role(role) not in action.roles:
                    with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                        await ma.perform(name, officer=officer)
                    checked += 1
        assert checked > 20
        with pytest.raises(PolicyError):
            await ma.perform("ask", officer=ADMIN, name=["x"], **DEALING)
        with pytest.raises(PolicyError):
            await ma.perform("ask", officer=PROTECTION, name=["x"], **DEALING)


@asynchronous
async def test_an_order_is_the_officers_own_fresh_and_given_once(tmp_path: Path) -> None:
    async with opened(tmp_path, MA) as (ma,):
        order = ma.order("officer.list", {}, DUTY)
        await ma.give(order)
        with pytest.raises(TrustError, match=r"order\.replayed"):
            await ma.give(order)
        for ahead in (-600_000, 600_000):
            moved = replace(ma.order("officer.list", {}, DUTY), at_ms=order.at_ms + ahead)
            with pytest.raises(TrustError, match=r"order\.stale"):
                await ma.give(sign_order(moved, ma.officers[DUTY]))
        for forged in (
            sign_order(ma.order("officer.list", {}, DUTY), ma.officers[CHIEF]),
            replace(ma.order("officer.list", {}, DUTY), signature=b""),
            replace(ma.order("officer.list", {}, DUTY), officer=CHIEF),
            replace(ma.order("officer.list", {}, DUTY), parameters={"x": 1}),
        ):
            with pytest.raises(TrustError, match=r"signature\.invalid"):
                await ma.give(forged)
        with pytest.raises(InputError, match=r"officer\.unknown"):
            await ma.give(replace(ma.order("officer.list", {}, DUTY), officer="Nobody"))


@asynchronous
async def test_an_order_given_to_the_process_before_is_not_taken_again(tmp_path: Path) -> None:
    """The numbers in memory are gone with the process; what it was given must not work again."""
    async with opened(tmp_path, MA) as (ma,):
        order = ma.order("officer.list", {}, DUTY)
        await ma.give(order)
        await ma.stop()
        ma.clock.ahead_ms += 1
        ma.open()
        with pytest.raises(TrustError, match=r"order\.replayed"):
            await ma.give(order)
        await ma.perform("officer.list")


@asynchronous
async def test_the_keeper_is_who_opens_the_nodes_own_key_not_who_reaches_its_socket(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, MA) as (ma,):
        order = ma.order("node.status", {}, None)
        for forged in (replace(order, signature=b""), sign_order(order, ma.officers[CHIEF])):
            with pytest.raises(TrustError, match=r"signature\.invalid"):
                await ma.give(forged)
        await ma.give(order)
        with pytest.raises(TrustError, match=r"order\.replayed"):
            await ma.give(order)


@asynchronous
async def test_one_key_is_never_two_officers(tmp_path: Path) -> None:
    """Else one person would be four eyes."""
    async with opened(tmp_path, MA) as (ma,):
        key = to_base64(ma.officers[DUTY].public.raw)
        with pytest.raises((InputError, StoreError)):
            await ma.perform(
                "officer.add", officer=None, name="Second Name", role="supervisor", public_key=key
            )
        with pytest.raises(InputError, match=r"officer\.exists"):
            await ma.perform(
                "officer.add",
                officer=None,
                name=DUTY,
                role="supervisor",
                public_key=to_base64(SigningKey.generate().public.raw),
            )
        with pytest.raises(InputError):
            await ma.perform(
                "officer.add",
                officer=None,
                name="Third",
                role="emperor",
                public_key=to_base64(SigningKey.generate().public.raw),
            )


@asynchronous
async def test_a_pseudonym_is_stable_and_never_the_name(tmp_path: Path) -> None:
    async with opened(tmp_path, MA, ES) as (ma, es):
        seen = {name: ma.node.keyring.pseudonym(name) for name in OFFICERS}
        assert len(set(seen.values())) == len(OFFICERS)
        assert not any("Secret" in each or name in each for name, each in seen.items())
        assert es.node.keyring.pseudonym(DUTY) != seen[DUTY]
        before = seen[ANALYST]
        await ma.stop()
        ma.open()
        assert ma.node.keyring.pseudonym(ANALYST) == before
        listed = await ma.perform("officer.list")
        assert {each["pseudonym"] for each in listed["officers"]} == set(seen.values())


@pytest.mark.parametrize(
    "parameters",
    [{"unknown": 1}, {"name": "text"}, {"name": [1]}, {"name": ["x"], "urgent": "perhaps"}],
    ids=json.dumps,
)
@asynchronous
async def test_an_action_takes_its_own_parameters_and_no_others(
    tmp_path: Path, parameters: dict[str, object]
) -> None:
    async with opened(tmp_path, MA) as (ma,):
        with pytest.raises(InputError, match=r"action\.bad_parameter"):
            await ma.perform("ask", **{**DEALING, **parameters})

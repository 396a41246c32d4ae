"""Whose orders are carried out: signed by the officer just now, in a role that may, once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from entraide.errors import InputError, PolicyError, StoreError, TrustError
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role, sign_order
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    DEALING,
    DUTY,
    ES,
    MA,
    OFFICERS,
    PROTECTION,
    asynchronous,
)
from tests.together.node.given_trust import opened


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

"""Passkeys: who can register one, and what an order needs before it is performed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import PolicyError, TrustError
from entraide.node.actions import ACTIONS, perform
from entraide.node.people.actor import Order
from entraide.node.people.passkeys import register_passkey, relying_party, verify_passkey
from entraide.node.people.warrants import LOGGED, READING, PasskeyWarrant, SessionWarrant
from tests.authenticator import Authenticator
from tests.nodes import CHIEF, DUTY, MA, Bureau, asynchronous, bureau_in

CHALLENGE = bytes(range(32))
OPENING = {
    "reference": "R-8",
    "legal_basis": "Art. 77",
    "purposes": ["criminal-investigation"],
    "offence": "drugs.trafficking",
    "retention_days": 30,
}


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[tuple[Bureau, Authenticator]]:
    """Open a bureau in which the duty officer has registered a passkey."""
    bureau = bureau_in(folder, MA)
    bureau.open()
    try:
        key = Authenticator(relying_party(bureau.node).origin)
        await register(bureau, key)
        yield bureau, key
    finally:
        await bureau.stop()


async def register(bureau: Bureau, key: Authenticator, officer: str = DUTY) -> None:
    code = (await bureau.perform("officer.passkey", officer=officer))["code"]
    await register_passkey(bureau.node, code, key.create(CHALLENGE), CHALLENGE)


def ordered(bureau: Bureau, action: str, officer: str = DUTY, **parameters: Any) -> Order:
    return Order(
        action=action,
        parameters=parameters,
        officer=officer,
        at_ms=bureau.clock.now_ms(),
        nonce=bureau.clock.random(16).hex(),
    )


def signed(order: Order, key: Authenticator) -> Order:
    response = key.sign(order.challenge)
    credential = json.loads(response)["id"]
    return replace(order, warrant=PasskeyWarrant(credential=credential, response=response))


async def done(bureau: Bureau, order: Order) -> Any:
    return await perform(bureau.node, order, lambda _: None)


@asynchronous
async def test_a_passkey_decides_by_signing_the_orders_hash_and_the_log_says_so(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as (bureau, key):
        order = signed(ordered(bureau, "case.open", **OPENING), key)
        await done(bureau, order)
        entry = next(row for row in reversed(await bureau.log()) if row["action"] == "case.opened")
        assert order.warrant is not None
        assert entry["ids"]["order_signature"] == order.warrant.token


@asynchronous
async def test_a_session_reads_and_never_decides(tmp_path: Path) -> None:
    async with desk(tmp_path) as (bureau, _):
        session = SessionWarrant("0" * 32)
        await done(bureau, replace(ordered(bureau, "inbox"), warrant=session))
        viewed = [row for row in await bureau.log() if row["action"] == "console.viewed"]
        assert viewed[-1]["ids"]["viewed"] == "inbox"
        order = replace(ordered(bureau, "case.open", **OPENING), warrant=session)
        with pytest.raises(PolicyError, match=r"order\.needs_passkey"):
            await done(bureau, order)


@asynchronous
async def test_what_is_changed_after_signing_is_refused(tmp_path: Path) -> None:
    async with desk(tmp_path) as (bureau, key):
        order = signed(ordered(bureau, "case.open", **OPENING), key)
        other = replace(order, parameters={**OPENING, "retention_days": 3_000})
        with pytest.raises(TrustError, match=r"passkey\.refused"):
            await done(bureau, other)


@asynchronous
async def test_nobody_acts_with_the_passkey_of_a_colleague(tmp_path: Path) -> None:
    async with desk(tmp_path) as (bureau, key):
        with pytest.raises(TrustError, match=r"passkey\.of_another"):
            await done(bureau, signed(ordered(bureau, "inbox", CHIEF), key))


@asynchronous
async def test_an_order_signed_by_passkey_is_performed_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as (bureau, key):
        order = signed(ordered(bureau, "inbox"), key)
        await done(bureau, order)
        with pytest.raises(TrustError):
            await done(bureau, order)


@asynchronous
async def test_a_key_without_its_user_a_copy_of_a_key_and_another_site_are_refused(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as (bureau, key):
        await verified(bureau, key)
        for lie in ({"flags": 0x01}, {"counter": 0}, {"origin": "https://evil.example"},
                    {"site": "evil.example"}):  # fmt: skip
            with pytest.raises(TrustError, match=r"passkey\.refused"):
                await verified(bureau, replace(key, **lie))
        with pytest.raises(TrustError, match=r"passkey\.unknown"):
            await verified(bureau, Authenticator(key.origin))


async def verified(bureau: Bureau, key: Authenticator) -> str:
    response = key.sign(CHALLENGE)
    credential = json.loads(response)["id"]
    warrant = PasskeyWarrant(credential=credential, response=response)
    return await verify_passkey(bureau.node, warrant, CHALLENGE)


@asynchronous
async def test_a_code_is_used_once_for_a_quarter_of_an_hour_and_only_by_a_true_key(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as (bureau, key):
        issued = await bureau.perform("officer.passkey", officer=CHIEF)
        again = Authenticator(key.origin)
        with pytest.raises(TrustError, match=r"passkey\.refused"):
            await enter(bureau, again, issued["code"], challenge=bytes(32))
        await enter(bureau, again, issued["code"].upper())
        with pytest.raises(TrustError, match=r"passkey\.bad_code"):
            await enter(bureau, Authenticator(key.origin), issued["code"])
        late = await bureau.perform("officer.passkey", officer=CHIEF)
        bureau.clock.ahead_ms += 900_001
        with pytest.raises(TrustError, match=r"passkey\.bad_code"):
            await enter(bureau, Authenticator(key.origin), late["code"])


async def enter(
    bureau: Bureau, key: Authenticator, code: str, challenge: bytes = CHALLENGE
) -> None:
    await register_passkey(bureau.node, code, key.create(challenge), CHALLENGE)


@asynchronous
async def test_nobody_orders_a_code_for_somebody_else(tmp_path: Path) -> None:
    """The order names no officer: the code is for whoever signed it."""
    async with desk(tmp_path) as (bureau, _):
        issued = await bureau.perform("officer.passkey", officer=CHIEF)
        assert issued["officer"] == CHIEF
        with pytest.raises(PolicyError, match=r"actor\.officer_needed"):
            await bureau.perform("officer.passkey", officer=None)


def test_what_a_session_suffices_for_is_known_and_discloses_nothing() -> None:
    assert set(ACTIONS) >= READING >= LOGGED
    telling = {"ask", "request", "release", "refuse", "answer", "inform", "withdraw", "export"}
    assert not READING & telling

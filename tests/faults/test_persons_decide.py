"""Where the agreement wants a person: allowed, refused with a ground, by two, in time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import PolicyError, TrustError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT, payload_hash
from tests.nodes import (
    ANALYST,
    CHIEF,
    MISSING,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
)


@asynchronous
async def test_a_sensitive_purpose_waits_for_a_person_who_allows(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        first = asked["answers"][0]
        assert (first["result"], first["article"]) == ("waits-for-a-person", "Art. 2.4")
        waiting = (await es.perform("inbox"))["waiting"]
        assert [row["thread"] for row in waiting] == [asked["thread"]]
        assert waiting[0]["author"] == ma.pseudonym
        assert (await es.approve(asked["thread"]))["answered"] == "answer:hit"
        assert (await ma.perform("answers"))["answers"][0]["result"] == "hit"
        assert (await es.perform("inbox"))["waiting"] == []


@asynchronous
async def test_a_person_refuses_with_a_ground_and_no_record_is_searched(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        refused = await es.approve(asked["thread"], refuse="safeguards")
        assert refused["answered"] == "denied"
        row = (await ma.perform("answers"))["answers"][0]
        assert (row["state"], row["code"]) == ("denied", "refused.safeguards")


def both_look(body: dict[str, Any]) -> None:
    body["exchange"]["two-officers-for"] = ["hit-no-hit"]


@asynchronous
async def test_four_eyes_are_two_officers_keys_over_one_payload(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=both_look) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        thread = asked["thread"]
        once = await es.approve(thread)
        assert (once["approvals"], once["needed"]) == (1, 2)
        twice = await es.approve(thread)
        assert (twice["approvals"], twice["needed"]) == (1, 2)
        assert (await ma.perform("answers"))["answers"][0]["state"] == "referred"
        assert (await es.approve(thread, officer=CHIEF))["answered"] == "answer:hit"
        await eventually(lambda: has_state(ma, "hit"))


async def has_state(bureau: Bureau, state: str) -> bool:
    return bool((await bureau.perform("answers"))["answers"][0]["state"] == state)


@asynchronous
async def test_two_officers_who_decide_differently_are_not_four_eyes(tmp_path: Path) -> None:
    """One allows, the other refuses: two payloads, so neither has two keys."""
    async with exchange(tmp_path, change=both_look) as (ma, es):
        asked = await ma.perform("ask", **{"name": ["Nobody"], **MISSING})
        await es.approve(asked["thread"])
        refused = await es.approve(asked["thread"], officer=CHIEF, refuse="safeguards")
        assert refused.get("answered") in {None, "denied"}
        assert not await has_state(ma, "no-hit")


@asynchronous
async def test_an_approval_signed_by_another_officer_is_none(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=both_look) as (ma, es):
        asked = await ma.perform("ask", **{"name": ["Nobody"], **MISSING})
        thread = asked["thread"]
        es.officers = {**es.officers, "nobody": es.officers[CHIEF]}
        forged = await signed_by(es, thread, CHIEF)
        with pytest.raises(TrustError, match=r"signature\.invalid"):
            await es.perform("answer", thread=thread, refuse=None, approval=forged)
        for_another = await signed_by(es, thread, "Amina Secret", refuse="safeguards")
        with pytest.raises(TrustError, match=r"signature\.invalid"):
            await es.perform("answer", thread=thread, refuse=None, approval=for_another)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await es.approve(thread, officer=ANALYST)
        assert [row["thread"] for row in (await es.perform("inbox"))["waiting"]] == [thread]


async def signed_by(es: Bureau, thread: str, officer: str, refuse: str | None = None) -> str:

    waiting = (await es.perform("inbox"))["waiting"]
    digest = next(row["question"] for row in waiting if row["thread"] == thread)
    payload = payload_hash(digest, refuse).encode()
    return to_base64(es.officers[officer].sign(payload, context=APPROVAL_CONTEXT))


@asynchronous
async def test_a_question_that_waited_too_long_is_not_answered(tmp_path: Path) -> None:
    """Art. 2.4: the person decides while the question is valid; afterwards nothing is searched."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        ma.clock.ahead_ms = es.clock.ahead_ms = 25 * 3_600_000
        assert (await es.perform("inbox"))["waiting"] == []
        await eventually(lambda: has_state(ma, "expired"))
        payload = await question_digest(es, asked["thread"])
        with pytest.raises(Exception, match=r"referral\.not_waiting"):
            await es.perform("answer", thread=asked["thread"], refuse=None, approval=payload)
        assert "answer.sent" not in await es.actions()


async def question_digest(es: Bureau, thread: str) -> str:

    table = schema.message.c
    digest = es.node.read(
        lambda c: c.scalar(select(table.digest).where(table.thread == thread, table.incoming == 1))
    )
    payload = payload_hash(str(digest), None).encode()
    return to_base64(es.officers["Amina Secret"].sign(payload, context=APPROVAL_CONTEXT))

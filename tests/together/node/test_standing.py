"""Questions left standing: by two officers, for thirty days, renewed once, erased at their end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError, PolicyError
from entraide.exchange.conversation import State
from entraide.exchange.request import follow_up
from entraide.exchange.standing import Standing
from entraide.kernel.encoding import to_base64
from entraide.kernel.message import Message
from entraide.node.mail.post import framing, state_of_thread
from entraide.node.people.payloads import APPROVAL_CONTEXT
from entraide.node.question.standing_held import end_overdue
from entraide.node.question.standing_rows import held_question, standing_rows
from entraide.node.question.standing_steps import screen_standing
from tests.nodes import (
    ANALYST,
    CHIEF,
    DUTY,
    ES,
    MA,
    MISSING,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
    sealed,
)

NAME = "Abdelatif Ben Ali"
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


def standing(body: dict[str, Any]) -> None:
    """Change a memorandum: what nobody saw may be left standing, by two officers."""
    body["exchange"]["forms"].append("standing")
    body["exchange"]["two-officers-for"].append("standing")


def rare(body: dict[str, Any]) -> None:
    standing(body)
    body["exchange"]["budgets"][0]["limit"] = 2


async def asked(ma: Bureau, **wanted: Any) -> str:
    (answer,) = await ma.ask(NAME, **wanted)
    assert answer["result"] == "no-hit"
    return str((await ma.perform("answers"))["answers"][0]["thread"])


async def leave(ma: Bureau, thread: str, officer: str = DUTY) -> dict[str, Any]:
    preview = await ma.perform("standing.preview", officer=officer, thread=thread)
    payload = preview["payload"].encode()
    signed = to_base64(ma.officers[officer].sign(payload, context=APPROVAL_CONTEXT))
    return await ma.perform("standing.leave", officer=officer, thread=thread, approval=signed)


async def left(ma: Bureau, **wanted: Any) -> str:
    thread = await asked(ma, **wanted)
    await leave(ma, thread)
    result = await leave(ma, thread, ANALYST)
    assert [each["result"] for each in result["delivery"]] == ["receipted"]
    return thread


def states(ma: Bureau, es: Bureau, thread: str) -> tuple[State | None, State | None]:
    ours = ma.node.read(lambda c: state_of_thread(c, thread, ES, asking=True))
    theirs = es.node.read(lambda c: state_of_thread(c, thread, MA, asking=False))
    return ours, theirs


def later(*bureaus: Bureau, ms: int) -> None:
    for each in bureaus:
        each.clock.ahead_ms += ms


async def forged(ma: Bureau, es: Bureau, thread: str, **changes: Any) -> str:
    """Send a standing message past our own rules; return the kind or code that comes back."""
    question, _ = ma.node.read(lambda c: held_question(c, thread, ES, incoming=False)) or (None, 0)
    assert question is not None
    said = {"query": question.digest, "officers": (DUTY[:5], ANALYST[:5]), "renewal": False}
    body = Standing(**{**said, **changes})
    message: Message = follow_up(question, body, ma.pseudonym, framing(ma.node, thread), ours=True)
    posted = await ma.post(es, sealed(ma, message))
    return ma.opened(es, posted.body).kind if posted.status == 200 else posted.code


@asynchronous
async def test_a_no_hit_left_standing_by_two_becomes_a_hit_when_the_record_comes(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        thread = await asked(ma)
        assert (await leave(ma, thread))["approvals"] == 1
        assert (await leave(ma, thread))["approvals"] == 1, "one officer twice is one officer"
        await leave(ma, thread, ANALYST)
        assert states(ma, es, thread) == (State.STANDING, State.STANDING)
        await es.hold(person("EX-0", "Somebody Else"))
        later(ma, es, ms=7 * HOUR_MS)
        assert await screen_standing(es.node) == 0
        await es.hold(person("EX-1", NAME))
        assert await screen_standing(es.node) == 0, "not before the next step of the grid"
        later(ma, es, ms=6 * HOUR_MS)
        assert await screen_standing(es.node) == 1
        await eventually(lambda: states(ma, es, thread) == (State.HIT, State.HIT))
        for officer in (DUTY, ANALYST):  # who asked, and who left it standing
            words = (await ma.perform("inbox", officer=officer))["alerts"]
            assert [each["what"] for each in words] == ["answer:hit"]
        (row,) = (await ma.perform("standing.list", officer=PROTECTION))["standing"]
        assert (row["state"], row["ended"]) == ("ended", "hit")
        (answer,) = (await ma.perform("answers", thread=thread))["answers"]
        requested = await ma.perform(
            "request", reference=answer["hits"][0]["reference"], categories=["names"], reason="w"
        )
        assert requested["thread"] == thread
        later(ma, es, ms=6 * HOUR_MS)
        assert await screen_standing(es.node) == 0, "one hit ends it"


@asynchronous
async def test_a_protected_or_restricted_record_never_becomes_a_late_hit(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        thread = await left(ma)
        await es.hold(person("EX-1", NAME, protected=["refugee"]))
        await es.hold(person("EX-2", NAME, restricted_to=["MA"], reason="security"))
        later(ma, es, ms=7 * HOUR_MS)
        assert await screen_standing(es.node) == 0
        assert states(ma, es, thread) == (State.STANDING, State.STANDING)


@asynchronous
async def test_a_memorandum_without_the_form_never_lets_a_question_stand(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await asked(ma)
        with pytest.raises(PolicyError, match=r"ask\.denied") as denied:
            await leave(ma, thread)
        assert denied.value.data["article"] == "Art. 2.5"
        assert await forged(ma, es, thread) == "denied", "the holder decides by itself"
        assert es.node.read(lambda c: standing_rows(c, asking=False)) == []
        assert states(ma, es, thread)[1] is State.NO_HIT


@asynchronous
async def test_what_is_sensitive_or_excluded_is_never_left_standing(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        await ma.ask(NAME, **MISSING)
        (waiting,) = (await es.perform("inbox"))["waiting"]
        await es.approve(waiting["thread"])
        await eventually(lambda: states(ma, es, waiting["thread"])[0] is State.NO_HIT)
        with pytest.raises(PolicyError) as denied:
            await leave(ma, waiting["thread"])
        assert denied.value.data["reason"] == "policy.standing_sensitive"
        assert await forged(ma, es, waiting["thread"]) == "denied"
        excluded = await ma.ask(NAME, offence="migration.irregular-stay")
        assert excluded[0]["article"] == "Art. 9.1"
        assert es.node.read(lambda c: standing_rows(c, asking=False)) == []


@asynchronous
async def test_a_standing_question_counts_against_the_budget_on_both_sides(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=rare) as (ma, es):
        await left(ma)
        (answer,) = await ma.ask(NAME)
        assert answer["code"] == "policy.budget_exceeded"
        later(ma, es, ms=DAY_MS)
        one, two = await asked(ma), await asked(ma, case="R-2")
        assert await forged(ma, es, one) == "denied"
        assert one != two


@asynchronous
async def test_it_is_renewed_once_by_two_officers_and_ends_after_sixty_days_erased(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        thread = await left(ma)
        assert await forged(ma, es, thread) == "standing.not_renewable"
        later(ma, es, ms=20 * DAY_MS)
        await leave(ma, thread, CHIEF)
        await leave(ma, thread, ANALYST)
        with pytest.raises(InputError, match=r"standing\.spent"):
            await leave(ma, thread)
        assert await forged(ma, es, thread, renewal=True) == "standing.not_renewable"
        later(ma, es, ms=29 * DAY_MS)
        await screen_standing(es.node)
        assert states(ma, es, thread)[1] is State.STANDING
        later(ma, es, ms=2 * DAY_MS)
        await screen_standing(es.node)
        assert states(ma, es, thread)[1] is State.NO_HIT
        assert es.node.read(lambda c: held_question(c, thread, MA, incoming=True)) is None
        later(ma, es, ms=2 * DAY_MS)
        await end_overdue(ma.node)
        assert states(ma, es, thread)[0] is State.NO_HIT
        with pytest.raises(InputError, match=r"standing\.spent"):
            await leave(ma, thread)
        assert await forged(ma, es, thread) == "standing.no_question"


@asynchronous
async def test_taken_back_it_is_erased_at_the_holder_with_its_key(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        thread = await left(ma)
        await ma.perform("standing.withdraw", thread=thread)
        assert states(ma, es, thread) == (State.NO_HIT, State.NO_HIT)
        kept = es.node.read(
            lambda c: c.scalars(
                select(schema.message.c.kind).where(schema.message.c.content != ERASED)
            ).all()
        )
        assert "query" not in kept
        assert "standing" not in kept
        assert es.node.read(lambda c: c.scalars(select(schema.doomed_key.c.number)).all()) == []
        await es.hold(person("EX-1", NAME))
        later(ma, es, ms=7 * HOUR_MS)
        assert await screen_standing(es.node) == 0
        reasons = [row["ids"] for row in await es.log() if row["action"] == "message.erased"]
        assert {each["reason"] for each in reasons} == {"purpose-ended"}


@asynchronous
async def test_nobody_leaves_anothers_question_standing_or_signs_for_two(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        thread = await asked(ma)
        assert await forged(ma, es, thread, query="0" * 64) == "standing.no_question"
        same = (ma.pseudonym, ma.pseudonym)
        with pytest.raises(EntraideError, match=r"field\.malformed"):
            await forged(ma, es, thread, officers=same)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("standing.preview", officer=PROTECTION, thread=thread)
        await es.hold(person("EX-1", "Karim Alami"))
        await ma.ask("Karim Alami")
        hit = (await ma.perform("answers"))["answers"][0]["thread"]
        with pytest.raises(InputError, match=r"standing\.no_no_hit"):
            await leave(ma, hit)
        assert await forged(ma, es, hit) == "conversation.out_of_turn"


@asynchronous
async def test_where_the_memorandum_is_suspended_a_late_hit_does_not_leave(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=standing) as (ma, es):
        await left(ma)
        await es.hold(person("EX-1", NAME))
        policies, es.node.policies = es.node.policies, ()
        later(ma, es, ms=7 * HOUR_MS)
        assert await screen_standing(es.node) == 0
        es.node.policies = policies
        later(ma, es, ms=6 * HOUR_MS)
        assert await screen_standing(es.node) == 1

"""The agreement binds at the asker and, whatever the asker skips, at the holder (Art. 1 to 9)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.nodes import (
    DE,
    ES,
    MA,
    MISSING,
    Bureau,
    Change,
    adopt,
    asynchronous,
    budget,
    bureau_in,
    exchange,
    introduce,
    memorandum,
    person,
    question,
    sealed,
    today,
)

DAY = timedelta(days=1)


async def denied(ma: Bureau, es: Bureau, **changes: Any) -> tuple[str, str]:
    """Put a question without asking our own policy; return the holder's code and article."""
    posted = await ma.post(es, sealed(ma, question(ma, es, "Abdelatif Ben Ali", **changes)))
    assert posted.status == 200, posted.body
    message = ma.opened(es, posted.body)
    assert message.kind == "denied"
    assert "denied.sent" in await es.actions()
    return str(message.body["code"]), str(message.body["article"])


def period(**days: int) -> Change:
    """Change the days of a memorandum, counted from today."""

    def change(body: dict[str, Any]) -> None:
        final, safe = body["final-provisions"], body["safeguards"]
        for name, by in days.items():
            where = safe if name == "review_by" else final
            where[name.replace("_", "-")] = (today() + timedelta(days=by)).isoformat()

    return change


def excluding(*offences: str) -> Change:
    def change(body: dict[str, Any]) -> None:
        body["safeguards"]["excluded-offences"] = list(offences)

    return change


LAPSED = {
    "expired, article 8.2": (period(expires=0, review_by=-1, entry_into_force=-9), "Art. 8.2"),
    "review lapsed, article 9.6": (period(review_by=0), "Art. 9.6"),
    "not yet in force, article 8.1": (period(entry_into_force=2, review_by=9), "Art. 8.1"),
    "excluded by the parties, article 9.1": (excluding("drugs.trafficking"), "Art. 9.1"),
}


@pytest.mark.parametrize("name", LAPSED)
@asynchronous
async def test_nothing_passes_under_a_memorandum_that_does_not_cover_it(
    tmp_path: Path, name: str
) -> None:
    change, article = LAPSED[name]
    async with exchange(tmp_path, change=change) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        own = await ma.ask("Abdelatif Ben Ali", to=[ES])
        assert [(each["by"], each["article"]) for each in own] == [("our own policy", article)]
        assert (await ma.status())["outbox"] == 0
        assert "query.received" not in await es.actions()
        assert (await denied(ma, es))[1] == article


EXCLUDED = (
    "migration.irregular-stay",
    "political.opposition",
    "religious.blasphemy",
    "opinion.criticism",
    "family.adultery",
    "status.homosexuality",
)


@asynchronous
async def test_offences_that_are_never_exchanged_are_denied_with_article_9_1(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        for offence in EXCLUDED:
            own = await ma.ask("Abdelatif Ben Ali", offence=offence)
            assert [each["article"] for each in own] == ["Art. 9.1"], offence
            assert (await denied(ma, es, body_offence=offence))[1] == "Art. 9.1", offence
        assert (await es.actions()).count("query.received") == len(EXCLUDED)


@asynchronous
async def test_an_unknown_purpose_offence_or_category_is_denied_at_the_holder(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        assert await denied(ma, es, purpose="curiosity") == (
            "policy.purpose_not_agreed",
            "Art. 2.3",
        )
        assert (await denied(ma, es, body_offence="sorcery"))[1] == "Art. 2.1"
        subject = dict(question(ma, es).body["subject"])
        subject["identifiers"] = [{"kind": "shoe-size", "value": "43"}]
        assert (await denied(ma, es, body_subject=subject))[1] == "Art. 2.2"
        assert (await denied(ma, es, body_case="  "))[1] == "Art. 2.11"
        assert await denied(ma, es, agreement="0" * 64) == ("policy.no_agreement", "none")


@asynchronous
async def test_partners_without_an_agreement_learn_nothing(tmp_path: Path) -> None:
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    try:
        await ma.start()
        await es.start()
        await introduce(ma, es)
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        own = await ma.ask("Abdelatif Ben Ali", to=[ES])
        assert [(each["by"], each["code"]) for each in own] == [
            ("our own policy", "policy.no_agreement")
        ]
        assert await denied(ma, es) == ("policy.no_agreement", "none")
    finally:
        await ma.stop()
        await es.stop()


@asynchronous
async def test_an_agreement_of_others_covers_nobody_else(tmp_path: Path) -> None:
    """Germany names the memorandum that Spain has with Morocco."""
    async with exchange(tmp_path) as (ma, es):
        de = bureau_in(tmp_path, DE)
        try:
            await de.start()
            await introduce(ma, es, de)
            digest = ma.node.policies[0].digest
            code = await denied(de, es, agreement=digest)
            assert code == ("policy.asker_not_a_party", "Art. 1.1")
        finally:
            await de.stop()


@asynchronous
async def test_of_twenty_questions_at_once_a_budget_of_five_lets_five_pass(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(5)) as (ma, es):
        envelopes = [sealed(ma, question(ma, es)) for _ in range(20)]
        posted = await asyncio.gather(*(ma.post(es, each) for each in envelopes))
        kinds = [ma.opened(es, each.body) for each in posted]
        codes = [message.body.get("code", "passed") for message in kinds]
        assert codes.count("passed") == 5
        assert codes.count("policy.budget_exceeded") == 15
        again = await asyncio.gather(*(ma.post(es, each) for each in envelopes))
        assert [each.body for each in again] == [each.body for each in posted]


@asynchronous
async def test_the_asker_stops_at_its_own_count_of_the_budget(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(2)) as (ma, es):
        results = [(await ma.ask("Nobody"))[0] for _ in range(3)]
        assert [each["result"] for each in results] == ["no-hit", "no-hit", "denied"]
        assert results[2]["by"] == "our own policy"
        assert (await es.actions()).count("query.received") == 2


@asynchronous
async def test_officers_who_ask_at_once_cannot_overdraw_the_budget(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(3)) as (ma, es):
        found = await asyncio.gather(*(ma.ask(f"Nobody {at}") for at in range(9)))
        assert [each[0]["result"] for each in found].count("no-hit") == 3
        passed = [e for e in await es.actions() if e == "answer.sent"]
        assert len(passed) == 3


@asynchronous
async def test_two_partners_may_use_one_thread_and_each_is_answered(tmp_path: Path) -> None:
    """Threads are shared in a tripartite question; the officer decides each partner's own."""
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        thread = "ab" * 16
        for asker in (ma, es):
            put = question(asker, de, thread=thread, **sensitive())
            assert (await asker.post(de, sealed(asker, put))).status == 200
        for _ in range(2):
            await de.approve(thread)
        assert (await de.perform("inbox"))["waiting"] == []


def sensitive() -> dict[str, Any]:
    return {"purpose": MISSING["purpose"], "body_offence": MISSING["offence"]}


@asynchronous
async def test_a_lost_memorandum_stops_a_waiting_question(tmp_path: Path) -> None:
    """What the memorandum allowed when the question came it must still allow when it is decided."""
    async with exchange(tmp_path, change=period(review_by=1)) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        now = es.clock.now_ms()
        midnight = (now // 86_400_000 + 1) * 86_400_000
        ma.clock.ahead_ms = es.clock.ahead_ms = midnight - now + 1_000
        decided = await es.approve(asked["thread"])
        assert decided["answered"] == "denied"
        row = (await ma.perform("answers"))["answers"][0]
        assert (row["state"], row["article"]) == ("denied", "Art. 9.6")


@asynchronous
async def test_the_holder_believes_its_own_copy_of_the_memorandum(tmp_path: Path) -> None:
    """The asker holds a wider text under another digest: the holder never signed it."""
    async with exchange(tmp_path, change=budget(1)) as (ma, es):
        await adopt(ma, memorandum(ma, es, change=budget(1_000)))
        wider = next(
            each.digest
            for each in ma.node.policies
            if each.agreement.exchange.budgets[0].limit == 1_000
        )
        assert await denied(ma, es, agreement=wider) == ("policy.no_agreement", "none")

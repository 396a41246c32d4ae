"""Notices under attack: an abusive issuer, an insider, a partner that lies, a wire that repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.exchange.notice.bodies import (
    NoticeAnswer,
    NoticeChange,
    NoticeErased,
    Published,
    PursuitStep,
    Sighting,
    Verdict,
)
from entraide.exchange.notice.lifecycle import Event
from entraide.exchange.notice.pursuit import Step
from entraide.exchange.notice.terms import PersonStatus
from tests.faults.given_notices import post, two
from tests.nodes import (
    ANALYST,
    CHIEF,
    DE,
    DUTY,
    ES,
    MA,
    asynchronous,
    exchange,
    today,
)
from tests.notices import (
    BORN,
    NAME,
    RED,
    TRACES,
    answers,
    approval,
    confirmed,
    drafted,
    notice_of,
    published,
    received,
    reviewed,
    standing_at,
    vouched_for,
    wanted,
)
from tests.together.node.test_erasure import traces


@asynchronous
async def test_neither_the_drafter_nor_one_officer_alone_brings_a_notice_out(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, es):
        result = await ma.perform("notice.draft", **RED)  # the duty officer drafts
        notice = result["notice"]
        with pytest.raises(InputError, match=r"notice\.not_submitted"):
            await ma.perform("notice.review", officer=CHIEF, notice=notice, answers=answers())
        await ma.perform("notice.submit", notice=notice)
        with pytest.raises(PolicyError, match=r"notice\.own_draft"):
            await ma.perform("notice.review", notice=notice, answers=answers())
        with pytest.raises(InputError, match=r"notice\.not_in_review"):
            await ma.perform("notice.publish", notice=notice)
        with pytest.raises(InputError, match=r"notice\.unanswered"):
            await ma.perform("notice.review", officer=CHIEF, notice=notice, answers=answers()[1:])
        shown = await ma.perform("notice.review", officer=CHIEF, notice=notice, answers=answers())
        for _ in range(2):  # the same officer twice is one officer
            await confirmed(ma, notice)
        signed = approval(ma, shown["payload"], DUTY)
        with pytest.raises(PolicyError, match=r"notice\.own_draft"):
            await ma.perform("notice.confirm", notice=notice, approval=signed)
        with pytest.raises(PolicyError, match=r"notice\.not_confirmed.*not_two_officers"):
            await ma.perform("notice.publish", notice=notice)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("notice.publish", officer=ANALYST, notice=notice)
        assert await received(es) == []


@asynchronous
async def test_an_answer_that_stops_a_notice_and_a_flag_that_nobody_took_up(
    tmp_path: Path,
) -> None:
    async with two(tmp_path) as (ma, _):
        stopped = await drafted(ma)
        refused = await ma.perform(
            "notice.review", notice=stopped, answers=answers(refugee="from-the-issuing-state")
        )
        assert (refused["state"], refused["stopped_by"]) == ("refused", ["refugee"])
        with pytest.raises(InputError, match=r"notice\.not_in_review"):
            await ma.perform("notice.publish", notice=stopped)

        declined = await drafted(ma)
        await ma.perform("notice.decline", notice=declined, reason="article-3")
        assert (await ma.perform("notice.status", notice=declined))["reason"] == "article-3"

        flagged = await drafted(ma)
        await reviewed(ma, flagged, death_penalty="possible-without-assurance")
        with pytest.raises(PolicyError, match=r"notice\.flagged.*death-penalty"):
            await confirmed(ma, flagged)
        done = await confirmed(ma, flagged, despite=["death-penalty"])
        assert done["approvals"] == 2
        again = answers(death_penalty="no")  # other answers: earlier signatures stand for nothing
        await ma.perform("notice.review", notice=flagged, answers=again)
        with pytest.raises(PolicyError, match=r"notice\.not_confirmed"):
            await ma.perform("notice.publish", notice=flagged)


@pytest.mark.parametrize("status", ["refugee", "victim", "witness", "minor"])
@asynchronous
async def test_a_protected_person_is_in_no_notice_also_where_protection_comes_late(
    tmp_path: Path, status: str
) -> None:
    async with two(tmp_path) as (ma, es):
        notice = await drafted(ma)
        await reviewed(ma, notice)
        await confirmed(ma, notice)
        await ma.hold(wanted(protected=[status]))
        with pytest.raises(PolicyError, match=r"notice\.protected"):
            await ma.perform("notice.publish", notice=notice)
        with pytest.raises(PolicyError, match=r"notice\.protected"):
            await ma.perform("notice.draft", officer=ANALYST, **RED)
        assert await received(es) == []


@asynchronous
async def test_what_the_machine_finds_keeps_a_draft_from_review(tmp_path: Path) -> None:
    async with two(tmp_path) as (ma, _):
        for changes in ({"offence": "political.insult"}, {"max_months": 12}, {"countries": []}):
            result = await ma.perform("notice.draft", officer=ANALYST, **{**RED, **changes})
            assert result["findings"]
            with pytest.raises(InputError, match=r"notice\.not_ready"):
                await ma.perform("notice.submit", officer=ANALYST, notice=result["notice"])


def _no_notices(body: dict[str, Any]) -> None:
    body["exchange"]["forms"] = ["hit-no-hit", "request"]
    body["exchange"]["two-officers-for"] = []


@asynchronous
async def test_deny_by_default_no_agreement_on_notices_no_notice(tmp_path: Path) -> None:
    async with two(tmp_path, change=_no_notices) as (ma, es):
        notice = await drafted(ma)
        await reviewed(ma, notice)
        await confirmed(ma, notice)
        with pytest.raises(PolicyError, match=r"notice\.nobody_may.*Art. 2.5"):
            await ma.perform("notice.publish", notice=notice)
        told = notice_of(MA)
        await post(ma, es, Published(notice=told, review=vouched_for(told)))
        (copy,) = await received(es)
        assert (copy["verdict"], copy["code"]) == ("refused", "policy.form_not_agreed")


@asynchronous
async def test_a_record_withheld_from_a_state_goes_to_the_others_only(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await ma.hold(wanted(restricted_to=["ES"], reason="exercise"))
        await published(ma)
        assert len(await received(de)) == 1
        assert await received(es) == []


@asynchronous
async def test_an_abusive_issuer_gets_a_code_for_each_abuse_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    """Each is what an honest node would never send; the recipient's machine stops it by itself."""
    base = notice_of(MA)
    assert base.judicial is not None
    abuses = {
        "policy.never_exchanged": (replace(base, offence="political.insult"), {}),
        "policy.category_not_agreed": (
            replace(base, values=(*base.values, replace(base.values[0], prop="religion"))),
            {},
        ),
        "notice.penalty_too_light": (
            replace(base, judicial=replace(base.judicial, max_months=6)),
            {},
        ),
        "notice.incomplete": (replace(base, texts=()), {}),
        "notice.status_not_fitting": (replace(base, status=PersonStatus.WITNESS), {}),
        "notice.kept_too_long": (
            replace(base, expires=(today() + timedelta(days=2_000)).isoformat()),
            {},
        ),
        "notice.review_blocks": (base, {"refugee": "from-the-issuing-state"}),
        "notice.not_two_officers": (base, {"officers": ("officer-one", "officer-one")}),
        "notice.review_signature": (base, {}),
    }
    async with two(tmp_path) as (ma, es):
        for number, (code, (notice, review)) in enumerate(abuses.items()):
            told = replace(notice, id=f"{number:032x}")
            vouched = vouched_for(told, **review)
            if code == "notice.review_signature":
                vouched = vouched_for(replace(told, case="another"))
            assert await post(ma, es, Published(notice=told, review=vouched)) == ""
        copies = await received(es)
        assert {each["code"] for each in copies} == set(abuses)
        assert {each["verdict"] for each in copies} == {"refused"}
        assert traces(es.folder, *TRACES) == {}
        listed = await es.perform("notice.list")
        assert listed["received"] == []
        figures = await es.perform("notice.figures", year=today().year)
        assert sum(figures["received"].values()) == len(abuses)
        with pytest.raises(InputError, match=r"notice\.not_waiting"):
            await es.perform("notice.accept", notice="0" * 32)
        # what is not its own, or not where it belongs, is refused before anything is kept
        good = replace(base, id="f" * 32)
        body = Published(notice=good, review=vouched_for(good))
        for changes in ({"thread": "0" * 32}, {"purpose": "prosecution"}, {"handling": "H1"}):
            assert await post(ma, es, body, **changes) == "notice.misaddressed"
        other = Published(notice=replace(good, issuer=DE), review=vouched_for(good))
        assert await post(ma, es, other) == "notice.misaddressed"
        assert await post(ma, es, body) == ""
        assert await post(ma, es, body) == "notice.not_later"


@asynchronous
async def test_a_recipient_that_lies_changes_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await ma.hold(wanted())
        notice = await published(ma, to=[ES])
        about = {"notice": notice, "version": 1}
        answer = NoticeAnswer(**about, verdict=Verdict.ACCEPTED, code=None, article=None)
        gone = NoticeErased(**about, order=None, erased=(), at_ms=1)
        seen = Sighting(**about, on="2026-01-01", place=None, words="Seen")
        for body in (answer, gone):
            assert await post(de, ma, body) == "notice.misaddressed"
        assert await post(de, ma, seen) == "notice.misaddressed"
        assert await post(es, ma, seen) == "notice.not_held"  # it has accepted nothing
        step = PursuitStep(notice=notice, number=1, step=Step.LOCATED, on="2026-01-01",
                           reason=None, days=0)  # fmt: skip
        assert await post(de, ma, step) == "notice.misaddressed"
        change = NoticeChange(**about, change=Event.CANCEL, reason="none")
        assert await post(de, es, change) == ""  # of a notice of its own that nobody knows
        (row,) = [each for each in await received(es) if each["partner"] == MA]
        assert row["state"] == "published"
        assert (await standing_at(ma, notice))[ES]["erased_ms"] is None


@asynchronous
async def test_a_check_on_the_spot_finds_an_accepted_notice_in_force_and_no_other(
    tmp_path: Path,
) -> None:
    async def looked() -> list[tuple[str, str]]:
        result = await es.perform("check", name=[NAME], born=[BORN], case="Post 4")
        return [(each["source"], each["id"]) for each in result["found"]]

    async with two(tmp_path) as (ma, es):
        notice = await published(ma)
        assert await looked() == []
        await es.perform("notice.accept", notice=notice)
        assert await looked() == [("notice", notice)]
        await ma.perform("notice.suspend", notice=notice)
        assert await looked() == []

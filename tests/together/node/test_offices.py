"""Offices: who may write what, who must consent, and that the memorandum decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.operations.entry import Entry
from tests.given_offices import (
    OFFER,
    check,
    delivery,
    need_terms,
    posting,
    posting_terms,
    session,
    session_terms,
)
from tests.given_operations import bring, day, forged, found, shown, write
from tests.nodes import CHIEF, DE, ES, MA, PROTECTION, Bureau, asynchronous, exchange
from tests.together.node.test_teams import two_officers

DAY_MS = 86_400_000

NO = pytest.raises(PolicyError, match=r"operation\.not_allowed")


@asynchronous
async def test_a_shared_officer_acts_for_a_state_only_once_host_and_that_state_accepted(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        terms = posting_terms(ma, es, serves=[DE])
        operation = (await found("posting.notified", terms, ma))["operation"]
        task = {"title": "Ask the port", "owner": MA, "due": day(5)}
        with NO:
            await write(ma, operation, "task.set", **task)
        await write(es, operation, "posting.accepted")
        with NO:
            await write(de, operation, "task.set", **task)
        with NO:
            await write(ma, operation, "task.set", **{**task, "owner": DE})
        await write(de, operation, "posting.accepted")
        shared = await write(de, operation, "task.set", **task)
        with NO:
            await write(es, operation, "task.done", task=shared, words="Not mine")
        await write(ma, operation, "task.done", task=shared, words="Asked")
        await write(ma, operation, "duties.notified", contact="+34 911", duties="Drugs")
        with NO:
            await write(es, operation, "duties.notified", contact="+34 911", duties="All")
        for each in (ma, es, de):
            told = await shown(each, operation)
            assert (told["state"], told["accepted"]) == ("standing", [DE, ES, MA])
            assert (told["contact"], told["countries"]) == ("+34 911", ["DE", "ES", "MA"])
            assert told["tasks"][0]["state"] == "done"
        await write(de, operation, "posting.left", words="We have our own now")
        listed = (await es.perform("operation.list"))["operations"][0]
        assert (listed["keeps"], listed["countries"]) == (True, ["ES", "MA"])
        with NO:
            await write(ma, operation, "task.set", **{**task, "owner": DE})
        await write(ma, operation, "posting.ended", words="Recalled")
        with NO:
            await write(ma, operation, "threat.warned", domain="drugs", words="Late")
        assert (await shown(es, operation))["state"] == "ended"


@asynchronous
async def test_a_decision_is_taken_by_all_who_are_present_and_nobody_at_the_table_is_passed_over(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        with pytest.raises(InputError, match=r"operation\.not_all_parties"):
            await found("committee.convened", session_terms(ma, es), ma)
        operation = await session(ma, es, away=(de,))
        item = await write(de, operation, "item.proposed", title="Keys", articles=[], promises=[])
        decision = {"item": item, "text": "Rotate", "articles": ["3.4"], "promises": []}
        for wrong in ([ES], [DE, ES, MA], [DE, MA]):
            with pytest.raises((PolicyError, InputError), match="operation"):
                await write(ma, operation, "decision.proposed", by=wrong, **decision)
        with NO:  # not at the table
            await write(de, operation, "decision.proposed", by=[ES, MA], **decision)
        one = await write(ma, operation, "decision.proposed", by=[ES, MA], **decision)
        action = {"decision": one, "title": "Rotate keys", "owner": DE, "due": day(3)}
        with NO:
            await write(ma, operation, "action.set", **action)
        with NO:
            await write(ma, operation, "session.closed")
        with NO:
            await write(de, operation, "decision.agreed", decision=one)
        await write(de, operation, "session.attended", head="Late")
        other = await write(es, operation, "decision.proposed", by=[DE, ES, MA], **decision)
        await write(es, operation, "decision.agreed", decision=one)
        await write(de, operation, "decision.refused", decision=other, words="Too soon")
        set_ = await write(ma, operation, "action.set", **action)
        with NO:
            await write(ma, operation, "action.done", action=set_, words="I say so")
        for each in (ma, es, de):
            await write(each, operation, "session.closed")
        await write(de, operation, "action.done", action=set_, words="Rotated")
        for each in (ma, es, de):
            told = await shown(each, operation)
            assert (told["state"], told["keeps"], told["findings"]) == ("closed", True, [])
            first, second = told["decisions"]
            assert (first["state"], first["not_asked"]) == ("taken", [DE])
            assert (second["state"], second["agreed"]) == ("refused", [ES])
            assert told["actions"][0]["state"] == "done"
            assert told["next_by"] > told["day"]
        with NO:
            await write(ma, operation, "item.proposed", title="More", articles=[], promises=[])


@asynchronous
async def test_nothing_is_delivered_before_two_officers_of_the_giver_answered_for_peoples_rights(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        operation = (await found("assistance.needed", need_terms(ma, es), ma))["operation"]
        with NO:
            await write(ma, operation, "offer.made", **OFFER)
        offer = await write(es, operation, "offer.made", **OFFER)
        with NO:
            await write(es, operation, "check.made", **check(offer))
        await write(ma, operation, "offer.accepted", offer=offer)
        whole: Any = check(offer)["answers"]
        bad = (
            whole[1:],
            [*whole, whole[0]],
            [{**whole[0], "answer": "Yes."}, *whole[1:]],
        )
        for answers in bad:
            with NO:
                await write(es, operation, "check.made", **check(offer, answers=answers))
        with NO:
            await write(es, operation, "check.made", **check(offer, verdict="with-conditions"))
        made = await write(es, operation, "check.made", **check(offer))
        for officer in (ma, es):
            with NO:  # the recipient, and the officer who made it
                await write(officer, operation, "check.confirmed", check=made)
        with NO:
            await write(es, operation, "delivery.made", **delivery(offer))
        forced = forged(es, operation, "delivery.made", **delivery(offer))
        assert await bring(es, ma, forced) == "journal.not_allowed"
        await write(es, operation, "check.confirmed", check=made, officer=CHIEF)
        for wrong in ({"starts": day(-3)}, {"until": day(2)}):
            with NO:  # begun before the check, or not over yet
                await write(es, operation, "delivery.made", **delivery(offer, **wrong))
        with pytest.raises(InputError, match=r"operation\.bad_field"):
            await write(es, operation, "delivery.made", **{**delivery(offer), "evidence": []})
        given = await write(es, operation, "delivery.made", **delivery(offer))
        judged = {"delivery": given, "reached": "partly", "people": 18, "days": 1, "words": "Good"}
        with NO:
            await write(es, operation, "evaluation.made", **judged)
        assert not (await shown(ma, operation))["keeps"]
        await write(ma, operation, "evaluation.made", **judged)
        told = await shown(es, operation)
        assert (told["state"], told["keeps"]) == ("evaluated", True)
        assert told["offered"][0]["evaluation"]["people"] == 18
        assert told["offered"][0]["checks"][0]["confirmed_by"] != es.pseudonym


@asynchronous
async def test_a_confirmed_refusal_of_the_rights_check_ends_the_offer(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        operation = (await found("assistance.needed", need_terms(ma, es), ma))["operation"]
        offer = await write(es, operation, "offer.made", **OFFER)
        await write(ma, operation, "offer.accepted", offer=offer)
        made = await write(es, operation, "check.made", **check(offer, verdict="refused"))
        await write(es, operation, "check.confirmed", check=made, officer=CHIEF)
        with NO:
            await write(es, operation, "delivery.made", **delivery(offer))
        with NO:
            await write(es, operation, "check.made", **check(offer))
        assert (await shown(ma, operation))["offered"][0]["state"] == "refused"


def without_offices(body: dict[str, Any]) -> None:
    body["other-forms"]["forms"] = ["liaison-officers"]
    body["exchange"]["forms"] = ["hit-no-hit"]
    body["exchange"]["two-officers-for"] = []


@asynchronous
async def test_article_6_1_decides_which_offices_there_are_on_both_sides(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, change=without_offices) as (ma, es):
        await posting(ma, es)  # although no information may be given unasked
        for kind, terms in (
            ("committee.convened", session_terms(ma, es)),
            ("assistance.needed", need_terms(ma, es)),
        ):
            with pytest.raises(PolicyError, match=r"operation\.denied") as denied:
                await found(kind, terms, ma)
            assert denied.value.data["article"] == "Art. 6.1"
            entry = founded_by(ma, kind, {**terms, "nonce": "0" * 32})
            assert await bring(ma, es, entry) == "journal.not_agreed"
        assert len((await es.perform("operation.list"))["operations"]) == 1


@asynchronous
async def test_article_2_12_two_officers_concur_on_every_entry_of_an_office_where_it_asks_for_two(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, change=two_officers) as (ma, es):
        terms = posting_terms(ma, es)
        first = await found("posting.notified", terms, ma)
        assert (first["approvals"], first["needed"]) == (1, 2)
        assert (await es.perform("operation.list"))["operations"] == []
        operation = (await found("posting.notified", terms, ma, CHIEF))["operation"]
        assert await write(es, operation, "posting.accepted") == ""
        assert (await shown(ma, operation))["state"] == "proposed"
        assert await write(es, operation, "posting.accepted", officer=CHIEF) != ""
        assert (await shown(ma, operation))["state"] == "standing"


@asynchronous
async def test_a_committee_of_some_parties_is_refused_by_whoever_is_told_of_it(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, _):
        some = founded_by(ma, "committee.convened", {**session_terms(ma, es), "nonce": "0" * 32})
        assert await bring(ma, es, some) == "journal.not_agreed"


def founded_by(bureau: Bureau, kind: str, body: dict[str, Any]) -> Entry:
    return Entry(
        operation="",
        party=bureau.id,
        author=bureau.pseudonym,
        number=1,
        height=1,
        seen=(),
        kind=kind,
        at_ms=bureau.clock.now_ms(),
        body=body,
    ).founding()


@asynchronous
async def test_an_office_is_kept_until_its_last_day_and_then_as_long_as_article_3_4_says(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        operation = await posting(ma, es, until=day(300))
        for days, kept in ((380, True), (300 + 363, True), (300 + 367, False)):
            es.clock.ahead_ms = days * DAY_MS
            await es.perform("retention.run", officer=PROTECTION)
            found = [
                each["operation"] for each in (await es.perform("operation.list"))["operations"]
            ]
            assert (operation in found) is kept

"""Persons concerned in notices, and in what partners gave: found, put right, deleted, told on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from tests.given import NAME as SUSPECT
from tests.given import as_marked, flat, informed, passed, suspect, telling, tree
from tests.nodes import (
    ANALYST,
    CHIEF,
    DE,
    DUTY,
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    exchange,
)
from tests.notices import (
    BORN,
    NAME,
    RED,
    TRACES,
    confirmed,
    published,
    received,
    reviewed,
    standing_at,
    wanted,
)
from tests.together.node.subjects import finds, said, searched, subject
from tests.together.node.test_erasure import traces
from tests.together.node.test_requests import NAME as HERS
from tests.together.node.test_requests import released

RIGHT = "1979-05-09"


@asynccontextmanager
async def noticed(folder: Path) -> AsyncIterator[tuple[Bureau, Bureau, str]]:
    """Open two bureaus, the first of which has published a notice to the second."""
    async with exchange(folder, MA, ES) as (ma, es):
        await ma.hold(wanted())
        yield ma, es, await published(ma)


async def news(bureau: Bureau, officer: str = DUTY) -> list[str]:
    alerts = (await bureau.perform("inbox", officer=officer))["alerts"]
    return [each["what"] for each in alerts]


async def found_in(bureau: Bureau, kind: str, place: str) -> dict[str, Any]:
    """Search for the person of the notice; return request and number of the one find there."""
    found = await searched(bureau, kind, name=NAME, born=[BORN])
    (number,) = finds(found, place)
    return {"request": found["request"], "number": number}


@asynchronous
async def test_a_person_finds_the_notice_at_its_issuer_and_at_who_received_it(
    tmp_path: Path,
) -> None:
    async with noticed(tmp_path) as (ma, es, notice):
        own = await found_in(ma, "access", "notice")
        shown = await subject(ma, "show", request=own["request"])
        (find,) = [each for each in shown["finds"] if each["place"] == "notice"]
        assert find["id"] == notice
        assert ("birthDate", BORN) in said(find)
        assert "facts" in dict(said(find))
        assert {each["provider"] for each in find["values"]} == {""}, "ours"
        theirs = await found_in(es, "access", "notice-received")  # nobody accepted it yet
        with pytest.raises(InputError, match=r"subject\.needs_permission"):
            await subject(es, "decide", decision="disclose", **theirs)
        other = await searched(es, "access", name="Nobody Known")
        assert finds(other, "notice-received") == []


@asynchronous
async def test_deleting_our_notice_cancels_it_everywhere_and_leaves_no_word_of_the_review(
    tmp_path: Path,
) -> None:
    async with noticed(tmp_path) as (ma, es, notice):
        await es.perform("notice.accept", notice=notice)
        done = await subject(ma, "delete", **await found_in(ma, "deletion", "notice"))
        assert [each["delivery"][0]["partner"] for each in done["partners"]] == [ES]
        await eventually(lambda: _confirmed(ma, notice))
        assert traces(es.folder, *TRACES) == {}
        await subject(ma, "erase", **await _closed(ma, done["request"]))
        assert traces(ma.folder, *TRACES, "Asked at the court") == {}
        kinds = [
            row["ids"].get("kind") for row in await ma.log() if "notice.erased" in row["action"]
        ]
        assert {"body", "review"} <= set(kinds)
        assert (await ma.verify())["whole"]


async def _confirmed(ma: Bureau, notice: str) -> bool:
    return (await standing_at(ma, notice))[ES]["erased_ms"] is not None


async def _closed(bureau: Bureau, request: str) -> dict[str, str]:
    shown = await subject(bureau, "show", request=request)
    for find in shown["finds"]:
        if not find["decision"]:
            await subject(bureau, "delete", request=request, number=find["number"])
    await subject(bureau, "answer", request=request)
    return {"request": request}


@asynchronous
async def test_deleting_a_partners_notice_erases_it_here_and_its_issuer_is_told_not_why(
    tmp_path: Path,
) -> None:
    async with noticed(tmp_path) as (ma, es, notice):
        await es.perform("notice.accept", notice=notice)
        where = await found_in(es, "deletion", "notice-received")
        await subject(es, "delete", **where)
        row = (await standing_at(ma, notice))[ES]
        assert (row["verdict"], row["code"]) == ("refused", "safeguards")
        assert (await received(es))[0]["verdict"] == "refused"
        await subject(es, "erase", **await _closed(es, where["request"]))
        assert traces(es.folder, *TRACES) == {}
        assert "subject-request" not in str([row["ids"] for row in await ma.log()])
        assert finds(await searched(ma, "access", name=NAME), "notice")  # the issuer's stands


@asynchronous
async def test_a_wrong_value_in_our_notice_is_told_as_corrected_only_once_the_amendment_is_out(
    tmp_path: Path,
) -> None:
    async with noticed(tmp_path) as (ma, es, notice):
        where = await found_in(ma, "correction", "notice")
        right = {**where, "prop": "birthDate", "was": BORN, "becomes": RIGHT}
        with pytest.raises(InputError, match=r"subject\.no_value"):
            await subject(ma, "correct", **{**right, "was": "1900-01-01"})
        with pytest.raises(InputError, match=r"notice\.bad_field"):
            await subject(ma, "correct", **{**right, "becomes": "1979\n"})
        await subject(ma, "correct", **right)
        assert "notice:put-right" in await news(ma, ANALYST)
        with pytest.raises(InputError, match=r"subject\.amending"):
            await subject(ma, "correct", **right)
        assert BORN in str(await es.perform("notice.show", notice=notice))
        await ma.perform("notice.submit", officer=ANALYST, notice=notice)
        await reviewed(ma, notice)
        await confirmed(ma, notice)
        await ma.perform("notice.publish", notice=notice)
        told = await subject(ma, "correct", **right)
        (find,) = [each for each in told["finds"] if each["place"] == "notice"]
        assert find["decision"] == "corrected"
        assert ("birthDate", RIGHT) in said(find)
        shown = str(await es.perform("notice.show", notice=notice))
        assert RIGHT in shown
        assert BORN not in shown
        await ma.perform(
            "notice.erase", officer=PROTECTION, notice=notice, reason="inaccurate"
        )  # the amended version, while the one in force stands
        assert RIGHT in str(await ma.perform("notice.show", notice=notice))


@asynchronous
async def test_a_draft_with_a_wrong_value_is_replaced_at_once(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, _):
        await ma.hold(wanted())
        draft = await ma.perform("notice.draft", officer=ANALYST, **RED)
        where = await found_in(ma, "correction", "notice")
        right = {**where, "prop": "birthDate", "was": BORN, "becomes": RIGHT}
        told = await subject(ma, "correct", **right)
        (find,) = [each for each in told["finds"] if each["place"] == "notice"]
        assert find["decision"] == "corrected"
        assert RIGHT in str(await ma.perform("notice.show", notice=draft["notice"]))


@asynchronous
async def test_only_the_data_protection_officer_erases_an_ended_notice_and_none_in_force(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, _):
        await ma.hold(wanted())
        notice = await published(ma)
        order = {"notice": notice, "reason": "purpose-ended"}
        with pytest.raises(InputError, match=r"notice\.cancel_first"):
            await ma.perform("notice.erase", officer=PROTECTION, **order)
        await ma.perform("notice.cancel", **order)
        for officer in (DUTY, CHIEF, ANALYST):
            with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                await ma.perform("notice.erase", officer=officer, **order)
        result = await ma.perform("notice.erase", officer=PROTECTION, **order)
        assert result["erased"] == 1
        with pytest.raises(InputError, match=r"notice\.erased"):
            await ma.perform("notice.questions", officer=CHIEF, notice=notice)
        with pytest.raises(InputError, match=r"notice\.erased"):
            await ma.perform("notice.erase", officer=PROTECTION, **order)
        await ma.perform("records.erase", officer=CHIEF, ids=["EX-MA-1"], reason="purpose-ended")
        await eventually(lambda: _confirmed(ma, notice))
        assert traces(ma.folder, *TRACES, "Asked at the court") == {}


@asynchronous
async def test_who_gave_unasked_is_told_by_a_signed_statement_that_it_is_deleted_here(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(suspect())
        await informed(es, ma)
        found = await searched(ma, "deletion", name=SUSPECT)
        (number,) = finds(found, "reply")
        done = await subject(ma, "delete", request=found["request"], number=number)
        assert [each["delivery"][0]["partner"] for each in done["partners"]] == [ES]
        assert "ended" in await news(es)
        assert "ended.received" in await es.actions()
        again = await subject(ma, "search", request=found["request"])
        assert [each["decision"] for each in again["finds"]] == ["deleted"]


@asynchronous
async def test_copies_that_we_passed_on_are_withdrawn_and_the_originator_sees_it(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked) as ((ma, es, de), thread):
        await passed(es, thread, de)
        (copy,) = (await searched(de, "access", name=SUSPECT))["finds"]
        assert copy["partner"] == ES
        assert {each["provider"] for each in copy["values"]} == {MA}, "whose permission counts"
        found = await searched(es, "deletion", name=SUSPECT)
        (number,) = finds(found, "reply")
        await subject(es, "delete", request=found["request"], number=number)

        async def gone() -> bool:
            return finds(await searched(de, "access", name=SUSPECT), "reply") == []

        await eventually(gone)
        await eventually(lambda: _deleted_in_tree(ma, thread))


async def _deleted_in_tree(bureau: Bureau, thread: str) -> bool:
    return "deleted" in str(list(flat(await tree(bureau, thread))))


@asynchronous
async def test_a_wrong_value_of_a_partner_leaves_the_letter_and_a_task_until_it_is_decided(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await released(ma, es)
        found = await searched(ma, "correction")
        (number,) = finds(found, "reply")
        (question,) = finds(found, "question")
        where = {"request": found["request"], "number": number}
        wrong = {"prop": "birthDate", "was": "1981-03-07", "becomes": "1983-03-07"}
        with pytest.raises(InputError, match=r"subject\.not_ours"):
            await subject(ma, "correct", request=found["request"], number=question, **wrong)
        with pytest.raises(InputError, match=r"subject\.no_value"):
            await subject(ma, "correct", **where, **{**wrong, "was": "1900-01-01"})
        told = await subject(ma, "correct", **where, **wrong)
        (find,) = [each for each in told["finds"] if each["number"] == number]
        assert find["decision"] == ""
        for word in (ES, find["id"], "1981-03-07", "1983-03-07"):
            assert word in find["to_send"]
        (task,) = (await ma.perform("inbox", officer=PROTECTION))["alerts"]
        assert (task["what"], task["partner"]) == ("subject:tell-provider", ES)
        assert task["thread"] == f"{found['request']}/{number}"
        assert HERS not in str(task)
        assert "1983-03-07" not in str(await ma.log())
        decide = {"decision": "keep", "ground": "evidence"}
        await subject(ma, "decide", **where, **decide)
        assert await news(ma, PROTECTION) == []

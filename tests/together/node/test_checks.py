"""A check on the spot: from what is held here, at once, for a purpose, and nothing beyond it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.safeguards.checking import Seen, births_agree, is_usable, outcome_of
from tests.nodes import (
    DUTY,
    ES,
    PROTECTION,
    Bureau,
    asynchronous,
    exchange,
    person,
)
from tests.together.node.test_requests import NAME, PASSPORT, released

POST = {"case": "POST-7"}


async def check(bureau: Bureau, **wanted: Any) -> dict[str, Any]:
    return await bureau.perform("check", **{**POST, **wanted})


def passport(number: str, **marks: Any) -> dict[str, Any]:
    entity = person(number, "EXERCISE", source="EXERCISE", **marks)
    return {**entity, "schema": "Passport", "properties": {"number": [number], "type": ["stolen"]}}


def test_the_gravest_of_what_was_found_decides_and_a_name_alone_is_never_enough() -> None:
    name = Seen(source="record", id="1", band="strong", by_number=False)
    born = Seen(source="record", id="2", band="strong", by_number=False, with_birth=True)
    guarded = Seen(source="record", id="3", band="weak", by_number=False, protected=True)
    assert outcome_of(()) == "nothing"
    assert outcome_of((name,)) == "possible"
    assert outcome_of((name, born)) == "found"
    assert outcome_of((born, guarded)) == "protected"
    assert births_agree(("1981",), ("1981-03-07",))
    assert not births_agree(("1981-03-07",), ("1981-04-07",))


def test_a_copy_is_used_for_its_own_purpose_and_never_against_words() -> None:
    assert is_usable(("H1", "H2"), "document-check", "document-check")
    assert not is_usable(("H0",), "criminal-investigation", "document-check")
    assert not is_usable(("H0", "H3"), "document-check", "document-check")


@asynchronous
async def test_a_document_or_a_name_is_answered_from_here_also_when_partners_are_away(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.stop()
        await ma.hold(passport("EXM8100307"), person("p1", "Karim Alami", "1981-03-07"))
        await ma.open_case("POST-7")
        found = await check(ma, document=["exm 810-0307"])
        assert (found["outcome"], found["found"][0]["by_number"]) == ("found", True)
        shown = [(each["prop"], each["text"]) for each in found["found"][0]["shown"]]
        assert shown == [("number", "EXM8100307"), ("type", "stolen")]
        assert (await check(ma, document=["EXM8100308"]))["outcome"] == "nothing"
        by_name = {"name": ["كريم العلمي"]}
        both = await check(ma, document=["EXM8100307"], **by_name)
        assert [each["by_number"] for each in both["found"]].count(True) == 1
        assert (await check(ma, **by_name))["outcome"] == "possible"
        assert (await check(ma, **by_name, born=["1981"]))["outcome"] == "found"
        assert (await check(ma, **by_name, born=["1954-12-01"]))["outcome"] != "found"
        asked = await check(ma, document=["EXM8100307"], partners=True)
        assert asked["outcome"] == "found"
        assert [(each["partner"], each["result"]) for each in asked["answers"]] == [(ES, "waiting")]
        first = next(each for each in ma.events if "check" in each or "answer" in each)
        assert "check" in first, "ours comes first"


@asynchronous
async def test_partners_are_asked_for_the_number_alone_and_by_the_memorandum(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(passport("EXM8100307"))
        await ma.open_case("POST-7")
        asked = await check(ma, document=["EXM8100307"], name=["Karim Alami"], partners=True)
        (answer,) = asked["answers"]
        assert answer["result"] == "hit"
        shown = await es.perform(
            "thread",
            thread=answer_thread(await es.perform("oversight.accesses", officer=PROTECTION)),
        )
        assert "Karim" not in json.dumps(shown)
        with pytest.raises(InputError, match=r"check\.names_stay_here"):
            await check(ma, name=["Karim Alami"], partners=True)


def answer_thread(log: dict[str, Any]) -> str:
    rows = log["accesses"]
    return str(next(row["thread"] for row in rows if row["action"] == "query.received"))


@asynchronous
async def test_somebody_under_protection_is_said_to_be_and_not_who(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        await ma.hold(person("p1", "Yasmin Salkini", protected=["refugee"]))
        found = await check(ma, name=["Yasmin Salkini"])
        assert found["outcome"] == "protected"
        assert found["found"][0]["shown"] == []


@asynchronous
async def test_a_received_copy_is_found_for_its_purpose_until_it_is_withdrawn(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        purpose = "criminal-investigation"
        assert (await check(ma, document=[PASSPORT]))["outcome"] == "nothing", "another purpose"
        found = await check(ma, document=[PASSPORT], purpose=purpose)
        assert [(each["source"], each["partner"]) for each in found["found"]] == [("copy", ES)]
        assert found["found"][0]["shown"] == []
        assert (await check(ma, name=[NAME], purpose=purpose))["outcome"] == "possible"
        await es.perform("withdraw", thread=thread, reason="released in error")
        assert (await check(ma, document=[PASSPORT], purpose=purpose))["outcome"] == "nothing"


@asynchronous
async def test_every_check_is_logged_with_who_and_why_sealed_and_gone_after_its_days(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        await check(ma, name=["Karim Alami"])
        with pytest.raises(InputError, match=r"ask\.no_case"):
            await check(ma, name=["Karim Alami"], case=" ")
        with pytest.raises(InputError, match=r"check\.purpose"):
            await check(ma, name=["Karim Alami"], purpose="training")
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await check(ma, name=["Karim Alami"], officer=PROTECTION)
        read = await ma.perform("oversight.accesses", officer=PROTECTION, action="check.made")
        (row,) = read["accesses"]
        assert (row["name"], row["purpose"], row["case"]) == (DUTY, "document-check", "POST-7")
        assert "Alami" not in str(await ma.log())
        ma.clock.ahead_ms = 366 * 86_400_000
        erased = await ma.perform("retention.run", officer=PROTECTION)
        assert erased["checks"] == 1

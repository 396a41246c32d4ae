"""Access, correction, deletion: the person's request, its clocks, its letter, where it travels."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from entraide.errors import EntraideError, InputError, PolicyError
from entraide.safeguards.subject_requests import Kind, due_ms
from tests.given import informed
from tests.nodes import CHIEF, ES, PROTECTION, asynchronous, exchange, person
from tests.together.node.subjects import DAY_MS, finds, searched, subject
from tests.together.node.test_requests import NAME, bytes_of, released, thread_of


@pytest.mark.parametrize(
    ("kind", "admitted", "due"),
    [
        (Kind.ACCESS, "2026-10-31", "2027-02-28"),
        (Kind.ACCESS, "2026-01-15", "2026-05-15"),
        (Kind.CORRECTION, "2026-05-31", "2027-02-28"),
        (Kind.DELETION, "2026-01-15", "2026-10-15"),
    ],
)
def test_ccf_statute_four_months_for_access_nine_for_correction_or_deletion(
    kind: Kind, admitted: str, due: str
) -> None:
    def moment(day: str) -> int:
        return int(dt.datetime.fromisoformat(f"{day}T10:00:00+00:00").timestamp() * 1_000)

    assert due_ms(kind, moment(admitted)) == moment(due)
    assert due_ms(kind, moment(admitted), (30, 365)) == moment(admitted) + 30 * DAY_MS


@asynchronous
async def test_access_is_told_as_decided_and_a_partners_data_only_with_its_permission(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await released(ma, es, handling="H2")
        await ma.hold(person("COPY-1", NAME, "1981-03-07", source=ES, handling="H2"))
        found = await searched(ma, "access", language="fr")
        request = found["request"]
        with pytest.raises(InputError, match=r"subject\.undecided"):
            await subject(ma, "answer", request=request)
        (reply,) = finds(found, "reply")
        (question,) = finds(found, "question")
        (imported,) = finds(found, "record")
        for find in found["finds"]:
            theirs = find["number"] in {reply, imported}
            bound = ("H2", ES) if theirs else ("", "")
            assert {(each["handling"], each["provider"]) for each in find["values"]} == {bound}
        keep = {"request": request, "number": imported, "decision": "disclose"}
        with pytest.raises(InputError, match=r"subject\.needs_permission"):
            await subject(ma, "decide", **keep)
        await subject(ma, "decide", **{**keep, "decision": "keep", "ground": "evidence"})
        decide = {"request": request, "number": reply, "decision": "disclose"}
        with pytest.raises(InputError, match=r"subject\.needs_permission"):
            await subject(ma, "decide", **decide)
        await subject(ma, "decide", **decide, permission="ES-2026-77")
        withheld = {"number": question, "decision": "withhold"}
        with pytest.raises(InputError, match=r"vocabulary\.unknown_code"):
            await subject(ma, "decide", request=request, **withheld)
        await subject(ma, "decide", request=request, ground="investigation", **withheld)
        letter = (await subject(ma, "answer", request=request))["letter"]
        assert NAME in letter
        assert ES in letter
        assert "R-1" not in letter
        with pytest.raises(InputError, match=r"subject\.out_of_turn"):
            await subject(ma, "search", request=request)


@asynchronous
async def test_deletion_withdraws_at_every_partner_and_leaves_no_byte_of_the_person(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        found = await searched(es, "deletion")
        (record,), (theirs,) = finds(found, "record"), finds(found, "asked-by-partner")
        done = await subject(es, "delete", request=found["request"], number=record)
        assert [each["delivery"][0]["result"] for each in done["partners"]] == ["executed"]
        assert (await thread_of(ma, thread))["state"] == "withdrawn"
        await subject(es, "delete", request=found["request"], number=theirs)
        assert (await es.status())["records"] == 0
        assert NAME.encode() not in bytes_of(es)
        letter = (await subject(es, "answer", request=found["request"]))["letter"]
        assert letter.count("\n- ") == 2
        await subject(es, "erase", request=found["request"])
        assert (await subject(es, "list"))["requests"] == []
        reasons = [row["ids"].get("reason") for row in await es.log() if "erased" in row["action"]]
        assert set(reasons) == {"subject-request", None}


@asynchronous
async def test_correction_travels_to_the_partner_that_had_the_value(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        found = await searched(es, "correction")
        (record,) = finds(found, "record")
        right = {"prop": "birthDate", "was": "1981-03-07", "becomes": "1983-03-07"}
        wanted = {"request": found["request"], "number": record}
        with pytest.raises(InputError, match=r"subject\.no_value"):
            await subject(es, "correct", **wanted, **{**right, "was": "1900-01-01"})
        await subject(es, "correct", **wanted, **right)
        shown = await thread_of(ma, thread)
        values = {each["prop"]: each["text"] for each in shown["messages"][-2]["values"]}
        assert values["birthDate"] == "1983-03-07"
        again = await subject(es, "search", request=found["request"])
        assert again["finds"][0]["decision"] == "corrected"


@asynchronous
async def test_the_clock_is_the_shorter_of_law_and_agreement_and_overdue_is_seen(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (_, es):
        asked = {"kind": "access", "name": ["Nobody Known"], "identified": "consulate"}
        for beyond in (["x" * 300], ["x"] * 40):  # it could be kept, and never be read again
            with pytest.raises(InputError, match=r"subject\.bad_field"):
                await subject(es, "register", **{**asked, "name": beyond})
        request = (await subject(es, "register", **asked))["request"]
        with pytest.raises(InputError, match=r"subject\.out_of_turn"):
            await subject(es, "answer", request=request)
        shown = await subject(es, "admit", request=request)
        assert shown["due_ms"] - shown["admissible_ms"] <= 120 * DAY_MS, (
            "Art. 3.7 of the memorandum"
        )
        es.clock.ahead_ms = 121 * DAY_MS
        (row,) = (await subject(es, "list"))["requests"]
        assert row["overdue"]
        assert "Nobody" not in str(row)


@asynchronous
async def test_the_persons_file_is_sealed_and_the_log_names_nobody(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (_, es):
        await es.hold(person("EX-9", "Karim Alami"))
        found = await searched(es, "access", name="Karim Alami", contact="EXERCISE-STREET")
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await es.perform("subject.show", officer=CHIEF, request=found["request"])
        assert "Alami" not in str(await es.log())
        await es.stop()
        held = (es.folder / "store.sqlite").read_bytes()
        assert b"EXERCISE-STREET" not in held
        es.open()
        await subject(es, "drop", request=found["request"])
        es.clock.ahead_ms = 731 * DAY_MS
        await es.perform("retention.run", officer=PROTECTION)
        with pytest.raises(EntraideError, match=r"subject\.unknown"):
            await subject(es, "show", request=found["request"])


@asynchronous
async def test_what_was_given_unasked_is_withdrawn_too_when_its_record_is_deleted(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        entity = person("EX-1", NAME, "1981-03-07")
        entity["properties"]["phone"] = ["+34600000000"]
        await es.hold(entity)
        thread = await informed(es, ma)
        found = await searched(es, "deletion")
        (record,) = finds(found, "record")
        done = await subject(es, "delete", request=found["request"], number=record)
        assert [each["delivery"][0]["result"] for each in done["partners"]] == ["executed"]
        assert (await thread_of(ma, thread))["state"] == "withdrawn"
        assert finds(await searched(ma, "access"), "reply") == []

"""From a hit to an answer and back out again, between real nodes over real mutual TLS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError, PolicyError, RemoteProtocolError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT
from tests.nodes import (
    ANALYST,
    CHIEF,
    DE,
    DUTY,
    ES,
    MA,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
)

HOUR_MS = 3_600_000
NAME, PASSPORT, RELIGION = "Abdelatif Ben Ali", "EXM8100307", "EXERCISE-RELIGION"


def held(**changes: Any) -> dict[str, Any]:
    """The person that Madrid holds."""
    entity = person("EX-1", NAME, "1981-03-07", handling="H1", evaluation="B2", **changes)
    entity["properties"] |= {"passportNumber": [PASSPORT], "religion": [RELIGION]}
    return entity


def two_officers(body: dict[str, Any]) -> None:
    body["exchange"]["two-officers-for"] = ["request"]


def hits_only(body: dict[str, Any]) -> None:
    body["exchange"] |= {"forms": ["hit-no-hit"], "two-officers-for": []}


async def found(ma: Bureau, es: Bureau, **changes: Any) -> str:
    """Let Madrid hold the person and Rabat find him; return the hit's reference."""
    await es.hold(held(**changes))
    answer = (await ma.ask(NAME, to=[es.id]))[0]
    return str(answer["hits"][0]["reference"])


async def requested(ma: Bureau, es: Bureau, **wanted: Any) -> dict[str, Any]:
    reference = await found(ma, es)
    return await request(ma, reference, **wanted)


async def request(ma: Bureau, reference: str, **wanted: Any) -> dict[str, Any]:
    asked = {"categories": ["names", "birth", "documents"], "reason": "warrant 12/2026", **wanted}
    return await ma.perform("request", reference=reference, **asked)


async def release(es: Bureau, thread: str, officer: str = DUTY, **wanted: Any) -> dict[str, Any]:
    chosen = {"thread": thread, **wanted}
    preview = await es.perform("release.preview", officer=officer, **chosen)
    payload = preview["payload"].encode()
    signed = es.officers[officer].sign(payload, context=APPROVAL_CONTEXT)
    return await es.perform("release", officer=officer, approval=to_base64(signed), **chosen)


async def thread_of(bureau: Bureau, thread: str) -> dict[str, Any]:
    shown = await bureau.perform("thread", thread=thread)
    return dict(shown["conversations"][0])


async def released(ma: Bureau, es: Bureau, **wanted: Any) -> str:
    asked = await requested(ma, es)
    await release(es, asked["thread"], **wanted)
    return str(asked["thread"])


def bytes_of(bureau: Bureau) -> bytes:
    """Everything that the bureau's store holds of messages."""
    table = schema.message.c
    rows = bureau.node.read(lambda c: c.execute(select(table.content, table.envelope)).all())
    return b"".join(bytes(part) for row in rows for part in row)


@asynchronous
async def test_a_hit_becomes_a_request_whose_clock_runs_from_the_holders_receipt(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await requested(ma, es)
        clock = asked["clock"]
        assert clock["deadline_ms"] - clock["received_ms"] == 7 * 24 * HOUR_MS
        waiting = (await es.perform("inbox"))["requests"]
        assert [row["thread"] for row in waiting] == [asked["thread"]]
        assert waiting[0]["deadline_ms"] == clock["deadline_ms"]
        assert waiting[0]["received_ms"] == clock["received_ms"]
        assert not waiting[0]["overdue"]


@asynchronous
async def test_directive_2023_977_article_5_urgent_and_directly_accessible_is_eight_hours(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await requested(ma, es, urgent=True, justification="he boards at noon")
        clock = asked["clock"]
        assert clock["deadline_ms"] - clock["received_ms"] == 8 * HOUR_MS
        es.clock.ahead_ms = 9 * HOUR_MS
        waiting = (await es.perform("inbox"))["requests"]
        assert waiting[0]["overdue"]
        assert waiting[0]["left_ms"] < 0


@asynchronous
async def test_what_arrives_is_exactly_what_was_previewed_with_grading_and_handling(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await requested(ma, es)
        thread = asked["thread"]
        chosen = {"categories": ["names", "birth"], "evaluation": "A1", "handling": "H2"}
        preview = await es.perform("release.preview", thread=thread, **chosen)
        sent = await release(es, thread, **chosen)
        assert sent["partial"]
        shown = await thread_of(ma, thread)
        assert shown["state"] == "answered"
        reply = shown["messages"][-1]
        assert reply["values"] == preview["values"]
        assert {(value["evaluation"], value["handling"]) for value in reply["values"]} == {
            ("A1", "H2")
        }
        assert {value["prop"] for value in reply["values"]} == {"name", "birthDate"}
        news = [row["what"] for row in (await ma.perform("inbox"))["alerts"]]
        assert news == []  # reading the thread was seeing it


@asynchronous
async def test_the_record_keeps_its_own_marks_where_the_officer_sets_none(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        values = (await thread_of(ma, thread))["messages"][-1]["values"]
        assert {(value["evaluation"], value["handling"]) for value in values} == {("B2", "H1")}
        assert {value["prop"] for value in values} == {"name", "birthDate", "passportNumber"}


@asynchronous
async def test_religion_is_of_no_category_and_never_leaves(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        every = ["names", "birth", "sex", "nationality", "documents", "phones"]
        asked = await requested(ma, es, categories=every)
        await release(es, asked["thread"])
        assert RELIGION.encode() not in bytes_of(ma)
        assert PASSPORT.encode() in bytes_of(ma)


@asynchronous
async def test_four_eyes_two_officers_over_one_payload(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=two_officers) as (ma, es):
        asked = await requested(ma, es)
        thread = asked["thread"]
        assert (await release(es, thread)) == {"thread": thread, "approvals": 1, "needed": 2}
        again = await release(es, thread)
        assert again["approvals"] == 1, "the same officer twice is one officer"
        other = await release(es, thread, CHIEF, categories=["names"])
        assert other["approvals"] == 1, "another payload gathers its own approvals"
        sent = await release(es, thread, CHIEF)
        assert sent["values"] == 3
        assert (await thread_of(ma, thread))["state"] == "answered"


@asynchronous
async def test_an_analyst_may_request_and_may_not_release(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        asked = await ma.perform(
            "request", officer=ANALYST, reference=reference, categories=["names"], reason="why"
        )
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await es.perform("release.preview", officer=ANALYST, thread=asked["thread"])


@asynchronous
async def test_a_refusal_carries_its_reason_code_and_reaches_the_officer(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await requested(ma, es)
        with pytest.raises(InputError, match=r"referral\.unknown_ground"):
            await es.perform("refuse", thread=asked["thread"], ground="no")
        await es.perform("refuse", thread=asked["thread"], ground="ongoing-investigation")
        assert [row["what"] for row in (await ma.perform("inbox"))["alerts"]] == ["refusal"]
        shown = await thread_of(ma, asked["thread"])
        assert shown["state"] == "declined"
        assert shown["messages"][-1]["ground"] == "ongoing-investigation"
        assert shown["messages"][-1]["article"] == "Art. 2.8", "the grounds of refusal"


@asynchronous
async def test_a_withdrawal_is_executed_and_the_bytes_are_gone(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        assert PASSPORT.encode() in bytes_of(ma)
        done = await es.perform("withdraw", thread=thread, reason="released in error")
        assert done["delivery"][0]["result"] == "executed"
        assert (await thread_of(ma, thread))["state"] == "withdrawn"
        assert (await thread_of(es, thread))["state"] == "withdrawn"
        assert PASSPORT.encode() not in bytes_of(ma)
        assert PASSPORT.encode() not in bytes_of(es), "nor in the copy of what was sent"
        executed = await es.perform("audit.prove", id=(await last_id(es, "executed")))
        assert executed["proof"]
        assert (await ma.verify())["whole"]
        assert (await es.verify())["whole"]


@asynchronous
async def test_a_correction_replaces_and_can_be_withdrawn_itself(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        await es.hold(held() | {"properties": {"name": ["Abdelatif Benali"]}})
        done = await es.perform("correct", thread=thread, reason="spelling")
        assert done["delivery"][0]["result"] == "executed"
        shown = await thread_of(ma, thread)
        assert shown["state"] == "answered"
        kept = [value["text"] for each in shown["messages"] for value in each.get("values", ())]
        assert kept == ["Abdelatif Benali"]
        assert PASSPORT.encode() not in bytes_of(ma)
        await es.perform("withdraw", thread=thread, reason="released in error")
        assert b"Abdelatif Benali" not in bytes_of(ma)


async def last_id(bureau: Bureau, kind: str) -> str:
    table = schema.message.c
    return str(
        bureau.node.read(
            lambda c: c.scalar(
                select(table.id).where(table.kind == kind).order_by(table.seq.desc())
            )
        )
    )


@pytest.mark.parametrize("action", ["withdraw", "correct"])
def test_nothing_is_taken_back_that_was_not_given(tmp_path: Path, action: str) -> None:
    @asynchronous
    async def attempt() -> None:
        async with exchange(tmp_path) as (ma, es):
            asked = await requested(ma, es)
            with pytest.raises(InputError, match=r"thread\.no_message"):
                await es.perform(action, thread=asked["thread"], reason="too soon")

    attempt()


@asynchronous
async def test_what_is_out_of_turn_is_refused_before_it_leaves(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = await released(ma, es)
        with pytest.raises(RemoteProtocolError, match=r"conversation\.out_of_turn"):
            await release(es, thread)
        await es.perform("withdraw", thread=thread, reason="in error")
        with pytest.raises(EntraideError):
            await es.perform("withdraw", thread=thread, reason="again")


@asynchronous
async def test_a_request_needs_a_reference_that_was_given(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await found(ma, es)
        with pytest.raises(InputError, match=r"request\.unknown_reference"):
            await request(ma, "ab" * 16)


@asynchronous
async def test_a_form_that_was_not_agreed_is_denied_with_its_article(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=hits_only) as (ma, es):
        reference = await found(ma, es)
        with pytest.raises(PolicyError) as denied:
            await request(ma, reference)
        assert denied.value.data["article"] == "Art. 2.5"


@asynchronous
async def test_a_record_that_was_withheld_meanwhile_is_not_in_the_preview(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        asked = await requested(ma, es)
        await es.hold(held(protected=["witness"]))
        preview = await es.perform("release.preview", thread=asked["thread"])
        assert preview["values"] == []


@asynchronous
async def test_an_expired_request_is_reported_to_its_officer(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        await es.stop()
        asked = await request(ma, reference)
        assert asked["delivery"][0]["result"] == "waiting"
        assert asked["clock"] is None, "no receipt, no clock"
        ma.clock.ahead_ms = 31 * 24 * HOUR_MS

        async def reported() -> bool:
            alerts = (await ma.perform("inbox"))["alerts"]
            return [row["what"] for row in alerts] == ["request:expired"]

        await eventually(reported)
        assert (await thread_of(ma, asked["thread"]))["state"] == "expired"


@asynchronous
async def test_a_partner_cannot_request_with_somebody_elses_reference(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await es.hold(held())
        ours = (await ma.ask(NAME, to=[es.id]))[0]["hits"][0]["reference"]
        await de.ask(NAME, to=[es.id])
        with pytest.raises(InputError, match=r"request\.unknown_reference"):
            await request(de, ours)

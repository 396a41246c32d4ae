"""A request on its way: clarified, delayed, partly answered, escalated, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError, PolicyError
from entraide.exchange.progress import Clarified, Delayed, DelayReason
from entraide.exchange.releases import Part, Refusal, Reply
from entraide.exchange.request import follow_up
from entraide.node.mail.post import framing, seal
from entraide.node.request.escalating import escalate
from entraide.node.request.threads import last_message
from tests.nodes import CHIEF, DUTY, Bureau, asynchronous, eventually, exchange
from tests.together.node.test_requests import (
    PASSPORT,
    bytes_of,
    found,
    held,
    release,
    request,
    requested,
    thread_of,
)

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
PART = {"categories": ["names"], "more": ["birth", "documents"]}


def day(bureau: Bureau, ahead: int) -> str:
    now = datetime.fromtimestamp(bureau.clock.now_ms() / 1_000, UTC)
    return (now + timedelta(days=ahead)).date().isoformat()


def later(ms: int, *bureaus: Bureau) -> None:
    for each in bureaus:
        each.clock.ahead_ms = ms


async def news(bureau: Bureau, officer: str = DUTY) -> list[str]:
    return [row["what"] for row in (await bureau.perform("inbox", officer=officer))["alerts"]]


async def delay(es: Bureau, thread: str, **wanted: Any) -> dict[str, Any]:
    said = {"reason": "judicial-authorisation", "words": "The judge decides on Friday.", **wanted}
    return await es.perform("delay", thread=thread, **{"expected": day(es, 10), **said})


def few_terms(body: dict[str, Any]) -> None:
    body["exchange"]["refusal-grounds"] = ["safeguards"]
    body["exchange"]["languages"] = ["es", "fr"]


@asynchronous
async def test_what_is_not_clear_is_asked_and_answered_and_the_clock_runs_on(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        with pytest.raises(EntraideError):
            await ma.perform("explain", thread=thread, words="Nobody asked.")
        await es.perform("clarify", thread=thread, words="Which of the two?")
        assert await news(ma) == ["clarification"]
        (ours,) = (await ma.perform("inbox"))["awaited"]
        (theirs,) = (await es.perform("inbox"))["requests"]
        assert ours["state"] == theirs["state"] == "clarifying"
        assert ours["deadline_ms"] == theirs["deadline_ms"] == theirs["due_ms"]
        with pytest.raises(EntraideError):
            await es.perform("clarify", thread=thread, words="And?")
        await ma.perform("explain", thread=thread, words="The elder.")
        assert await news(es) == ["clarified"]
        shown = await thread_of(es, thread)
        assert (shown["state"], shown["messages"][-1]["words"]) == ("requested", "The elder.")
        assert shown["clock"]["deadline_ms"] == theirs["deadline_ms"]
        await release(es, thread)
        assert (await thread_of(ma, thread))["state"] == "answered"


@asynchronous
async def test_article_5_2_a_judicial_authorisation_is_told_at_once_and_kept_up_to_date(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        for wrong in ("2026-02-30", day(es, -1), day(es, 40)):
            with pytest.raises(InputError, match=r"delay\.bad_day"):
                await delay(es, thread, expected=wrong)
        with pytest.raises(InputError, match=r"delay\.unknown_reason"):
            await delay(es, thread, reason="holidays")
        await delay(es, thread)
        later(8 * DAY_MS, ma, es)
        await delay(es, thread, expected=day(es, 20), words="The judge wants more.")
        assert await news(ma) == ["delayed", "delayed"]
        clocks = [(await thread_of(each, thread))["clock"] for each in (ma, es)]
        assert clocks[0]["due_ms"] == clocks[1]["due_ms"] > clocks[0]["deadline_ms"]
        assert not any(each["overdue"] for each in clocks)
        later(29 * DAY_MS, ma, es)
        (waiting,) = (await es.perform("inbox"))["requests"]
        assert waiting["overdue"]
        assert waiting["delay"] == {"reason": "judicial-authorisation", "expected": day(es, -1)}


@asynchronous
async def test_another_reason_informs_and_excuses_nothing(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        await delay(es, thread, reason="translation")
        later(8 * DAY_MS, ma, es)
        (ours,) = (await ma.perform("inbox"))["awaited"]
        assert ours["overdue"]
        assert ours["delay"]["reason"] == "translation"


@asynchronous
async def test_a_part_leaves_the_clock_running_and_the_whole_answer_takes_its_place(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        for wrong in ({"more": ["phones"]}, {"categories": ["names"], "more": ["names"]}):
            with pytest.raises(InputError, match=r"release\.not_left"):
                await release(es, thread, **wrong)
        assert (await release(es, thread, **PART))["left"] == ["birth", "documents"]
        shown = await thread_of(ma, thread)
        assert (shown["state"], shown["messages"][-1]["left"]) == ("partly-answered", PART["more"])
        assert shown["clock"]["answered_ms"] is None
        assert (await es.perform("release.preview", thread=thread))["replaces"] == 1
        await release(es, thread)
        shown = await thread_of(ma, thread)
        assert (shown["state"], len(shown["messages"][-1]["values"])) == ("answered", 3)
        assert "part" not in {each["kind"] for each in shown["messages"]}, "one statement stands"
        answered = {(await thread_of(each, thread))["clock"]["answered_ms"] for each in (ma, es)}
        assert len(answered) == 1
        assert None not in answered
        await es.perform("withdraw", thread=thread, reason="in error")
        assert PASSPORT.encode() not in bytes_of(ma) + bytes_of(es)


@asynchronous
async def test_a_part_is_withdrawn_or_its_rest_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        first = (await request(ma, reference))["thread"]
        await release(es, first, categories=["documents"], more=["names"])
        await es.perform("withdraw", thread=first, reason="a person is in danger")
        assert (await thread_of(ma, first))["state"] == "withdrawn"
        assert PASSPORT.encode() not in bytes_of(ma) + bytes_of(es)
        assert (await es.perform("inbox"))["requests"] == []
        answer = (await ma.ask("Abdelatif Ben Ali", to=[es.id]))[0]
        second = (await request(ma, answer["hits"][0]["reference"]))["thread"]
        await release(es, second, **PART)
        await es.perform("refuse", thread=second, ground="authorisation-refused")
        shown = await thread_of(ma, second)
        assert shown["state"] == "answered"
        assert [each["kind"] for each in shown["messages"]][-2:] == ["part", "refusal"]
        assert shown["clock"]["answered_ms"]


@asynchronous
async def test_the_asker_closes_with_an_outcome_and_a_correction_still_reaches_it(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        with pytest.raises(EntraideError):
            await ma.perform("close", thread=thread, outcome="useful")
        await release(es, thread)
        with pytest.raises(InputError, match=r"close\.unknown_outcome"):
            await ma.perform("close", thread=thread, outcome="splendid")
        await ma.perform("close", thread=thread, outcome="result", words="Two arrests.")
        assert await news(es) == ["closed:result"]
        last = (await thread_of(es, thread))["messages"][-1]
        assert (last["outcome"], last["words"]) == ("result", "Two arrests.")
        await es.hold(held() | {"properties": {"name": ["Abdelatif Benali"]}})
        await es.perform("correct", thread=thread, reason="spelling")
        assert PASSPORT.encode() not in bytes_of(ma)
        assert (await thread_of(ma, thread))["state"] == "closed-answered"
        await es.perform("withdraw", thread=thread, reason="in error")
        assert (await thread_of(ma, thread))["state"] == "withdrawn"


@asynchronous
async def test_duty_roles_hear_of_each_stage_once_and_what_is_overdue_stands_first(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, retry_most_ms=3_600_000) as (ma, es):
        reference = await found(ma, es)
        slow = (await request(ma, reference))["thread"]
        answer = (await ma.ask("Abdelatif Ben Ali", to=[es.id]))[0]
        quick = (await request(ma, answer["hits"][0]["reference"], urgent=True,
                               justification="he boards at noon"))["thread"]  # fmt: skip
        assert [row["thread"] for row in (await es.perform("inbox"))["requests"]] == [quick, slow]
        heard = []
        for hours in (3, 5, 7, 9):
            later(hours * HOUR_MS, ma, es)
            heard.append(
                (await escalate(es.node), await escalate(es.node), await escalate(ma.node))
            )
        assert heard == [(0, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 1)]
        assert await news(es) == ["clock:half", "clock:quarter", "clock:overdue"]
        assert await news(es, CHIEF) == ["clock:quarter", "clock:overdue"]
        assert await news(ma) == await news(ma, CHIEF) == ["clock:overdue"]
        counts = await es.status()
        assert (counts["requests_waiting"], counts["requests_overdue"]) == (2, 1)
        assert "clock.told" in await es.actions()
        table = schema.request_clock.c
        assert "overdue" not in table, "computed, never stored"


@asynchronous
async def test_article_11_requests_and_answers_are_in_a_language_of_the_agreement(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=few_terms) as (ma, es):
        reference = await found(ma, es)
        for wrong in ({"language": "en"}, {"answer_language": "de"}):
            with pytest.raises(PolicyError, match=r"request\.language_not_agreed") as denied:
                await request(ma, reference, **wrong)
            assert denied.value.data["article"] == "Art. 2.7"
        asked = await request(ma, reference, language="fr", answer_language="es")
        thread = asked["thread"]
        for action in ("release.preview", "clarify"):
            words = {"words": "?"} if action == "clarify" else {}
            with pytest.raises(PolicyError, match=r"request\.language_not_agreed"):
                await es.perform(action, thread=thread, language="en", **words)
        with pytest.raises(InputError, match=r"refusal\.ground_not_agreed"):
            await es.perform("refuse", thread=thread, ground="owner-refuses")
        await release(es, thread)
        assert (await thread_of(ma, thread))["messages"][-1]["language"] == "es"


@asynchronous
async def test_article_5_urgency_is_justified_and_the_class_is_the_same_on_both_sides(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        with pytest.raises(InputError, match=r"request\.urgent_unjustified"):
            await request(ma, reference, urgent=True, justification=" ")
        with pytest.raises(InputError, match=r"request\.justified_not_urgent"):
            await request(ma, reference, justification="he boards at noon")
        asked = await request(ma, reference, urgent=True, justification="at noon", beyond=True)
        clock = asked["clock"]
        assert clock["deadline_ms"] - clock["received_ms"] == 72 * HOUR_MS
        (waiting,) = (await es.perform("inbox"))["requests"]
        assert waiting["class"] == asked["class"] == "urgent"
        assert waiting["justification"] == "at noon"


async def posted(es: Bureau, ma: Bureau, thread: str, body: Any) -> str:
    """Send what a holder's node of our own would refuse to send; return the code of the refusal."""
    before = es.node.read(lambda c: last_message(c, thread, ma.id, "request"))
    said = follow_up(before, body, "intruder", framing(es.node, thread))
    return (await es.post(ma, seal(es.node, said))).code


@asynchronous
async def test_a_malicious_holder_cannot_refuse_delay_or_promise_what_was_not_agreed(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=few_terms) as (ma, es):
        reference = await found(ma, es)
        thread = (await request(ma, reference, language="fr"))["thread"]
        table = schema.message.c
        digest = str(es.node.read(lambda c: c.scalar(
            select(table.digest).where(table.kind == "request"))))  # fmt: skip
        refusal = Refusal(request=digest, ground="owner-refuses", article="Art. 2.8")
        assert await posted(es, ma, thread, refusal) == "refusal.not_a_ground"
        beside = Refusal(request=digest, ground="safeguards", article="Art. 9.9")
        assert await posted(es, ma, thread, beside) == "refusal.not_a_ground"
        part = Part(request=digest, values=(), partial=True, language="fr", left=("phones",))
        assert await posted(es, ma, thread, part) == "part.not_asked"
        other = Delayed(request="0" * 64, reason=DelayReason.TECHNICAL, words="-", language="fr",
                        expected=day(es, 1))  # fmt: skip
        assert await posted(es, ma, thread, other) == "answer.to_another_question"
        assert (await thread_of(ma, thread))["state"] == "requested"
        reply = Reply(request="0" * 64, values=(), partial=True, language="fr")
        assert await posted(es, ma, thread, reply) == "answer.to_another_question"


@asynchronous
async def test_a_malicious_asker_cannot_explain_what_nobody_asked(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        before = ma.node.read(lambda c: last_message(c, thread, es.id, "request"))

        async def explained(digest: str, language: str = "en") -> str:
            body = Clarified(clarification=digest, words="-", language=language)
            frame = framing(ma.node, thread)
            said = follow_up(before, body, "intruder", frame, ours=True)
            return (await ma.post(es, seal(ma.node, said))).code

        assert await explained("0" * 64) == "answer.to_another_question"
        await es.perform("clarify", thread=thread, words="Which of the two?")
        assert await explained("0" * 64) == "answer.to_another_question"
        assert await explained("0" * 64, "de") == "clarified.not_agreed"
        assert (await thread_of(es, thread))["state"] == "clarifying"


@asynchronous
async def test_the_running_node_looks_at_the_clocks_by_itself(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await requested(ma, es)
        later(5 * DAY_MS, ma, es)

        async def told() -> bool:
            return await news(es) == ["clock:half"]

        await eventually(told)

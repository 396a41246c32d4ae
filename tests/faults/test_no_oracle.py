"""Withheld, protected and absent are one answer (the oracle rule): content, size and time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from entraide.kernel.message import Message
from entraide.node.config import ExchangeSettings
from tests.nodes import (
    DE,
    ES,
    MA,
    Bureau,
    asynchronous,
    exchange,
    person,
    question,
    sealed,
)

STATUSES = ("refugee", "asylum-seeker", "victim", "witness", "minor")
ROUNDS = 40
STEP_MS = ExchangeSettings().answer_step_ms
FEW = 5
"""The quickest of the rounds are compared: what other work on the machine delays tells nothing."""
MAX_APART_MS = 0.75 * STEP_MS
"""Within one step of the time at which answers leave: what the work cost does not show."""


async def put(ma: Bureau, es: Bureau, name: str) -> tuple[Message, bytes, float]:
    envelope = sealed(ma, question(ma, es, name))
    started = time.perf_counter()
    posted = await ma.post(es, envelope)
    took = (time.perf_counter() - started) * 1_000
    return ma.opened(es, posted.body), posted.body, took


def apart_from_itself(answer: Message) -> dict[str, Any]:
    """What an answer says, without what differs between any two answers."""
    said = dict(answer.to_json())  # type: ignore[call-overload]
    said["body"] = {**said["body"], "query": ""}
    for name in ("id", "thread", "in_reply_to", "sent_ms", "expires_ms"):
        said[name] = len(str(said[name]))
    return said


HIDDEN: dict[str, dict[str, Any]] = {
    "restricted from all": {"restricted_to": "all", "reason": "source-in-danger"},
    "restricted from Morocco": {"restricted_to": ["MA"], "reason": "national-security"},
    "restricted in small letters": {"restricted_to": ["ma", "fr"], "reason": "national-security"},
    **{status: {"protected": [status]} for status in STATUSES},
}


@asynchronous
async def test_a_hidden_record_answers_exactly_as_an_absent_one(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        names = {
            marks: f"Abdelatif Ben Ali {word}"
            for marks, word in zip(HIDDEN, "abcdefgh", strict=True)
        }
        held = [person(f"p{at}", names[each], **HIDDEN[each]) for at, each in enumerate(HIDDEN)]
        await es.hold(person("known", "Giovanni Rossetti"), *held)
        visible, _, _ = await put(ma, es, "Giovanni Rossetti")
        assert visible.body["hits"]
        absent, absent_bytes, _ = await put(ma, es, "Mounir Benchekroun")
        for which, name in names.items():
            answer, envelope, _ = await put(ma, es, name)
            assert apart_from_itself(answer) == apart_from_itself(absent), which
            assert len(answer.content()) == len(absent.content()), which
            assert len(envelope) == len(absent_bytes), which
        references = (await es.perform("references"))["references"]
        assert {row["record"] for row in references} == {"known"}


@asynchronous
async def test_the_times_of_hidden_and_absent_do_not_differ(tmp_path: Path) -> None:
    async with exchange(tmp_path, answer_step_ms=STEP_MS) as (ma, es):
        await es.hold(
            person("protected", "Yasmin Salkini", protected=["refugee"]),
            person("restricted", "Otto Waldburg", restricted_to=["MA"], reason="security"),
            *(person(f"other{at}", f"Invented Person {at}") for at in range(200)),
        )
        times: dict[str, list[float]] = {
            name: [] for name in ("Yasmin Salkini", "Otto Waldburg", "Mounir Benchekroun")
        }
        for name in times:
            await put(ma, es, name)
        for _ in range(ROUNDS):
            for name, taken in times.items():
                taken.append((await put(ma, es, name))[2])
        quickest = [statistics.mean(sorted(taken)[:FEW]) for taken in times.values()]
        assert max(quickest) - min(quickest) < MAX_APART_MS, quickest


@asynchronous
async def test_what_is_restricted_from_one_state_is_visible_to_another(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        marks = {"restricted_to": ["DE"], "reason": "national-security"}
        await es.hold(person("p1", "Abdelatif Ben Ali", **marks))
        to_morocco, _, _ = await put(ma, es, "Abdelatif Ben Ali")
        to_germany, _, _ = await put(de, es, "Abdelatif Ben Ali")
        assert to_morocco.body["hits"]
        assert not to_germany.body["hits"]


@asynchronous
async def test_a_lifted_protection_answers_again(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        hidden = person("p1", "Abdelatif Ben Ali", protected=["witness"])
        await es.hold(hidden)
        assert not (await put(ma, es, "Abdelatif Ben Ali"))[0].body["hits"]
        lifted = person("p1", "Abdelatif Ben Ali", protected=["witness"], lifted="order-7-2026")
        assert (await es.hold(lifted))["changed"] == 1
        assert (await put(ma, es, "Abdelatif Ben Ali"))[0].body["hits"]


@asynchronous
async def test_many_hidden_records_do_not_push_out_the_visible_one(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        hidden = [
            person(f"h{at}", "Abdelatif Ben Ali", "1980-01-02", protected=["victim"])
            for at in range(60)
        ]
        await es.hold(*hidden, person("seen", "Abdelatif Ben Ali", "1980-01-02"))
        assert len((await put(ma, es, "Abdelatif Ben Ali"))[0].body["hits"]) == 1


@asynchronous
async def test_two_answers_about_one_person_cannot_be_joined(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        answers = [(await put(ma, es, "Abdelatif Ben Ali"))[0] for _ in range(5)]
        references = [hit["reference"] for each in answers for hit in each.body["hits"]]
        assert len(references) == len(set(references)) == 5
        given = (await es.perform("references"))["references"]
        assert {row["reference"] for row in given} == set(references)


def hits(detail: str, most: int) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        body["exchange"]["hits"] |= {"detail": detail, "most": most}

    return change


@pytest.mark.parametrize(
    ("detail", "most", "shown", "has_band", "has_reference"),
    [
        ("none", 5, 1, False, False),
        ("band", 2, 2, True, False),
        ("band+reference", 2, 2, True, True),
    ],
)
@asynchronous
async def test_an_answer_says_no_more_than_article_2_9_allows(
    tmp_path: Path, detail: str, most: int, shown: int, has_band: bool, has_reference: bool
) -> None:
    async with exchange(tmp_path, change=hits(detail, most)) as (ma, es):
        same = [person(f"p{at}", "Abdelatif Ben Ali") for at in range(3)]
        await es.hold(*same)
        answer, _, _ = await put(ma, es, "Abdelatif Ben Ali")
        given = answer.body["hits"]
        assert len(given) == shown
        assert all((hit["band"] is not None) is has_band for hit in given)
        assert all((hit["reference"] != "0" * 32) is has_reference for hit in given)

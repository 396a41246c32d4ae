"""A data-protection officer reads who asked for what, samples it, judges it; odd asking is told."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from entraide.demo.people import named_people
from entraide.errors import InputError, PolicyError
from entraide.node.oversight.watching import watch
from entraide.node.record.retaining import last_purge_ms
from entraide.node.upkeep.rounds import Rounds
from entraide.safeguards.accesses import COLUMNS, Access, to_csv
from entraide.safeguards.sampling import draw
from entraide.safeguards.unusual import Asked, Conduct, Thresholds, Usual, fold, judge
from tests.nodes import (
    ANALYST,
    CHIEF,
    DEALING,
    DUTY,
    ES,
    MA,
    PROTECTION,
    asynchronous,
    eventually,
    exchange,
    person,
    question,
    sealed,
)

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NOON = 20_000 * DAY_MS + 12 * HOUR_MS
LIMITS, UNKNOWN = Thresholds(), Usual()
NAMES = [fold(name) for _, name, *_ in named_people(3_000, 7)]


def asked(person_: str, at: int = 0, purpose: str = "prosecution", case: str = "") -> Asked:
    return Asked(at_ms=NOON + at * 60_000, purpose=purpose, case=case or f"C-{at}", person=person_)


def rules_of(*questions: Asked, usual: Usual = UNKNOWN) -> set[str]:
    return {each.rule for each in judge(Conduct(questions, usual), LIMITS)}


def ordinary_day(seed: int, count: int) -> list[Asked]:
    """Cases of one to six persons, some asked again, now and then under a second purpose."""
    rng = Random(seed)  # noqa: S311 - invented traffic, not a secret
    found: list[Asked] = []
    while len(found) < count:
        case, people = f"C-{len(found)}", rng.sample(NAMES, rng.choice((1, 1, 1, 2, 3, 6)))
        for person_ in (*people, *people[:1]):
            purpose = rng.choice(
                ("criminal-investigation", "criminal-investigation", "prosecution")
            )
            found.append(asked(person_, rng.randrange(-180, 240), purpose, case))
    return sorted(found[:count], key=lambda each: each.at_ms)


@pytest.mark.parametrize("count", [5, 40, 100])
def test_ordinary_days_raise_no_alert(count: int) -> None:
    for seed in range(60):
        assert rules_of(*ordinary_day(seed, count)) == set(), seed


def test_a_busy_post_is_measured_by_its_own_usual() -> None:
    day = ordinary_day(1, 380)
    assert rules_of(*day) == {"volume"}
    assert rules_of(*day, usual=Usual(questions=100.0)) == set()


ATTACKS = {
    "volume": [asked(name, at) for at, name in enumerate(NAMES[:101])],
    "odd-hours": [asked(name, 11 * 60 + at) for at, name in enumerate(NAMES[:21])],
    "many-purposes": [asked(NAMES[0], at, purpose) for at, purpose in enumerate("abc")],
    "many-cases": [asked(NAMES[0], at) for at in range(5)],
    "alphabet": [asked(name, at) for at, name in enumerate(sorted(NAMES)[::40][:10])],
    "near-names": [
        asked(name, at)
        for at, name in enumerate(f"karim al{letter}oui" for letter in "abcdefg")
        for name in (NAMES[at], name)
    ],
    "many-in-case": [asked(name, at, case="C-1") for at, name in enumerate(NAMES[:26])],
    "denied": [
        Asked(at_ms=NOON + at, purpose="prosecution", case="", person="", denied=True)
        for at in range(11)
    ],
}


@pytest.mark.parametrize("rule", ATTACKS)
def test_each_attack_raises_its_alert_and_one_question_less_does_not(rule: str) -> None:
    assert rules_of(*ATTACKS[rule]) == {rule}
    assert rules_of(*ATTACKS[rule][:-1]) == set()


def test_a_list_read_backwards_or_under_false_cases_is_still_a_list() -> None:
    names = sorted(NAMES)[::40][:10]
    backwards = [asked(name, at) for at, name in enumerate(reversed(names))]
    assert rules_of(*backwards) == {"alphabet"}


@asynchronous
async def test_a_partner_that_guesses_along_a_list_is_reported_once_and_no_name_with_it(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        for at, name in enumerate(sorted(NAMES)[::40][:12]):
            await ma.post(es, sealed(ma, question(ma, es, name, body_case=f"C-{at}")))
        found = await watch(es.node)
        assert {(each["rule"], each["who"]) for each in found} == {
            ("alphabet", MA),
            ("alphabet", f"{MA}/{ma.pseudonym}"),
        }
        assert await watch(es.node) == []
        assert await watch(ma.node) == [], "who was made to send them past its own node asked none"
        inbox = await es.perform("inbox", officer=PROTECTION)
        assert [(row["what"], row["partner"]) for row in inbox["alerts"]] == [
            ("unusual:alphabet", MA)
        ] * 2
        assert (await es.perform("inbox"))["alerts"] == []
        told = json.dumps([found, inbox["alerts"], await es.log()])
        assert not [name for name in NAMES[:200] if name in told.casefold()]
        await es.perform("oversight.alerts", officer=PROTECTION)
        assert (await es.perform("inbox", officer=PROTECTION))["alerts"] == []


@asynchronous
async def test_an_officer_of_ours_who_asks_for_one_person_in_many_cases_is_reported(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        for at in range(5):
            await ma.open_case(f"O-{at}")
            await ma.ask("Karim Alami", case=f"O-{at}", officer=ANALYST)
        found = (await ma.perform("oversight.watch", officer=PROTECTION))["alerts"]
        analyst = ma.node.keyring.pseudonym(ANALYST)
        assert [(each["rule"], each["who"]) for each in found] == [("many-cases", analyst)]


@asynchronous
async def test_the_access_log_is_read_by_officer_purpose_case_partner_and_day(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Karim Alami", case="R-1")
        await ma.ask("Karim Alami", case="R-2", purpose="prosecution", officer=ANALYST)
        await ma.ask("Nobody", offence="migration.irregular-stay", officer=ANALYST)
        thread = (await ma.perform("answers"))["answers"][0]["thread"]
        await ma.perform("thread", thread=thread)

        async def read(**wanted: Any) -> list[tuple[str, str, str]]:
            found = await ma.perform("oversight.accesses", officer=PROTECTION, **wanted)
            rows = found["accesses"]
            return [(row["action"], row["name"], row["case"]) for row in rows]

        asked_ = [("query.sent", ANALYST, "R-2"), ("query.sent", DUTY, "R-1")]
        assert [each for each in await read() if each[0] == "query.sent"] == asked_
        assert ("query.denied", ANALYST, "") in await read()
        assert await read(case="R-1") == [asked_[1]]
        assert await read(purpose="prosecution") == [
            ("thread.read", DUTY, "R-2"),
            asked_[0],
        ]
        assert await read(partner=ES, action="query.sent") == asked_
        assert await read(until="2020-01-01") == []
        assert len(await read(since="2020-01-01", most=2)) == 2
        entries = [row["action"] for row in await ma.log() if row["action"].startswith("overs")]
        assert entries.count("oversight.read") == 7, "reading the log is itself logged"
        hers = await ma.give(ma.order("oversight.accesses", {"officer": ANALYST}, PROTECTION))
        assert {row["name"] for row in hers["accesses"]} == {ANALYST}
        theirs = await es.perform("oversight.accesses", officer=PROTECTION, partner=MA)
        assert {row["officer"] for row in theirs["accesses"]} == {
            ma.pseudonym,
            ma.node.keyring.pseudonym(ANALYST),
        }


@asynchronous
async def test_a_sample_can_be_drawn_again_and_each_access_is_judged(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        for _ in range(6):
            await ma.ask("Nobody Known")
        sample = await ma.perform(
            "oversight.sample", officer=PROTECTION, size=3, action="query.sent"
        )
        population = [(1, row["index"]) for row in await ma.log() if row["action"] == "query.sent"]
        drawn = [row["index"] for row in sample["accesses"]]
        assert tuple((1, each) for each in drawn) == draw(sample["seed"], population, 3)
        judged = {"sample": sample["sample"], "officer": PROTECTION}
        remarks = "EXERCISE: no case file was found"
        await ma.perform("oversight.judge", entry=drawn[0], judgement="justified", **judged)
        await ma.perform(
            "oversight.judge",
            entry=drawn[1],
            judgement="to-be-explained",
            remarks=remarks,
            **judged,
        )
        shown = await ma.perform("oversight.show", **judged)
        assert [row["judgement"] for row in shown["accesses"]] == [
            "justified",
            "to-be-explained",
            "",
        ]
        assert shown["accesses"][1]["remarks"] == remarks
        (word,) = (await ma.perform("inbox"))["alerts"]
        assert word["what"] == "oversight:to-be-explained"
        counts = (await ma.perform("oversight.samples", officer=PROTECTION))["samples"][0]
        assert (counts["open"], counts["justified"], counts["to-be-explained"]) == (1, 1, 1)
        await ma.perform("oversight.judge", entry=drawn[1], judgement="unlawful", **judged)
        await ma.stop()
        assert remarks.encode() not in (ma.folder / "store.sqlite").read_bytes()
        await ma.start()
        log = await ma.log()
        assert [row["ids"]["judgement"] for row in log if row["action"] == "oversight.judged"] == [
            "justified",
            "to-be-explained",
            "unlawful",
        ]
        with pytest.raises(InputError, match=r"oversight\.not_sampled"):
            await ma.perform("oversight.judge", entry=10**6, judgement="justified", **judged)


@asynchronous
async def test_only_the_data_protection_officer_oversees_and_never_asks(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        for officer in (DUTY, CHIEF):
            with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                await ma.perform("oversight.accesses", officer=officer)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("ask", officer=PROTECTION, name=["Karim"], **DEALING)


def test_a_case_reference_never_becomes_a_formula_in_a_spreadsheet() -> None:
    access = Access(index=1, at_ms=2, action="query.sent", officer="o", case='=cmd|"x"!A1')
    head, line = to_csv([access]).splitlines()
    assert head.split(",") == list(COLUMNS)
    assert '"\'=cmd|""x""!A1"' in line


@asynchronous
async def test_the_node_erases_what_is_due_every_day_and_not_where_its_clock_leapt(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (_, es):
        settings = es.node.settings.safeguards.model_copy(update={"purge_every_ms": DAY_MS})
        es.node.settings = es.node.settings.model_copy(update={"safeguards": settings})
        await es.hold(person("p1", "Karim Alami"))
        rounds = Rounds(es.node)
        await rounds.once()
        es.clock.ahead_ms = 40 * 365 * DAY_MS
        await rounds.once()
        await rounds.once()
        assert (await es.status())["records"] == 1, "a leap of the clock would erase everything"
        words = (await es.perform("inbox", officer=PROTECTION))["alerts"]
        assert [each["what"] for each in words] == ["retention:held-back"]
        await es.perform("retention.run", officer=PROTECTION)
        assert (await es.status())["records"] == 0, "a person looked at the clock"
        es.clock.ahead_ms += DAY_MS
        await rounds.once()
        purges = [row["ids"] for row in await es.log() if row["action"] == "retention.purged"]
        assert [each["records"] for each in purges] == ["1", "0"]
        assert "Karim" not in json.dumps(purges)


@asynchronous
async def test_a_node_that_runs_for_minutes_a_day_makes_its_rounds_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entraide.node.upkeep.rounds._FIRST_S", 0.0)
    async with exchange(tmp_path) as (_, es):
        daily = {"rounds_every_ms": DAY_MS, "purge_every_ms": DAY_MS}
        settings = es.node.settings.safeguards.model_copy(update=daily)
        es.node.settings = es.node.settings.model_copy(update={"safeguards": settings})
        making = asyncio.create_task(Rounds(es.node).run())
        await eventually(lambda: bool(es.node.read(last_purge_ms)))
        making.cancel()

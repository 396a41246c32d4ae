"""Figures for the public: what was done in a year, and nobody in them."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from entraide.node.upkeep.rounds import Rounds
from entraide.safeguards.public_figures import hours, protect, section
from tests.nodes import (
    ANALYST,
    ES,
    PROTECTION,
    asynchronous,
    exchange,
    today,
)
from tests.together.node.subjects import DAY_MS, searched, subject
from tests.together.node.test_requests import NAME, released


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (7, 5), (8, 10), (102, 100)]
)
def test_small_cells_are_hidden_and_no_count_is_exact(count: int, shown: int | str) -> None:
    assert protect(count) == shown


def test_what_is_hidden_cannot_be_got_back_by_subtracting_from_the_sum() -> None:
    """Four cells of <5 under a sum of <5 would each be one person."""
    pages: dict[object, set[int]] = defaultdict(set)
    for open_, hidden in product(range(5, 58), range(1, 5)):
        counts = {("hit",): open_, ("no-hit",): hidden}
        pages[section("checks", ("result",), counts).rows].add(hidden)
    assert all(possible == {1, 2, 3, 4} for possible in pages.values())
    assert len(section("checks", ("result",), {("hit",): 5, ("no-hit",): 6}).rows) == 3
    assert hours([3_600_000] * 4) == "", "four durations might be one person's"
    assert hours([3_600_000] * 5) == 1


@asynchronous
async def test_the_years_figures_name_partners_and_purposes_and_no_person_officer_or_case(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await released(ma, es)
        for at in range(6):
            await ma.open_case(f"SECRET-{at}")
            await ma.ask("Nobody Known", case=f"SECRET-{at}", officer=ANALYST)
        await ma.ask("Nobody Known", offence="migration.irregular-stay")
        found = await searched(ma, "access")
        await ma.perform("oversight.watch", officer=PROTECTION)
        year = today().year
        report = await ma.perform("oversight.report", officer=PROTECTION, year=year)
        tables = json.loads(json.dumps({each["name"]: each["rows"] for each in report["sections"]}))
        assert tables["questions"] == [["sent", ES, "criminal-investigation", 5]]
        assert tables["requests"] == [["sent", ES, "<5", "", 0]]
        assert tables["denied"] == [["Art.9.1", "criminal-investigation", "<5"]]
        assert tables["subjects"] == [["access", "admitted", "<5", 0]]
        assert tables["alerts"] == [["many-cases", "sent", "<5"]]
        told = json.dumps(report)
        words = (NAME, "Nobody", "SECRET", "R-1", ma.pseudonym, found["request"])
        assert not [word for word in words if word in told]
        before = await ma.perform("oversight.report", officer=PROTECTION, year=year - 1)
        assert not [each for each in before["sections"] if each["rows"]]


@asynchronous
async def test_a_request_that_is_due_soon_is_told_once(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (_, es):
        found = await searched(es, "access", name="Nobody Known")
        es.clock.ahead_ms = 110 * DAY_MS
        rounds = Rounds(es.node)
        await rounds.once()
        await rounds.once()
        words = (await es.perform("inbox", officer=PROTECTION))["alerts"]
        told = [each["thread"] for each in words if each["what"] == "subject:due-soon"]
        assert told == [found["request"]]
        await subject(es, "drop", request=found["request"])

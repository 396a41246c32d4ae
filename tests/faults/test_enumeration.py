"""A partner that spends its whole budget on reading an index, name by name from a list.

Attacked: a holder with many people, an asker that skips its own checks, repeats, changes purposes
and goes on after the budget. What it may learn is bounded: in one period, for each purpose that
needs no person, the budget's questions times the hits that one answer may hold (Article 2.9).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.agreements.templates import police_cooperation
from tests.docs.pages import ROOT
from tests.enumerating import STRATEGIES, holder_of, spend
from tests.nodes import (
    DEALING,
    ES,
    MA,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    party_of,
    person,
    question,
    sealed,
    today,
)
from tests.soaking import SOAK, report

SHARES = {"common names": 0.35, "known persons": 0.30, "templates": 0.15}
"""What a strategy learns at most, of the bound: budget times purposes times hits."""
BUDGET, MOST, FAMILIES, ALIKE = 6, 3, 12, 5
PURPOSES = ("criminal-investigation", "prosecution")
SYLLABLES = ("bar", "del", "fim", "gon", "hul", "jar", "kes", "lim", "mor", "nup", "ras", "tev")
DAY_MS = 86_400_000


def limits(body: dict[str, Any]) -> None:
    body["exchange"]["budgets"][0]["limit"] = BUDGET
    body["exchange"]["hits"]["most"] = MOST


def name_of(family: int) -> str:
    """Return names that nobody takes for one another."""
    first, second = SYLLABLES[family], SYLLABLES[-1 - family]
    return f"{first}{second}o {second}{first}i".title()


async def put(ma: Bureau, es: Bureau, name: str, purpose: str) -> tuple[str, int]:
    """Put a question past our own policy; return what came and how many hits it held."""
    message = question(ma, es, name, purpose=purpose)
    posted = await ma.post(es, sealed(ma, message))
    answer = ma.opened(es, posted.body)
    return answer.kind, len(answer.body.get("hits", ()))


def learned(es: Bureau) -> set[int]:
    """Return the holder's records of which the asker was given a reference."""
    return set(es.node.read(lambda c: c.scalars(select(schema.reference.c.rec)).all()))


@asynchronous
async def test_a_whole_budget_of_names_from_a_list_reveals_no_more_than_the_stated_bound(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=limits) as (ma, es):
        people = [(family, alike) for family in range(FAMILIES) for alike in range(ALIKE)]
        await es.hold(*(person(f"p{f}-{n}", name_of(f)) for f, n in people))
        bound = BUDGET * MOST
        for round_, purpose in enumerate(PURPOSES, start=1):
            kinds = [await put(ma, es, name_of(family), purpose) for family in range(FAMILIES)]
            assert [kind for kind, _ in kinds] == ["answer"] * BUDGET + ["denied"] * 6
            assert {hits for kind, hits in kinds if kind == "answer"} == {MOST}
            assert len(learned(es)) <= round_ * bound
        assert len(learned(es)) == bound, "the same list again, for another purpose, adds nobody"
        assert len(learned(es)) < len(people) / 3
        again = [await put(ma, es, name_of(FAMILIES - 1), PURPOSES[0]) for _ in range(3)]
        assert again == [("denied", 0)] * 3
        es.clock.ahead_ms = ma.clock.ahead_ms = DAY_MS
        kinds = [await put(ma, es, name_of(f), PURPOSES[0]) for f in reversed(range(FAMILIES))]
        assert [kind for kind, _ in kinds].count("answer") == BUDGET
        assert len(learned(es)) == 2 * bound, "a new day, a new budget: time is all that protects"


@asynchronous
async def test_asking_without_end_is_refused_at_home_and_each_refusal_is_logged(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=limits) as (ma, es):
        for _ in range(BUDGET + 4):
            await ma.ask("Nobody Known")
        actions = await ma.actions()
        assert actions.count("query.sent") == BUDGET
        assert actions.count("query.denied") == 4
        assert (await es.actions()).count("query.received") == BUDGET
        assert DEALING["purpose"] == PURPOSES[0]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_partner_that_spends_its_whole_budget_learns_no_more_than_the_stated_bound(
    strategy: str,
) -> None:
    """Small here, against 20,000 people with the template's own budget in ``./dev soak``."""
    holder = holder_of(20_000, 500) if SOAK else holder_of(1_500, 15)
    learned = spend(holder, strategy)
    report(
        f"a day's whole budget on {strategy}",
        questions=learned.questions,
        people=learned.people,
        learned=learned.records,
        share=f"{100 * learned.share:.1f} %",
        reported_after=learned.first_alert,
    )
    assert learned.questions == holder.limit * len(holder.purposes)
    assert 0 < learned.records <= learned.bound
    assert learned.share <= SHARES[strategy] * learned.bound / learned.people
    assert 0 < learned.first_alert <= 105, "the holder's rules report it on the way"


def test_the_page_states_what_each_strategy_learns() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    for strategy, share in SHARES.items():
        assert f"{strategy}: at most {100 * share:.0f} %" in page


def test_the_page_states_what_the_templates_figures_let_pass_in_a_day(tmp_path: Path) -> None:
    parties = tuple(party_of(bureau_in(tmp_path, party)) for party in (MA, ES))
    exchanged = police_cooperation(parties, today()).exchange
    alone = set(exchanged.purposes) - set(exchanged.sensitive_purposes)
    (row,) = exchanged.budgets
    most = row.limit * exchanged.hits.most * len(alone)
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    stated = f"({row.limit} a {row.period}, {exchanged.hits.most} hits, {len(alone)} purposes"
    assert stated in page
    assert f"{most:,} references a day" in page

"""The end of an agreement: told before it, and what becomes of the data that it brought."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from entraide.agreements.amending import amend
from entraide.agreements.budgets import DAY_MS
from entraide.agreements.declarations import (
    Act,
)
from tests.nodes import (
    ES,
    PROTECTION,
    adopt,
    asynchronous,
    eventually,
    exchange,
    today,
)
from tests.together.node.given_agreements import NAME, declare, signed_by, state, text_of
from tests.together.node.test_requests import (
    PASSPORT,
    bytes_of,
    released,
)


@pytest.mark.parametrize(("left", "days"), [(91, 0), (89, 90), (29, 30), (6, 7)])
def test_an_end_is_told_90_30_and_7_days_before_it(tmp_path: Path, left: int, days: int) -> None:
    @asynchronous
    async def look() -> None:
        async with exchange(tmp_path) as (ma, _):
            review = text_of(ma).agreement.safeguards.review_by
            ma.clock.ahead_ms = ((review - today()).days - left) * DAY_MS
            endings = (await state(ma))["endings"]
            assert [(one["what"], one["days"]) for one in endings] == (
                [("review-lapses", days)] if days else []
            )
            alarms = (await ma.status())["endings"]
            assert len(alarms) == bool(days)

    look()


@asynchronous
async def test_a_termination_is_told_before_it_takes_effect_and_then_ends_the_exchange(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        notice = text_of(ma).agreement.final_provisions.termination.notice_days
        await declare(es, Act.TERMINATE, later_ms=notice * DAY_MS)
        (ending,) = (await state(ma))["endings"]
        assert (ending["what"], ending["party"]) == ("terminates", ES)
        assert (await ma.ask(NAME))[0]["result"] == "no-hit"
        for each in (ma, es):
            each.clock.ahead_ms = notice * DAY_MS + 1
        assert (await ma.ask(NAME))[0]["article"] == "Art. 8.5"
        assert (await state(ma))["state"] == "terminated"


def data_goes(how: str) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["final-provisions"]["termination"] = {"notice-days": 1, "data": how}

    return change


@pytest.mark.parametrize(
    ("how", "gone"), [("delete", 1), ("return", 1), ("keep-until-retention", 0)]
)
def test_article_8_5_what_was_received_goes_with_the_agreement_and_the_provider_is_told(
    tmp_path: Path, how: str, gone: int
) -> None:
    @asynchronous
    async def end() -> None:
        async with exchange(tmp_path, change=data_goes(how)) as (ma, es):
            await released(ma, es)
            assert PASSPORT.encode() in bytes_of(ma)
            early = await ma.perform("retention.run", officer=PROTECTION)
            await declare(es, Act.TERMINATE, later_ms=DAY_MS)
            for each in (ma, es):
                each.clock.ahead_ms = DAY_MS + 1
            done = await ma.perform("retention.run", officer=PROTECTION)
            assert (early["replies"], done["replies"]) == (0, gone)
            assert (PASSPORT.encode() in bytes_of(ma)) is not bool(gone)

            async def told() -> bool:
                return "ended.received" in await es.actions()

            if gone:
                await eventually(told)
                alerts = (await es.perform("inbox"))["alerts"]
                assert [each["what"] for each in alerts] == ["ended"]
            again = await ma.perform("retention.run", officer=PROTECTION)
            assert again["replies"] == 0
            for each in (ma, es):
                assert (await each.verify())["whole"]

    end()


@asynchronous
async def test_article_8_5_data_does_not_go_where_a_later_text_took_the_place(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=data_goes("delete")) as (ma, es):
        await released(ma, es)
        text = text_of(ma).agreement
        later = amend(text, today() + timedelta(days=1))
        for each in (ma, es):
            await adopt(each, signed_by(later, ma, es))
            each.clock.ahead_ms = 2 * DAY_MS
        assert (await ma.perform("retention.run", officer=PROTECTION))["replies"] == 0

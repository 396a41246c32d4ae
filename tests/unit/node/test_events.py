"""Major events: lists that stay at home, answers without a reason, and an end that takes all."""

from __future__ import annotations

from pathlib import Path

from tests.given_events import (
    accreditations,
    admitted,
    announced,
    cell,
    crowd,
    event_agreed,
    listed,
    screened,
)
from tests.given_operations import shown
from tests.nodes import DE, ES, MA, asynchronous, exchange, person

ANSWERS = {"id": "A-900", "name": "Abdelatif Ben Ali", "birth_date": "1981-03-07"}


@asynchronous
async def test_a_list_is_screened_where_it_was_admitted_and_only_the_known_are_referred(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=event_agreed(MA, ES)) as (ma, es, de):
        await es.hold(person("EX-1", "عبد اللطيف بن علي", "1981-03-07"))
        operation = await cell(ma, es, de)
        assert (await shown(ma, operation))["state"] == "standing"
        path = listed(tmp_path, *crowd(120), ANSWERS)
        entry = await announced(ma, operation, path)
        await admitted(es, operation, entry)
        told = await screened(ma, operation, ES)
        assert (told["no_objection"], told["referred"]) == (120, 1)
        mine = await accreditations(ma, operation)
        assert [(each["id"], each["partner"], each["outcome"]) for each in mine["referred"]] == [
            ("A-900", ES, "refer")
        ]

"""Operations between SQLite and PostgreSQL: a team, a cell with its lists, and the end of it.

The conformance kit tries the tables; here officers work in them on both engines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, func, select

from entraide.adapters.tables import schema
from tests import given_offices
from tests.given_events import (
    accreditations,
    admitted,
    announced,
    cell,
    crowd,
    event_agreed,
    heard,
    listed,
    logged,
    screened,
)
from tests.given_operations import order, shown, team, write
from tests.nodes import (
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    person,
)
from tests.stories.engines import two_engines

KNOWN = {"id": "A-900", "name": "Abdelatif Ben Ali", "birth_date": "1981-03-07"}


def test_a_team_a_cell_and_its_list_are_the_same_on_either_engine_and_end_on_both(
    tmp_path: Path, database: str
) -> None:
    _told(tmp_path, database)


@asynchronous
async def _told(folder: Path, database: str) -> None:
    async with two_engines(folder, database, change=event_agreed(MA, ES)) as (ma, es):
        for each in (ma, es):
            await each.hold(person("1", "عبد اللطيف بن علي", "1981-03-07"))
        await _teams(ma, es)
        await _cells(folder, ma, es)
        await given_offices.posting(es, ma)


async def _teams(ma: Bureau, es: Bureau) -> None:
    operation = await team(ma, es)
    await es.stop()
    for at in range(3):
        await write(ma, operation, "note", text=f"While Madrid is away {at}")
    await es.start()
    await write(es, operation, "note", text="Back")
    await eventually(lambda: _same(operation, ma, es, entries=6))


async def _cells(folder: Path, ma: Bureau, es: Bureau) -> None:
    operation = await cell(ma, es)
    await logged(es, operation, "critical")
    for owner, partner in ((ma, es), (es, ma)):
        place = folder / f"list-{owner.id}"
        place.mkdir()
        entry = await announced(owner, operation, listed(place, *crowd(3), KNOWN))
        await admitted(partner, operation, entry)
        told = await screened(owner, operation, partner.id)
        assert (told["no_objection"], told["referred"]) == (3, 1)
        (referred,) = (await accreditations(owner, operation))["referred"]
        assert referred["name"] == KNOWN["name"]
    for each in (ma, es):
        last = (await order(es, operation))[-1]
        await heard(each, operation, last)
        erased = {"operation": operation, "reason": "unlawful"}
        await each.perform("operation.erase", officer=PROTECTION, **erased)
        for table in (schema.journal_entry, schema.accreditation, schema.screened_person):
            assert each.node.read(lambda c, t=table: c.scalar(_left(t, operation))) == 0  # type: ignore[misc]


def _left(table: Table, operation: str) -> Select[Any]:
    count = select(func.count()).select_from(table)
    return count.where(table.c.operation == operation) if "operation" in table.c else count


async def _same(operation: str, *bureaus: Bureau, entries: int) -> bool:
    orders = [[each["entry"] for each in (await shown(b, operation))["journal"]] for b in bureaus]
    return all(each == orders[0] for each in orders) and len(orders[0]) == entries

"""A protection is lifted by a named authorisation only, and not without an entry in the log."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.kernel.audit import parse_opening
from entraide.kernel.marking import Marking
from entraide.kernel.record import OPEN, ProtectedStatus, Record, Value
from entraide.node.record.protecting import keep_protection
from tests.nodes import Bureau, asynchronous, exchange, person

NAME, ORDER = "Zuleika Quennell", "Court of Rabat 12/2026"
MARKING = Marking(dataset="d", source="s", retention_date="2031-12-31")
STATES = st.frozensets(st.sampled_from(sorted(ProtectedStatus)), max_size=3)


def record(protected: frozenset[ProtectedStatus], lifted: str) -> Record:
    values = (Value("name", NAME, MARKING),)
    return Record(
        id="p1",
        schema="Person",
        values=values,
        restriction=OPEN,
        protected=protected,
        lifted=lifted if protected else "",
    )


@settings(deadline=None)
@given(STATES, STATES, st.sampled_from(["", ORDER]), st.sampled_from(["", ORDER, "another"]))
def test_nothing_but_an_authorisation_in_the_row_itself_opens_a_protected_record(
    held: frozenset[ProtectedStatus],
    new: frozenset[ProtectedStatus],
    held_lifted: str,
    new_lifted: str,
) -> None:
    before, row = record(held, held_lifted), record(new, new_lifted)
    kept = keep_protection(row, before)
    assert kept.protected >= held | new
    if held and not before.lifted and not row.lifted:
        assert not kept.visible_to("MA")
    if row.lifted:
        assert kept.lifted == row.lifted
    if row.protected and not row.lifted:
        assert not kept.visible_to("MA"), "a row that protects without lifting protects"
    assert keep_protection(kept, before) == kept


async def answer(ma: Bureau) -> str:
    return str((await ma.ask(NAME))[0]["result"])


async def hold(es: Bureau, **marks: Any) -> dict[str, Any]:
    return await es.hold(person("p1", NAME, "1977-05-09", **marks))


@asynchronous
async def test_a_file_that_leaves_the_protection_out_or_names_another_opens_nothing(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await hold(es, protected=["refugee"])
        assert await answer(ma) == "no-hit"
        silent = await hold(es)
        assert (silent["changed"], silent["unchanged"]) == (0, 1)
        assert await answer(ma) == "no-hit"
        other = await hold(es, protected=["witness"])
        assert other["changed"] == 1
        moved = await es.hold(person("p1", NAME, "1977-05-10"))
        assert moved["changed"] == 1
        assert await answer(ma) == "no-hit"
        body = es.node.read(lambda c: c.scalar(select(schema.record.c.body)))
        assert json.loads(bytes(body or b""))["protected"] == ["refugee", "witness"]
        assert "protection.lifted" not in await es.actions()


@asynchronous
async def test_lifting_a_protection_names_record_and_authorisation_in_the_log_and_no_person(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await hold(es, protected=["refugee"])
        await hold(es, protected=["refugee"], lifted=ORDER)
        assert await answer(ma) == "hit"
        entries = [each for each in await es.log() if each["action"] == "protection.lifted"]
        assert [(each["ids"]["subject"], each["ids"]["status"]) for each in entries] == [
            ("record-1", "refugee")
        ]
        assert entries[0]["actor"] == es.pseudonym
        openings = es.node.read(lambda c: list(c.scalars(select(schema.log_entry.c.opening))))
        logged = next(
            each
            for each in (parse_opening(bytes(one)) for one in openings)
            if each.action == "protection.lifted"
        )
        digest = hashlib.sha256(ORDER.encode()).hexdigest()
        assert dict(logged.digests)["authorisation"] == digest
        assert NAME.split(maxsplit=1)[0] not in str(logged)
        assert ORDER not in str(logged)
        await hold(es)
        assert await answer(ma) == "hit", "a silent file changes nothing of it either way"
        await hold(es, protected=["refugee"])
        assert await answer(ma) == "no-hit", "a file that protects again protects"
        await es.hold(person("p2", "Somebody Else", protected=["witness"], lifted=ORDER))
        again = [each for each in await es.log() if each["action"] == "protection.lifted"]
        assert [each["ids"]["subject"] for each in again] == ["record-1", "record-2"]

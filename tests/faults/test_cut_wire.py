"""A wire that is cut after every few bytes, in mid-request and in mid-answer.

However often a question has to be sent again: it is answered, once, stored once on both sides, and
counted once in the budget on both sides.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attach_nodes import over_a_wire
from tests.nodes import ES, MA, Bureau, asynchronous, eventually, person
from tests.proxy import Plan

STEP = 97
REQUEST_BYTES, ANSWER_BYTES = 4_600, 4_400
"""A little more than one question and one answer take on a connection that is open already."""


def budgets(bureau: Bureau) -> int:
    return int(
        bureau.node.read(lambda c: c.exec_driver_sql("SELECT sum(used) FROM budget").scalar_one())
    )


def stored(bureau: Bureau, kind: str) -> int:
    return int(
        bureau.node.read(
            lambda c: c.exec_driver_sql(
                "SELECT count(*) FROM message WHERE kind=?", (kind,)
            ).scalar_one()
        )
    )


@pytest.mark.parametrize(("way", "length"), [("up", REQUEST_BYTES), ("down", ANSWER_BYTES)])
def test_a_question_is_answered_once_wherever_the_wire_is_cut(
    tmp_path: Path, way: str, length: int
) -> None:
    @asynchronous
    async def story() -> None:
        async with over_a_wire(
            tmp_path, witness_every_ms=86_400_000, retry_first_ms=10, reconcile_settle_ms=0
        ) as (ma, es, wire):
            await es.hold(person("p1", "Karim Alami"))
            await ma.ask("Karim Alami")  # opens the connection
            asked = 1
            for after in range(1, length, STEP):
                wire.arm(Plan(**{way: after}))
                first = (await ma.ask("Karim Alami"))[0]["result"]
                assert first in {"hit", "waiting"}
                asked += 1
                wire.arm(Plan())

            async def empty() -> bool:
                return bool((await ma.status())["outbox"] == 0)

            await eventually(empty)
            assert wire.cuts >= 0.7 * (asked - 1)
            for bureau in (ma, es):
                assert stored(bureau, "query") == stored(bureau, "answer") == asked
                assert budgets(bureau) == asked
                assert (await bureau.verify())["whole"]
            answers = (await ma.perform("answers"))["answers"]
            assert [each["result"] for each in answers] == ["hit"] * asked
            result = await ma.perform("reconcile", partner=ES)
            assert (result["equal"], result["rounds"]) == (True, 1)
            assert [each["sender"] for each in result["sums"]] == [MA, ES]

    story()


@asynchronous
async def test_a_question_is_answered_once_though_the_handshake_is_cut(tmp_path: Path) -> None:
    """Each try has a new connection; cuts fall within TLS's first bytes and the request's."""
    async with over_a_wire(tmp_path, witness_every_ms=86_400_000, retry_first_ms=10) as given:
        ma, es, wire = given
        await es.hold(person("p1", "Karim Alami"))
        asked = 0
        for after in range(1, 7_000, 401):
            wire.cut()
            wire.arm(Plan(up=after))
            await ma.ask("Karim Alami")
            asked += 1
            wire.arm(Plan())

        async def empty() -> bool:
            return bool((await ma.status())["outbox"] == 0)

        await eventually(empty)
        assert stored(ma, "answer") == stored(es, "query") == budgets(es) == asked

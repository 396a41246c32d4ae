"""A small state: one laptop, power cuts, no network for a week, files carried by hand.

Time passes by the clocks of both nodes. A power cut is the folder as it lies on the disk at that
moment; the process that held it is gone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import func, select

from entraide.adapters.tables import schema
from tests.nodes import ES, MA, Bureau, asynchronous, eventually, exchange, person

DAY = 86_400_000
NAME = "Zuleika Exercise Quennell"


async def power_cut(bureau: Bureau) -> None:
    """Go on from what lies on the disk now; whatever the process does afterwards is lost."""
    copy = bureau.folder.with_name(f"{bureau.folder.name}-as-it-lies")
    shutil.copytree(bureau.folder, copy, ignore=shutil.ignore_patterns("lock", "control.sock"))
    await bureau.stop()
    shutil.rmtree(bureau.folder)
    copy.rename(bureau.folder)
    bureau.open()


def count(bureau: Bureau, kind: str, *, incoming: bool) -> int:
    table = schema.message.c
    wanted = select(func.count()).where(table.kind == kind, table.incoming == int(incoming))
    return int(bureau.node.read(lambda c: c.scalar(wanted)) or 0)


async def results(bureau: Bureau) -> list[str]:
    return sorted(each["result"] for each in (await bureau.perform("answers"))["answers"])


async def carried(sender: Bureau, to: Bureau, bag: Path, day: int) -> tuple[Path, Path]:
    """Export at one, import at the other; return the file and the one that travels back."""
    there, back = bag / f"{day}-to-{to.id}", bag / f"{day}-to-{sender.id}"
    await sender.perform("post.export", partner=to.id, out=str(there))
    await to.perform("post.import", path=str(there), out=str(back))
    return there, back


@asynchronous
async def test_pain_3_a_node_that_was_a_week_away_loses_nothing_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    bag = tmp_path / "bag"
    bag.mkdir()
    async with exchange(tmp_path, query_lifetime_ms=10 * DAY, reconcile_settle_ms=0) as (ma, es):
        await es.hold(person("EX-1", NAME))
        for each in (ma, es):
            await each.stop()
            each.open()  # no listener: no network
        for day in range(1, 8):
            ma.clock.ahead_ms = es.clock.ahead_ms = day * DAY
            assert (await ma.ask(NAME if day % 2 else f"Nobody {day}"))[0]["result"] == "waiting"
            if day in {2, 5}:
                assert (await es.ask(f"Somebody {day}"))[0]["result"] == "waiting"
            if day == 3:
                there, lost = await carried(ma, es, bag, day)
                lost.unlink()  # the courier lost what travelled back
                await power_cut(es)
                again = bag / "again"
                told = await es.perform("post.import", path=str(there), out=str(again))
                assert (told["received"], told["refused"]) == (3, 0)
                taken = await ma.perform("post.import", path=str(again), out=str(bag / "3b"))
                assert (taken["answered"], taken["received"]) == (3, 1)
                repeated = await ma.perform("post.import", path=str(again), out=str(bag / "3c"))
                assert (repeated["answered"], repeated["known"]) == (0, 3)
            if day in {4, 6}:
                await power_cut(ma)
        assert await results(ma) == ["asked"] * 4 + ["hit"] * 2 + ["no-hit"]
        for each in (ma, es):
            await each.stop()
            await each.start()  # the network is back

        async def caught_up() -> bool:
            return await results(ma) == ["hit"] * 4 + ["no-hit"] * 3 and (
                await results(es) == ["no-hit"] * 2
            )

        await eventually(caught_up)
        assert (count(es, "query", incoming=True), count(ma, "answer", incoming=True)) == (7, 7)
        assert (count(ma, "query", incoming=True), count(es, "answer", incoming=True)) == (2, 2)
        for each, partner in ((ma, ES), (es, MA)):
            compared = await each.perform("reconcile", partner=partner)
            assert compared["equal"]
            assert (await each.verify())["whole"]

"""Figures of partners: counted from what the node holds, in both directions, never invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from entraide.errors import InputError
from entraide.node.log.witnessing import publish_checkpoint
from entraide.node.partner.contacts import DAY_MS, contacts_since, is_noted, note_contact
from entraide.node.runtime import Node
from tests.nodes import ADMIN, ES, MA, Bureau, asynchronous, bureau_in, eventually, exchange, person

HOUR_MS = 3_600_000


async def figures(bureau: Bureau, days: int = 2) -> dict[str, object]:
    found = await bureau.perform("partner.figures", officer=ADMIN, days=days, directions=True)
    (one,) = found["partners"]
    return dict(one)


@asynchronous
async def test_both_sides_count_the_same_questions_and_what_waits_is_not_sent(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p-1", "Abdelatif Benali", "1981-03-07"))
        await ma.ask("Abdelatif Benali", born=["1981-03-07"])
        await ma.ask("Nobody Known")
        here, there = await figures(ma), await figures(es)
        counted = {"asked": 2, "answered": 2, "denied": 0, "requested": 0, "refused": 0}
        assert counted.items() <= here["directions"]["ours"].items()  # type: ignore[index]
        assert counted.items() <= there["directions"]["theirs"].items()  # type: ignore[index]
        assert (here["sent"], here["received"]) == (there["received"], there["sent"])
        assert (there["median_ms"], here["waiting"]) == (None, 0)
        assert isinstance(here["median_ms"], int)
        assert here["ends_ms"] == there["ends_ms"] is not None
        day = here["by_day"][-1]  # type: ignore[index]
        assert day["reached"] == day["tried"] > 0
        sent = here["sent"]
        await es.stop()
        await ma.ask("Nobody Else")
        away = await figures(ma)
        assert (away["waiting"], away["sent"], away["fault"] != "") == (1, sent, True)


@asynchronous
async def test_a_partners_last_cosignature_is_found_under_our_own_checkpoints(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        assert await publish_checkpoint(ma.node) in ({ES: "cosigned"}, {ES: "current"})

        async def is_kept() -> bool:  # where it was current, the node's own round keeps it
            found = await figures(ma)
            return 0 < found["cosigned_size"] <= ma.node.writer.frontier.size  # type: ignore[operator]

        await eventually(is_kept)


@asynchronous
async def test_an_hour_is_one_bit_however_often_a_partner_was_tried(tmp_path: Path) -> None:
    bureau = bureau_in(tmp_path, MA)
    node = bureau.open()
    midnight_ms = DAY_MS - bureau.clock.now_ms() % DAY_MS
    try:
        for reached, hours in ((False, 0), (False, 0), (True, 0), (False, 1), (True, 25)):
            bureau.clock.ahead_ms = midnight_ms + hours * HOUR_MS
            await _note(node, reached)
        one, other = node.read(lambda c: list(contacts_since(c, 0)))
        assert (one.reached, one.missed, one.hours) == (0b01, 0b11, (1, 2))
        assert (other.day, other.reached, other.missed) == (one.day + 1, 0b10, 0)
        assert node.read(lambda c: list(contacts_since(c, one.day + 1))) == [other]
        assert node.read(lambda c: is_noted(c, ES, node.world.now_ms(), reached=True))
        assert not node.read(lambda c: is_noted(c, ES, node.world.now_ms(), reached=False))
    finally:
        await bureau.stop()


async def _note(node: Node, reached: bool) -> None:
    await node.writer.run(lambda t: note_contact(t, ES, reached=reached))


@asynchronous
async def test_a_span_is_of_days_that_a_node_will_count(tmp_path: Path) -> None:
    bureau = bureau_in(tmp_path, MA)
    bureau.open()
    try:
        for days in (0, 367, -1):
            with pytest.raises(InputError, match=r"action\.bad_parameter.*days"):
                await bureau.perform("partner.figures", days=days)
        found = await bureau.perform("partner.figures", days=366)
        assert (found["partners"], found["home"]) == ([], "MA")
        assert found["until_ms"] - found["from_ms"] < 366 * DAY_MS
    finally:
        await bureau.stop()

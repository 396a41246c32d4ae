"""The watch log, its handover and its end: who signs what, what stays open, what shouts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.node.config import SafeguardSettings
from entraide.node.duty.rows import find_note, note_digest
from entraide.node.oversight.accesses import openings_between
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
    person,
)
from tests.together.node.test_planted import places
from tests.together.node.test_requests import release
from tests.unit.node.watched import HOUR_MS

DAY_MS = 86_400_000

NAMED = "Zuleika Quennell"


@asynccontextmanager
async def duty(folder: Path) -> AsyncIterator[Bureau]:
    """Open a bureau by itself."""
    bureau = bureau_in(folder, MA)
    bureau.open()
    try:
        yield bureau
    finally:
        await bureau.stop()


def logged(bureau: Bureau, action: str) -> list[dict[str, Any]]:
    """Return ids and digests of log entries of a kind."""
    openings = bureau.node.read(lambda c: list(openings_between(c, 0, 2**60)))
    return [
        {**dict(each.ids), "entry": dict(each.ids)["subject"], "digests": dict(each.digests)}
        for each in openings
        if each.action == action
    ]


@asynchronous
async def test_a_correction_is_a_new_entry_and_the_old_one_stays_as_it_was_signed(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        first = await ma.perform("watch.write", text="Two calls", severity="serious")
        before = (await ma.perform("watch.show"))["matters"][0]["notes"][0]
        fixed = await ma.perform("watch.correct", officer=CHIEF, entry=first["entry"][:10],
                                 text="One call", severity="attention")  # fmt: skip
        (matter,) = (await ma.perform("watch.show"))["matters"]
        assert matter["notes"][0] == before
        assert [note["kind"] for note in matter["notes"]] == ["written", "corrected"]
        assert (matter["notes"][1]["of"], matter["severity"]) == (first["entry"], "attention")
        assert matter["notes"][1]["officer"] == CHIEF
        bound = {each["entry"]: each["digests"] for each in logged(ma, "watch.written")}
        assert list(bound) == [first["entry"], fixed["entry"]]
        for entry, digests in bound.items():
            held = ma.node.read(lambda c, entry=entry: find_note(c, entry))
            assert digests["entry"] == note_digest(held)
        assert "Two calls" not in str(await ma.log())


@asynchronous
async def test_what_calls_for_somebody_stays_open_over_shifts_until_an_officer_closes_it(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        await ma.perform("watch.begin", words="First")
        open_one = (await ma.perform("watch.write", text="Line down", severity="serious"))["entry"]
        quiet = (await ma.perform("watch.write", text="All calm"))["entry"]
        sheet = (await ma.perform("watch.handover", words="See the line"))["sheet"]
        ma.clock.ahead_ms += 3 * DAY_MS
        await ma.perform("watch.take", officer=CHIEF, sheet=sheet)
        shown = await ma.perform("watch.show", officer=CHIEF, days=1)
        assert [each["entry"] for each in shown["points"]] == [open_one]
        assert (shown["matters"], (await ma.status())["watch_open"]) == ([], 1)
        with pytest.raises(InputError, match=r"watch\.not_open"):
            await ma.perform("watch.close", entry=quiet, text="Nothing")
        closed = await ma.perform("watch.close", officer=ANALYST, entry=open_one, text="Mended")
        for again in ("watch.close", "watch.correct"):
            with pytest.raises(InputError, match=r"watch\.(not_open|closing_stays)"):
                await ma.perform(again, entry=closed["entry"], text="Again")
        assert (await ma.perform("watch.show"))["points"] == []


@asynchronous
async def test_a_shift_is_taken_by_another_officer_who_names_the_very_sheet(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        with pytest.raises(InputError, match=r"watch\.nothing_handed"):
            await ma.perform("watch.take", officer=CHIEF, sheet="0" * 64)
        with pytest.raises(InputError, match=r"watch\.nobody_on"):
            await ma.perform("watch.handover", words="x")
        await ma.perform("watch.begin", words="First", hours=8)
        with pytest.raises(InputError, match=r"watch\.runs"):
            await ma.perform("watch.begin", officer=CHIEF, words="I want it")
        with pytest.raises(PolicyError, match=r"watch\.of_another"):
            await ma.perform("watch.handover", officer=CHIEF, words="x")
        old = (await ma.perform("watch.handover", words="Quiet"))["sheet"]
        await ma.perform("watch.write", text="A call", severity="attention")
        new = (await ma.perform("watch.handover", words="A call came"))["sheet"]
        with pytest.raises(PolicyError, match=r"watch\.own_shift"):
            await ma.perform("watch.take", sheet=new)
        with pytest.raises(InputError, match=r"watch\.other_sheet"):
            await ma.perform("watch.take", officer=CHIEF, sheet=old)
        for officer in (ANALYST, ADMIN):
            with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                await ma.perform("watch.take", officer=officer, sheet=new)
        await ma.perform("watch.take", officer=CHIEF, sheet=new, hours=6)
        with pytest.raises(InputError, match=r"watch\.nothing_handed"):
            await ma.perform("watch.take", sheet=new)
        (taken,) = logged(ma, "watch.taken")
        assert (taken["digests"]["sheet"], taken["from"]) == (new, ma.pseudonym)
        kept = await ma.perform("watch.sheet", shift=taken["before"])
        assert (kept["words"], kept["next"]["officer"]) == ("A call came", CHIEF)
        assert [each["notes"][0]["text"] for each in kept["points"]] == ["A call"]


@asynchronous
async def test_the_node_itself_lists_what_is_open_with_its_clocks(tmp_path: Path) -> None:
    def two(body: dict[str, Any]) -> None:
        body["exchange"]["two-officers-for"] = ["request"]

    async with exchange(tmp_path, MA, ES, change=two) as (ma, es):
        await es.hold(person("p-1", NAMED))
        (answer,) = await ma.ask(NAMED)
        asked = {"reference": answer["hits"][0]["reference"], "categories": ["names"]}
        await ma.perform("request", **asked, reason="Warrant")
        thread = (await es.perform("inbox"))["requests"][0]["thread"]
        await es.perform("watch.begin", words="First")
        assert items(await es.perform("watch.sheet")) == []
        await release(es, thread)
        assert items(await es.perform("watch.sheet")) == [("four-eyes", "release", thread)]
        es.clock.ahead_ms += 8 * DAY_MS
        late = await es.perform("watch.sheet")
        assert ("overdue", "request", thread) in items(late)
        await release(es, thread, officer=CHIEF)
        assert items(await es.perform("watch.sheet")) == []
        await ma.perform("watch.begin", words="First")
        assert NAMED not in str(late)


def items(sheet: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["group"], each["kind"], each["of"]) for each in sheet["items"]]


@asynchronous
async def test_the_log_goes_truly_after_its_retention_and_nothing_of_it_before(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        await ma.perform("watch.begin", words=f"Relieved by {NAMED}")
        text = f"{NAMED} called"
        kept = (await ma.perform("watch.write", text=text, severity="serious"))["entry"]
        gone = (await ma.perform("watch.write", text=text, severity="serious"))["entry"]
        await ma.perform("watch.close", entry=gone, text="Called back")
        sheet = (await ma.perform("watch.handover", words="x"))["sheet"]
        await ma.perform("watch.take", officer=CHIEF, sheet=sheet)
        ma.clock.ahead_ms += SafeguardSettings().watch_days * DAY_MS - HOUR_MS
        purged = await ma.perform("retention.run", officer=CHIEF)
        assert purged["watch"] == 0
        ma.clock.ahead_ms += DAY_MS
        purged = await ma.perform("retention.run", officer=CHIEF)
        assert (purged["watch"], purged["keys_destroyed"]) == (3, 3)
        shown = await ma.perform("watch.show", days=366)
        assert [each["entry"] for each in shown["points"]] == [kept]
        assert [each["entry"] for each in shown["matters"]] == [kept]
        assert (await ma.verify())["whole"]
        await ma.stop()
        assert places(ma.folder, {word: word.encode() for word in NAMED.split()}) == set()


@asynchronous
async def test_a_person_concerned_is_found_in_the_words_of_the_log_and_erased_there(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        await ma.perform("watch.begin", words="First")
        named = await ma.perform("watch.write", text="The consul asks for زليخة كوينل tonight.",
                                 done="Told Z. Quenell's lawyer to write.")  # fmt: skip
        await ma.perform("watch.write", text="Nobody called.")
        await ma.perform("watch.handover", words="Zuleika Quennell calls back at six")
        wanted = {"kind": "deletion", "name": [NAMED], "identified": "passport", "language": "fr"}
        request = (await ma.perform("subject.register", officer=PROTECTION, **wanted))["request"]
        await ma.perform("subject.admit", officer=PROTECTION, request=request)
        found = await ma.perform("subject.search", officer=PROTECTION, request=request)
        finds = [each for each in found["finds"] if each["place"] == "watch"]
        assert len(finds) == 2
        assert named["entry"] in {each["id"] for each in finds}
        for each in finds:
            await ma.perform("subject.delete", officer=PROTECTION, request=request,
                             number=each["number"])  # fmt: skip
        shown = await ma.perform("watch.show")
        assert [each["notes"][0]["text"] for each in shown["matters"]] == ["Nobody called.", ""]
        assert shown["shifts"][0]["words"] == ""
        assert (await ma.perform("watch.sheet", shift=shown["shifts"][0]["shift"]))["words"] == ""
        assert (await ma.verify())["whole"]


@asynchronous
async def test_a_shift_that_nobody_took_over_shouts(tmp_path: Path) -> None:
    async with duty(tmp_path) as ma:
        assert (await ma.status())["watch"] == "unused"
        await ma.perform("watch.begin", words="First", hours=2)
        ma.clock.ahead_ms += HOUR_MS
        assert (await ma.status())["watch"] == "running"
        ma.clock.ahead_ms += HOUR_MS - 60_000
        assert (await ma.status())["watch"] == "ending"
        sheet = (await ma.perform("watch.handover", words="x"))["sheet"]
        assert (await ma.status())["watch"] == "handed"
        ma.clock.ahead_ms += 120_000
        assert (await ma.status())["watch"] == "untaken"
        await ma.perform("watch.take", officer=CHIEF, sheet=sheet)
        assert (await ma.status())["watch"] == "running"


@asynchronous
async def test_an_entry_says_something_that_has_happened_and_knows_what_it_is_about(
    tmp_path: Path,
) -> None:
    async with duty(tmp_path) as ma:
        now_ms = ma.clock.now_ms()
        for bad, code in (({"severity": "loud"}, "unknown_severity"),
                          ({"happened_ms": now_ms + HOUR_MS}, "not_yet"),
                          ({"about": "R-1"}, "incomplete"), ({"text": "   "}, "incomplete"),
                          ({"about_kind": "case"}, "incomplete")):  # fmt: skip
            with pytest.raises(InputError, match=rf"watch\.{code}"):
                await ma.perform("watch.write", **{"text": "x", **bad})
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("watch.write", officer=ADMIN, text="x")
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("watch.show", officer=ADMIN)
        await ma.perform("watch.show", officer=PROTECTION)
        read = [row for row in await ma.log() if row["action"] == "watch.read"]
        assert [row["ids"]["purpose"] for row in read] == ["desk"]

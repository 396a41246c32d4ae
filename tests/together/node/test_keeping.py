"""Keeping a node: what is due, who is suspended, how it stands; a letter before it is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import OpeningKey
from entraide.node.keys.identity import own_keys
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    DUTY,
    ES,
    PROTECTION,
    Bureau,
    asynchronous,
    exchange,
    importing,
    person,
)

_DAY_MS = 86_400_000


async def _hold_until(bureau: Bureau, number: str, last_day: str) -> None:
    path = bureau.folder.parent / f"{number}.jsonl"
    path.write_text(json.dumps(person(number, "Karim Alami")) + "\n", encoding="utf-8")
    await bureau.perform("records.import", **importing(path, retention=last_day))


@asynchronous
async def test_what_is_due_is_exactly_what_the_next_purge_erases(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (_, es):
        for number, day in (("p-1", "2027-01-10"), ("p-2", "2027-01-11"), ("p-3", "2031-01-01")):
            await _hold_until(es, number, day)
        await es.perform("check", document=["EXM8100307"], case="POST-7")

        async def due() -> dict[str, Any]:
            found = await es.perform("retention.due", officer=PROTECTION)
            return {row["kind"]: row for row in found["due"]}

        rows = await due()
        assert rows["records"]["now"] == 0
        assert rows["records"]["next"] == "2027-01-11"
        assert rows["checks"]["year"] + rows["checks"]["later"] == 1
        es.clock.ahead_ms = await _until(es, "2027-01-11")
        assert (await due())["records"]["now"] == 1, "the last day itself is still a day"
        ran = await es.perform("retention.run", officer=PROTECTION)
        assert ran["records"] == 1
        rows = await due()
        assert (rows["records"]["now"], rows["records"]["next"]) == (0, "2027-01-12")
        (purge,) = (await es.perform("retention.log", officer=PROTECTION))["purges"]
        assert (purge["records"], purge["checks"]) == (1, 0)
        assert purge["by"] == es.node.keyring.pseudonym(PROTECTION)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await es.perform("retention.due", officer=DUTY)


async def _until(bureau: Bureau, day: str) -> int:
    from entraide.node.oversight.overseeing import day_of  # noqa: PLC0415 - here alone

    return day_of(day) - bureau.clock.now_ms() + _DAY_MS // 2


@asynchronous
async def test_a_suspended_officer_does_nothing_and_oversight_is_never_switched_off(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):

        async def order(action: str, whom: str, by: str | None = ADMIN) -> Any:
            return await ma.give(ma.order(f"officer.{action}", {"officer": whom}, by))

        with pytest.raises(PolicyError, match=r"officer\.last_overseer"):
            await order("suspend", PROTECTION)
        with pytest.raises(PolicyError, match=r"officer\.suspends_self"):
            await order("suspend", ADMIN)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await order("suspend", CHIEF, ANALYST)
        await order("suspend", CHIEF)
        with pytest.raises(InputError, match=r"officer\.suspended_already"):
            await order("suspend", CHIEF, None)
        for action in ("inbox", "node.status"):
            with pytest.raises(PolicyError, match=r"officer\.suspended"):
                await ma.perform(action, officer=CHIEF)
        with pytest.raises(PolicyError, match=r"officer\.suspended"):
            await order("restore", CHIEF, CHIEF)
        listed = (await ma.perform("officer.list"))["officers"]
        assert [row["officer"] for row in listed if row["suspended_ms"]] == [CHIEF]
        told = (await ma.perform("inbox", officer=PROTECTION))["alerts"]
        assert [each["what"] for each in told] == ["officer:suspended"]
        await order("restore", CHIEF, None)
        await ma.perform("inbox", officer=CHIEF)
        with pytest.raises(InputError, match=r"officer\.not_suspended"):
            await order("restore", CHIEF)


@asynchronous
async def test_the_node_says_until_when_its_keys_hold_and_how_old_its_backup_is(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        found = await ma.perform("node.health", officer=ADMIN)
        own = own_keys(ma.node).key_set
        assert found["keys"]["ends_ms"] == own.expires_ms
        assert found["certificate_ends_ms"] > ma.clock.now_ms()
        assert [each["partner"] for each in found["partners"]] == [ES]
        assert found["backed_up_ms"] is None
        assert 0 < found["disk"]["free"] <= found["disk"]["whole"]
        key = to_base64(OpeningKey.generate().public.raw)
        out = str(tmp_path / "backup")
        await ma.perform("node.backup", officer=ADMIN, out=out, recovery_key=key)
        found = await ma.perform("node.health", officer=PROTECTION)
        assert abs(found["backed_up_ms"] - ma.clock.now_ms()) < 60_000
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await es.perform("node.health", officer=ANALYST)


@asynchronous
async def test_a_letter_is_looked_at_in_four_languages_before_and_after_and_closes_nothing(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (_, es):
        await es.hold(person("p-1", "Karim Alami"))
        asked = {"kind": "access", "name": ["Karim Alami"], "identified": "passport"}
        by = {"officer": PROTECTION}
        request = (await es.perform("subject.register", language="fr", **asked, **by))["request"]
        named = {"request": request, **by}
        with pytest.raises(InputError, match=r"subject\.out_of_turn"):
            await es.perform("subject.letter", **named)
        await es.perform("subject.admit", **named)
        shown = await es.perform("subject.search", **named)
        number = shown["finds"][0]["number"]
        assert "Karim Alami" in (await es.perform("subject.letter", **named))["letter"]
        assert "1980-01-02" not in (await es.perform("subject.letter", **named))["letter"]
        await es.perform("subject.decide", number=number, decision="disclose", **named)
        letters = [await es.perform("subject.letter", language=each, **named)
                   for each in ("en", "fr", "es", "ar")]  # fmt: skip
        assert len({each["letter"] for each in letters}) == 4
        assert all("1980-01-02" in each["letter"] and not each["final"] for each in letters)
        sent = (await es.perform("subject.answer", **named))["letter"]
        after = await es.perform("subject.letter", **named)
        assert (after["letter"], after["final"], after["language"]) == (sent, True, "fr")
        with pytest.raises(InputError, match=r"subject\.language"):
            await es.perform("subject.letter", language="de", **named)

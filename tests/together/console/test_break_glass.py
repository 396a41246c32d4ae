"""The sealed account: who sets it up, who opens it, what it may not do, who ends its alert."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from entraide.adapters.sealing import passphrase_hash
from entraide.console import glass
from entraide.console.application import SCREENS
from entraide.console.forms import FORMS
from entraide.console.people import COOKIE
from entraide.errors import InputError, PolicyError, TrustError
from entraide.node.actions import ACTIONS, perform
from entraide.node.glass.opening import MOST_TRIES, OPENS, Try, open_glass
from entraide.node.people.actor import Order
from entraide.node.people.warrants import READING, GlassWarrant
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    DUTY,
    OFFICERS,
    PROTECTION,
    Bureau,
    asynchronous,
)
from tests.together.console.test_guard import Client, console
from tests.together.node.test_planted import places

WHY = "All passkeys were lost in the fire at the bureau."
HOUR_MS = 3_600_000


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let answers come at once, and hashes cost little; what they cost is a test of its own."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(glass, "LEAST_S", 0.0)
    monkeypatch.setattr(passphrase_hash, "_HASHER", cheap)
    monkeypatch.setattr(passphrase_hash, "_NOBODYS", cheap.hash("nobody's"))


async def set_up(bureau: Bureau) -> tuple[str, str]:
    """Set the account up by two officers; return both halves."""
    first = await bureau.perform("glass.propose", officer=CHIEF)
    second = await bureau.perform("glass.confirm", officer=ADMIN, account=first["account"][:12])
    return first["half"], second["half"]


async def knock(
    client: Client, halves: tuple[str, str], officer: str = DUTY, why: str = WHY
) -> int:
    """Try the door; return the status and keep the cookie that it gives."""
    fields = {"first": halves[0], "second": halves[1], "officer": officer, "why": why}
    headers = {"Sec-Fetch-Site": "same-origin"}
    address = client.origin + "/break-glass"
    async with client.http.post(
        address, data=fields, headers=headers, allow_redirects=False
    ) as got:
        if COOKIE in got.cookies:
            client.cookie = got.cookies[COOKIE].value
        return got.status


def used_up(entry: dict[str, Any]) -> bool:
    return str(entry["action"]).startswith("glass.")


@asynchronous
async def test_one_officer_alone_sets_nothing_up_and_learns_no_whole_passphrase(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        bureau = client.bureau
        begun = await bureau.perform("glass.propose", officer=CHIEF)
        assert not begun["ready"]
        with pytest.raises(PolicyError, match=r"glass\.same_officer"):
            await bureau.perform("glass.confirm", officer=CHIEF, account=begun["account"])
        assert await knock(client, (begun["half"], begun["half"])) == 403
        for officer in (DUTY, ANALYST):
            with pytest.raises(PolicyError, match=r"role\.not_allowed"):
                await bureau.perform("glass.confirm", officer=officer, account=begun["account"])
        bureau.clock.ahead_ms += 900_001
        with pytest.raises(InputError, match=r"glass\.not_proposed"):
            await bureau.perform("glass.confirm", officer=ADMIN, account=begun["account"])
        bureau.clock.ahead_ms = 0
        halves = await set_up(bureau)
        assert halves[0] != halves[1]
        assert all(len(each.replace("-", "")) == 16 for each in halves)
        later = await set_up(bureau)
        assert await knock(client, halves) == 403
        assert await knock(client, (later[1], later[0])) == 403
        assert await knock(client, later) == 303


@asynchronous
async def test_it_opens_once_for_an_hour_and_reads_what_its_list_names(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        halves = await set_up(client.bureau)
        assert await knock(client, (halves[0].upper(), halves[1].replace("-", " "))) == 303
        for path in ("/", "/inbox", "/notices", "/cases", "/watch", "/oversight",
                     "/oversight/break-glass"):  # fmt: skip
            assert (await client.get(path, Accept="text/html"))[0] == 200, path
        refused = {"/search", "/register", "/register/partners", "/register/promises"}
        for path in refused:
            assert (await client.get(path, Accept="text/html"))[0] == 403, path
        for action in FORMS:
            assert (await client.post(f"/orders/{action}", {"text": "x"}))[0] == 403, action
        assert (await client.post("/agreements/offered", {"signed": "{}"}))[0] == 403
        kept, client.cookie = client.cookie, ""
        assert await knock(client, halves) == 403, "a used passphrase opens nothing"
        assert client.cookie == ""
        client.cookie = kept
        client.bureau.clock.ahead_ms += HOUR_MS // 2 - 1_000
        assert (await client.get("/inbox.json"))[0] == 200
        client.bureau.clock.ahead_ms += HOUR_MS // 2 + 1_001
        assert (await client.get("/inbox.json"))[0] in {401, 403}


@asynchronous
async def test_what_it_opens_is_a_list_of_reading_actions_and_its_warrant_performs_no_other(
    tmp_path: Path,
) -> None:
    assert OPENS <= READING
    assert not OPENS & {"answers", "references", "release.preview", "copies", "attachments"}
    async with console(tmp_path) as client:
        bureau = client.bureau
        halves = await set_up(bureau)
        made = Try(first=halves[0], second=halves[1], officer=DUTY, why=WHY)
        await open_glass(bureau.node, made, "5" * 32)
        for name in sorted(set(ACTIONS) - OPENS):
            with pytest.raises(PolicyError, match=r"glass\.reads_only"):
                await performed(bureau, name, "5" * 32)
        await performed(bureau, "inbox", "5" * 32)
        for other in ("", "6" * 32):
            with pytest.raises(TrustError, match=r"session\.none"):
                await performed(bureau, "inbox", other)


async def performed(bureau: Bureau, action: str, session: str) -> Any:
    now_ms, nonce = bureau.clock.now_ms(), bureau.clock.random(16).hex()
    order = Order(action=action, parameters={}, officer=None, at_ms=now_ms, nonce=nonce,
                  warrant=GlassWarrant(session))  # fmt: skip
    return await perform(bureau.node, order, lambda _: None)


@asynchronous
async def test_every_view_is_an_entry_of_its_own_author_and_purpose(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        await knock(client, await set_up(client.bureau))
        await client.get("/inbox")
        await client.get("/notices")
        entries = [row for row in await client.bureau.log() if row["actor"] == "break-glass"]
        assert entries[0]["action"] == "glass.opened"
        viewed = [row["ids"] for row in entries if row["action"] == "glass.viewed"]
        assert [row["viewed"] for row in viewed] == ["inbox", "notice.list"]
        assert {row["purpose"] for row in viewed} == {"desk"}
        assert all(row["order_signature"].startswith("glass:") for row in viewed)
        assert (await client.bureau.verify())["whole"]


@asynchronous
async def test_wrong_tries_are_counted_told_and_answered_alike(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        halves = await set_up(client.bureau)
        wrong = "abcd-abcd-abcd-abcd"
        tries: list[tuple[tuple[str, str], str, str]] = [
            ((wrong, halves[1]), DUTY, WHY), ((halves[0], wrong), DUTY, WHY),
            (halves, "Nobody Here", WHY), (halves, DUTY, "x"), (("", ""), "", ""),
        ]  # fmt: skip
        assert len(tries) == MOST_TRIES
        said = set()
        for pair, officer, why in tries:
            assert await knock(client, pair, officer, why) == 403
        assert await knock(client, halves) == 403, "the right one is not heard either"
        said |= {row["ids"]["subject"] for row in await client.bureau.log() if used_up(row)}
        assert {"wrong", "too-many"} <= said
        alerts = (await client.bureau.perform("inbox", officer=PROTECTION))["alerts"]
        assert [each["what"] for each in alerts] == ["glass:tried"]
        client.bureau.clock.ahead_ms += 900_001
        assert await knock(client, halves) == 303


@asynchronous
async def test_tries_wait_for_each_other_and_no_answer_comes_sooner_than_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glass, "LEAST_S", 0.4)
    async with console(tmp_path) as client:
        start = time.monotonic()
        await asyncio.gather(*(knock(client, ("a", "b")) for _ in range(2)))
        assert time.monotonic() - start >= 0.8
        halves = await set_up(client.bureau)
        start = time.monotonic()
        assert await knock(client, halves) == 303
        assert time.monotonic() - start >= 0.4


@asynchronous
async def test_the_alert_stands_on_every_screen_until_two_others_have_written_why(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        bureau = client.bureau
        await knock(client, await set_up(bureau))
        (use,) = (await bureau.perform("glass.list"))["uses"]
        assert (use["claimed"], use["why"]) == (DUTY, WHY)
        for officer in OFFICERS:
            alerts = (await bureau.perform("inbox", officer=officer))["alerts"]
            assert [each["what"] for each in alerts] == ["glass:opened"]
        explain = {"use": use["use"][:10], "text": "The fire took the safe; keys are made anew."}
        with pytest.raises(InputError, match=r"glass\.still_open"):
            await bureau.perform("glass.explain", officer=CHIEF, **explain)
        await bureau.perform("glass.end", officer=PROTECTION, use=use["use"])
        assert (await client.get("/inbox.json"))[0] in {401, 403}
        with pytest.raises(PolicyError, match=r"glass\.own_use"):
            await bureau.perform("glass.explain", officer=DUTY, **explain)
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await bureau.perform("glass.explain", officer=ANALYST, **explain)
        await bureau.perform("glass.explain", officer=CHIEF, **explain)
        with pytest.raises(PolicyError, match=r"glass\.explained_before"):
            await bureau.perform("glass.explain", officer=CHIEF, **explain)
        client.cookie = ""
        await client.sign_in()
        pages = [re.sub(r"\{\w+\}", "0" * 32, path) for path, _ in SCREENS]
        for path in (*pages, "/sign-in", "/passkey", "/break-glass", "/wall"):
            text = (await client.get(path, Accept="text/html"))[1]
            assert text.count('class="shout" role="alert"') == 1, path
        assert (await bureau.status())["glass"] == 1
        await bureau.perform("glass.explain", officer=PROTECTION, **explain)
        assert 'class="shout"' not in (await client.get("/"))[1]
        assert (await bureau.perform("inbox"))["alerts"] == []
        (use,) = (await bureau.perform("glass.list"))["uses"]
        assert [each["officer"] for each in use["explained"]] == [CHIEF, PROTECTION]
        assert use["closed_ms"]
        told = [row["action"] for row in await bureau.log() if used_up(row)]
        assert told[-2:] == ["glass.explained", "glass.closed"]


@asynchronous
async def test_no_half_and_no_reason_lies_in_any_byte_of_the_folder(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        halves = await set_up(client.bureau)
        await knock(client, halves)
        secrets = {each: each.replace("-", "").encode() for each in halves}
        assert places(client.bureau.folder, {**secrets, "why": WHY.encode()}) == set()


def test_a_half_is_kept_as_argon2id_of_rfc_9106_and_nothing_is_compared_as_slowly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    kept = passphrase_hash.hash_passphrase("a half")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passphrase_hash._NOBODYS.startswith(kept[:31])
    assert passphrase_hash.is_passphrase(kept, "a half")
    assert not passphrase_hash.is_passphrase(kept, "another")
    assert not passphrase_hash.is_passphrase("", "a half")

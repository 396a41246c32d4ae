"""Sessions of programs: they read, end soon, and hold no more than their places."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from entraide.console.api import bodies, pace
from entraide.vocabulary.oversight import VIEWS
from tests.nodes import ANALYST, ES, MA, asynchronous
from tests.together.console.ordered import JSON, ordered, read, sent, signed
from tests.together.console.test_guard import Client, console

DESK = {"node": MA, "purpose": "desk"}


async def session(client: Client, **wanted: Any) -> str:
    status, told = await sent(client, "/api/session", signed(client, "session.order", **wanted))
    assert status == 201, told
    return str(told["session"])


@asynchronous
async def test_a_session_of_a_program_reads_and_never_orders(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        client.cookie = await session(client, **DESK)
        assert (await client.get("/inbox.json"))[0] == 401  # nor is it a cookie
        status, said = await client.post("/orders/case.open", {"reference": "R-8"})
        assert (status, said["code"]) == (401, "session.none")
        bearer = {"Authorization": f"Bearer {client.cookie}"}
        assert (await client.post("/orders/case.open", **bearer))[0] == 401


@asynchronous
async def test_art_25_every_reading_of_a_program_has_officer_and_purpose(tmp_path: Path) -> None:
    """Directive (EU) 2016/680, Art. 25: consultation is logged with who and why."""
    async with console(tmp_path) as client:
        mine = {"node": MA, "purpose": "criminal-investigation", "case": "R-1"}
        secret = await session(client, **mine)
        for path in ("/inbox.json", "/search.json", "/agreements.csv"):
            assert (await read(client, path, secret))[0] == 200
        entries = await client.bureau.log()
        viewed = [each for each in entries if each["action"] == "console.viewed"]
        assert {each["ids"]["viewed"] for each in viewed} >= {"inbox", "answers", "agreement.list"}
        for each in viewed:
            assert each["actor"] == client.bureau.pseudonym
            assert each["ids"]["purpose"] == "criminal-investigation"
        (order,) = [each for each in entries if each["action"] == "session.ordered"]
        assert (order["ids"]["purpose"], order["ids"]["case"]) == ("criminal-investigation", "R-1")
        assert order["ids"]["order_signature"].startswith("ed25519:")


@asynchronous
async def test_a_session_is_ordered_for_a_reason_and_for_this_very_node(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        wrong: tuple[tuple[dict[str, str], int, str], ...] = (
            ({"node": ES, "purpose": "desk"}, 403, "session.of_another_node"),
            ({"node": MA, "purpose": "curiosity"}, 400, "vocabulary.unknown_code"),
            ({"node": MA, "purpose": "criminal-investigation"}, 400, "session.needs_case"),
            ({"node": MA, "purpose": "desk", "case": "R-1"}, 400, "session.case_or_desk"),
            ({"node": MA, "purpose": "criminal-investigation", "case": "no"}, 400, "case.unknown"),
        )  # fmt: skip
        for wanted, status, code in wrong:
            body = signed(client, "session.order", **wanted)
            found, said = await sent(client, "/api/session", body)
            assert (found, said["code"]) == (status, code), said
        for purpose in VIEWS.codes:
            assert await session(client, node=MA, purpose=purpose)


@asynchronous
async def test_a_session_of_a_program_ends_soon_at_its_word_and_when_too_many_are_open(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        first = await session(client, **DESK)
        client.bureau.clock.ahead_ms += 900_001
        assert (await read(client, "/api/session", first))[0] == 401
        second = await session(client, **DESK)
        bearer = {"Authorization": f"Bearer {second}"}
        async with client.http.delete(client.origin + "/api/session", headers=bearer) as got:
            assert got.status == 204
        assert (await read(client, "/api/session", second))[0] == 401
        of_another = await session(client, officer=ANALYST, **DESK)
        many = [await session(client, **DESK) for _ in range(9)]
        assert (await read(client, "/api/session", many[0]))[0] == 401
        assert (await read(client, "/api/session", many[1]))[0] == 200
        assert (await read(client, "/api/session", of_another))[0] == 200


@asynchronous
async def test_a_program_that_runs_wild_is_told_to_wait_and_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BURST", 3)
    monkeypatch.setattr(pace, "PER_SECOND", 0.1)
    async with console(tmp_path) as client:
        wild, calm = await session(client, **DESK), await session(client, officer=ANALYST, **DESK)
        answers = [await read(client, "/agreements.json", wild) for _ in range(6)]
        assert [status for status, _ in answers] == [200, 200, 200, 200, 429, 429]
        assert answers[-1][1]["code"] == "session.many_requests"
        assert (await read(client, "/agreements.json", calm))[0] == 200


@asynchronous
async def test_bodies_that_never_end_hold_a_few_places_and_not_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_PATIENCE_S", 0.05)
    async with console(tmp_path) as client:
        port = client.bureau.node.settings.staff.port
        head = (f"POST /api/orders/inbox HTTP/1.1\r\nHost: localhost:{port}\r\n"
                "Content-Type: application/json\r\nContent-Length: 999\r\n\r\n{")  # fmt: skip
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(bodies.AT_ONCE)]
        for _, writer in held:
            writer.write(head.encode())
        said: dict[str, Any] = {}
        while said.get("code") != "order.too_many":  # until the slow ones have arrived
            _, said = await ordered(client, "inbox")
        assert (await client.get("/health"))[0] == 200
        for _, writer in held:
            writer.close()
        while said.get("code") == "order.too_many":
            _, said = await ordered(client, "inbox")
        assert "waiting" in said


@asynchronous
async def test_a_body_that_comes_too_slowly_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(tmp_path) as client:

        async def slow() -> Any:
            yield b"{"
            await asyncio.sleep(5)

        monkeypatch.setattr(bodies.read_object, "__defaults__", (bodies.MOST, 0.05))
        at = client.origin + "/api/orders/inbox"
        try:
            async with client.http.post(at, data=slow(), headers=JSON) as got:
                assert (got.status, (await got.json())["code"]) == (408, "content.too_slow")
        except aiohttp.ClientError:
            pytest.fail("the answer did not come")

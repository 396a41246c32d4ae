"""What a program may do over HTTP with an officer's own key, and what a malicious one may not."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from entraide.console.api import bodies, pace
from entraide.console.api.programs import NAMING_FILES, over_http
from entraide.console.people import COOKIE
from entraide.kernel.encoding import to_base64
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import MAX_ORDER_AGE_MS
from entraide.vocabulary.oversight import VIEWS
from tests.nodes import ADMIN, ANALYST, CHIEF, DUTY, ES, MA, asynchronous
from tests.unit.console.test_guard import Client, console

JSON = {"Content-Type": "application/json"}
CASE = {"reference": "R-8", "legal_basis": "Art. 77", "purposes": ["criminal-investigation"],
        "offence": "drugs.trafficking", "retention_days": 30}  # fmt: skip
DESK = {"node": MA, "purpose": "desk"}


def signed(client: Client, action: str, officer: str | None = DUTY, **wanted: Any) -> Any:
    """Return the order as the command line writes it to the control socket."""
    order = client.bureau.order(action, wanted, officer)
    return {**order.content(), "signature": to_base64(order.signature)}


async def sent(client: Client, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    """Post a body as a program does: no cookie, nothing that a browser would add."""
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    found = {**JSON, **headers}
    async with client.http.post(client.origin + path, data=data, headers=found) as got:
        return got.status, json.loads(await got.text())


async def ordered(client: Client, action: str, **wanted: Any) -> tuple[int, Any]:
    return await sent(client, f"/api/orders/{action}", signed(client, action, **wanted))


async def session(client: Client, **wanted: Any) -> str:
    status, told = await sent(client, "/api/session", signed(client, "session.order", **wanted))
    assert status == 201, told
    return str(told["session"])


async def read(client: Client, path: str, secret: str) -> tuple[int, Any]:
    bearer = {"Authorization": f"Bearer {secret}"}
    async with client.http.get(client.origin + path, headers=bearer) as got:
        text = await got.text()
        return got.status, json.loads(text) if "json" in got.content_type else text


@asynchronous
async def test_an_order_over_http_is_the_order_of_the_control_socket_and_the_log_says_whose(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "case.open", **CASE)
        status, opened = await sent(client, "/api/orders/case.open", body)
        assert (status, opened["case"]) == (200, "R-8")
        entry = [each for each in await client.bureau.log() if each["action"] == "case.opened"][-1]
        assert entry["ids"]["order_signature"] == f"ed25519:{body['signature']}"
        assert entry["actor"] == client.bureau.pseudonym


@asynchronous
async def test_an_order_is_given_once_and_soon_on_whichever_way_in(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        assert (await sent(client, "/api/orders/inbox", body))[0] == 200
        status, said = await sent(client, "/api/orders/inbox", body)
        assert (status, said["code"]) == (403, "order.replayed")
        order = client.bureau.order("inbox", {}, DUTY)
        await client.bureau.give(order)  # over the socket first
        again = {**order.content(), "signature": to_base64(order.signature)}
        assert (await sent(client, "/api/orders/inbox", again))[1]["code"] == "order.replayed"
        late = signed(client, "inbox")
        client.bureau.clock.ahead_ms += MAX_ORDER_AGE_MS + 1
        assert (await sent(client, "/api/orders/inbox", late))[1]["code"] == "order.stale"


@asynchronous
async def test_nobody_learns_whose_name_is_an_officers(tmp_path: Path) -> None:
    """An unknown officer and a wrong signature get the same answer."""
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        forged = {**body, "signature": to_base64(bytes(64))}
        unknown = {**forged, "officer": "Nobody Known"}
        colleague = {**body, "officer": CHIEF}
        changed = {**body, "at_ms": body["at_ms"] + 1}
        short = {**body, "signature": "AA"}
        told = [await sent(client, "/api/orders/inbox", each)
                for each in (forged, unknown, colleague, changed, short)]  # fmt: skip
        for status, said in told:
            assert status == 401
            assert {**said, "instance": ""} == {**told[0][1], "instance": ""}


@asynchronous
async def test_no_keeper_no_role_and_no_file_goes_further_than_on_the_machine_itself(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "node.status", officer=None)
        assert (await sent(client, "/api/orders/node.status", body))[1][
            "code"
        ] == "order.no_officer"
        target = tmp_path / "stolen"
        backup = signed(client, "node.backup", officer=CHIEF, out=str(target))
        status, said = await sent(client, "/api/orders/node.backup", backup)
        assert (status, said["code"]) == (403, "order.files_here")
        assert not target.exists()
        case = signed(client, "case.open", officer=ADMIN, **CASE)
        status, said = await sent(client, "/api/orders/case.open", case)
        assert (status, said["code"]) == (403, "role.not_allowed")


def test_every_action_that_names_a_file_of_the_machine_stays_on_the_machine() -> None:
    here = {name for name in ACTIONS if not over_http(name)}
    assert here >= {"node.backup", "records.import", "export", "attach", "attachments.save",
                    "post.export", "post.import", "event.accredit", "discuss.attach"}  # fmt: skip
    fields = {name for each in ACTIONS.values() for name in each.takes.model_fields}
    suspicious = {
        "path",
        "out",
        "file",
        "folder",
        "directory",
        "filename",
        "mapping_file",
        "output",
    }
    assert fields & suspicious == NAMING_FILES


@asynchronous
async def test_the_address_and_the_signed_order_name_the_same_action(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        status, said = await sent(client, "/api/orders/audit.log", body)
        assert (status, said["code"]) == (400, "order.other_action")
        assert (await sent(client, "/api/orders/nothing", body))[1]["code"] == "action.unknown"
        status, said = await sent(client, "/api/session", body)
        assert (status, said["code"]) == (400, "order.other_action")


@asynchronous
async def test_bad_bodies_are_refused_with_what_is_wrong_and_where(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        good = signed(client, "inbox")
        deep = b"[" * 100_000 + b"]" * 100_000
        wrong: tuple[tuple[Any, dict[str, str], int, str], ...] = (
            (good, {"Content-Type": "text/plain"}, 415, "content.other_type"),
            (b"{\n\"a\": nope}", {}, 400, "content.not_json"),
            (b"\xff\xfe", {}, 400, "content.not_json"),
            (deep, {}, 400, "content.not_json"),
            (b'{"at_ms": NaN}', {}, 400, "content.not_json"),
            ([good], {}, 400, "content.not_object"),
            (b" " * (bodies.MOST + 1), {}, 413, "content.too_long"),
            ({**good, "also": 1}, {}, 400, "order.malformed"),
            ({**good, "nonce": "short"}, {}, 400, "order.malformed"),
            ({**good, "parameters": {"a": 1.5}}, {}, 400, "canonical.float"),
            ({**good, "parameters": {"a": "\ud800"}}, {}, 400, "canonical.not_encodable"),
            (signed(client, "inbox", unheard="of"), {}, 400, "action.bad_parameter"),
        )  # fmt: skip
        for body, headers, status, code in wrong:
            found, said = await sent(client, "/api/orders/inbox", body, **headers)
            assert (found, said["code"]) == (status, code), said
        _, said = await sent(client, "/api/orders/inbox", b'{\n"a": nope}')
        assert (said["data"]["line"], said["data"]["column"]) == (2, 6)


@asynchronous
async def test_a_page_of_another_site_sends_nothing_and_a_cookie_counts_for_nothing(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        body = signed(client, "inbox")
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                        {"Sec-Fetch-Site": "same-site"}, {"Host": "rebound.example"},
                        {"Origin": "null"}):  # fmt: skip
            status, said = await sent(client, "/api/orders/inbox", body, **headers)
            assert (status, said["code"]) == (403, "request.foreign")
        cookie = {"Cookie": f"{COOKIE}={client.cookie}"}
        unsigned = {**body, "signature": None}
        assert (await sent(client, "/api/orders/inbox", unsigned, **cookie))[0] == 401
        assert (await read(client, "/inbox.json", client.cookie))[0] == 401
        async with client.http.get(client.origin + "/api/session", headers=cookie) as got:
            assert got.status == 401


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


@asynchronous
async def test_four_eyes_are_two_officers_also_when_programs_send_their_orders(
    tmp_path: Path,
) -> None:
    """The same officer's key twice is one officer, whichever way the order came in."""
    from entraide.node.memorandum.countersigning import countersigning_payload  # noqa: PLC0415 - here alone
    from tests.given import signed as approval  # noqa: PLC0415 - the same
    from tests.nodes import bureau_in, encode_signed, introduce, memorandum  # noqa: PLC0415

    async with console(tmp_path) as client:
        other = bureau_in(tmp_path, ES)
        other.open()
        try:
            await introduce(client.bureau, other)
            text = encode_signed(memorandum(client.bureau, other)).decode()
            payload = countersigning_payload(text)
            for officer, approvals in ((DUTY, 1), (DUTY, 1)):
                given = {"signed": text, "approval": approval(client.bureau, payload, officer)}
                _, said = await ordered(client, "agreement.countersign", officer=officer, **given)
                assert said["approvals"] == approvals
            given = {"signed": text, "approval": approval(client.bureau, payload, DUTY)}
            status, said = await ordered(client, "agreement.countersign", officer=CHIEF, **given)
            assert (status, said["code"]) == (403, "signature.invalid")
            given = {"signed": text, "approval": approval(client.bureau, payload, CHIEF)}
            _, said = await ordered(client, "agreement.countersign", officer=CHIEF, **given)
            assert said["state"] == "in-force"
        finally:
            await other.stop()

"""What the console refuses before any page, and what it never lets a page do."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from entraide.console.application import SCREENS, console_application
from entraide.console.forms import FORMS
from entraide.console.guard import POLICY
from entraide.console.listing import Listing, to_csv
from entraide.console.orders import Orders
from entraide.console.people import COOKIE
from entraide.console.visit import NAVIGATION
from entraide.kernel.encoding import from_base64
from entraide.node.actions import ACTIONS
from entraide.node.people.passkeys import relying_party
from entraide.node.staff import StaffListener
from entraide.vocabulary.language import LANGUAGES, language, speaking
from tests.authenticator import Authenticator
from tests.nodes import ANALYST, DUTY, MA, Bureau, asynchronous, bureau_in

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


@dataclass
class Client:
    """A program that speaks to a console as a browser would."""

    bureau: Bureau
    http: aiohttp.ClientSession
    origin: str
    cookie: str = ""

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        found = {"Cookie": f"{COOKIE}={self.cookie}", **headers}
        async with self.http.get(self.origin + path, headers=found, allow_redirects=False) as got:
            return got.status, await got.text()

    async def post(self, path: str, fields: Any = (), **headers: str) -> tuple[int, Any]:
        found = {"Cookie": f"{COOKIE}={self.cookie}", **OURS, **headers}
        async with self.http.post(self.origin + path, data=fields, headers=found) as got:
            if COOKIE in got.cookies:
                self.cookie = got.cookies[COOKIE].value
            text = await got.text()
            return got.status, json.loads(text) if text.startswith("{") else text

    async def sign_in(self, officer: str = DUTY) -> Authenticator:
        key = Authenticator(self.origin)
        code = (await self.bureau.perform("officer.passkey", officer=officer))["code"]
        _, issued = await self.post("/challenge")
        made = key.create(from_base64(issued["challenge"]))
        status, _ = await self.post("/passkey", {"code": code, "response": made})
        assert status == 200
        return key


@asynccontextmanager
async def console(folder: Path) -> AsyncIterator[Client]:
    bureau = bureau_in(folder, MA)
    bureau.open()
    try:
        async with serving(bureau) as client:
            yield client
    finally:
        await bureau.stop()


@asynccontextmanager
async def serving(bureau: Bureau) -> AsyncIterator[Client]:
    """Serve the staff of a bureau that is open."""
    listener = StaffListener(console_application(bureau.node))
    staff = bureau.node.settings.staff
    await listener.start(staff.host, staff.port)
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            yield Client(bureau, http, relying_party(bureau.node).origin)
    finally:
        await listener.stop()


@asynchronous
async def test_nobody_sees_a_screen_or_orders_anything_without_a_session(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        for path, _ in SCREENS:
            address = re.sub(r"\{\w+\}", "0" * 32, path)
            assert (await client.get(address))[0] == 303
            plain = "/situation" if address == "/" else address
            for form in ("json", "csv"):
                assert (await client.get(f"{plain}.{form}"))[0] in {303, 401}
        for action in FORMS:
            assert (await client.post(f"/orders/{action}"))[0] == 401
        assert json.loads((await client.get("/health"))[1])["healthy"]


@asynchronous
async def test_another_site_and_another_name_for_this_machine_are_refused(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        assert (await client.get("/inbox", Host="rebound.example"))[0] == 403
        for header in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                       {"Sec-Fetch-Site": ""}, {"Origin": "https://evil.example"}):  # fmt: skip
            assert (await client.post("/orders/ask", {"case": "R-1"}, **header))[0] == 403
        assert (await client.post("/orders/ask", {"case": "R-1"}))[0] == 200


@asynchronous
async def test_every_answer_carries_the_policy_and_the_first_page_is_small(tmp_path: Path) -> None:
    async with console(tmp_path) as client, client.http.get(client.origin + "/sign-in") as page:
        size = len(await page.read())
        assert page.headers["Content-Security-Policy"] == POLICY
        for word in ("script-src 'self'", "style-src 'self'", "require-trusted-types-for"):
            assert word in POLICY
        assert "unsafe" not in POLICY
        for name in ("entraide.css", "entraide.js", "live.js", "entraide.svg"):
            async with client.http.get(f"{client.origin}/static/{name}") as file:
                assert file.headers["Content-Encoding"] == "gzip"
                size += int(file.headers["Content-Length"])
        await client.sign_in()
        cookie = {"Cookie": f"{COOKIE}={client.cookie}"}
        async with client.http.get(f"{client.origin}/", headers=cookie) as first:
            assert first.url.path == "/"
            assert "Content-Encoding" not in first.headers, "packed secrets tell their length"
            size += len(await first.read())
        assert size < 45_000


@asynchronous
async def test_what_a_page_asks_by_itself_is_no_sign_of_life_and_no_view_until_rows_are_shown(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        entries = client.bureau.node.writer.frontier.size
        headers = {"Cookie": f"{COOKIE}={client.cookie}"}
        async with client.http.get(f"{client.origin}/live", headers=headers) as stream:
            told = [await stream.content.readline() for _ in range(2)]
        assert told[0] == b"event: inbox\n"
        assert client.bureau.node.writer.frontier.size == entries, "nothing was shown"
        version = told[1].removeprefix(b"data: ").strip().decode()
        _, text = await client.get("/live/rows")
        assert json.loads(text) == {"version": version, "rows": []}
        assert (await client.bureau.log())[-1]["ids"]["viewed"] == "inbox"
        for _ in range(3):  # each within half an hour of the last, and yet the session ends
            client.bureau.clock.ahead_ms += 700_000
            status, _ = await client.get("/live/rows")
        assert status == 401
        assert (await client.get("/live"))[0] == 401


@asynchronous
async def test_an_order_is_performed_for_whom_it_was_prepared_and_once(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        key = await client.sign_in()
        fields = {"reference": "R-8", "legal_basis": "Art. 77", "offence": "drugs.trafficking",
                  "purposes": "criminal-investigation", "retention_days": "30"}  # fmt: skip
        _, order = await client.post("/orders/case.open", fields)
        response = {"response": key.sign(bytes.fromhex(order["challenge"]))}
        first, client.cookie = client.cookie, ""
        await client.sign_in(ANALYST)
        status, said = await client.post(f"/signed/{order['nonce']}", response)
        assert (status, said["code"]) == (403, "order.not_prepared")
        client.cookie = first
        _, order = await client.post("/orders/case.open", fields)
        response = {"response": key.sign(bytes.fromhex(order["challenge"]))}
        assert (await client.post(f"/signed/{order['nonce']}", response))[0] == 200
        assert (await client.post(f"/signed/{order['nonce']}", response))[0] == 403
        assert "R-8" in (await client.get("/search.json"))[1]


@asynchronous
async def test_a_role_orders_nothing_that_the_action_table_does_not_name(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        await client.sign_in(ANALYST)
        status, said = await client.post("/orders/release", {"thread": "0" * 32, "payload": ""})
        assert (status, said["code"]) == (403, "role.not_allowed")


@asynchronous
async def test_a_session_ends_when_it_is_left_alone_and_at_sign_out(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        assert (await client.get("/inbox.json"))[0] == 200
        client.bureau.clock.ahead_ms += 1_800_001
        assert (await client.get("/inbox.json"))[0] == 401
        client.bureau.clock.ahead_ms = 0
        await client.post("/sign-out")
        assert (await client.get("/inbox.json"))[0] == 401


@asynchronous
async def test_a_defect_is_logged_by_its_place_and_never_by_what_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise ValueError("Amina Secret asked about somebody")

    monkeypatch.setattr(Orders, "read", broken)
    async with console(tmp_path) as client:
        await client.sign_in()
        assert (await client.get("/inbox"))[0] == 500
    assert "a defect at" in caplog.text
    assert "Secret" not in caplog.text


def test_a_name_that_a_spreadsheet_would_compute_is_text() -> None:
    listing = Listing((("name", "Name"),), [{"name": '=HYPERLINK("http://evil")'}, {"name": "a"}])
    assert to_csv(listing).splitlines()[1].startswith("\"'=HYPERLINK")


def test_two_readers_at_once_each_have_their_language() -> None:
    with speaking("ar"):
        assert language() == "ar"
        with speaking("fr-FR"):
            assert language() == "fr"
        assert language() == "ar"
    assert language() in LANGUAGES


def test_every_form_and_every_screen_of_the_navigation_names_an_action() -> None:
    assert set(FORMS) <= set(ACTIONS)
    assert {path for path, _, _ in NAVIGATION} <= {path for path, _ in SCREENS}
    assert all(action in ACTIONS for _, _, action in NAVIGATION)

"""Every error over HTTP is problem details (RFC 9457), whatever is wrong and wherever it is met."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from entraide.console.orders import Orders
from entraide.console.problems import BY_CODE, BY_KIND, fault_of
from entraide.errors import ERRORS, EntraideError
from entraide.vocabulary.messages import SENTENCES
from tests.nodes import asynchronous
from tests.together.console.test_guard import Client, console

UNKNOWN = "0" * 32


async def answered(client: Client, method: str, path: str, **request: Any) -> dict[str, Any]:
    """Return what is answered, which must be problem details."""
    headers = {"Cookie": f"__Host-entraide={client.cookie}", "Sec-Fetch-Site": "same-origin"}
    headers |= request.pop("headers", {})
    async with client.http.request(
        method, client.origin + path, headers=headers, allow_redirects=False, **request
    ) as got:
        assert got.headers["Content-Type"] == "application/problem+json", (method, path)
        found: dict[str, Any] = json.loads(await got.text())
        assert found["status"] == got.status
        assert found["type"] == f"/reference/errors#{found['code']}"
        assert {"title", "detail", "instance", "kind", "data"} <= set(found)
        assert found["code"] in SENTENCES
        return {**found, "headers": got.headers}


@asynchronous
async def test_rfc_9457_every_wrong_request_is_answered_with_problem_details(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        wrong: tuple[tuple[str, str, dict[str, Any], int, str], ...] = (
            ("GET", "/nowhere", {}, 404, "page.unknown"),
            ("GET", "/static/nothing.css", {}, 404, "page.unknown"),
            ("GET", f"/threads/{UNKNOWN}.json", {}, 404, "thread.unknown"),
            ("GET", "/register.json?year=soon", {}, 400, "form.no_number"),
            ("DELETE", "/inbox.json", {}, 405, "page.method"),
            ("GET", "/sign-out", {}, 405, "page.method"),
            ("GET", "/inbox.json", {"headers": {"Cookie": ""}}, 401, "session.none"),
            ("GET", "/inbox.json", {"headers": {"Host": "rebound.example"}}, 403,
             "request.foreign"),
            ("POST", "/challenge", {"headers": {"Origin": "https://evil.example"}}, 403,
             "request.foreign"),
            ("POST", "/orders/nothing", {}, 404, "action.unknown"),
            ("POST", "/orders/ask", {"json": {"case": "R-1"}}, 415, "content.other_type"),
            ("POST", "/orders/ask", {"data": "a" * 70_000, "headers": form}, 413,
             "form.too_long"),
            ("POST", "/orders/ask", {"data": "%zz=&&=", "headers": form}, 400, "form.malformed"),
            ("POST", f"/signed/{UNKNOWN}", {}, 403, "order.not_prepared"),
        )  # fmt: skip
        for method, path, request, status, code in wrong:
            found = await answered(client, method, path, **request)
            assert (found["status"], found["code"]) == (status, code), (method, path, found)


@asynchronous
async def test_a_method_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        found = await answered(client, "PUT", "/sign-in")
        assert found["headers"]["Allow"] == "GET, POST"


@asynchronous
async def test_a_defect_is_a_problem_without_a_word_of_what_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise ValueError("Amina Secret asked about somebody")

    monkeypatch.setattr(Orders, "read", broken)
    async with console(tmp_path) as client:
        await client.sign_in()
        found = await answered(client, "GET", "/inbox.json")
        assert (found["status"], found["code"]) == (500, "node.defect")
        assert "Secret" not in str(found)


@asynchronous
async def test_an_occurrence_is_found_in_the_log_by_its_number(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "entraide.console")
    async with console(tmp_path) as client:
        found = await answered(client, "GET", "/inbox.json")
        assert found["instance"].rsplit(":", 1)[1] in caplog.text


def test_every_kind_of_error_has_a_status_and_every_code_with_one_of_its_own_is_known() -> None:
    assert set(BY_CODE) <= set(SENTENCES)
    assert BY_KIND[-1][0] is EntraideError
    for kind in ERRORS.values():
        assert 400 <= fault_of(kind("node.defect")).status < 600
    assert fault_of(EntraideError("node.defect")).status == 500

"""A duty room for tests: strings planted wherever people write, and a client at a wall."""

from __future__ import annotations

import re
from typing import Any

from entraide.console.wall import WALL_COOKIE
from tests.nodes import DUTY, Bureau

MARK = "Quennell"
"""Stands in every planted text; no word of ours holds it."""
ID = re.compile(r"[0-9a-f]{16,}")


def planted(what: str) -> str:
    return f"{MARK} <b>{what}</b>"


async def code_of(bureau: Bureau, officer: str = DUTY, **wanted: Any) -> str:
    return str((await bureau.perform("wall.open", officer=officer, **wanted))["code"])


async def enter(client: Any, code: str) -> str:
    """Type a code at a screen; return the cookie that it is given, or nothing."""
    fields, headers = {"code": code}, {"Sec-Fetch-Site": "same-origin"}
    address = client.origin + "/wall"
    async with client.http.post(
        address, data=fields, headers=headers, allow_redirects=False
    ) as got:
        found = got.cookies.get(WALL_COOKIE)
        return f"{WALL_COOKIE}={found.value}" if found else ""


async def seen(client: Any, cookie: str, path: str = "/wall") -> tuple[int, str]:
    """Return what a screen is shown; of a stream, its first event."""
    async with client.http.get(client.origin + path, headers={"Cookie": cookie}) as got:
        if path.startswith("/wall/events"):
            return got.status, (await got.content.readuntil(b"\n\n")).decode()
        return got.status, await got.text()

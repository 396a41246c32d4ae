"""A desk for tests: bureaus with consoles, and a browser in which officers sit.

Chromium is Debian's, named by its path; its virtual authenticator stands in for the officers'. Any
error of the console, of a page's policy or of a request fails the test that made it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from entraide.console.application import console_application
from entraide.node.config import ConsoleSettings, read_settings, write_settings
from entraide.node.serve import RunningNode
from tests.nodes import DUTY, Bureau, adopt, bureau_in, introduce, memorandum

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium, headless."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield started
        finally:
            await started.close()


@contextlib.asynccontextmanager
async def bureaus(folder: Any, *parties: str, change: Any = lambda _: None) -> AsyncIterator[Any]:
    """Open bureaus that serve partners and their own staff, bound by one memorandum."""
    found = [bureau_in(folder, party, timeout_ms=30_000) for party in parties]
    try:
        for each in found:
            _mark_as_exercise(each)
            each._running = RunningNode(each.open(), console_application)
            await each._running.start()
        await introduce(*found)
        signed = memorandum(*found, change=change)
        for each in found:
            await adopt(each, signed)
        yield found
    finally:
        for each in found:
            await each.stop()


def _mark_as_exercise(bureau: Bureau) -> None:
    path = bureau.folder / "node.toml"
    console = ConsoleSettings(exercise=True)
    write_settings(path, read_settings(path).model_copy(update={"console": console}))


@dataclass
class Seat:
    """An officer in front of a console: a context of her own, with an authenticator."""

    bureau: Bureau
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.bureau.node.settings.staff.port}"

    async def open(self, path: str) -> None:
        await self.page.goto(self.origin + path)

    async def register(self, officer: str = DUTY) -> None:
        """Register a passkey with a code that the officer's own key ordered, and be signed in."""
        issued = await self.bureau.perform("officer.passkey", officer=officer)
        await self.open("/passkey")
        await self.page.fill("[name=code]", issued["code"])
        await self.page.click("button.main")
        await self.page.wait_for_url(self.origin + "/")


async def sit(started: Browser, bureau: Bureau, **options: Any) -> Seat:
    """Return a seat whose authenticator verifies its user."""
    context = await started.new_context(**options)
    context.set_default_timeout(30_000)
    page = await context.new_page()
    seat = Seat(bureau, context, page)
    page.on("console", lambda said: _note(seat, said))
    page.on("pageerror", lambda error: seat.faults.append(str(error)))
    session = await context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    authenticator = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
    return seat


def _note(seat: Seat, said: Any) -> None:
    if said.type in {"error", "warning"}:
        seat.faults.append(f"{said.text} {said.location}")

"""Signing in at the console in a real browser."""

from __future__ import annotations

from pathlib import Path

from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_an_officer_registers_a_passkey_signs_out_and_in_again(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, _), browser() as started:
        seat = await sit(started, ma)
        await seat.register()
        assert await seat.page.text_content("h1") == "Situation"
        await seat.page.click("text=Sign out")
        await seat.page.wait_for_url("**/sign-in")
        await seat.page.click("button.main")
        await seat.page.wait_for_url(seat.origin + "/")
        for path in ("/inbox", "/search", "/agreements", "/oversight"):
            await seat.open(path)
            assert await seat.page.locator("h1").count() == 1
        assert seat.faults == []
        assert {"passkey.code_issued", "passkey.added", "session.opened"} <= set(await ma.actions())

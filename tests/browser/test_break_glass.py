"""The sealed account by hand: opened, red on everybody's screen, explained by two others."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from entraide.console import glass
from tests.browser import glass_work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.browser.desk_work import press
from tests.nodes import CHIEF, ES, MA, PROTECTION, asynchronous


@needs_chromium
@asynchronous
async def test_nobody_can_sign_in_the_seal_is_broken_and_two_officers_explain_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glass, "LEAST_S", 0.1)
    async with bureaus(tmp_path, MA, ES) as (ma, _), browser() as started:
        first, second, door = [await sit(started, ma) for _ in range(3)]
        await first.register(CHIEF)
        await expect(first.page.locator(".shout")).to_have_count(0)
        halves = await glass_work.set_up(ma)
        await glass_work.break_seal(door, halves)
        await expect(door.page.locator(".who")).to_contain_text("reads only")
        await door.open("/inbox")
        assert await door.page.locator("form[data-passkey]").count() == 0

        await first.open("/")
        await first.page.click(".shout a")
        await expect(first.page.locator("main")).to_contain_text(glass_work.WHY)
        await press(first, "End its hour now, with passkey")
        await door.open("/inbox")
        assert door.page.url != f"{door.origin}/inbox" or await door.page.locator("h1").is_visible()
        await expect(door.page.locator("table.rows")).to_have_count(0)
        why = "The keys are made anew; Madrid was called back at nine."
        await press(first, "Sign with passkey", text=why)
        await expect(first.page.locator(".shout")).to_have_count(1)

        await second.register(PROTECTION)
        await second.open("/oversight/break-glass")
        await press(second, "Sign with passkey", text="Seen in the log: inbox, nothing else.")
        await expect(second.page.locator(".shout")).to_have_count(0)
        await first.open("/inbox")
        await expect(first.page.locator(".shout")).to_have_count(0)
        assert (await ma.verify())["whole"]
        for seat in (first, second):
            assert seat.faults == []

"""What a partner writes is text in a page, and no page runs a script that is not our file."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ES, MA, asynchronous

MARKUP = "<img src=x onerror=alert(1)><b>bold</b>"


@needs_chromium
@asynchronous
async def test_markup_in_a_name_is_shown_as_text_and_a_script_in_a_page_does_not_run(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        asker, holder = [await sit(started, each) for each in (ma, es)]
        await asker.register()
        await holder.register()
        await work.ask(asker)
        await work.request(asker, MARKUP)
        await holder.open("/")
        await expect(holder.page.locator("tr[data-row][data-key^=request]")).to_contain_text(MARKUP)
        assert await holder.page.locator("tr[data-row] img").count() == 0
        assert holder.faults == []
        inline = "() => { try { document.body.innerHTML = '<i>'; return 1 } catch { return 0 } }"
        assert await holder.page.evaluate(inline) == 0


@needs_chromium
@asynchronous
async def test_keys_lead_through_a_page_and_typing_survives_a_reload(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        asker, holder = [await sit(started, each) for each in (ma, es)]
        await asker.register()
        await holder.register()
        await work.ask(asker)
        await work.request(asker)
        page = holder.page
        await holder.open("/inbox")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/threads/*")
        await page.keyboard.press("r")
        await expect(page.locator("details[data-refuse]")).to_have_attribute("open", "")
        await page.keyboard.press("?")
        await expect(page.locator("#keys")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.keyboard.press("/")
        await page.wait_for_url("**/search#name")
        await page.keyboard.type("ياسمين")
        await page.reload()
        await expect(page.locator("#name")).to_have_value("ياسمين")
        assert holder.faults == []

"""A page in a real browser: read, its evidence marked in the text, corrected; in Arabic too."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import desk_work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_a_page_is_read_with_its_evidence_in_the_text_and_corrected(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, _), browser() as started:
        seat = await sit(started, ma)
        await seat.register()
        page = seat.page
        document = await desk_work.read_page(seat)
        first = page.get_by_role("region", name="e01")
        await first.locator("tr", has_text="2031-05-13").locator("a").click()
        await page.wait_for_url("**fact=*")
        marked = " ".join(await page.locator("mark.chosen").all_text_contents())
        assert "13 mai 2031" in marked
        await expect(page.locator(".reading mark.conflict").first).to_be_visible()

        said = await desk_work.press(seat, "Correct with passkey", value="2031-05-14")
        assert "kept" in said
        await expect(first.locator("tr", has_text="2031-05-14")).to_contain_text("person")
        await first.locator("tr", has_text="Where").locator("a").click()
        await desk_work.press(seat, "Reject with passkey")
        await expect(page.locator("tr.gone")).to_contain_text("Tunis")

        arabic = tmp_path / "visit.txt"
        arabic.write_text(desk_work.ARABIC, encoding="utf-8")
        await desk_work.upload_page(seat, arabic)
        assert await page.locator(".reading").get_attribute("dir") == "rtl"
        assert await page.locator(".reading").inner_text() == desk_work.ARABIC

        await seat.open("/register?year=2031&partner=MT")
        await expect(page.locator("main")).to_contain_text("2031-05-14")
        await expect(page.locator("svg[role=img]").first).to_be_visible()
        await seat.open("/register/promises")
        await expect(page.locator("main")).to_contain_text("joint teams")
        judged = [each for each in await ma.log() if each["action"] == "register.judged"]
        assert [each["ids"]["verdict"] for each in judged] == ["correct", "reject"]
        assert {each["ids"]["subject"] for each in judged} == {document[:32]}
        assert seat.faults == []

"""A memorandum in a real browser: compared article by article, signed for by two, simulated."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from entraide.agreements.signing import sign_agreement
from tests.browser import desk_work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import CHIEF, DUTY, ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_an_agreement_is_compared_signed_for_by_two_officers_and_simulated(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await desk_work.hold_sought(es)
        first, second = [await sit(started, es) for _ in range(2)]
        await first.register(DUTY)
        await second.register(CHIEF)
        page = first.page
        partly = desk_work.later_text(ma, es)
        whole = sign_agreement(partly, es.id, es.roots[0])

        await first.open("/agreements")
        await page.fill("[name=signed]", desk_work.as_file(whole))
        await page.click("text=Look at it")
        await page.wait_for_url("**/agreements/offered/*")
        await expect(page.locator("del").first).to_be_visible()
        await expect(page.get_by_role("region", name="Differences")).to_contain_text("7")
        offered = page.url.removeprefix(first.origin)
        said = await desk_work.press(first, "Bring it into the node, with passkey")
        assert "1 of 2" in said
        assert len((await es.perform("agreement.list"))["agreements"]) == 1

        await first.open(offered)
        assert await page.get_by_role("button", name="Bring it into").count() == 0
        await second.open(offered)
        await desk_work.press(second, "Bring it into the node, with passkey")
        await expect(second.page.locator("h1")).to_contain_text("smaller budget")

        await second.open(f"/agreements/{whole.agreement.digest}")
        await second.page.click("text=What would we release to ma.bureau?")
        await expect(second.page.locator("caption")).to_contain_text("What may be asked")
        for name, value in (("purpose", "locate-fugitive"), ("offence", "drugs.production")):
            await second.page.select_option(f"[name={name}]", value)
        await second.page.fill("[name=name]", "Zuleika Quennell")
        await second.page.get_by_role("button", name="Try").click()
        await expect(second.page.locator(".result.hit")).to_be_visible()
        assert first.faults == second.faults == []

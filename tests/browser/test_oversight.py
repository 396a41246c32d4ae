"""A data-protection officer's work by hand: the log, accesses, findings, unusual asking."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from entraide.kernel.proof_bundle import check_bundle
from tests.browser import desk_work, work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import DUTY, ES, MA, PROTECTION, asynchronous


@needs_chromium
@asynchronous
async def test_the_log_is_verified_an_access_found_wanting_and_explained(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        for _ in range(3):
            await ma.ask(work.SOUGHT)
        overseer, officer = await sit(started, ma), await sit(started, ma)
        await overseer.register(PROTECTION)
        page = overseer.page

        await overseer.open("/oversight")
        await page.click("text=Verify the whole log")
        await expect(page.locator("main")).to_contain_text("The log is whole", timeout=40_000)
        await page.click(".log tbody tr:first-child a")
        await page.wait_for_url("**/oversight/entries/1/*")
        async with page.expect_download() as taken:
            await page.click("text=Take the proof")
        assert _index(await (await taken.value).path()) == int(page.url.rsplit("/", 1)[1])

        await overseer.open(f"/oversight/accesses?officer={DUTY}&action=query.sent")
        assert await page.locator(".log tbody tr").count() == 3
        said = await desk_work.press(overseer, "Draw with passkey", size="2")
        assert said == "The sample is drawn."
        await page.click("text=Draw it again by its seed")
        await expect(page.locator("main")).to_contain_text("the same accesses come")
        why = "No entry of the case file says why"
        await desk_work.press(overseer, "Keep with passkey", judgement="to-be-explained",
                              remarks=why)  # fmt: skip
        await expect(page.locator("main")).to_contain_text("1 still open")

        await officer.register(DUTY)
        await officer.open("/inbox")
        await officer.page.click("tr[data-row] a >> nth=0")
        await officer.page.wait_for_url("**/oversight/explain")
        await expect(officer.page.locator("main")).to_contain_text(why)
        await desk_work.press(officer, "Explain with passkey", words="The warrant came by fax")
        await page.reload()
        await expect(page.locator("main")).to_contain_text("The warrant came by fax")

        log = [row["action"] for row in await ma.log() if row["action"].startswith("oversight.")]
        assert {"oversight.sampled", "oversight.judged", "oversight.explained"} <= set(log)
        assert overseer.faults == officer.faults == []


def _index(proof: Path) -> int:
    """Return the number of the entry that a file proves."""
    return check_bundle(proof.read_bytes()).index

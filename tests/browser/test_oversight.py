"""A data-protection officer's work by hand: the log, accesses, findings, unusual asking."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from entraide.kernel.proof_bundle import check_bundle
from tests.browser import desk_work, work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ADMIN, CHIEF, DUTY, ES, MA, PROTECTION, asynchronous, person
from tests.together.node.test_requests import NAME, released

BORN = "1981-03-07"


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
        await expect(page.locator("dl.facts")).to_contain_text("Signature of the order")
        async with page.expect_download() as taken:
            await page.click("text=Take the proof")
        assert _index(await (await taken.value).path()) == int(page.url.rsplit("/", 1)[1])

        await overseer.open("/oversight")
        await page.select_option("[name=action]", label="signed in")
        await page.get_by_role("button", name="Filter").click()
        await page.wait_for_url("**/oversight?action=session.opened*")
        await expect(page.locator(".log tbody tr").first).to_contain_text(
            "signed in session.opened"
        )

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


@needs_chromium
@asynchronous
async def test_a_person_who_asks_is_searched_decided_on_and_answered_by_a_letter(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await released(ma, es)
        await ma.hold(person("own-1", NAME, BORN))
        seat = await sit(started, ma)
        await seat.register(PROTECTION)
        page, main = seat.page, seat.page.locator("main")
        await seat.open("/oversight/subjects")
        await desk_work.press(seat, "Register with passkey", kind="access", name=NAME,
                              language="es", identified="passport", contact="Calle 1")  # fmt: skip
        await desk_work.press(seat, "Admit with passkey")
        await expect(main).to_contain_text("admitted")
        await desk_work.press(seat, "Search everything held, with passkey")
        reply = page.locator(".find", has_text="data received from a partner")
        await expect(reply.locator("tbody tr").first).to_contain_text("H1")
        await expect(reply.locator("tbody tr").first).to_contain_text(ES)
        await expect(reply.locator("tbody tr").first).to_contain_text("judicial proceedings")
        count = await page.locator(".find").count()
        for at in range(count):
            find = page.locator(".find").nth(at)
            ours = "our own record" in await find.inner_text()
            await find.locator("[name=decision]").select_option("disclose" if ours else "withhold")
            if not ours:
                await find.locator("[name=ground]").select_option("investigation")
            await page.evaluate("document.querySelector('.words')?.remove()")
            await find.get_by_role("button", name="Decide with passkey").click()
            await page.wait_for_selector(".words")
        request = page.url.rsplit("/", 1)[1]
        letters = set()
        for code in ("en", "fr", "es", "ar"):
            await seat.open(f"/oversight/subjects/{request}/letter?language={code}&lang=en")
            letters.add(await page.inner_text(".letter"))
            await expect(main).to_contain_text("Preview")
        assert len(letters) == 4
        await seat.open(f"/oversight/subjects/{request}")
        await desk_work.press(seat, "Close with this letter, with passkey")
        await page.click("text=Español >> nth=-1")
        await expect(main).to_contain_text("was closed with this letter")
        assert BORN in await page.inner_text(".letter")
        assert seat.faults == []


@needs_chromium
@asynchronous
async def test_retention_is_seen_and_run_and_an_officer_suspended_by_hand(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, _), browser() as started:
        overseer, keeper = await sit(started, ma), await sit(started, ma)
        await overseer.register(PROTECTION)
        await keeper.register(ADMIN)
        await overseer.open("/oversight/retention")
        await expect(overseer.page.locator("main")).to_contain_text("Never done yet")
        await desk_work.press(overseer, "Run it now, with passkey")
        await expect(overseer.page.locator("table").last).to_contain_text("Idris Secret")
        row = keeper.page.locator("tr.doing", has=keeper.page.locator(f'[value="{CHIEF}"]'))
        await keeper.open("/oversight/officers")
        await row.locator("summary").click()
        await row.get_by_role("button", name="Suspend with passkey").click()
        await expect(keeper.page.locator(".words")).to_contain_text("suspended")
        await row.get_by_role("button", name="Let work again, with passkey").click()
        await expect(keeper.page.locator(".words")).to_contain_text("works again")
        await overseer.open("/oversight/node")
        await expect(overseer.page.locator("main")).to_contain_text("none known")
        assert overseer.faults == keeper.faults == []


def _index(proof: Path) -> int:
    """Return the number of the entry that a file proves."""
    return check_bundle(proof.read_bytes()).index

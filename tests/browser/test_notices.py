"""A notice over two nodes, by hand: drafted, reviewed by two, published, seen, cancelled."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import desk_work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ANALYST, CHIEF, DUTY, ES, MA, asynchronous, eventually
from tests.notices import approval


@needs_chromium
@asynchronous
async def test_a_notice_is_reviewed_by_two_published_seen_cancelled_and_confirmed_deleted(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await desk_work.hold_sought(ma, es)
        drafter, first, second, there = [await sit(started, each) for each in (ma, ma, ma, es)]
        for seat, officer in ((drafter, ANALYST), (first, DUTY), (second, CHIEF), (there, DUTY)):
            await seat.register(officer)

        notice = await desk_work.draft(drafter)
        assert await drafter.page.get_by_role("button", name="passkey").count() == 0
        await desk_work.review(first, notice)
        said = await desk_work.confirm(second, notice)
        assert "es.bureau: received there" in said

        await there.open("/notices")
        await there.page.keyboard.press("j")
        await there.page.keyboard.press("Enter")
        await there.page.wait_for_url(f"**/notices/{notice}")
        await desk_work.press(there, "Accept with passkey")
        await expect(there.page.locator("main")).to_contain_text("EX-ES-1")
        await desk_work.unfold(there, "Report a sighting")
        await desk_work.press(there, "Write the sighting, with passkey",
                              words="Seen at the ferry")  # fmt: skip
        said = await desk_work.press(there, "Approve the sighting with passkey")
        assert "1 of 2" in said
        shown = (await es.perform("notice.show", notice=notice))["sightings"][0]
        by_key = {"approval": approval(es, shown["payload"], CHIEF)}
        await es.perform("sighting.approve", officer=CHIEF, sighting=shown["sighting"], **by_key)
        await there.page.reload()
        await desk_work.press(there, "Take the step, with passkey", step="located")

        await second.open(f"/notices/{notice}")
        await expect(second.page.locator("main")).to_contain_text("Seen at the ferry")
        await expect(second.page.locator("main")).to_contain_text("located")
        await desk_work.unfold(second, "Cancel, and have it erased everywhere")
        await desk_work.press(second, "Cancel with passkey", reason="purpose-ended")

        async def confirmed() -> bool:
            await second.open("/notices?ended=1")
            return "all confirmed" in str(await second.page.text_content("table"))

        await eventually(confirmed)
        await there.open(f"/notices/{notice}")
        assert "Zuleika" not in str(await there.page.text_content("main"))
        approvals = [row for row in await ma.log() if row["action"] == "notice.approved"]
        assert len({row["actor"] for row in approvals}) == 2
        assert all(row["ids"]["order_signature"].startswith("passkey:") for row in approvals)
        assert (await ma.verify())["whole"]
        for seat in (drafter, first, second, there):
            assert seat.faults == []

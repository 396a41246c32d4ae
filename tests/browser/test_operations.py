"""A controlled delivery over two running nodes, by hand: requested, authorised, handed over."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import desk_work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_a_deliverys_legs_are_authorised_and_handed_over_on_a_map_and_a_timeline(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        giver, taker = [await sit(started, each) for each in (ma, es)]
        await giver.register()
        await taker.register()

        operation = await desk_work.request_delivery(giver)
        await expect(giver.page.locator("svg[role=img]").first).to_be_visible()
        await desk_work.enter(taker, operation, "Take part, in a case of one's own", case="R-2")
        await desk_work.make_ready(giver, operation, "MA")
        assert await giver.page.locator("summary", has_text="Start a leg").count() == 0
        await desk_work.make_ready(taker, operation, "ES")

        await desk_work.enter(giver, operation, "Start a leg")
        given = "Hand surveillance over at the border"
        said = await desk_work.enter(giver, operation, given, words="Two cars, blue van")
        assert "es.bureau: received there" in said
        taken = "Take surveillance over at the border"
        await desk_work.enter(taker, operation, taken, words="Taken at the ramp")
        for seat in (giver, taker):
            await seat.open(f"/cases/{operation}")
            legs = seat.page.get_by_role("region", name="Legs")
            await expect(legs).to_contain_text("taken over")
            figures = seat.page.locator(".figures svg[role=img]")
            told = " ".join([str(await each.text_content()) for each in await figures.all()])
            assert "Morocco" in told
            assert "MA → ES" in told

        await taker.open("/cases?kind=controlled_delivery&state=in-transit")
        await taker.page.keyboard.press("j")
        await taker.page.keyboard.press("Enter")
        await taker.page.wait_for_url(f"**/cases/{operation}")
        said = "Abort the delivery at once"
        await desk_work.enter(taker, operation, said, words="The driver opened the load")
        await giver.open(f"/cases/{operation}")
        await expect(giver.page.locator("section.alarm")).to_contain_text("opened the load")
        assert giver.faults == taker.faults == []

"""The duty room by hand: a wall whose figures change in their places, a shift handed over."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import duty_work, work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.browser.desk_work import press, unfold
from tests.nodes import CHIEF, ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_a_wall_follows_what_happens_and_two_officers_hand_a_shift_over(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        asker, first, second = [await sit(started, each) for each in (ma, es, es)]
        await asker.register()
        await first.register()
        await second.register(CHIEF)

        await duty_work.begin(first)
        wall = await duty_work.show_wall(started, es, await duty_work.open_wall(first))
        requests = wall.page.locator("[data-cell=requests]")
        await expect(requests).to_have_text("0")
        place = await requests.bounding_box()
        await work.ask(asker)
        await work.request(asker)
        await duty_work.write_entry(first, "The line to Rabat failed", "critical")
        await expect(requests).to_have_text("1", timeout=12_000)
        await expect(wall.page.locator("[data-cell=points]")).to_have_attribute(
            "data-state", "over"
        )
        moved = await requests.bounding_box()
        assert place is not None
        assert moved is not None
        assert (moved["x"], moved["y"]) == (place["x"], place["y"])
        assert "Secret" not in await wall.page.content()

        sheet = await duty_work.hand_over(first, "Rabat is asked to call back")
        await expect(first.page.locator("main")).to_contain_text("another officer")
        assert await first.page.get_by_role("button", name="Take over with passkey").count() == 0
        await second.open(sheet)
        main = second.page.locator("main")
        await expect(main).to_contain_text("Rabat is asked to call back")
        await expect(main).to_contain_text("The line to Rabat failed")
        await press(second, "Take over with passkey")
        await expect(second.page.locator(".standing-now")).to_contain_text(CHIEF)
        await unfold(second, "Close", ".matters")
        await press(second, "Close with passkey", text="Mended at noon")
        await expect(second.page.locator("main")).to_contain_text(
            "Nothing of the watch log is open."
        )

        await second.open("/watch")
        await second.page.locator('form[action="/orders/wall.close"] button').click()
        await expect(wall.page.locator("[name=code]")).to_be_visible(timeout=12_000)
        taken = [row["action"] for row in await es.log() if row["action"].startswith("watch.t")]
        assert taken == ["watch.taken"]
        for seat in (asker, first, second, wall):
            assert seat.faults == []

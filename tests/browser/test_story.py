"""One story over two running nodes, by hand: asked, requested, four eyes, read, the case closed."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.browser import work
from tests.browser.desk import browser, bureaus, needs_chromium, sit
from tests.nodes import CHIEF, ES, MA, asynchronous


@needs_chromium
@asynchronous
async def test_a_hit_becomes_a_request_and_two_officers_release_it(tmp_path: Path) -> None:
    async with (
        bureaus(tmp_path, MA, ES, change=work.two_officers) as (ma, es),
        browser() as started,
    ):
        await work.hold_people(es)
        asker, first, second = [await sit(started, each) for each in (ma, es, es)]
        await asker.register()
        await first.register()
        await second.register(CHIEF)

        thread = await work.ask(asker)
        await work.request(asker)
        await work.open_request(first)
        await work.preview(first, evaluation="A1", handling="H1")
        assert "1981-03-07" in await first.page.text_content("table.values")
        said = await work.approve(first)
        assert "1 of 2" in said.replace("\u2068", "").replace("\u2069", "")

        await work.open_request(second)
        await work.preview(second, evaluation="A1", handling="H1")
        await work.approve(second)
        await asker.open(f"/threads/{thread}")
        await expect(asker.page.locator("table.values")).to_contain_text("Abdelatif Benali")
        await expect(asker.page.locator("table.values")).to_contain_text("H1")

        assert await work.close_case(asker, thread) == "closed"
        (closed,) = [row for row in await ma.log() if row["action"] == "case.closed"]
        assert closed["ids"]["outcome"] == "result"
        approvals = [row for row in await es.log() if row["action"] == "release.approved"]
        assert len({row["actor"] for row in approvals}) == 2
        assert all(row["ids"]["order_signature"].startswith("passkey:") for row in approvals)
        assert (await es.verify())["whole"]
        for seat in (asker, first, second):
            assert seat.faults == []

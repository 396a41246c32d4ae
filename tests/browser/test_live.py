"""Rows that arrive while a page is open: nothing moves under the pointer, and ten tabs are live."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser import work
from tests.browser.desk import Seat, browser, bureaus, needs_chromium, sit
from tests.nodes import ES, MA, Bureau, asynchronous

TABS = 10
STATIC = ("entraide.css", "entraide.js", "live.js", "entraide.svg")
WAIT = 20_000
LIVE = "table[data-live]"
VERSION = "each => each.dataset.version"
TOP = "each => each.getBoundingClientRect().top"


async def request(ma: Bureau, reason: str) -> None:
    """Ask for a person of whom the partner knows, and request the data behind the hit."""
    (answer,) = await ma.ask("Abdelatif Benali", born=["1981-03-07"])
    reference = answer["hits"][0]["reference"]
    await ma.perform("request", reference=reference, categories=["names"], reason=reason)


async def moved(page: Page, selector: str, ma: Bureau, reason: str) -> float:
    """Point at something, let a request arrive, and return by how much it moved."""
    under = await page.wait_for_selector(selector)
    assert under is not None
    await under.scroll_into_view_if_needed()
    await under.hover()
    before = await under.evaluate(TOP)
    await request(ma, reason)
    await expect(page.locator("tr.fresh", has_text=reason)).to_be_attached(timeout=WAIT)
    return float(await under.evaluate(TOP)) - float(before)


@needs_chromium
@asynchronous
async def test_a_row_that_arrives_moves_nothing_under_the_pointer_in_ten_tabs(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        await request(ma, "The first")
        seat = await sit(started, es)
        await seat.register()
        assert await _first_load(seat) < 45_000
        streams: list[str] = []
        seat.context.on("request", lambda sent: streams.append(sent.url.rsplit("/", 1)[1]))
        tabs = await _ten(seat)
        assert abs(await moved(tabs[3], "tr[data-row] a", ma, "The second")) < 1
        for tab in tabs:
            rows = tab.locator("tr[data-row]")
            await expect(rows).to_have_count(2)
            await expect(rows.last).to_contain_text("The second")
        assert streams.count("live") == 1, "ten tabs, one stream"
        assert streams.count("rows") == 1, "one view for all of them"
        await tabs[0].close()
        await _below_the_list(tabs[1], ma)
        assert streams.count("live") in {2, 3}, "another tab has taken over"
        viewed = [row for row in await es.log() if row["ids"].get("viewed") == "inbox"]
        assert len(viewed) == TABS + 3 + 3, "each page, and each arrival once for all"
        assert seat.faults == []


@needs_chromium
@asynchronous
async def test_an_answer_after_the_end_of_the_order_arrives_on_the_open_page(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        seat = await sit(started, ma)
        await seat.register()
        await es.stop()
        page = seat.page
        await work.put(seat)
        link, result = page.locator("[data-thread]"), page.locator(f'[data-partner="{ES}"] .result')
        await expect(link).to_be_visible(timeout=WAIT)
        await expect(result).to_have_text("away: the message waits in the outbox")
        await link.hover()
        before = await link.evaluate(TOP)
        await es.start()
        await expect(result).to_have_text("HIT", timeout=WAIT)
        await expect(page.locator(".hits li")).to_have_count(1)
        await expect(page.locator("[data-waiting]")).to_be_hidden()
        assert await link.evaluate(TOP) == before
        read = [row for row in await ma.log() if row["action"] == "answers.read"]
        assert len(read) == 2, "the form of the question, and what came: once"
        assert seat.faults == []


async def _ten(seat: Seat) -> list[Page]:
    tabs = [seat.page, *[await seat.context.new_page() for _ in range(TABS - 1)]]
    await asyncio.gather(*(tab.goto(f"{seat.origin}/inbox") for tab in tabs))
    return tabs


async def _first_load(seat: Seat) -> int:
    """Return the bytes on the wire of the first page with a partner, and of all that it loads."""
    paths = ("/sign-in", "/", *(f"/static/{name}" for name in STATIC))
    answers = [await seat.page.request.get(seat.origin + path) for path in paths]
    return sum(int(each.headers["content-length"]) for each in answers)


async def _below_the_list(tab: Page, ma: Bureau) -> None:
    """On Situation much stands below the list: it is kept where it is, or the row waits."""
    await tab.set_viewport_size({"width": 1200, "height": 500})
    await tab.goto(tab.url.replace("/inbox", "/"))
    assert abs(await moved(tab, "section.after h2", ma, "The third")) < 1
    await tab.set_viewport_size({"width": 1200, "height": 3_000})  # nothing to scroll
    heading, rows = tab.locator("section.after h2"), tab.locator(f"{LIVE} tr[data-row]")
    await heading.hover()
    before, version = await heading.evaluate(TOP), await tab.locator(LIVE).evaluate(VERSION)
    await request(ma, "The fourth")
    await expect(tab.locator(LIVE)).not_to_have_attribute("data-version", version, timeout=WAIT)
    assert await heading.evaluate(TOP) == before
    await expect(rows).to_have_count(3)
    await tab.mouse.move(5, 5)
    await expect(rows).to_have_count(4)

"""Searching by hand: foreseen before it is asked, answers in columns, a batch, a question left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.browser import desk_work, work
from tests.browser.desk import Seat, browser, bureaus, needs_chromium, sit
from tests.nodes import ANALYST, DUTY, ES, MA, asynchronous, person
from tests.notices import NAME

LINES = "name;born;purpose\nAbdelatif Benali;1981-03-07;criminal-investigation\nNobody Known;;\n"


def _standing(body: dict[str, Any]) -> None:
    body["exchange"]["forms"] = [*body["exchange"]["forms"], "standing"]
    body["exchange"]["two-officers-for"] = ["standing"]


@needs_chromium
@asynchronous
async def test_a_question_is_foreseen_asked_side_by_side_and_a_no_hit_left_standing_by_two(
    tmp_path: Path,
) -> None:
    async with bureaus(tmp_path, MA, ES, change=_standing) as (ma, es), browser() as started:
        await work.hold_people(es)
        await ma.hold(person("own-1", "Abdellatif Ben Ali", "1981-03-07"))
        asker, second = await sit(started, ma), await sit(started, ma)
        await asker.register(DUTY)
        await second.register(ANALYST)
        page = asker.page

        await _type(asker, work.SOUGHT)
        sent = len(await ma.log())
        await page.click("text=Look in our own records first")
        await expect(page.locator("#foreseen")).to_contain_text("Left to ask")
        await expect(page.locator(".own")).to_contain_text("own-1")
        await expect(page.locator(".tokens")).to_have_count(1)
        assert "query.sent" not in [row["action"] for row in (await ma.log())[sent:]]
        await expect(page.locator("[name=name]").first).to_have_value(work.SOUGHT)

        await page.click("text=Ask with passkey")
        await page.wait_for_url("**/asked/*")
        column = page.locator(f'[data-partner="{ES}"]')
        await expect(column.locator(".result")).to_have_text("HIT", timeout=15_000)
        await expect(column).to_contain_text("agree in nearly everything")
        assert "0." not in await column.locator(".hits").inner_text(), "a band, never the score"
        await page.click("[data-thread]")
        await work.request(asker)

        thread = await work.ask(asker, "Nobody Known", "1970-02-02")
        await asker.open("/search")
        await page.click("text=leave standing")
        said = await desk_work.press(asker, "Leave it standing, with passkey")
        assert "1 of 2" in said
        await second.open(f"/search/standing/{thread}?partner={ES}")
        await desk_work.press(second, "Leave it standing, with passkey")
        assert {row["state"] for row in await _stand(es)} == {"standing"}
        await desk_work.unfold(second, "Take it back")
        await desk_work.press(second, "Take it back with passkey")
        assert asker.faults == second.faults == []


async def _stand(bureau: Any) -> list[dict[str, Any]]:
    return list((await bureau.perform("standing.list"))["standing"])


async def _type(seat: Seat, name: str) -> None:
    await seat.open("/search")
    await seat.page.fill("[name=name]", name)
    await seat.page.fill("[name=born]", "1981-03-07")
    await seat.page.select_option("form.ask [name=case]", "R-1")


@needs_chromium
@asynchronous
async def test_a_batch_is_foreseen_line_by_line_and_asked_with_one_passkey(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, es), browser() as started:
        await work.hold_people(es)
        asker = await sit(started, ma)
        await asker.register(DUTY)
        page = asker.page
        file = tmp_path / "names.csv"
        file.write_text(LINES, encoding="utf-8")
        await asker.open("/search/batch")
        await page.set_input_files("input[type=file]", file)
        await page.select_option("form.ask [name=case]", "R-1")
        await page.click("text=What would happen?")
        await expect(page.locator("#foreseen tbody tr")).to_have_count(2)
        await page.click("text=Ask 2 questions with passkey")
        await page.wait_for_url("**/search/batches/*")
        cells = page.locator("tbody tr .result")
        await expect(cells).to_have_text(["HIT", "no hit"], timeout=30_000)
        asked = [row for row in await ma.log() if row["action"] == "query.sent"]
        orders = {row["ids"]["order_signature"] for row in asked}
        assert len(asked) == 2
        assert len(orders) == 1, "one signed order stands behind every question of a batch"
        assert asker.faults == []


@needs_chromium
@asynchronous
async def test_a_notice_is_drafted_from_a_record_that_is_found_by_name(tmp_path: Path) -> None:
    async with bureaus(tmp_path, MA, ES) as (ma, _), browser() as started:
        await desk_work.hold_sought(ma)
        seat = await sit(started, ma)
        await seat.register(ANALYST)
        page = seat.page
        await seat.open("/notices/draft")
        await page.fill("#find [name=name]", NAME)
        await page.select_option("#find [name=case]", "N-1")
        await page.click("#find button")
        await expect(page.locator(".own")).to_contain_text("EX-MA-1")
        await expect(page.locator(".own .code").first).to_contain_text("H")
        await page.click("text=Use this record")
        await expect(page.locator("form.ask [name=record]")).to_have_value("EX-MA-1")
        assert seat.faults == []

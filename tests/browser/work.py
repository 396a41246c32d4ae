"""What officers do at their consoles, for stories and for pictures: the same steps, by hand."""

from __future__ import annotations

from typing import Any

from playwright.async_api import expect

from tests.browser.desk import Seat
from tests.nodes import Bureau, person

SOUGHT = "عبد اللطيف بن علي"


async def hold_people(bureau: Bureau) -> None:
    """Let a bureau hold a few invented people, one of them with markup for a name."""
    people = (
        person("p-1", "Abdelatif Benali", "1981-03-07"),
        person("p-2", "<img src=x onerror=alert(1)> Marco", "1970-01-01"),
        person("p-3", "Yasmin Salkini", "1990-11-23"),
    )
    await bureau.hold(*people)


async def put(seat: Seat, name: str = SOUGHT, born: str = "1981-03-07") -> None:
    """Ask by the form; the question's page is open then."""
    page = seat.page
    await seat.open("/search")
    await page.fill("[name=name]", name)
    await page.fill("[name=born]", born)
    await page.select_option("form.ask [name=case]", "R-1")
    await page.click("text=Ask with passkey")
    await page.wait_for_url("**/asked/*")


async def ask(seat: Seat, name: str = SOUGHT, born: str = "1981-03-07") -> str:
    """Ask by the form; return the thread once every partner has answered."""
    await put(seat, name, born)
    page = seat.page
    link = page.locator("[data-thread]")
    await expect(link).to_be_visible(timeout=10_000)
    await link.click()
    await page.wait_for_url("**/threads/*")
    return page.url.rsplit("/", 1)[1]


async def request(seat: Seat, reason: str = "Arrest warrant 12/2026") -> None:
    """Request the data behind the hit of the open thread."""
    page = seat.page
    await page.fill("[name=reason]", reason)
    await page.click("text=Request with passkey")
    await page.wait_for_selector(".words")


async def open_request(seat: Seat) -> None:
    """Open the request that waits in the inbox."""
    await seat.open("/inbox")
    await seat.page.click("tr[data-row] a")
    await seat.page.wait_for_url("**/threads/*")


async def preview(seat: Seat, **marks: str) -> None:
    """Preview the release with marks."""
    page = seat.page
    await page.click("[data-approve]")
    await page.wait_for_url("**/release?*")
    for name, value in marks.items():
        await page.select_option(f"[name={name}]", value)
    await page.click("text=Preview again")
    await page.wait_for_load_state()


async def approve(seat: Seat) -> str:
    """Approve what is previewed; return what the console said."""
    await seat.page.click("text=Approve and release with passkey")
    await seat.page.wait_for_selector(".words")
    return str(await seat.page.text_content(".words"))


async def close_case(seat: Seat, thread: str) -> str:
    """Close the case from its own page, found among the cases; return the state that is shown."""
    page = seat.page
    await seat.open("/cases")
    await page.click("text=R-1")
    await page.wait_for_url("**/cases/own?*")
    await expect(page.locator(f"a[href^='/threads/{thread}']")).to_be_visible()
    await page.click("summary:has-text('Close the case')")
    await page.select_option("[name=outcome]", "result")
    await page.click("text=Close with passkey")
    await page.wait_for_selector(".words")
    return str(await page.text_content("h1 .state"))


def two_officers(body: dict[str, Any]) -> None:
    """Change a memorandum: a release takes two officers, and a question may be left standing."""
    body["exchange"]["forms"] = [*body["exchange"]["forms"], "standing"]
    body["exchange"]["two-officers-for"] = ["request", "standing"]


__all__ = [
    "SOUGHT", "approve", "ask", "close_case", "hold_people", "open_request", "preview", "put",
    "request", "two_officers",
]  # fmt: skip

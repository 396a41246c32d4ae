"""What officers do in the duty room, by hand: the watch log, a handover, a screen on the wall."""

from __future__ import annotations

import re

from playwright.async_api import Browser

from tests.browser.desk import Seat, sit
from tests.browser.desk_work import press, unfold
from tests.nodes import CHIEF, DUTY, Bureau

_CODE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


async def open_wall(seat: Seat) -> str:
    """Order a screen; return its code, as the console tells it once."""
    await seat.open("/watch")
    said = await press(seat, "Open a screen with passkey")
    found = _CODE.search(said)
    assert found is not None, said
    return found[0]


async def show_wall(started: Browser, bureau: Bureau, code: str) -> Seat:
    """Type a code at a screen of its own, at which nobody is signed in."""
    seat = await sit(started, bureau, viewport={"width": 1920, "height": 1080})
    await seat.open("/wall")
    await seat.page.fill("[name=code]", code)
    await seat.page.click("button.main")
    await seat.page.wait_for_selector("[data-cell=time]")
    return seat


async def write_entry(seat: Seat, text: str, severity: str, **typed: str) -> None:
    """Write an entry into the watch log."""
    await seat.open("/watch")
    await press(seat, "Write with passkey", text=text, severity=severity, **typed)


async def begin(seat: Seat, words: str = "First shift of the exercise") -> None:
    """Begin a shift that nobody hands over."""
    await seat.open("/watch")
    await unfold(seat, "Begin a shift that nobody hands over")
    await press(seat, "Begin with passkey", words=words)


async def hand_over(seat: Seat, words: str) -> str:
    """Hand the shift over; return the address of its sheet."""
    await seat.open("/watch")
    await unfold(seat, "Hand over")
    await press(seat, "Hand over with passkey", words=words)
    return seat.page.url.removeprefix(seat.origin)


async def room(bureau: Bureau) -> str:
    """Fill a duty room by orders: a shift of the chief, handed over, with a log; return it."""
    perform = bureau.perform
    await perform("watch.begin", officer=CHIEF, words="The night shift fell ill", hours=8)
    power = await perform(
        "watch.write", officer=CHIEF, severity="serious",
        text="The line to Madrid failed twice; the provider looks into it.",
        done="Told the partner's desk by telephone.", about_kind="case", about="R-1",
    )  # fmt: skip
    await perform("watch.correct", entry=power["entry"], severity="attention",
                  text="It failed once; the second time was our own test.")  # fmt: skip
    asked = {"text": "A colleague of the ministry asks for the yearly figures."}
    quiet = await perform("watch.write", officer=DUTY, severity="attention", **asked)
    await perform("watch.close", entry=quiet["entry"], text="Sent to the liaison desk.")
    await perform("watch.write", text="The press asks about the ferry; no answer was given.")
    words = "Madrid calls back at six. Two requests are near their time."
    handed = await perform("watch.handover", officer=CHIEF, hours=8, words=words)
    return str(handed["shift"])

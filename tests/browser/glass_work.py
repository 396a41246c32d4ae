"""The sealed account by hand: two officers set it up, somebody breaks the seal."""

from __future__ import annotations

from tests.browser.desk import Seat
from tests.nodes import ADMIN, CHIEF, DUTY, Bureau

WHY = "The safe with all security keys burnt tonight; Madrid waits for an answer."


async def set_up(bureau: Bureau) -> tuple[str, str]:
    """Set the account up by two officers; return both halves."""
    first = await bureau.perform("glass.propose", officer=CHIEF)
    second = await bureau.perform("glass.confirm", officer=ADMIN, account=first["account"])
    return first["half"], second["half"]


async def break_seal(seat: Seat, halves: tuple[str, str]) -> None:
    """Open the account at its door."""
    await seat.open("/break-glass")
    typed = {"first": halves[0], "second": halves[1], "officer": DUTY, "why": WHY}
    for name, value in typed.items():
        await seat.page.fill(f"[name={name}]", value)
    await seat.page.click("button.main")
    await seat.page.wait_for_url(seat.origin + "/")

"""The screens of a data-protection officer with something at each, made by orders."""

from __future__ import annotations

from typing import Any

from tests.browser.desk import Seat
from tests.browser.work import SOUGHT
from tests.nodes import PROTECTION

__all__ = ["screens"]


async def screens(seat: Seat) -> dict[str, tuple[Seat, str]]:
    """Draw a sample, search for a person concerned; return every screen with its address."""
    sample = (await _perform(seat, "oversight.sample", size=2))["sample"]
    wanted = {"kind": "access", "name": [SOUGHT], "identified": "passport at the counter"}
    request = (await _perform(seat, "subject.register", **wanted))["request"]
    for step in ("admit", "search"):
        await _perform(seat, f"subject.{step}", request=request)
    plain = ("", "/accesses?action=query.sent", "/alerts", "/explain", "/subjects", "/retention",
             "/review", "/officers", "/node")  # fmt: skip
    named = {
        "entry": "/entries/1/3",
        "sample": f"/samples/{sample}",
        "subject": f"/subjects/{request}",
        "letter": f"/subjects/{request}/letter",
    }
    paths = {each.partition("?")[0].strip("/") or "log": each for each in plain} | named
    return {f"oversight-{name}": (seat, f"/oversight{path}") for name, path in paths.items()}


async def _perform(seat: Seat, action: str, **wanted: Any) -> dict[str, Any]:
    return await seat.bureau.perform(action, officer=PROTECTION, **wanted)

"""Pictures of every screen (``./dev shots``): two bureaus run, and officers work in them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from entraide.console.api.reference import REFERENCE_PATH, TYPES_PATH
from entraide.console.problems import ERRORS_PATH
from entraide.exchange.batch import thread_of
from tests.browser import duty_work, glass_work, overseen, prepared, prepared_offices, work
from tests.browser.desk import CHROMIUM, Seat, browser, bureaus, sit
from tests.nodes import CHIEF, ES, MA, PROTECTION, Bureau

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SHOWN = {"console-preview.png": ("preview", 620), "console-situation.png": ("situation", 900)}
"""The two pictures of the README: the screen of each, and its height."""
MOST_BYTES = 150_000
SIZES = {"wide": (1360, 860), "narrow": (390, 844)}
LOOKS = (("en", "light", "wide"), ("en", "dark", "wide"), ("ar", "light", "wide"),
         ("fr", "light", "narrow"))  # fmt: skip


async def take(folder: Path) -> None:
    """Work through the story, then take every screen in every look."""
    with tempfile.TemporaryDirectory() as place:
        async with (
            bureaus(Path(place), MA, ES, change=prepared_offices.agreed) as (ma, es),
            browser() as started,
        ):
            await work.hold_people(es)
            asker, holder = await sit(started, ma), await sit(started, es)
            await asker.register()
            await holder.register(CHIEF)
            screens = {
                **await story(asker, holder),
                **await prepared.screens(asker, holder),
                **await prepared_offices.screens(asker, holder),
            }
            wall = await duty_work.show_wall(started, ma, await duty_work.open_wall(asker))
            screens["wall"] = (wall, "/wall")
            overseer = await sit(started, ma)
            await overseer.register(PROTECTION)
            screens |= await overseen.screens(overseer)
            screens |= {
                path.strip("/").replace("/", "-"): (asker, path)
                for path in (REFERENCE_PATH, TYPES_PATH, ERRORS_PATH)
            }
            for look in LOOKS:
                for name, (seat, path) in screens.items():
                    await _shoot(seat, path, look, folder / f"{name}-{'-'.join(look)}.png")
            await _door(started, ma, folder)
            await _show(screens)
            await glass_work.break_seal(await sit(started, ma), await glass_work.set_up(ma))
            for look in LOOKS:
                for name, path in (("break-glass", "/break-glass"), ("alert", "/"),
                                   ("sealed-account", "/oversight/break-glass")):  # fmt: skip
                    await _shoot(asker, path, look, folder / f"{name}-{'-'.join(look)}.png")


async def story(asker: Seat, holder: Seat) -> dict[str, tuple[Seat, str]]:
    """Ask and request; return every screen worth a picture with its address."""
    await work.ask(asker, "ياسمين سلقيني", "1990-11-23")
    thread = await work.ask(asker)
    await work.request(asker)
    await work.open_request(holder)
    await work.preview(holder, evaluation="A1", handling="H1")
    preview = holder.page.url.removeprefix(holder.origin)
    digest = holder.bureau.node.policies[0].digest
    lines = [{"name": ["Abdelatif Benali"]}, {"name": ["Nobody Known"]}]
    batch = (await asker.bureau.perform("batch.ask", rows=lines, case="R-1"))["batch"]
    nobody = thread_of(batch, 2)
    return {
        "situation": (holder, "/"),
        "inbox": (holder, "/inbox"),
        "thread-held": (holder, f"/threads/{thread}"),
        "preview": (holder, preview),
        "search": (asker, "/search"),
        "batches": (asker, "/search/batch"),
        "batch": (asker, f"/search/batches/{batch}"),
        "standing": (asker, "/search/standing"),
        "standing-leave": (asker, f"/search/standing/{nobody}"),
        "thread-asked": (asker, f"/threads/{thread}"),
        "agreements": (asker, "/agreements"),
        "agreement": (asker, f"/agreements/{digest}?simulate=1"),
        "oversight": (holder, "/oversight"),
    }


async def _shoot(seat: Seat, path: str, look: tuple[str, str, str], out: Path) -> None:
    language, theme, size = look
    width, height = SIZES[size]
    await seat.page.set_viewport_size({"width": width, "height": height})
    await seat.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    joint = "&" if "?" in path else "?"
    await seat.open(f"{path}{joint}lang={language}")
    await seat.page.screenshot(path=out, full_page=not path.startswith(REFERENCE_PATH))


async def _show(screens: dict[str, tuple[Seat, str]]) -> None:
    """Take the pictures of the README anew; each is small enough to be read with the text."""
    for name, (shown, height) in SHOWN.items():
        seat, path = screens[shown]
        await seat.page.set_viewport_size({"width": 1100, "height": height})
        await seat.page.emulate_media(color_scheme="light")
        await seat.open(f"{path}{'&' if '?' in path else '?'}lang=en")
        taken = await seat.page.screenshot()
        if len(taken) > MOST_BYTES:
            sys.exit(f"{name} has {len(taken)} bytes, more than {MOST_BYTES}")
        (PICTURES / name).write_bytes(taken)


async def _door(started: Browser, bureau: Bureau, folder: Path) -> None:
    seat = await sit(started, bureau, viewport={"width": 1360, "height": 860})
    await seat.open("/sign-in")
    await seat.page.screenshot(path=folder / "sign-in.png")


def main() -> None:
    """Take the pictures into a folder."""
    if CHROMIUM is None:
        sys.exit("Chromium is needed for pictures: no chromium on the path")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "shots")
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(folder))


if __name__ == "__main__":
    main()

"""Every screen in every language, theme and width, chosen so that each pair of them meets.

No violation of axe's rules (WCAG 2.2 A and AA among them), no sideways scroll, no error of the
console or of the page's policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

from tests.browser import duty_work, glass_work, prepared, work
from tests.browser.desk import Seat, browser, bureaus, needs_chromium, sit
from tests.browser.shots import story
from tests.nodes import CHIEF, ES, MA, asynchronous

LANGUAGES = ("en", "fr", "es", "ar")
THEMES = ("light", "dark")
WIDTHS = (360, 768, 1360)
_AXE = AXE_FILE_PATH.read_text("utf-8")
_RULES = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
}"""


def looks(screens: int) -> Iterator[tuple[int, str, str, int]]:
    """Yield screen, language, theme and width: each two of them together at least once."""
    for screen in range(screens):
        for at, language in enumerate(LANGUAGES):
            turn = screen + at
            yield screen, language, THEMES[(turn + screen // 2) % 2], WIDTHS[turn % 3]


def test_every_pair_of_screen_language_theme_and_width_is_looked_at() -> None:
    chosen = list(looks(18))
    for one, other, pairs in ((0, 1, 72), (0, 2, 36), (0, 3, 54), (1, 2, 8), (1, 3, 12), (2, 3, 6)):
        assert len({(look[one], look[other]) for look in chosen}) == pairs


@needs_chromium
@asynchronous
async def test_no_screen_is_hard_to_reach_or_wider_than_its_window(tmp_path: Path) -> None:
    async with (
        bureaus(tmp_path, MA, ES, change=work.two_officers) as (ma, es),
        browser() as started,
    ):
        await work.hold_people(es)
        asker, holder = [await sit(started, each, reduced_motion="reduce") for each in (ma, es)]
        await asker.register()
        await holder.register(CHIEF)
        others = await prepared.screens(asker, holder)
        wall = await duty_work.show_wall(started, ma, await duty_work.open_wall(asker))
        others["wall"] = (wall, "/wall")
        matrix = [others.pop(name) for name in prepared.MATRIX]
        screens = [*(await story(asker, holder)).values(), *matrix]
        found: list[str] = []
        for at, (seat, path) in enumerate(others.values()):
            look = (LANGUAGES[at % 4], THEMES[at % 2], WIDTHS[at % 3])
            found += [f"{path[:24]} {look}: {each}" for each in await _faults(seat, path, look)]
        for screen, language, theme, width in looks(len(screens)):
            seat, path = screens[screen]
            said = await _faults(seat, path, (language, theme, width))
            found += [f"{path[:24]} {language} {theme} {width}: {each}" for each in said]
        await glass_work.break_seal(await sit(started, ma), await glass_work.set_up(ma))
        shouting = {"/break-glass": asker, "/oversight/break-glass": asker}
        for at, look in enumerate((("en", "light", 360), ("ar", "dark", 768), ("fr", "light", 1360),
                                   ("es", "dark", 360))):  # fmt: skip
            for path, seat in {**shouting, ("/", "/wall")[at % 2]: (asker, wall)[at % 2]}.items():
                found += [f"{path} {look}: {each}" for each in await _faults(seat, path, look)]
        assert found == [], "\n".join(found)
        assert asker.faults == holder.faults == wall.faults == []


async def _faults(seat: Seat, path: str, look: tuple[str, str, int]) -> list[str]:
    language, theme, width = look
    await seat.page.set_viewport_size({"width": width, "height": 800})
    await seat.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    own = f"&theme={theme}" if path == "/wall" else ""
    await seat.open(f"{path}{'&' if '?' in path else '?'}lang={language}{own}")
    await seat.page.evaluate(_AXE)
    found = list(await seat.page.evaluate(_RULES))
    wide = await seat.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{wide} px too wide"] if wide > 0 else found

"""What is looked at on every screen of the console, and in which pairs of language, theme, width.

``look`` is one view of a screen: axe's rules, no sideways scroll, the banner. ``examine`` is what
holds of a screen whatever it looks like: print, JSON and CSV at its address, keys, typing. Both
return what is wrong as text, by kind.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Page

from entraide.console.application import SCREENS
from tests.browser.desk import Seat
from tests.browser.reading import bare, said_twice

__all__ = [
    "AXE",
    "LANGUAGES",
    "THEMES",
    "WIDTHS",
    "Findings",
    "Look",
    "codes",
    "examine",
    "look",
    "look_again",
    "looks",
    "screen_of",
]

LANGUAGES = ("en", "fr", "es", "ar")
THEMES = ("light", "dark")
WIDTHS = (360, 768, 1360)
AXE = Path(AXE_FILE_PATH)
Findings = list[tuple[str, str]]


@dataclass(frozen=True)
class Look:
    """One view; ``contrast`` says whether axe measures colours too: most of its time."""

    language: str
    theme: str
    width: int
    contrast: bool = True


def looks(screen: int) -> Iterator[Look]:
    """Yield the views of a screen, so that over all screens each two of the three meet.

    Each screen is seen in every language, theme and width. Colours depend on the theme: they are
    measured in both, in two languages that differ from screen to screen.
    """
    for at, language in enumerate(LANGUAGES):
        turn = at + screen
        measured = at in {screen % 4, (screen + 1) % 4}
        yield Look(language, THEMES[turn % 2], WIDTHS[turn % 3], measured)


def screen_of(path: str) -> str:
    """Return the row of ``SCREENS`` that serves an address: the first that matches, as it does."""
    plain = urlsplit(path).path
    for pattern, _ in SCREENS:
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), plain):
            return pattern
    return ""


# Of what a reference repeats hundreds of times, twenty are measured: the others are made alike.
_RULES = """async (contrast) => {
  const alike = ["main > section.type", "main details.operation", "main dl.facts:has(> dt[id])"];
  for (const kind of alike)
    for (const each of [...document.querySelectorAll(kind)].slice(20)) each.remove();
  const found = await axe.run({
    resultTypes: ["violations"], selectors: false, elementRef: false,
    rules: { "color-contrast": { enabled: contrast } },
  });
  return found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
}"""
_SEEN = """() => {
  const banner = document.querySelector(".banner")?.getBoundingClientRect();
  const tops = (each) => [...each.getClientRects()].map((box) => Math.round(box.top));
  return {
    wide: document.documentElement.scrollWidth - innerWidth,
    banner: Boolean(banner && banner.height > 10 && banner.top < 5),
    exercise: document.querySelector(".banner")?.classList.contains("exercise"),
    sideways: innerWidth > 640 ? [] : [...document.querySelectorAll(".scroll:not(.matrix)")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.getAttribute("aria-label")),
    broken: [...document.querySelectorAll(".ref")].map(tops)
      .filter((each) => new Set(each).size > 1).length,
  };
}"""


async def look(page: Page, address: str, seen: Look) -> Findings:
    """Look at an address once."""
    await page.set_viewport_size({"width": seen.width, "height": 800})
    await page.emulate_media(color_scheme="dark" if seen.theme == "dark" else "light")
    joint = "&" if "?" in address else "?"
    own = f"&theme={seen.theme}" if address.endswith("/wall") else ""
    await page.goto(f"{address}{joint}lang={seen.language}{own}")
    found = [("twice", each) for each in await said_twice(page)]
    if seen.language == "ar":
        found += [("bare", each) for each in await bare(page)]
    found += [("axe", each) for each in await page.evaluate(_RULES, seen.contrast)]
    return [*found, *_wrong(await page.evaluate(_SEEN))]


async def look_again(page: Page, seen: Look) -> Findings:
    """Look at the open page in another theme and width, without reading it again."""
    await page.set_viewport_size({"width": seen.width, "height": 800})
    await page.emulate_media(color_scheme="dark" if seen.theme == "dark" else "light")
    found = [("axe", each) for each in await page.evaluate(_RULES, seen.contrast)]
    return [*found, *_wrong(await page.evaluate(_SEEN))]


async def codes(page: Page, address: str) -> list[str]:
    """Return the headings and terms of a screen that are codes of the program, not words."""
    await page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")
    said = await page.locator("main th, main dt").all_text_contents()
    return [each for each in said if "_" in each or each.strip()[:1].islower()]


def _wrong(seen: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if seen["wide"] > 0:
        yield "wide", f"{seen['wide']} px too wide"
    for table in seen["sideways"]:
        yield "wide", f"{table}: a table that scrolls sideways on a phone"
    if not (seen["banner"] and seen["exercise"]):
        yield "banner", "no banner at the top that says EXERCISE"
    if seen["broken"]:
        yield "broken", f"{seen['broken']} references break across lines"


async def examine(seat: Seat, path: str) -> Findings:
    """Examine a screen that is open in English."""
    return [
        *await _in_print(seat.page),
        *await _twins(seat, path),
        *await _keys(seat.page),
        *await _typing(seat.page),
    ]


_PRINTED = """() => {
  const banner = document.querySelector(".banner");
  const lost = [...document.querySelectorAll("main svg.f")].filter((each) => {
    const shown = each.closest(".f-box")?.querySelectorAll("svg.f") ?? [each];
    return ![...shown].some((one) => one.getBoundingClientRect().height > 0);
  });
  return {
    banner: getComputedStyle(banner).position === "fixed" && banner.offsetHeight > 10,
    nav: Boolean(document.querySelector("nav")?.offsetHeight),
    lost: lost.filter((each) => !each.closest("details:not([open])")).length,
  };
}"""


async def _in_print(page: Page) -> Findings:
    await page.emulate_media(media="print")
    shown = await page.evaluate(_PRINTED)
    await page.emulate_media(media="screen")
    found = [] if shown["banner"] else [("print", "no banner on every sheet")]
    found += [("print", "navigation is printed")] if shown["nav"] else []
    return found + ([("print", "a picture is lost")] if shown["lost"] else [])


# JSON and CSV at the same address


async def _twins(seat: Seat, path: str) -> Findings:
    found = await _twin(seat, path)
    for name, value in await seat.page.evaluate(_FILTERS):
        plain = urlsplit(path).path
        found += await _twin(seat, f"{plain}?{urlencode({name: value})}", (name, value))
    return found


_FILTERS = """() => {
  const path = location.pathname;
  const here = (each) => (each.form.getAttribute("action") ?? path) === path;
  const found = [...document.querySelectorAll("form.filters:not([method=post]) select")];
  const asked = found.filter(here);
  const first = (each) => [...each.options].map((one) => one.value).find((one) => one);
  return asked.map((each) => [each.name, first(each)]).filter(([name, value]) => name && value);
}"""


async def _twin(seat: Seat, path: str, chosen: tuple[str, str] = ("", "")) -> Findings:
    """Hold the JSON and the CSV of an address against each other and against its filter."""
    place, query = urlsplit(path).path, urlsplit(path).query
    plain = seat.origin + ("/situation" if place == "/" else place)
    asked = f"?{query}" if query else ""
    listed, data = [await seat.page.request.get(f"{plain}.{form}{asked}") for form in FORMS]
    if not (listed.ok and data.ok):
        return [("twin", f"{path}: {listed.status} {data.status}")]
    table = csv.DictReader(io.StringIO(await listed.text()))
    rows, held = list(table), json.loads(await data.text())
    if not table.fieldnames:
        return [("twin", f"{path}: no line of fields")]
    found: Findings = []
    if rows and _is_list(path) and not _is_among(len(rows), held):
        found.append(("twin", f"{path}: {len(rows)} rows in CSV, others in JSON"))
    name, value = chosen
    if (
        name in table.fieldnames
        and place not in BY_MATTER
        and not all(value in row[name] for row in rows)
    ):
        found.append(("twin", f"{path}: rows that the filter does not let through"))
    return found


FORMS = ("csv", "json")
NO_LIST = {"/oversight/node"}
"""The state of the node: its JSON is one thing, its CSV the lines of it."""
BY_MATTER = {"/watch"}
"""Filtered by what a matter is now; its earlier entries stand as they were."""
_LOGGED = 4


def _is_list(path: str) -> bool:
    pattern = screen_of(path)
    return "{" not in pattern and pattern not in NO_LIST


def _is_among(rows: int, held: Any) -> bool:
    """Tell whether a list of JSON has as many rows; each look is some entries of the log more."""
    return any(0 <= len(each) - rows <= _LOGGED for each in _lists(held))


def _lists(held: Any) -> Iterator[list[Any]]:
    """Yield the lists of a JSON value."""
    if isinstance(held, list):
        yield held
    for each in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _lists(each)


# Keys and typing


_SELECTED = "document.querySelectorAll('[data-row][aria-selected=true]').length"


async def _keys(page: Page) -> Findings:
    found: Findings = []
    await page.evaluate("document.activeElement?.blur()")
    if await page.evaluate("document.querySelectorAll('[data-row]').length"):
        await page.keyboard.press("j")
        await page.keyboard.press("k")
        if await page.evaluate(_SELECTED) != 1:
            found.append(("keys", "j and k select no row"))
    elif await page.evaluate("Boolean(document.querySelector('main table.rows tbody tr'))"):
        found.append(("keys", "rows of a list that j and k do not reach"))
    await page.evaluate("document.activeElement?.blur()")
    for key, mark in (("a", "data-approve"), ("r", "data-refuse"), ("/", "data-search")):
        if await page.evaluate(f"Boolean(document.querySelector('[{mark}]'))"):
            await page.evaluate("document.activeElement?.blur()")
            await page.keyboard.press(key)
            if not await page.evaluate(f"Boolean(document.activeElement.closest('[{mark}]'))"):
                found.append(("keys", f"{key} does not reach {mark}"))
    await page.evaluate("document.activeElement?.blur()")
    await page.keyboard.press("?")
    if not await page.evaluate("document.getElementById('keys').open"):
        found.append(("keys", "? shows nothing"))
    await page.keyboard.press("Escape")
    return found


_FIELDS = """() => [...document.querySelectorAll("main form[data-passkey=order]")]
  .map((form) => form.querySelector("textarea:not([hidden]), input:not([type]), input[type=text]"))
  .filter((field) => field)"""
_TYPE = f"""() => {{
  const fields = ({_FIELDS})();
  for (const field of fields) {{
    field.value = "half a sentence";
    field.dispatchEvent(new Event("input", {{ bubbles: true }}));
  }}
  return fields.length;
}}"""
_TYPED = f"""() => {{
  sessionStorage.clear();
  return ({_FIELDS})().filter((field) => field.value !== "half a sentence").length;
}}"""


async def _typing(page: Page) -> Findings:
    """What is typed into any form survives a reload."""
    if not await page.evaluate(_TYPE):
        return []
    await page.reload()
    forgotten = await page.evaluate(_TYPED)
    return [("typing", f"{forgotten} forms forget")] if forgotten else []

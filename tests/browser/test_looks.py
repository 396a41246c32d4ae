"""Every screen of the console: in every language, theme and width, in print, as data, by keys.

One run of two bureaus is looked at; each test below is one of the laws that it is held to. The
pairs of language, theme and width are complete over all screens; ``./dev soak`` looks at all of
them together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from entraide.console.application import SCREENS
from tests.browser import duty_work, glass_work, overseen, prepared, prepared_offices, work
from tests.browser.desk import Seat, browser, bureaus, needs_chromium, sit
from tests.browser.looking import (
    AXE,
    LANGUAGES,
    THEMES,
    WIDTHS,
    Findings,
    Look,
    codes,
    examine,
    look,
    look_again,
    looks,
    screen_of,
)
from tests.browser.shots import story
from tests.nodes import CHIEF, ES, MA, PROTECTION, asynchronous

_LONG = {"/reference", "/reference/types"}
"""Pages of so many rows that a look takes seconds: once in each direction of reading."""
Screens = dict[str, tuple[Seat, str]]


def test_every_pair_of_language_theme_and_width_is_looked_at_on_every_screen() -> None:
    seen = [(at, each) for at in range(len(SCREENS)) for each in looks(at)]
    for screen in range(len(SCREENS)):
        mine = [each for at, each in seen if at == screen]
        assert {each.language for each in mine} == set(LANGUAGES)
        assert {each.theme for each in mine} == {each.theme for each in mine if each.contrast}
        assert {each.theme for each in mine} == set(THEMES)
        assert {each.width for each in mine} == set(WIDTHS)
    assert {(e.language, e.theme) for _, e in seen if e.contrast} == set(product(LANGUAGES, THEMES))
    assert {(e.language, e.width) for _, e in seen} == set(product(LANGUAGES, WIDTHS))
    assert {(e.theme, e.width) for _, e in seen} == set(product(THEMES, WIDTHS))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What was found on all screens, by kind."""
    return asyncio.run(_walk(tmp_path_factory.mktemp("looks"), _pairwise))


@needs_chromium
def test_no_screen_is_left_out(seen: dict[str, list[str]]) -> None:
    """A new screen gets its address in ``prepared`` or in ``shots.story``."""
    assert set(seen["screens"]) - {""} == {pattern for pattern, _ in SCREENS}


@needs_chromium
def test_no_screen_breaks_a_rule_of_accessibility(seen: dict[str, list[str]]) -> None:
    assert seen["axe"] == [], "\n".join(seen["axe"])


@needs_chromium
def test_no_screen_is_wider_than_its_window_and_no_reference_breaks(
    seen: dict[str, list[str]],
) -> None:
    assert seen["wide"] == seen["broken"] == []


@needs_chromium
def test_every_page_and_print_bears_the_banner(seen: dict[str, list[str]]) -> None:
    assert seen["banner"] == seen["print"] == []


@needs_chromium
def test_every_list_is_json_and_csv_at_its_address_with_the_same_filters(
    seen: dict[str, list[str]],
) -> None:
    assert seen["twin"] == []


@needs_chromium
def test_keys_work_on_every_list_and_typing_survives_a_reload(seen: dict[str, list[str]]) -> None:
    assert seen["keys"] == seen["typing"] == []


@needs_chromium
def test_no_page_says_an_error_or_breaks_its_policy(seen: dict[str, list[str]]) -> None:
    assert seen["faults"] == []


@needs_chromium
def test_the_fields_of_every_kind_of_operation_have_words(seen: dict[str, list[str]]) -> None:
    assert seen["codes"] == []


@needs_chromium
def test_no_screen_shows_a_reader_of_arabic_a_code_where_a_word_belongs(
    seen: dict[str, list[str]],
) -> None:
    assert seen["bare"] == [], "\n".join(seen["bare"])


@needs_chromium
def test_no_figure_repeats_the_heading_that_it_stands_under(seen: dict[str, list[str]]) -> None:
    assert seen["twice"] == []


@pytest.mark.soak
@pytest.mark.timeout(3_600)  # twenty-four looks at each of some sixty screens
@needs_chromium
@asynchronous
async def test_every_screen_in_every_language_theme_and_width_together(tmp_path: Path) -> None:
    found = await _walk(tmp_path, _whole)
    wrong = [f"{kind}: {each}" for kind in WHOLE for each in found[kind]]
    assert wrong == [], "\n".join(wrong)


WHOLE = ("axe", "wide", "banner", "broken", "faults")


KINDS = (
    "axe", "wide", "broken", "banner", "print", "twin", "keys", "typing", "faults", "screens",
    "codes", "bare", "twice",
)  # fmt: skip


async def _walk(folder: Path, views: object) -> dict[str, list[str]]:
    """Fill two bureaus, and walk through the screens of both at the same time."""
    async with (
        bureaus(folder, MA, ES, change=prepared_offices.agreed) as (ma, es),
        browser() as started,
    ):
        await work.hold_people(es)
        still = {"reduced_motion": "reduce"}
        asker, holder, overseer = [await sit(started, each, **still) for each in (ma, es, ma)]
        await asker.register()
        await holder.register(CHIEF)
        await overseer.register(PROTECTION)
        screens = {**await prepared.screens(asker, holder), **await story(asker, holder)}
        screens |= await overseen.screens(overseer)
        offices = await prepared_offices.screens(asker, holder)
        screens |= offices
        wall = await duty_work.show_wall(started, ma, await duty_work.open_wall(asker))
        screens["wall"] = (wall, "/wall")
        await glass_work.break_seal(await sit(started, ma), await glass_work.set_up(ma))
        screens["break-glass"] = (asker, "/break-glass")
        screens |= {each: (holder, f"/{each}") for each in ("reference", "reference/errors")}
        screens |= {"reference/types": (overseer, "/reference/types")}
        seats = (asker, holder, overseer, wall)
        for each in seats:
            await each.context.add_init_script(path=AXE)
        walks = (_walked(each, screens, views) for each in seats)
        found = [pair for walk in await asyncio.gather(*walks) for pair in walk]
        found += [("faults", each) for each in (fault for seat in seats for fault in seat.faults)]
        found += [("screens", screen_of(path)) for _, path in screens.values()]
        for seat, path in offices.values():
            said = await codes(seat.page, seat.origin + path)
            found += [("codes", f"{path}: {each}") for each in said]
    return {kind: [said for of, said in found if of == kind] for kind in KINDS}


async def _walked(seat: Seat, screens: Screens, views: object) -> Findings:
    found: Findings = []
    firsts = {screen_of(path): name for name, (_, path) in reversed(screens.items())}
    for at, (name, (mine, path)) in enumerate(screens.items()):
        if mine is seat:
            first = firsts[screen_of(path)] == name or not screen_of(path)
            each = await views(seat, (at, first), path)  # type: ignore[operator]
            found += [(kind, f"{name}: {said}") for kind, said in each]
    return found


async def _pairwise(seat: Seat, which: tuple[int, bool], path: str) -> Findings:
    """Look in all pairs at the first page of a screen, in both themes at further ones of it."""
    found: Findings = []
    at, first = which
    for each in looks(at):
        if not (first or each.contrast) or (path in _LONG and each.language not in {"en", "ar"}):
            continue
        said = await look(seat.page, seat.origin + path, each)
        found += _of(each, said)
        if each.language == "en" and screen_of(path):
            found += await examine(seat, path)
    return found


async def _whole(seat: Seat, _: tuple[int, bool], path: str) -> Findings:
    found: Findings = []
    for language in LANGUAGES:
        first, *others = [Look(language, theme, width) for theme in THEMES for width in WIDTHS]
        found += _of(first, await look(seat.page, seat.origin + path, first))
        for each in others:
            found += _of(each, await look_again(seat.page, each))
    return found


def _of(seen: Look, said: Iterable[tuple[str, str]]) -> Findings:
    where = f"{seen.language} {seen.theme} {seen.width}"
    return [(kind, f"{where}: {what}") for kind, what in said]

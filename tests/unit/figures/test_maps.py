"""The map: its projection, its land, its places, and what it weighs."""

from __future__ import annotations

import math
import re

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError
from entraide.figures import (
    VIEWS,
    WORLD,
    Flow,
    Place,
    Style,
    View,
    WorldMap,
    describe,
    draw,
    table,
    view_around,
)
from entraide.figures.land import land_path
from entraide.figures.places import capitals, country_name
from entraide.figures.projection import Frame, equal_earth
from entraide.figures.style import LOCALES
from tests.unit.figures.seen import SVG, marks, parsed, words

RADIUS = 6_378_137.0
"""Of the sphere on which PROJ publishes control points of ``+proj=eqearth +R=6378137``."""


ISLANDS = frozenset(
    ["AG", "BB", "BS", "FM", "KI", "KN", "LC", "MC", "MH", "MT", "MV", "NR", "PW", "SC", "ST", "TO",
     "TV", "VC", "WS"]
)  # fmt: skip
"""Capitals on islands, or of a city, that are too small for the outline of the world."""


def _all_partners() -> WorldMap:
    codes = [code for code in sorted(capitals()) if code != "MA"][::5]
    flows = tuple(
        Flow(origin="MA", destination=code, count=at + 1) for at, code in enumerate(codes)
    )
    return WorldMap(title="Exchanges", home="MA", flows=flows)


def test_equal_earth_agrees_with_the_published_control_points() -> None:
    assert equal_earth(180, 0)[0] * RADIUS == pytest.approx(17_263_256.84, abs=0.01)
    assert equal_earth(0, 90)[1] == pytest.approx(1.3173627591574133, abs=1e-12)
    # A warp through Mercator and back, published for 45 degrees east and north.
    x, y = equal_earth(45, 45)
    assert math.degrees(x) == pytest.approx(33.227383823930545, abs=1e-6)
    assert math.degrees(math.atan(math.sinh(y))) == pytest.approx(44.13702534320391, abs=1e-6)
    assert equal_earth(-30, -20) == tuple(-each for each in equal_earth(30, 20))


@given(lon=st.floats(-179, 179), lat=st.floats(-88, 88))
@settings(deadline=None, max_examples=50)
def test_equal_earth_keeps_areas(lon: float, lat: float) -> None:
    step = 1e-4
    (x1, y1), (x2, _), (_, y3) = (
        equal_earth(lon, lat), equal_earth(lon + step, lat), equal_earth(lon, lat + step),
    )  # fmt: skip
    there = (x2 - x1) * (y3 - y1)
    here = math.radians(step) ** 2 * math.cos(math.radians(lat + step / 2))
    assert there == pytest.approx(here, rel=1e-4)


def test_every_member_of_the_united_nations_has_its_capital_and_a_name_in_four_languages() -> None:
    assert len(capitals()) == 193
    for code in capitals():
        for language, locale in LOCALES.items():
            name = country_name(code, Style(language=language))
            assert name == Locale.parse(locale).territories[code]


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [("MA", -6.85, 34.02), ("ES", -3.70, 40.42), ("NZ", 174.78, -41.29), ("FJ", 178.44, -18.14),
     ("US", -77.04, 38.90), ("KI", 172.98, 1.33), ("PW", 134.62, 7.50)],
)  # fmt: skip
def test_capitals_stand_where_they_are(code: str, lon: float, lat: float) -> None:
    place = capitals()[code]
    assert (place.lon, place.lat) == (pytest.approx(lon, abs=0.1), pytest.approx(lat, abs=0.1))


def _rings(path: str) -> list[list[tuple[float, float]]]:
    rings = []
    for ring in path.split("M")[1:]:
        numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+", ring)]
        x = y = 0.0
        rings.append([])
        for dx, dy in zip(numbers[0::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            rings[-1].append((x, y))
    return rings


def _on_land(at: tuple[float, float], rings: list[list[tuple[float, float]]]) -> bool:
    inside = False
    for ring in rings:
        if max(y for _, y in ring) < at[1] or min(y for _, y in ring) > at[1]:
            continue
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > at[1]) != (by > at[1]) and at[0] < ax + (bx - ax) * (at[1] - ay) / (by - ay):
                inside = not inside
    return inside


def test_land_lies_under_the_capitals_that_are_not_on_small_islands() -> None:
    """Outlines and places come from two sources: on one map they must agree."""
    frame, rings = Frame(WORLD, 2000.0), _rings(land_path(WORLD, 2000.0))
    offshore = set()
    for code, place in capitals().items():
        x, y = frame.at(place.lon, place.lat)
        near = ((x + dx, y + dy) for dx, dy in ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2)))
        if not any(_on_land(each, rings) for each in near):
            offshore.add(code)
    assert offshore <= ISLANDS, offshore
    sea = [(-40, 30), (-150, 0), (80, -20), (5, 40), (-170, 20)]
    assert not any(_on_land(frame.at(*each), rings) for each in sea)


def test_no_land_is_shown_twice_where_the_map_is_wider_than_the_world() -> None:
    rings = _rings(land_path(WORLD, 2000.0))
    frame = Frame(WORLD, 2000.0)
    assert _on_land(frame.project(170.5, -44), rings), "New Zealand"
    assert not _on_land(frame.project(170.5 - 360, -44), rings), "New Zealand again"
    elsewhere = View(-100, -56, 260, 80)
    assert _on_land(Frame(elsewhere, 900.0).at(-60, -10), _rings(land_path(elsewhere, 900.0)))


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_a_map_of_the_world_weighs_less_than_60_kilobytes(language: str) -> None:
    svg = draw(_all_partners(), Style(language=language))
    assert len(svg.encode()) < 60_000


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_land_stays_within_each_view(name: str) -> None:
    frame = Frame(VIEWS[name], 700.0)
    xs, ys = zip(*(point for ring in _rings(land_path(VIEWS[name], 700.0)) for point in ring),
                 strict=True)  # fmt: skip
    assert min(xs) >= -0.1
    assert max(xs) <= 700.1
    assert min(ys) >= -0.1
    assert max(ys) <= frame.height + 0.1


def test_a_view_may_lie_across_the_180th_meridian() -> None:
    pacific = View(150, -30, 200, 30)
    frame = Frame(pacific, 500.0)
    assert frame.shows(-175, -21)
    assert frame.at(-175, -21)[0] > frame.at(178, -18)[0]
    assert not frame.shows(0, 0)


def test_home_is_named_whatever_surrounds_it() -> None:
    root = parsed(draw(_all_partners(), Style()))
    assert "Morocco" in {each.text for each in words(root)}


def test_partners_outside_the_view_are_named_below_the_map() -> None:
    flows = tuple(Flow(origin="MA", destination=code, count=3) for code in ("ES", "AU"))
    world = WorldMap(title="T", home="MA", flows=flows, view=VIEWS["europe-maghreb"])
    shown = [each.text for each in words(parsed(draw(world, Style())))]
    assert "Outside this map: Australia 3" in shown
    assert "Spain 3" in shown


def test_the_two_directions_differ_without_colour() -> None:
    flows = (
        Flow(origin="MA", destination="ES", count=4),
        Flow(origin="ES", destination="MA", count=4),
    )
    root = parsed(draw(WorldMap(title="T", home="MA", flows=flows), Style()))
    arcs = [each for each in root.iter(f"{SVG}path") if "Q" in each.attrib["d"]]
    assert sorted("stroke-dasharray" in each.attrib for each in arcs) == [False, True]
    assert len(list(marks(root))) > 4


def test_an_organisation_is_a_place_of_its_own() -> None:
    hague = Place(code="Europol", name="Europol", lon=4.28, lat=52.09)
    flow = Flow(origin="Europol", destination="MA", count=7)
    world = WorldMap(title="T", home="MA", flows=(flow,), places=(hague,))
    assert "Europol (7)" in describe(world, Style())
    assert table(world, Style(language="es")).rows == (("Europol", "Marruecos", "7"),)


@pytest.mark.parametrize("code", ["XX", "", "ma", "<b>"])
def test_a_code_without_a_place_is_refused(code: str) -> None:
    with pytest.raises(InputError, match=r"figures\.place"):
        WorldMap(title="T", home="MA", flows=(Flow(origin="MA", destination=code, count=1),))


@pytest.mark.parametrize("view", [(0, 0, 0, 10), (0, 10, 10, 0), (0, -91, 10, 10), (0, 0, 400, 9)])
def test_a_view_without_area_is_refused(view: tuple[float, float, float, float]) -> None:
    with pytest.raises(InputError, match=r"figures\.view"):
        View(*view)


@given(codes=st.sets(st.sampled_from(sorted(capitals())), min_size=1, max_size=6))
@settings(deadline=None, max_examples=100)
def test_the_nearest_view_holds_every_partner(codes: set[str]) -> None:
    places = [capitals()[code] for code in codes]
    frame = Frame(view_around(places), 560.0)
    assert all(frame.shows(each.lon, each.lat) for each in places)
    assert frame.height < 2 * frame.width


def test_partners_near_each_other_are_shown_near_with_the_world_in_a_corner() -> None:
    near = view_around(capitals()[code] for code in ("MA", "ES", "PT"))
    assert near.east - near.west < 40
    flow = Flow(origin="MA", destination="ES", count=3)
    world = WorldMap(title="T", home="MA", flows=(flow,), view=near, inset=True)
    root = parsed(draw(world, Style(width=560)))
    framed = [each for each in root.iter(f"{SVG}rect") if "f-accent-line" in each.get("class", "")]
    assert len(framed) == 1
    assert len(draw(world, Style(width=560))) < 16_000
    plain = parsed(draw(WorldMap(title="T", home="MA", flows=(flow,), inset=True), Style()))
    assert len(list(plain.iter(f"{SVG}rect"))) == 1, "the sea, and no sign of where it is"


def test_the_nearest_view_may_lie_across_the_180th_meridian() -> None:
    view = view_around(capitals()[code] for code in ("FJ", "WS", "NZ"))
    assert view.west < 180 < view.east
    assert view_around(capitals()[code] for code in ("MA", "ES", "AU")) == WORLD
    assert view_around(()) == WORLD


def test_an_arc_over_the_pacific_leaves_the_map_and_comes_back_on_the_other_side() -> None:
    flow = Flow(origin="NZ", destination="US", count=3)
    root = parsed(draw(WorldMap(title="T", home="NZ", flows=(flow,)), Style()))
    lined = [each for each in root.iter(f"{SVG}path") if "f-accent-line" in each.get("class", "")]
    spans = [[float(x) for x in re.findall(r"[ML](-?[\d.]+),", each.attrib["d"])] for each in lined]
    assert len(spans) == 2
    assert all(abs(first - last) < 300 for first, last in spans), "no line crosses the whole map"
    assert min(min(each) for each in spans) < 60
    assert max(max(each) for each in spans) > 660

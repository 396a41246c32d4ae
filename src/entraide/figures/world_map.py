"""What a map of exchanges shows: flows between capitals, and what they say in words.

How it is drawn stands in ``map_drawing``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from entraide.errors import InputError
from entraide.figures.places import Place, capitals, country_name
from entraide.figures.projection import WORLD, View
from entraide.figures.scales import finite
from entraide.figures.style import Style, mark
from entraide.figures.tables import Table
from entraide.figures.wording import count_text, labelled, list_text

__all__ = ["Flow", "WorldMap", "describe_world_map", "name_of", "table_of_world_map"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How much went from one place to another, by their codes."""

    origin: str
    destination: str
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """Flows between capitals, seen from ``home``; ``places`` adds or moves places.

    ``inset`` shows in a corner which part of the world a nearer view is.

    Raises InputError ``figures.place`` for a code without a place, ``figures.number``.
    """

    title: str
    home: str
    flows: tuple[Flow, ...]
    view: View = WORLD
    places: tuple[Place, ...] = ()
    inset: bool = False

    def __post_init__(self) -> None:
        """Refuse codes that stand nowhere."""
        known = self.known
        for code in (self.home, *(code for each in self.flows for code in _ends(each))):
            if code not in known:
                raise InputError("figures.place", place=code)
        finite(self.title, (each.count for each in self.flows))

    @property
    def known(self) -> Mapping[str, Place]:
        """Every place that a flow may name, by code."""
        return {**capitals(), **{each.code: each for each in self.places}}

    @property
    def totals(self) -> tuple[tuple[str, float], ...]:
        """What each place but home gave and received, the greatest first."""
        totals: Counter[str] = Counter()
        for flow in self.flows:
            for code in {flow.origin, flow.destination} - {self.home}:
                totals[code] += flow.count  # type: ignore[assignment] # counts may be decimal
        return tuple(sorted(totals.items(), key=lambda each: (-each[1], each[0])))


def _ends(flow: Flow) -> tuple[str, str]:
    return flow.origin, flow.destination


def name_of(world: WorldMap, code: str, style: Style) -> str:
    """Return the name of a place: the one that was given with it, or its country's."""
    given = {each.code: each.name for each in world.places}
    return given.get(code) or country_name(code, style)


def describe_world_map(world: WorldMap, style: Style) -> str:
    """Return the partners with most, in a sentence or two."""
    most = tuple(
        labelled(name_of(world, code, style), f"({count_text(count, style)})", style)
        for code, count in world.totals[:5]
    )
    home = name_of(world, world.home, style)
    if not most:
        return style.say(mark("Map of exchanges. Home: {home}. There are none."), home=home)
    return style.say(
        mark("Map of exchanges. Home: {home}. Partners: {count}. Most: {most}."),
        home=home,
        count=count_text(len(world.totals), style),
        most=list_text(most, style),
    )


def table_of_world_map(world: WorldMap, style: Style) -> Table:
    """Return the flows in rows, the greatest first."""
    columns = (mark("From"), mark("To"), mark("Count"))
    flows = sorted(world.flows, key=lambda each: (-each.count, each.origin, each.destination))
    rows = tuple(
        (*(name_of(world, code, style) for code in _ends(each)), count_text(each.count, style))
        for each in flows
    )
    return Table(world.title, tuple(style.say(each) for each in columns), rows)

"""The pictures of partners: where exchange goes, who is there, what each side asks of the other.

Drawn from what ``partner.figures`` counted; nothing is estimated, and a day without contact stands
as a day without. Partners stand in the order of their names: no state is ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from entraide.console.pictures import day_of
from entraide.figures import (
    Exchanged,
    Flow,
    Health,
    PartnerHealth,
    Reciprocity,
    WorldMap,
    view_around,
)
from entraide.figures.places import capitals
from entraide.vocabulary.language import mark, translate

__all__ = ["exchange_map", "health_of", "reciprocity_of", "unplaced"]

_Row = Mapping[str, Any]
_ASKED: Final = (
    ("asked", mark("questions asked")),
    ("answered", mark("questions answered")),
    ("denied", mark("questions denied")),
    ("requested", mark("data requested")),
    ("replied", mark("data released")),
    ("refused", mark("requests refused")),
)
"""What is counted of each direction, in the order of its course."""


def exchange_map(found: _Row, partners: Iterable[_Row]) -> WorldMap | None:
    """Return the map of messages between our capital and those of partners; none without both."""
    home, known = str(found["home"]), capitals()
    counts = Counter[tuple[str, str]]()
    for each in partners:
        there = str(each["country"])
        if there in known and there != home:
            counts[home, there] += int(each["sent"])
            counts[there, home] += int(each["received"])
    if home not in known or not counts:
        return None
    ends = {code for pair in counts for code in pair}
    return WorldMap(
        title=translate(mark("Messages exchanged in {days} days"), days=found["days"]),
        home=home,
        flows=tuple(
            Flow(origin=start, destination=end, count=count)
            for (start, end), count in sorted(counts.items())
        ),
        view=view_around(known[code] for code in sorted(ends)),
        inset=True,
    )


def unplaced(found: _Row, partners: Iterable[_Row]) -> list[str]:
    """Return the partners that the map has no place for, or that sit in our own country."""
    home, known = str(found["home"]), capitals()
    return [
        str(each["name"])
        for each in partners
        if home not in known or each["country"] not in known or each["country"] == home
    ]


def health_of(found: _Row, partners: Iterable[_Row]) -> Health | None:
    """Return the days of contact of partners and their times; none without a partner."""
    shown = tuple(
        PartnerHealth(
            partner=str(each["name"]),
            reached=tuple(_share(day) for day in each["by_day"]),
            seconds=tuple(_seconds(day["median_ms"]) for day in each["by_day"]),
        )
        for each in partners
    )
    if not shown:
        return None
    title = translate(mark("Contact and answers, {days} days"), days=found["days"])
    return Health(title=title, first=day_of(found["from_ms"]), partners=shown)


def _share(day: _Row) -> float | None:
    return day["reached"] / day["tried"] if day["tried"] else None


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1_000


def reciprocity_of(partners: Iterable[_Row]) -> dict[str, Reciprocity]:
    """Return for each partner what each side asked of the other, all on one scale."""
    held = {str(each["partner"]): each for each in partners if "directions" in each}
    most = max((_most(each) for each in held.values()), default=0)
    return {name: _reciprocity(each, most) for name, each in held.items()}


def _most(partner: _Row) -> int:
    sides = partner["directions"].values()
    return max(int(side[code]) for side in sides for code, _ in _ASKED)


def _reciprocity(partner: _Row, most: int) -> Reciprocity:
    ours, theirs = partner["directions"]["ours"], partner["directions"]["theirs"]
    return Reciprocity(
        title=str(partner["name"]),
        heads=(mark("we ask them"), mark("they ask us")),
        middle=mark("What"),
        most=float(most),
        partners=tuple(
            Exchanged(partner=translate(said), given=ours[code], received=theirs[code])
            for code, said in _ASKED
        ),
    )

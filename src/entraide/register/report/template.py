"""The one template of the yearly report: blocks in the reader's language, whatever they become.

It says what was counted, what sources claim beside it, what is told differently, what was promised
and what is missing. It adds no praise and no conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from entraide.figures import (
    Bars,
    Event,
    Flow,
    Lay,
    Precision,
    Series,
    Style,
    Timeline,
    When,
    WorldMap,
)
from entraide.figures.places import capitals, country_name
from entraide.figures.wording import list_text, when_text
from entraide.register.labels import label
from entraide.register.report.year import Claim, Year
from entraide.register.together.entries import Entry
from entraide.report.blocks import Block, Heading, Paragraph, Picture, Quote, Rows
from entraide.vocabulary.language import mark, translate

__all__ = ["Told", "report_blocks"]

_MOST_PARTNERS: Final = 20
_MOST_THEMES: Final = 15
_SHORT: Final = 8
_LONGEST: Final = 300
_PRECISION: Final = {
    "day": Precision.DAY, "range": Precision.RANGE, "within_range": Precision.RANGE,
    "month": Precision.MONTH, "year": Precision.YEAR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A promise as the report shows it: with whom, what, its status, whether it was kept."""

    partners: tuple[str, ...]
    outcome: str
    status: str
    state: str


def report_blocks(year: Year, promises: Sequence[Told], style: Style) -> Iterator[Block]:
    """Yield the report of a year."""
    yield Heading(1, translate(mark("Police cooperation in {year}"), year=year.year))
    yield Paragraph(_opening(year, style))
    if not year.entries:
        return
    yield from _overview(year, style)
    yield from _timeline(year, style)
    yield from _came_of_it(year, promises, style)
    yield from _unsure(year)


def _opening(year: Year, style: Style) -> str:
    home = country_name(year.home, style) if year.home else ""
    counted = translate(
        mark("Engagements: {count}, told by {documents} documents."),
        count=len(year.entries),
        documents=year.documents,
    )
    return f"{home}. {counted}" if home else counted


def _overview(year: Year, style: Style) -> Iterator[Block]:
    yield Heading(2, translate(mark("With whom")))
    if flows := _flows(year):
        title = translate(mark("Engagements with each country"))
        yield Picture("map", WorldMap(title=title, home=year.home or "", flows=flows))
    names = [_name(partner, style) for partner, _ in year.by_partner[:_MOST_PARTNERS]]
    counts = [count for _, count in year.by_partner[:_MOST_PARTNERS]]
    yield _bars("partners", translate(mark("By partner")), names, counts)
    yield _bars("regions", translate(mark("By region")), *_labelled(year.by_region, _region))
    yield Heading(2, translate(mark("About what")))
    yield _bars("kinds", translate(mark("By kind")), *_labelled(year.by_kind, label))
    yield _bars(
        "themes", translate(mark("By theme")), *_labelled(year.by_theme[:_MOST_THEMES], label)
    )


def _flows(year: Year) -> tuple[Flow, ...]:
    home = year.home
    if home is None or home not in capitals():
        return ()
    return tuple(
        Flow(origin=home, destination=partner, count=count)
        for partner, count in year.by_partner
        if partner in capitals() and partner != home
    )


def _labelled(
    counted: Iterable[tuple[str, int]], word: Callable[[str], str]
) -> tuple[list[str], list[int]]:
    pairs = [(word(code), count) for code, count in counted]
    return [name for name, _ in pairs], [count for _, count in pairs]


def _bars(name: str, title: str, categories: Sequence[str], counts: Sequence[int]) -> Picture:
    series = Series(name=translate(mark("Engagements")), values=tuple(map(float, counts)))
    return Picture(
        name, Bars(title=title, categories=tuple(categories), series=(series,), lay=Lay.ROWS)
    )


_REGIONS: Final = {
    "africa": mark("Africa"),
    "americas": mark("Americas"),
    "asia": mark("Asia"),
    "europe": mark("Europe"),
    "oceania": mark("Oceania"),
    "organisations": mark("International organisations"),
}


def _region(code: str) -> str:
    return translate(_REGIONS[code])


def _name(partner: str, style: Style) -> str:
    return country_name(partner, style) if len(partner) == 2 else partner


def _timeline(year: Year, style: Style) -> Iterator[Block]:
    yield Heading(2, translate(mark("When")))
    events = tuple(
        Event(label=_short_title(entry, style), lane=label(entry.kind), when=when)
        for entry in year.entries
        if (when := _when(entry))
    )
    period = (date(year.year, 1, 1), date(year.year, 12, 31))
    title = translate(mark("The year in order"))
    yield Picture("timeline", Timeline(title=title, events=events, period=period))
    yield Rows(
        translate(mark("Every engagement")),
        tuple(map(translate, (mark("When"), mark("What"), mark("With"), mark("Where"),
                              mark("Documents")))),
        tuple(_row(entry, style) for entry in year.entries),
    )  # fmt: skip


def _when(entry: Entry) -> When | None:
    if entry.date is None or entry.date.precision not in _PRECISION:
        return None
    first, last = (date.fromisoformat(each) for each in (entry.date.start, entry.date.end))
    return When(first, last, _PRECISION[entry.date.precision])


def _short_title(entry: Entry, style: Style) -> str:
    names = [_name(partner, style) for partner in entry.partners[:3]]
    more = len(entry.partners) - len(names)
    return ", ".join(names) + (f" +{more}" if more > 0 else "")


def _row(entry: Entry, style: Style) -> tuple[str, ...]:
    when, place = _when(entry), entry.place
    country = _name(place.country, style) if place and place.country else ""
    return (
        when_text(when, style) if when else "",
        entry.name or label(entry.kind),
        list_text(tuple(_name(each, style) for each in entry.partners), style),
        ", ".join(part for part in (place.city if place else "", country) if part),
        " ".join(telling.document[:_SHORT] for telling in entry.tellings),
    )


def _came_of_it(year: Year, promises: Sequence[Told], style: Style) -> Iterator[Block]:
    yield Heading(2, translate(mark("What came of it")))
    yield Rows(
        translate(mark("Outcomes by status")),
        tuple(map(translate, (mark("Outcome"), mark("Status"), mark("Count")))),
        tuple((label(kind), label(status), str(count)) for kind, status, count in year.by_outcome),
    )
    yield Rows(
        translate(mark("Promises, and whether they were kept")),
        tuple(map(translate, (mark("With"), mark("Promise"), mark("Status"), mark("State")))),
        tuple(
            (
                list_text(tuple(_name(partner, style) for partner in each.partners), style),
                label(each.outcome), label(each.status), label(each.state),
            )
            for each in promises
        ),
    )  # fmt: skip


def _unsure(year: Year) -> Iterator[Block]:
    yield Heading(2, translate(mark("What sources claim, and what is missing")))
    yield Paragraph(
        translate(
            mark("Counted here: {entries} engagements with {partners} partners. What documents "
                 "claim stands beside it, word for word; nothing was made to fit."),
            entries=len(year.entries), partners=len(year.by_partner),
        )
    )  # fmt: skip
    yield from _claims(year.claims)
    yield from _claims(year.gaps)
    if year.silent:
        months = ", ".join(f"{year.year}-{month:02}" for month in year.silent)
        text = mark("Months of which no document tells: {months}.")
        yield Paragraph(translate(text, months=months))
    for entry in year.told_differently:
        fields = ", ".join(each.field for each in entry.disagreements)
        text = mark("Documents tell {entry} differently: {fields}.")
        yield Paragraph(translate(text, entry=entry.id, fields=fields))
    for each in year.duplicates:
        text = mark("{one} and {other} look alike; they were not joined.")
        yield Paragraph(translate(text, one=each.one, other=each.other))


def _claims(claims: Iterable[Claim]) -> Iterator[Block]:
    for each in claims:
        for evidence in each.conflict.evidence:
            said = " ".join(evidence.text.split())[:_LONGEST]
            yield Quote(said, each.document[:_SHORT])

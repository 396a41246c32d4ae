"""Figures of every kind with generated data: any words, any counts, any days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from entraide.figures import (
    VIEWS,
    Bars,
    Calendar,
    Deadline,
    Deadlines,
    Event,
    Exchanged,
    Figure,
    Flow,
    Form,
    Health,
    Lay,
    Lines,
    PartnerHealth,
    Passage,
    Reciprocity,
    Route,
    Schedule,
    Series,
    Span,
    Stand,
    Stop,
    Style,
    Timeline,
    When,
    WorldMap,
    view_around,
)
from entraide.figures.places import capitals
from entraide.figures.style import LOCALES

__all__ = ["FIGURES", "STYLES"]

NAMES = st.text(max_size=40)
NAMED = st.sampled_from(["Sûreté", "الشرطة", "Полиция", "a" * 60, "<b>&\"'", "x\x00y\ud800"])
LABELS = st.one_of(NAMED, NAMES)
COUNTS = st.one_of(
    st.integers(0, 9).map(float), st.floats(0, 9e14, allow_subnormal=False), st.none()
)
KNOWN = st.one_of(st.integers(0, 9).map(float), st.floats(0, 9e14, allow_subnormal=False))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda each: each.replace(tzinfo=UTC)
)
STYLES = st.builds(
    Style, language=st.sampled_from(sorted(LOCALES)), width=st.sampled_from([280, 344, 720, 1100])
)


@st.composite
def series(draw: st.DrawFn, points: int, most: int) -> tuple[Series, ...]:
    values = st.lists(COUNTS, min_size=points, max_size=points).map(tuple)
    one = st.builds(Series, name=LABELS, values=values)
    return tuple(draw(st.lists(one, min_size=1, max_size=most)))


@st.composite
def bars(draw: st.DrawFn) -> Bars:
    categories = tuple(draw(st.lists(LABELS, max_size=7)))
    return Bars(
        title=draw(LABELS),
        categories=categories,
        series=draw(series(len(categories), 6)),
        lay=draw(st.sampled_from(Lay)),
        form=draw(st.sampled_from(Form)),
    )


@st.composite
def lines(draw: st.DrawFn) -> Lines:
    days = tuple(sorted(draw(st.sets(DAYS, min_size=1, max_size=8))))
    return Lines(
        title=draw(LABELS),
        days=days,
        series=draw(series(len(days), 6)),
        steps=draw(st.booleans()),
        panels=draw(st.booleans()),
    )


@st.composite
def whens(draw: st.DrawFn) -> When:
    day = draw(st.dates(date(2019, 1, 1), date(2026, 12, 31)))
    return draw(
        st.sampled_from(
            [
                When.day(day),
                When.days(day, day + timedelta(days=draw(st.integers(0, 90)))),
                When.month(day.year, day.month),
                When.year(day.year),
            ]
        )
    )


EVENTS = st.builds(Event, label=LABELS, lane=st.sampled_from(["A", "Réunions", "زيارات"]),
                   when=whens(), strong=st.booleans())  # fmt: skip


@st.composite
def health(draw: st.DrawFn) -> Health:
    days = draw(st.integers(1, 40))
    shares = st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0]))
    partner = st.builds(
        PartnerHealth,
        partner=LABELS,
        reached=st.lists(shares, min_size=days, max_size=days).map(tuple),
        seconds=st.lists(COUNTS, min_size=days, max_size=days).map(tuple),
    )
    partners = tuple(draw(st.lists(partner, max_size=4)))
    return Health(title=draw(LABELS), first=draw(DAYS), partners=partners)


@st.composite
def deadline(draw: st.DrawFn) -> Deadline:
    started = draw(MOMENTS)
    due = started + timedelta(minutes=draw(st.integers(1, 60 * 24 * 30)))
    return Deadline(label=draw(LABELS), started=started, due=due)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(MOMENTS)
    return Span(
        label=draw(LABELS),
        lane=draw(st.sampled_from(["A", "Légs", "زيارات"])),
        stand=draw(st.sampled_from(Stand)),
        start=start,
        end=start + timedelta(minutes=draw(st.sampled_from([0, 0, 40, 900, 90_000]))),
    )


STOPS = st.builds(
    Stop,
    name=LABELS,
    lon=st.one_of(st.floats(-10, 12), st.sampled_from([-180.0, 179.5, 0.0])),
    lat=st.one_of(st.floats(30, 55), st.sampled_from([-90.0, 90.0])),
)


@st.composite
def routes(draw: st.DrawFn) -> Route:
    stops = tuple(draw(st.lists(STOPS, max_size=6)))
    legs = st.lists(st.sampled_from(Passage), min_size=len(stops), max_size=len(stops))
    return Route(title=draw(LABELS), stops=stops, legs=tuple(draw(legs)[1:]))


CODES = st.sampled_from(sorted(capitals()))
FLOWS = st.builds(Flow, origin=CODES, destination=CODES, count=KNOWN)

FIGURES: dict[str, st.SearchStrategy[Figure]] = {
    "bars": bars(),
    "lines": lines(),
    "timeline": st.builds(
        Timeline,
        title=LABELS,
        events=st.lists(EVENTS, max_size=8).map(tuple),
        today=st.one_of(st.none(), st.just(date(2024, 5, 5))),
    ),
    "deadlines": st.builds(
        Deadlines,
        title=LABELS,
        now=MOMENTS,
        deadlines=st.lists(deadline(), max_size=6).map(tuple),
    ),
    "health": health(),
    "reciprocity": st.builds(
        Reciprocity,
        title=LABELS,
        partners=st.lists(
            st.builds(Exchanged, partner=LABELS, given=KNOWN, received=KNOWN), max_size=6
        ).map(tuple),
        heads=st.sampled_from([("given", "received"), ("we ask them", "they ask us")]),
        most=st.sampled_from([0.0, 4.0, 9e14]),
    ),
    "route": routes(),
    "schedule": st.builds(Schedule, title=LABELS, spans=st.lists(spans(), max_size=8).map(tuple)),
    "calendar": st.builds(
        Calendar,
        title=LABELS,
        first=DAYS,
        counts=st.lists(st.integers(0, 2000), min_size=1, max_size=120).map(tuple),
    ),
    "map": st.builds(
        WorldMap,
        title=LABELS,
        home=CODES,
        flows=st.lists(FLOWS, max_size=20).map(tuple),
        view=st.one_of(
            st.sampled_from(sorted(VIEWS)).map(VIEWS.__getitem__),
            st.lists(CODES, max_size=4).map(
                lambda codes: view_around(capitals()[each] for each in codes)
            ),
        ),
        inset=st.booleans(),
    ),
}

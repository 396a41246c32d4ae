"""Figures for the public: what was done in a year, so coarse that no person is in them.

Every count is rounded to the nearest five and one to four is written ``<5``. A sum stands only
where nothing above it is hidden, so that nothing is got back by subtracting. A duration is told
only over five cases or more. Figures name partners and purposes, never an officer, a case or a
person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeAlias

from entraide.vocabulary.language import mark, translate

__all__ = [
    "HEADINGS",
    "LEAST",
    "TITLES",
    "Cell",
    "Section",
    "hours",
    "protect",
    "section",
    "to_markdown",
]

LEAST: Final = 5
"""A smaller group might be one person."""
_HOUR_MS: Final = 3_600_000

Cell: TypeAlias = str | int

TITLES: Final[Mapping[str, str]] = {
    "questions": mark("Questions"),
    "requests": mark("Requests for data"),
    "denied": mark("Denied at home before anything was sent"),
    "erased": mark("Erased"),
    "subjects": mark("Requests of persons concerned"),
    "alerts": mark("Unusual asking reported"),
    "judged": mark("Accesses judged by the data-protection officer"),
    "checks": mark("Checks"),
    "standing": mark("Standing questions"),
    "postings": mark("Liaison officers posted"),
    "committee": mark("Joint committees"),
    "assistance": mark("Training and technical assistance"),
}
HEADINGS: Final[Mapping[str, str]] = {
    "way": mark("Way"),
    "partner": mark("Partner"),
    "purpose": mark("Purpose"),
    "result": mark("Result"),
    "count": mark("Number"),
    "hours": mark("Median hours"),
    "late": mark("Late"),
    "reason": mark("Reason"),
    "kind": mark("Kind"),
    "rule": mark("What"),
    "people": mark("People"),
    "days": mark("Days"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report: its name, its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def protect(count: int) -> Cell:
    """Return a count as it may be published."""
    if 0 < count < LEAST:
        return f"<{LEAST}"
    return (count + LEAST // 2) // LEAST * LEAST


def section(name: str, columns: Sequence[str], counts: Mapping[tuple[str, ...], int]) -> Section:
    """Return a table of protected counts, and their sum where no row of several is hidden."""
    rows: list[tuple[Cell, ...]] = [
        (*key, protect(count)) for key, count in sorted(counts.items()) if count
    ]
    if len(rows) > 1 and min(filter(None, counts.values())) >= LEAST:
        blank = ("",) * (len(columns) - 1)
        rows.append((translate(mark("together")), *blank, protect(sum(counts.values()))))
    return Section(name, (*columns, "count"), tuple(rows))


def hours(durations_ms: Iterable[int]) -> Cell:
    """Return the median in whole hours, or nothing where there are too few to tell."""
    known = list(durations_ms)
    return round(median(known) / _HOUR_MS) if len(known) >= LEAST else ""


def to_markdown(agency: str, year: int, sections: Iterable[Section]) -> str:
    """Return the report as a page: a heading and a table for each section."""
    head = translate(mark("{agency}: figures of {year}"), agency=agency, year=year)
    note = translate(
        mark("Counts are rounded to the nearest five; {least} stands for one to four."),
        least=f"<{LEAST}",
    )
    lines = [f"# {head}", "", note]
    for each in sections:
        lines += ["", f"## {translate(TITLES[each.name])}", "", *_table(each)]
    return "\n".join((*lines, ""))


def _table(shown: Section) -> Iterable[str]:
    if not shown.rows:
        yield translate(mark("None."))
        return
    yield _line(translate(HEADINGS[name]) for name in shown.columns)
    yield _line("---" for _ in shown.columns)
    yield from (_line(str(cell) for cell in row) for row in shown.rows)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

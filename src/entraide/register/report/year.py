"""One year of the register, counted: by region, kind, theme, partner and month; claims; gaps.

A count is of engagements, each once, whatever the number of documents that tell of it. What sources
claim stands beside it and is never made to fit: stated and counted are both reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from entraide.register.account.timeline import Wanted, select
from entraide.register.model import Conflict, Reading
from entraide.register.together.entries import Entry
from entraide.register.together.merging import Duplicate, Joined

__all__ = ["Claim", "Year", "region_of", "year_of"]

_CLAIMS = frozenset({"count", "vague_claim"})
_GAPS = frozenset({"coverage_gap", "list_open"})
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says that does not stand by itself, and the document."""

    document: str
    conflict: Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The entries of a year, and their counts, the greatest first.

    ``by_month`` has twelve counts; entries known only to the year are ``undated_month`` of them.
    ``silent`` are the months (1 to 12) between the first and the last entry that have none.
    """

    year: int
    home: str | None
    entries: tuple[Entry, ...]
    documents: int
    by_region: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    by_theme: tuple[tuple[str, int], ...]
    by_partner: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[str, str, int], ...]
    by_month: tuple[int, ...]
    undated_month: int
    silent: tuple[int, ...]
    claims: tuple[Claim, ...]
    gaps: tuple[Claim, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def told_differently(self) -> tuple[Entry, ...]:
        """The entries that documents tell differently."""
        return tuple(entry for entry in self.entries if entry.disagreements)


def year_of(joined: Joined, readings: Iterable[Reading], year: int) -> Year:
    """Count a year of the register."""
    entries = select(joined.entries, Wanted(year=year))
    told = {telling.document for entry in entries for telling in entry.tellings}
    said = [
        Claim(reading.sha256, conflict)
        for reading in readings
        if reading.sha256 in told
        for conflict in reading.conflicts
    ]
    months = _months(entries, year)
    names = {entry.id for entry in entries}
    return Year(
        year=year,
        home=next((entry.home for entry in entries if entry.home), None),
        entries=entries,
        documents=len(told),
        by_region=_counted(entries, _regions),
        by_kind=_counted(entries, lambda entry: (entry.kind,)),
        by_theme=_counted(entries, lambda entry: (each.code for each in entry.topics)),
        by_partner=_counted(entries, lambda entry: entry.partners),
        by_outcome=_outcomes(entries),
        by_month=tuple(months),
        undated_month=len(entries) - sum(months),
        silent=_silent(months),
        claims=tuple(each for each in said if each.conflict.rule in _CLAIMS),
        gaps=tuple(each for each in said if each.conflict.rule in _GAPS),
        duplicates=tuple(each for each in joined.duplicates if {each.one, each.other} & names),
    )


@cache
def _region_table() -> Mapping[str, str]:
    table = resources.files("entraide.register") / "data" / "tables" / "regions.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()[2:]]
    return {row[0]: row[1] for row in rows}


def region_of(partner: str) -> str:
    """Return the continent of a country; *organisations* for what is none."""
    return _region_table().get(partner, "organisations")


def _regions(entry: Entry) -> Iterable[str]:
    return {region_of(partner) for partner in entry.partners}


def _counted(
    entries: Sequence[Entry], values: Callable[[Entry], Iterable[str]]
) -> tuple[tuple[str, int], ...]:
    counts = Counter(value for entry in entries for value in values(entry))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _outcomes(entries: Sequence[Entry]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter((each.type, each.status) for entry in entries for each in entry.outcomes)
    return tuple((kind, status, count) for (kind, status), count in sorted(counts.items()))


def _months(entries: Sequence[Entry], year: int) -> list[int]:
    """Return the entries of each month; one that spans months counts in its first of this year."""
    months = [0] * _MONTHS
    for entry in entries:
        if entry.date is not None and entry.date.precision != "year":
            start = max(entry.date.start, f"{year}-01-01")
            months[int(start[5:7]) - 1] += 1
    return months


def _silent(months: list[int]) -> tuple[int, ...]:
    told = [at for at, count in enumerate(months) if count]
    if not told:
        return ()
    return tuple(at + 1 for at in range(told[0], told[-1]) if not months[at])

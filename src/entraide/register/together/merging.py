"""Many readings become one register: tellings of one engagement are joined, look-alikes are shown.

Candidates are found by home, partner and month, so that ten thousand documents are not all compared
with each other. The likest pairs are joined first, and only where no telling of the one group is
ruled out by a telling of the other; one document's engagements are never joined with each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from entraide.register.model import Engagement, Reading
from entraide.register.together.entries import Entry, Telling, join, partner_of
from entraide.register.together.folding import fold, words_of
from entraide.register.together.likeness import Likeness, judge

__all__ = ["Duplicate", "Joined", "join_readings"]

_MONTHS_AROUND: Final = 1
_UNDATED: Final = "undated"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entries that look alike and were not joined; a person says which it is."""

    one: str
    other: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The entries in the order of their dates, and the pairs that look alike."""

    entries: tuple[Entry, ...]
    duplicates: tuple[Duplicate, ...]


def join_readings(readings: Iterable[Reading]) -> Joined:
    """Join what many documents tell; the order of the readings changes nothing."""
    tellings = sorted(
        (
            Telling(document=reading.sha256, home=reading.home, engagement=each)
            for reading in readings
            for each in reading.engagements
        ),
        key=lambda each: (each.document, each.engagement.id),
    )
    judged = _judged(tellings)
    group_of = _grouped(tellings, judged)
    groups: dict[int, list[Telling]] = defaultdict(list)
    for at, group in enumerate(group_of):
        groups[group].append(tellings[at])
    entries = {group: join(members) for group, members in groups.items()}
    ordered = sorted(entries.values(), key=lambda each: (_start(each), each.id))
    alike = _alike(judged, group_of, entries)
    return Joined(tuple(ordered), tuple(sorted(alike, key=lambda each: (each.one, each.other))))


def _start(entry: Entry) -> str:
    return entry.date.start if entry.date and entry.date.precision != "none" else "9999"


def _judged(tellings: Sequence[Telling]) -> dict[tuple[int, int], Likeness]:
    """Return the likeness of every pair that shares a block, by their places in the list."""
    judged: dict[tuple[int, int], Likeness] = {}
    for block in _blocks(tellings):
        for pair in combinations(block, 2):
            if pair not in judged:
                judged[pair] = judge(tellings[pair[0]], tellings[pair[1]])
    return judged


def _blocks(tellings: Sequence[Telling]) -> Iterator[list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, each in enumerate(tellings):
        for month in _months(each.engagement):
            for key in _marks(each.engagement):
                found[month, key].append(at)
    yield from found.values()


def _marks(one: Engagement) -> set[str]:
    """Return the partners, and the words of the meeting's name: one of them is shared."""
    others = (each for each in one.participants if each.side != "home")
    return {fold(found) for each in others if (found := partner_of(each))} | words_of(
        one.name or ""
    )


def _months(one: Engagement) -> set[str]:
    """Return the months that an engagement touches, and those beside them."""
    if one.date is None or one.date.precision == "none":
        return {_UNDATED}
    first, last = (_month(each) for each in (one.date.start, one.date.end))
    around = range(first - _MONTHS_AROUND, last + _MONTHS_AROUND + 1)
    return {_UNDATED, *map(str, around)} if last - first > 1 else set(map(str, around))


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def _grouped(tellings: Sequence[Telling], judged: dict[tuple[int, int], Likeness]) -> list[int]:
    """Return the group of each telling: the likest pairs join first."""
    group_of = list(range(len(tellings)))
    members: dict[int, list[int]] = {at: [at] for at in group_of}
    same = sorted(
        (pair for pair, each in judged.items() if each.verdict == "same"),
        key=lambda pair: (-judged[pair].points, pair),
    )
    for first, second in same:
        one, other = group_of[first], group_of[second]
        if one != other and _may_join(tellings, members[one], members[other]):
            for at in members[other]:
                group_of[at] = one
            members[one] += members.pop(other)
    return group_of


def _may_join(tellings: Sequence[Telling], ones: list[int], others: list[int]) -> bool:
    documents = {tellings[at].document for at in ones}
    if documents & {tellings[at].document for at in others}:
        return False
    return all(judge(tellings[a], tellings[b]).verdict == "same" for a in ones for b in others)


def _alike(
    judged: dict[tuple[int, int], Likeness], group_of: list[int], entries: dict[int, Entry]
) -> set[Duplicate]:
    """Return the pairs of entries that look alike; the parts of one visit do, and are none."""
    found = set()
    for (first, second), each in judged.items():
        groups = entries[group_of[first]], entries[group_of[second]]
        if each.verdict == "other" or groups[0] is groups[1]:
            continue
        if "dates" not in each.reasons and _documents(groups[0]) & _documents(groups[1]):
            continue
        one, other = sorted(entry.id for entry in groups)
        found.add(Duplicate(one, other, each.reasons))
    return found


def _documents(entry: Entry) -> set[str]:
    return {telling.document for telling in entry.tellings}

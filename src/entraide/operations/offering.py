"""What a member may write into a journal now: each kind of entry that no rule speaks against.

An entry that names a row of the operation (a task, a leg, a piece of evidence) is offered beside
that row. Nothing is decided here: the rules are asked about an entry as a person could fill it in,
and decide about the whole entry when it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from entraide.kernel.canonical import Json
from entraide.operations.admitting import OPERATIONS, breach_of
from entraide.operations.asked import Asked, asked_of
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from entraide.operations.kind import Kind
from entraide.operations.kinds import JOINING, kinds_of

__all__ = ["Offer", "offers_of"]

_NAMING: Final = frozenset({"leg"})
"""Fields that name a row though they are no digest."""
_OF_STATE: Final = "authorisation."
"""Entries of a state, offered beside it."""
_NO_ROW: Final = frozenset({"agreement", "sha256"})
_LATE: Final = "9999-12-31"
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of entry; ``part`` and ``fixed`` say which row it is about, if it is about one."""

    kind: str
    part: str
    fixed: Mapping[str, Json]

    def to_json(self) -> dict[str, Json]:
        """Return the offer as plain data."""
        return {"kind": self.kind, "part": self.part, "fixed": dict(self.fixed)}


def offers_of(
    journal: Journal, told: Mapping[str, Any], who: tuple[str, str], now_ms: int
) -> Iterator[Offer]:
    """Yield what a party may write; ``who`` is the party and its officer's pseudonym.

    ``told`` is the operation as it is shown: its rows are what entries are about.
    """
    founding = journal.founding
    if founding is None:
        return
    blank = _entry(journal, who, now_ms)
    for kind in kinds_of(founding.kind).values():
        if kind.name in OPERATIONS:
            continue
        for part, fixed in _rows(kind, told):
            tries = _bodies(kind, fixed, told, blank)
            if any(breach_of(journal, _with(blank, kind.name, each)) is None for each in tries):
                yield Offer(kind.name, part, fixed)


def _rows(kind: Kind, told: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield the rows that an entry of a kind can be about; one empty row where it is of none."""
    name = _naming(kind)
    if name is None or kind.name in JOINING:
        yield "", {}
        return
    for part, rows in told.items():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and isinstance(row.get(name), str | int):
                yield part, {name: row[name]}


def _naming(kind: Kind) -> str | None:
    """Return the field by which an entry names a row."""
    for each in asked_of(kind.fields):
        by_digest = each.form == "digest" and each.name not in _NO_ROW
        of_state = each.name == "country" and kind.name.startswith(_OF_STATE)
        if by_digest or of_state or each.name in _NAMING:
            return each.name
    return None


def _bodies(
    kind: Kind, fixed: Mapping[str, Json], told: Mapping[str, Any], blank: Entry
) -> Iterator[dict[str, Json]]:
    """Yield bodies that a person could fill in: one for each combination of the words to choose."""
    asked = [each for each in asked_of(kind.fields) if each.name not in fixed]
    chosen = [each for each in asked if each.form == "choice" and each.required]
    rest = {
        each.name: _filled(each, at, told, blank)
        for at, each in enumerate(asked, start=1)
        if each not in chosen
    }
    for words in product(*(each.known for each in chosen)):
        named = dict(zip((each.name for each in chosen), words, strict=True))
        yield {**rest, **named, **fixed}


def _filled(asked: Asked, at: int, told: Mapping[str, Any], blank: Entry) -> Json:
    """Return what could stand in a field; later moments for later fields."""
    others = [each for each in told.get("members", ()) if each != blank.party]
    own = (each["country"] for each in told.get("states", ()) if each.get("party") == blank.party)
    country = next(own, (told.get("countries") or ["XX"])[0])
    filled: Mapping[str, Json] = {
        "count": 1,
        "country": country,
        "day": _LATE,
        "digest": "0" * 64,
        "flag": True,
        "many": [],
        "moment": blank.at_ms + at * _DAY_MS,
        "one": {},
        "party": next(iter(others), blank.party),
        "rows": [],
    }
    return filled.get(asked.form, "-") if asked.required or asked.form == "many" else None


def _entry(journal: Journal, who: tuple[str, str], now_ms: int) -> Entry:
    party, author = who
    place = journal.next_place(party)
    return Entry(
        operation=journal.founding.operation if journal.founding else "",
        party=party,
        author=author,
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind="",
        at_ms=max(now_ms, place.not_before_ms),
        body={},
    )


def _with(blank: Entry, kind: str, body: Mapping[str, Json]) -> Entry:
    return replace(blank, kind=kind, body=body)

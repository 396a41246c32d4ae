"""What a member may write into a journal now: each kind of entry that no rule speaks against.

An entry that names a row of the operation (a task, a leg, a piece of evidence) is offered beside
that row. Nothing is decided here: the rules decide about the whole entry when it is written; a rule
that reads what is not yet known says nothing against the offer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.kernel.canonical import Json
from entraide.operations.admitting import OPERATIONS, breach_of
from entraide.operations.asked import asked_of
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from entraide.operations.kinds import JOINING, Kind, kinds_of

__all__ = ["Offer", "offers_of"]

_NAMING: Final = frozenset({"leg"})
"""Fields that name a row though they are no digest."""
_OF_STATE: Final = "authorisation."
"""Entries of a state, offered beside it."""
_NO_ROW: Final = frozenset({"agreement", "sha256"})


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
    for kind in kinds_of(founding.kind).values():
        if kind.name in OPERATIONS:
            continue
        for part, fixed in _rows(kind, told):
            if _stands(journal, _entry(journal, kind.name, fixed, who, now_ms)):
                yield Offer(kind.name, part, fixed)


def _rows(kind: Kind, told: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield the rows that an entry of a kind can be about; one empty row where it is of none."""
    name = _naming(kind)
    if name is None or kind.name in JOINING:
        yield "", {}
        return
    for part, rows in told.items():
        if not isinstance(rows, list):
            continue
        for row in rows:
            if isinstance(row, Mapping) and row.get(name) is not None:
                yield part, {name: row[name]}


def _naming(kind: Kind) -> str | None:
    """Return the field by which an entry names a row."""
    for each in asked_of(kind.fields):
        by_digest = each.form == "digest" and each.name not in _NO_ROW
        of_state = each.name == "country" and kind.name.startswith(_OF_STATE)
        if by_digest or of_state or each.name in _NAMING:
            return each.name
    return None


def _entry(
    journal: Journal, kind: str, body: Mapping[str, Json], who: tuple[str, str], now_ms: int
) -> Entry:
    party, author = who
    place = journal.next_place(party)
    return Entry(
        operation=journal.founding.operation if journal.founding else "",
        party=party,
        author=author,
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind=kind,
        at_ms=max(now_ms, place.not_before_ms),
        body=body,
    )


def _stands(journal: Journal, entry: Entry) -> bool:
    try:
        return breach_of(journal, entry) is None
    except KeyError:  # a rule reads a field that is not filled in yet
        return True

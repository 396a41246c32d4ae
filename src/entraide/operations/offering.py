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
from entraide.operations.admitting import OPERATIONS
from entraide.operations.asked import Asked, asked_of
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from entraide.operations.kind import Kind
from entraide.operations.kinds import JOINING, kinds_of
from entraide.vocabulary.assistance import questions_for

__all__ = ["Offer", "named_in", "offers_of", "rows_naming"]

_NAMING: Final = frozenset({"leg"})
"""Fields that name a row though they are no digest."""
_OF_STATE: Final = "authorisation."
"""Entries of a state, offered beside it."""
_NO_ROW: Final = frozenset({"agreement", "sha256"})
_TOLD_AS: Final = {"incident": "matter", "of": "matter"}
"""Fields that name a row under another word than the row itself does."""
_SETTLED: Final = frozenset({"agreed", "closed", "done"})
_MOST_ROWS: Final = 24
"""Rows beside which a kind is offered, the latest: each is judged against the whole journal."""
_NOT_WRITTEN: Final = frozenset({"accreditation.screened"})
"""Entries that a node writes by itself when it has done what they say."""
_ANSWER: Final = 40
"""Letters of an answer in words."""
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
    blank, operation = _entry(journal, who, now_ms), OPERATIONS[founding.kind]
    stands = journal.state(blank.seen, operation.fold)
    for kind in kinds_of(founding.kind).values():
        if kind.name in OPERATIONS or kind.name in _NOT_WRITTEN:
            continue
        for part, fixed in _rows(kind, told):
            tries = _bodies(kind, fixed, told, blank)
            if any(
                operation.rules(stands, replace(blank, kind=kind.name, body=each)) is None
                for each in tries
            ):
                yield Offer(kind.name, part, fixed)


def rows_naming(told: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each row of an operation, with its part, that has what a field would name."""
    key = _TOLD_AS.get(name, name)
    for part, value in told.items():
        if isinstance(value, list):
            yield from (
                (part, row) for row in _within(value) if isinstance(row.get(key), str | int)
            )


def named_in(row: Mapping[str, Any], name: str) -> Any:
    """Return what a field would name of a row."""
    return row.get(_TOLD_AS.get(name, name))


def _within(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object in a value, those within others too."""
    if isinstance(value, Mapping):
        yield value
    parts = value.values() if isinstance(value, Mapping) else value
    for each in parts if isinstance(value, Mapping | list) else ():
        yield from _within(each)


def _rows(kind: Kind, told: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield the rows that an entry of a kind can be about; one empty row where it is of none."""
    name = _naming(kind)
    if name is None or kind.name in JOINING:
        yield "", {}
        return
    found = [each for each in rows_naming(told, name) if each[1].get("state") not in _SETTLED]
    for part, row in found[-_MOST_ROWS:]:
        yield part, {name: named_in(row, name)}


def _naming(kind: Kind) -> str | None:
    """Return the field by which an entry names a row."""
    for each in asked_of(kind.fields):
        by_digest = each.form == "digest" and each.required and each.name not in _NO_ROW
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
        each.name: _told_of(each, fixed, told) or _filled(each, at, told, blank)
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
    listed = asked.form in {"many", "rows"}
    return filled.get(asked.form, "-") if asked.required or listed else None


def _told_of(asked: Asked, fixed: Mapping[str, Json], told: Mapping[str, Any]) -> Json:
    """Return what follows from the operation for a field; None where nothing does."""
    if asked.name == "without":
        return list(told.get("awaited", ()))
    if asked.name == "answers":
        return [
            {"question": each, "answer": "-" * _ANSWER}
            for _, row in rows_naming(told, "offer")
            if "risks" in row and row["offer"] == fixed.get("offer")
            for each in questions_for(row["risks"])
        ]
    return None


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

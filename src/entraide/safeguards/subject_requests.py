"""A data-subject request: the person's file, its states, its clocks, what is decided on each find.

Whoever asks has been identified by the agency, outside; how, stands in the file. The clock starts
when the request is admitted: 4 months for access, 9 for correction or deletion (the Commission for
the Control of INTERPOL's Files), or the days of an agreement (Article 3.7) where those are fewer.
Nothing that was found goes to the person or stays with us undecided: a person decides on each.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from entraide.errors import InputError
from entraide.exchange.subjects import subject_from_json, subject_to_json
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.match import Subject
from entraide.vocabulary.subjects import DECISIONS, GROUNDS

__all__ = [
    "MONTHS",
    "TRANSITIONS",
    "Find",
    "Kind",
    "PersonFile",
    "State",
    "check_all_decided",
    "decided",
    "decode_file",
    "due_ms",
    "encode_file",
    "step",
]


class Kind(StrEnum):
    """What the person asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"


class State(StrEnum):
    """Where a request stands."""

    REGISTERED = "registered"
    ADMITTED = "admitted"
    REJECTED = "rejected"
    ANSWERED = "answered"
    DROPPED = "dropped"


TRANSITIONS: Final[Mapping[tuple[State, str], State]] = {
    (State.REGISTERED, "admit"): State.ADMITTED,
    (State.REGISTERED, "reject"): State.REJECTED,
    (State.REGISTERED, "drop"): State.DROPPED,
    (State.ADMITTED, "search"): State.ADMITTED,
    (State.ADMITTED, "decide"): State.ADMITTED,
    (State.ADMITTED, "answer"): State.ANSWERED,
    (State.ADMITTED, "drop"): State.DROPPED,
}
"""State and act to next state; every other act is out of turn."""

MONTHS: Final[Mapping[Kind, int]] = {Kind.ACCESS: 4, Kind.CORRECTION: 9, Kind.DELETION: 9}
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Something that may be about the person: where it lies, what it says, what was decided."""

    number: int
    place: str
    """A code of ``vocabulary.subjects.PLACES``."""
    id: str
    """The record's id, the message's id, or the check's."""
    partner: str = ""
    at_ms: int = 0
    score: float = 0.0
    values: tuple[tuple[str, str], ...] = ()
    """Property and text, as they would be told."""
    decision: str = ""
    ground: str = ""
    permission: str = ""
    """The provider's permission to tell, where the data is a partner's."""
    decided_by: str = ""
    to_send: str = ""
    """What the provider is to be told by letter, where it must put its own data right."""

    @property
    def is_partners(self) -> bool:
        """Tell whether a partner provided it, so that it is not ours alone to tell."""
        return self.place in {"reply", "asked-by-partner", "notice-received"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Who asks, how that is known, what is wanted, and what was found."""

    subject: Subject
    contact: str
    identified: str
    language: str
    wanted: str
    finds: tuple[Find, ...] = ()
    searched_ms: int = 0


def step(state: State, act: str) -> State:
    """Return the next state; InputError where the act is out of turn."""
    following = TRANSITIONS.get((state, act))
    if following is None:
        raise InputError("subject.out_of_turn", state=state.value, act=act)
    return following


def due_ms(kind: Kind, admitted_ms: int, agreed_days: Iterable[int] = ()) -> int:
    """Return when the answer is due: calendar months from admission, or the fewest days agreed."""
    admitted = dt.datetime.fromtimestamp(admitted_ms / 1_000, dt.UTC)
    month = admitted.month - 1 + MONTHS[kind]
    year, month = admitted.year + month // 12, month % 12 + 1
    day = min(admitted.day, calendar.monthrange(year, month)[1])
    by_months = int(admitted.replace(year=year, month=month, day=day).timestamp() * 1_000)
    return min((by_months, *(admitted_ms + days * _DAY_MS for days in agreed_days)))


def decided(file: PersonFile, find: Find, by: str) -> PersonFile:
    """Return the file with a decision on one find; InputError where it may not be so.

    Withholding and keeping need a ground. What a partner provided is told only with the
    provider's permission, which is named.
    """
    DECISIONS.find(find.decision)
    if find.decision in {"withhold", "keep"}:
        GROUNDS.find(find.ground)
    if find.decision == "disclose" and find.is_partners and not find.permission.strip():
        raise InputError("subject.needs_permission", number=find.number, partner=find.partner)
    new = replace(find, decided_by=by)
    finds = tuple(new if each.number == find.number else each for each in file.finds)
    return replace(file, finds=finds)


def check_all_decided(file: PersonFile) -> None:
    """Return where the request may be answered; InputError where something is undecided."""
    if not file.searched_ms:
        raise InputError("subject.not_searched")
    left = [str(find.number) for find in file.finds if not find.decision]
    if left:
        raise InputError("subject.undecided", numbers=", ".join(left))


def encode_file(file: PersonFile) -> bytes:
    """Return the bytes that are sealed and kept."""
    return encode_canonical(
        {
            "contact": file.contact,
            "finds": [_find_to_json(find) for find in file.finds],
            "identified": file.identified,
            "language": file.language,
            "searched_ms": file.searched_ms,
            "subject": subject_to_json(file.subject),
            "wanted": file.wanted,
        }
    )


def decode_file(data: bytes) -> PersonFile:
    """Read those bytes, which are our own."""
    value = decode_canonical(data)
    return PersonFile(
        subject=subject_from_json(value["subject"]),
        contact=value["contact"],
        identified=value["identified"],
        language=value["language"],
        wanted=value["wanted"],
        finds=tuple(_find_from_json(each) for each in value["finds"]),
        searched_ms=value["searched_ms"],
    )


def _find_to_json(find: Find) -> dict[str, Json]:
    plain: dict[str, Json] = {
        name: getattr(find, name) for name in Find.__dataclass_fields__ if name != "values"
    }
    return {
        **plain,
        "score": round(find.score * 1_000),
        "values": [[*each] for each in find.values],
    }


def _find_from_json(value: Mapping[str, Any]) -> Find:
    read = {
        **value,
        "score": value["score"] / 1_000,
        "values": tuple((prop, text) for prop, text in value["values"]),
    }
    return Find(**read)

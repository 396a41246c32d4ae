"""A data-subject request: its states, its clocks, what is decided on each find.

Whoever asks has been identified by the agency, outside; how, stands in the ``person_file``. The
clock starts when the request is admitted: 4 months for access, 9 for correction or deletion (the
Commission for the Control of INTERPOL's Files), or the days of an agreement (Article 3.7) where
those are fewer.
Nothing that was found goes to the person or stays with us undecided: a person decides on each.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from entraide.errors import InputError
from entraide.safeguards.person_file import Find, PersonFile
from entraide.vocabulary.subjects import DECISIONS, GROUNDS

__all__ = [
    "MONTHS",
    "TRANSITIONS",
    "Kind",
    "State",
    "check_all_decided",
    "decided",
    "due_ms",
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
    provider's permission, which is named; of what is partly ours, our part may be told without.
    """
    DECISIONS.find(find.decision)
    if find.decision in {"withhold", "keep"}:
        GROUNDS.find(find.ground)
    if find.decision == "disclose" and find.is_partners and not find.permission.strip():
        whose = ", ".join(find.providers) or find.partner
        raise InputError("subject.needs_permission", number=find.number, partner=whose)
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

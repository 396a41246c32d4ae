"""Whether an entry may stand in a journal: its place, its shape and the rules of its operation.

1. the operation is of a kind that is known, and the entry says exactly what its kind may say;
2. its author is a member; 3. it has its place (``journal``); 4. no rule of the operation speaks
against it, judged by what it has seen. All of it follows from the journal alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.errors import RemoteProtocolError
from entraide.operations.action import action_audience, action_runs
from entraide.operations.action_rules import broken_action_rule, broken_terms_of_action
from entraide.operations.delivery import delivery_audience, delivery_runs
from entraide.operations.delivery_rules import broken_delivery_rule, broken_terms_of_delivery
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal, in_order
from entraide.operations.kinds import ACTION, DELIVERY, TEAM, check_shape
from entraide.operations.team import team_audience, team_runs
from entraide.operations.team_rules import broken_team_rule, broken_terms_of_team

__all__ = ["OPERATIONS", "Operation", "admit_entries", "breach_of", "members_of"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of operation: its article in a memorandum, and its two judges."""

    kind: str
    article: str
    terms: Callable[[Entry], str | None]
    rules: Callable[[tuple[Entry, ...], Entry], str | None]
    audience: Callable[[Iterable[Entry]], frozenset[str]]
    """To whom entries go."""
    runs: Callable[[Iterable[Entry], int], bool] = lambda _order, _now_ms: False
    """Whether it runs at a moment, so that another operation can meet it."""


OPERATIONS: Final[Mapping[str, Operation]] = {
    TEAM: Operation(
        "joint_team", "5.1", broken_terms_of_team, broken_team_rule, team_audience, team_runs
    ),
    DELIVERY: Operation(
        "controlled_delivery",
        "4.3",
        broken_terms_of_delivery,
        broken_delivery_rule,
        delivery_audience,
        delivery_runs,
    ),
    ACTION: Operation(
        "action_day",
        "5.1",
        broken_terms_of_action,
        broken_action_rule,
        action_audience,
        action_runs,
    ),
}
"""For each kind of founding entry, the operation that it founds."""


def admit_entries(journal: Journal, entries: tuple[Entry, ...]) -> tuple[Journal, tuple[str, ...]]:
    """Return the journal with these entries and all that waited for them.

    Returns too the digests of entries that had waited and were refused when their past came: no
    rule lets them stand. RemoteProtocolError where one of ``entries`` itself may not stand.
    """
    for entry in entries:
        journal = _admitted(journal, entry)
    refused: list[str] = []
    while (ready := journal.ready()) is not None:
        try:
            journal = _admitted(journal, ready)
        except RemoteProtocolError:
            journal = journal.without(ready)
            refused.append(ready.digest)
    return journal, tuple(refused)


def breach_of(journal: Journal, entry: Entry) -> str | None:
    """Return what the rules say against an entry whose past is held; None where nothing."""
    founding = journal.founding or entry
    operation = OPERATIONS[founding.kind]
    if founding is entry:
        return operation.terms(entry)
    return operation.rules(in_order(journal.past(entry.seen)), entry)


def members_of(founding: Entry) -> tuple[str, ...]:
    """Return the parties of an operation."""
    members: Any = founding.body["members"]
    return tuple(members)


def _admitted(journal: Journal, entry: Entry) -> Journal:
    founding = journal.founding or entry
    check_shape(founding, entry)  # 1
    if founding.kind not in OPERATIONS or entry.party not in members_of(founding):  # 1, 2
        raise RemoteProtocolError("journal.unknown_party")
    grown = journal.add(entry)  # 3
    digest = entry.digest
    if digest in grown.held and digest not in journal.held:
        reason = breach_of(grown, entry)
        if reason is not None:  # 4
            raise RemoteProtocolError("journal.not_allowed", reason=reason)
    return grown

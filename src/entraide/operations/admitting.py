"""Whether an entry may stand in a journal: its place, its shape and the rules of its operation.

1. the operation is of a kind that is known, and the entry says exactly what its kind may say;
2. its author is a member; 3. it has its place (``journal``); 4. no rule of the operation speaks
against it, judged by what it has seen. All of it follows from the journal alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.agreements.terms import OtherForm
from entraide.errors import RemoteProtocolError
from entraide.operations.action import ACTION_FOLD, action_audience, action_runs
from entraide.operations.action_rules import broken_action_rule, broken_terms_of_action
from entraide.operations.delivery import DELIVERY_FOLD, delivery_audience, delivery_runs
from entraide.operations.delivery_rules import broken_delivery_rule, broken_terms_of_delivery
from entraide.operations.entry import Entry
from entraide.operations.event_folding import EVENT_FOLD, event_audience
from entraide.operations.event_rules import broken_event_rule, broken_terms_of_event
from entraide.operations.folding import Fold
from entraide.operations.journal import KEPT_TO_END, MOST_OF_A_PARTY, Journal
from entraide.operations.kinds import ACTION, DELIVERY, ENDING, EVENT, TEAM, check_shape
from entraide.operations.offices.assistance import (
    ASSISTANCE_FOLD,
    assistance_audience,
    last_day_of_assistance,
)
from entraide.operations.offices.assistance_rules import (
    broken_assistance_rule,
    broken_terms_of_assistance,
)
from entraide.operations.offices.committee import (
    COMMITTEE_FOLD,
    committee_audience,
    last_day_of_committee,
)
from entraide.operations.offices.committee_rules import (
    broken_committee_rule,
    broken_terms_of_committee,
)
from entraide.operations.offices.kinds import ASSISTANCE, COMMITTEE, POSTING
from entraide.operations.offices.posting import POSTING_FOLD, last_day_of_posting, posting_audience
from entraide.operations.offices.posting_rules import (
    broken_posting_rule,
    broken_terms_of_posting,
)
from entraide.operations.pasts import in_order
from entraide.operations.team import TEAM_FOLD, team_audience, team_runs
from entraide.operations.team_rules import broken_team_rule, broken_terms_of_team
from entraide.vocabulary.language import mark

__all__ = ["OPERATIONS", "Operation", "admit_entries", "breach_of", "members_of"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of operation: its article in a memorandum, and its two judges."""

    kind: str
    article: str
    terms: Callable[[Entry], str | None]
    fold: Fold[Any]
    rules: Callable[[Any, Entry], str | None]
    """What speaks against an entry, judged by what its author had seen, folded."""
    audience: Callable[[Any], frozenset[str]]
    """To whom entries go, as it stands."""
    office: Callable[[Entry], OtherForm] | None = None
    """Of an office: its form under Art. 6.1. It belongs to no case and names no purpose."""
    of_all: bool = False
    """Whether every party of the memorandum is a member."""
    last_day: Callable[[Iterable[Entry]], str] | None = None
    """The last day (ISO) of an office, from which its data is kept for the days agreed."""

    def purpose(self, founding: Entry) -> str:
        """Return what such an operation is for: of an office its form."""
        return str(self.office(founding) if self.office else founding.body["purpose"])

    runs: Callable[[Iterable[Entry], int], bool] = lambda _order, _now_ms: False
    """Whether it runs at a moment, so that another operation can meet it."""


OPERATIONS: Final[Mapping[str, Operation]] = {
    TEAM: Operation(
        "joint_team",
        "5.1",
        broken_terms_of_team,
        TEAM_FOLD,
        broken_team_rule,
        team_audience,
        runs=team_runs,
    ),
    DELIVERY: Operation(
        "controlled_delivery",
        "4.3",
        broken_terms_of_delivery,
        DELIVERY_FOLD,
        broken_delivery_rule,
        delivery_audience,
        runs=delivery_runs,
    ),
    ACTION: Operation(
        "action_day",
        "5.1",
        broken_terms_of_action,
        ACTION_FOLD,
        broken_action_rule,
        action_audience,
        runs=action_runs,
    ),
    POSTING: Operation(
        "posting",
        "6.1",
        broken_terms_of_posting,
        POSTING_FOLD,
        broken_posting_rule,
        posting_audience,
        office=lambda _: OtherForm.LIAISON_OFFICERS,
        last_day=last_day_of_posting,
    ),
    COMMITTEE: Operation(
        "joint_committee",
        "6.1",
        broken_terms_of_committee,
        COMMITTEE_FOLD,
        broken_committee_rule,
        committee_audience,
        office=lambda _: OtherForm.JOINT_COMMITTEE,
        of_all=True,
        last_day=last_day_of_committee,
    ),
    ASSISTANCE: Operation(
        "assistance",
        "6.1",
        broken_terms_of_assistance,
        ASSISTANCE_FOLD,
        broken_assistance_rule,
        assistance_audience,
        office=lambda founding: OtherForm(str(founding.body["form"])),
        last_day=last_day_of_assistance,
    ),
    EVENT: Operation(
        "major_event", "5.5", broken_terms_of_event, EVENT_FOLD, broken_event_rule, event_audience
    ),
}
"""For each kind of founding entry, the operation that it founds."""


_FULL: Final = mark(
    "you have written as many entries as a party may in one operation; what is left ends it"
)


def admit_entries(journal: Journal, entries: tuple[Entry, ...]) -> tuple[Journal, tuple[str, ...]]:
    """Return the journal with these entries and all that waited for them.

    Returns too the digests of entries that had waited and were refused when their past came: no
    rule lets them stand. RemoteProtocolError where one of ``entries`` itself may not stand.
    """
    for entry in entries:
        journal = _admitted(journal, entry)
    refused: list[str] = []
    while any(journal.is_ready(each) for each in journal.waiting.values()):
        for each in in_order(journal.waiting):
            if journal.is_ready(each):
                journal, said = _tried(journal, each)
                refused.extend(said)
    return journal, tuple(refused)


def breach_of(journal: Journal, entry: Entry) -> str | None:
    """Return what the rules say against an entry whose past is held; None where nothing."""
    founding = journal.founding or entry
    operation = OPERATIONS[founding.kind]
    if founding is entry:
        return operation.terms(entry)
    if entry.number > MOST_OF_A_PARTY - KEPT_TO_END and entry.kind not in ENDING:
        return _FULL
    return operation.rules(journal.state(entry.seen, operation.fold), entry)


def members_of(founding: Entry) -> tuple[str, ...]:
    """Return the parties of an operation."""
    members: Any = founding.body["members"]
    return tuple(members)


def _tried(journal: Journal, entry: Entry) -> tuple[Journal, tuple[str, ...]]:
    """Return the journal with an entry that waited, or without it, and its digest if refused."""
    try:
        return _admitted(journal, entry), ()
    except RemoteProtocolError:
        return journal.without(entry), (entry.digest,)


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

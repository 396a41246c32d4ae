"""Operations and the log as programs read them, and what orders about operations answer."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.audited import Vouched
from entraide.client.delivered import Delivered
from entraide.client.desk import CaseRow
from entraide.client.results import CaseShown
from entraide.client.values import Code, Country, Day, Digest, Id, Moment, Object

__all__ = [
    "ActionAgreed",
    "CasePage",
    "Cases",
    "Deconflicted",
    "Founding",
    "FoundingField",
    "JournalFinding",
    "JournalRow",
    "LogFinding",
    "LogRow",
    "Offer",
    "OperationErased",
    "OperationList",
    "OperationMet",
    "OperationRow",
    "OperationShown",
    "Oversight",
    "PromiseKept",
    "Verified",
]


class ActionAgreed(TypedDict):
    """What a session decided that somebody does."""

    action: Digest
    decision: Digest
    title: str
    owner: Id
    due: Day
    state: Code
    done_ms: Moment | None
    words: str | None


class PromiseKept(TypedDict):
    """A promise of the register that a decision carries out."""

    outcome: Code
    day: Day | None
    """The day of the engagement at which it was given; null where any is meant."""
    reference: str
    """The first words of the decision."""
    kept: bool
    """Whether all that was to be done for it is done."""


class OperationRow(TypedDict):
    """An operation: its kind, its terms, where it stands."""

    operation: Id
    kind: Code
    case: str
    agreement: Digest
    subject: str
    members: list[Id]
    countries: list[Country]
    state: Code
    starts: Day | None
    until: Day | None
    opened_ms: Moment
    changed_ms: Moment
    keeps: bool
    """Whether it is under way or done, so that it keeps a promise of the register."""
    form: Code | None
    links: list[PromiseKept]
    between: list[Id] | None
    """Between whom it came about; null while that is not told."""
    open_actions: list[ActionAgreed]
    entries: int
    """Entries of its journal that are held here."""
    findings: int
    """How much in its journal is odd."""
    unread: bool
    next_by: NotRequired[Day]


class OperationList(TypedDict):
    """The operations with partners."""

    operations: list[OperationRow]


class Cases(OperationList):
    """The operations, and our own cases."""

    cases: list[CaseRow]


class CasePage(CaseShown):
    """A case of ours whole, with the operations in it."""

    operations: list[OperationRow]


class JournalRow(TypedDict):
    """An entry of a journal as it was signed; its body has the fields of its kind."""

    entry: Digest
    party: Id
    author: Id
    number: int
    """The party's own count of its entries, from 1."""
    kind: Code
    at_ms: Moment
    came_ms: Moment
    seen: list[Digest]
    """The entries that its author had before."""
    body: Object
    """What it says, in the fields of its kind: docs/protocol.md, journals of operations."""


class JournalFinding(TypedDict):
    """What is odd in a journal; which of the optional fields it has is its kind's."""

    finding: Literal["other", "missing", "late", "filling"]
    party: NotRequired[Id]
    number: NotRequired[int]
    entries: NotRequired[list[Digest]]
    """Two entries under one number."""
    entry: NotRequired[Digest]
    minutes: NotRequired[int]
    """How long after its time it came."""
    written: NotRequired[int]
    """Entries that the party has written."""
    most: NotRequired[int]
    """Entries that a party may write."""


class Offer(TypedDict):
    """An entry that we may write now."""

    kind: Code
    part: Code
    """The part of the operation that it is about; empty where it is about the whole."""
    fixed: dict[str, str | int]
    """Fields of the entry that are given, because they name what it is about."""


class OperationShown(TypedDict):
    """An operation whole; what stands beyond these fields is what its kind tells of it."""

    operation: Id
    kind: Code
    case: str
    proposed_case: str
    agreement: Digest
    purpose: Code
    opened_ms: Moment
    changed_ms: Moment
    subject: str
    state: Code
    members: list[Id]
    countries: list[Country]
    starts: Day | None
    until: Day | None
    keeps: bool
    """Whether it is under way or done, so that it keeps a promise of the register."""
    journal: list[JournalRow]
    findings: list[JournalFinding]
    offers: list[Offer]


class FoundingField(TypedDict):
    """A field of an operation that is proposed."""

    field: Code
    form: Code


class Founding(TypedDict):
    """What an operation of this kind is proposed with."""

    kind: Code
    fields: list[FoundingField]


class OperationMet(TypedDict):
    """Another operation of ours that is after the same."""

    operation: Id
    kind: Code
    subject: str
    case: str
    shared: list[str]
    """What both are after, each as ``kind: value``."""


class Deconflicted(TypedDict):
    """A comparison with our other operations, as it was written into the journal."""

    operation: Id
    entry: NotRequired[Digest]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]
    clear: bool
    met: list[OperationMet]


class OperationErased(TypedDict):
    """An operation that is held no more."""

    operation: Id
    keys_destroyed: int


class LogRow(TypedDict):
    """An entry of the log: who did what, when, behind which signature."""

    index: int
    at_ms: Moment
    action: Code
    actor: Id
    officer: str
    partner: str
    subject: str
    behind: Literal["ed25519", "passkey", "session", ""]


class LogFinding(TypedDict):
    """What is wrong with the log."""

    entry: int
    """The first entry that it concerns."""
    kind: Code
    detail: str
    """A path, a size or a partner."""


class Verified(TypedDict):
    """The log verified whole."""

    size: int
    whole: bool
    findings: list[LogFinding]
    witnesses: list[str]
    partners_reached: list[Id]


class Oversight(TypedDict):
    """The last entries, who vouched for the log, and its verification in this session if any."""

    entries: list[LogRow]
    verified: Verified | None
    vouched: Vouched

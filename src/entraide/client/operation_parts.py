"""What operations of several kinds tell in the same form: the journal, evidence, results, tasks."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Country, Day, Digest, Id, Moment, Object

__all__ = [
    "CaseOperation",
    "ContactTold",
    "CustodyStep",
    "EntryHead",
    "EntryTold",
    "ExhibitTold",
    "Joined",
    "JournalFinding",
    "JournalRow",
    "Offer",
    "OperationHead",
    "ProposalTold",
    "Pursued",
    "ResultTold",
    "ResultTotal",
    "TargetTold",
    "TaskShared",
]


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


class OperationHead(TypedDict):
    """What every operation tells, whatever its kind: its frame, its journal, what we may write."""

    operation: Id
    case: str
    proposed_case: str
    agreement: Digest
    purpose: Code
    opened_ms: Moment
    changed_ms: Moment
    subject: str
    state: Code
    """Where the operation stands: a code of its kind (docs/operations.md)."""
    members: list[Id]
    countries: list[Country]
    starts: Day
    """The first day; of a delivery that has not moved, today."""
    until: Day | None
    """The last day; null where none is set."""
    keeps: bool
    """Whether it is under way or done, so that it keeps a promise of the register."""
    journal: list[JournalRow]
    findings: list[JournalFinding]
    offers: list[Offer]


class CaseOperation(OperationHead):
    """An operation in a case: it names what each check against a memorandum is about."""

    offence: Code
    legal_basis: str | None
    categories: list[Code]


class TargetTold(TypedDict):
    """A thing or person that an operation is after."""

    of: Code
    """What it is: goods, vehicle, container, vessel, device, phone, document or person."""
    value: str
    """How it is named: a name, a plate, a number."""
    born: Day | None
    """A person's date of birth; null where it is not told or there is none."""


class EntryHead(TypedDict):
    """Who wrote an entry of the journal, and when."""

    entry: Digest
    kind: Code
    party: Id
    author: Id
    at_ms: Moment


class EntryTold(EntryHead):
    """An entry of the journal that brought something about."""

    body: Object


class CustodyStep(EntryHead):
    """A step in a chain of custody: entered, handed or taken over."""


class ExhibitTold(TypedDict):
    """A piece of evidence with its chain of custody."""

    evidence: Digest
    """The entry that entered it."""
    sha256: Digest
    """The hash of the piece itself."""
    size: int
    """Its bytes."""
    name: str
    words: str
    place: str
    """Where it was secured."""
    holder: Id
    """The agency that has it in its custody."""
    handed_to: Id | None
    """The agency that it was handed to and that has not taken it over; null where there is none."""
    handing: Digest | None
    """The entry by which it was handed; null where nobody has to take it over."""
    chain: list[CustodyStep]


class ResultTold(TypedDict):
    """A result: claimed by one side, or proved by evidence."""

    result: Digest
    """The entry that claimed it."""
    what: Code
    """What came of it: arrest, search, seizure or identification."""
    count: int
    words: str
    party: Id
    at_ms: Moment
    evidence: list[Digest]
    """The pieces of evidence for it, by the entries that entered them."""
    state: Literal["proved", "claimed"]


class ResultTotal(TypedDict):
    """How many results of one kind there are."""

    what: Code
    """What came of it: arrest, search, seizure or identification."""
    proved: int
    """Those with evidence."""
    claimed: int
    """Those that one side alone claims."""


class TaskShared(TypedDict):
    """A task that the members share."""

    task: Digest
    """The entry that set it."""
    title: str
    owner: Id
    due: Day
    set_by: Id
    """The agency that set it."""
    state: Literal["open", "late", "done"]
    done_ms: Moment | None
    words: str | None
    """What was said when it was done; null while it is not."""


class ProposalTold(TypedDict):
    """A proposal to all members: a later last day, or the end."""

    proposal: Digest
    """The entry that made it."""
    what: Literal["extension", "closure", "until"]
    by: Id
    """The agency that proposed it."""
    words: str
    until: Day | None
    """The last day that is proposed; null where it is the end."""
    agreed: list[Id]
    """Members that agreed."""
    awaited: list[Id]
    """Members that have not answered."""
    state: Literal["open", "agreed"]


class ContactTold(TypedDict):
    """Whom to reach at a member, day and night."""

    party: Id
    name: str
    reached_by: str


class Pursued(CaseOperation):
    """An operation that is after something: what that is, its evidence and its results."""

    evidence: list[ExhibitTold]
    """The evidence, each piece with its chain of custody."""
    results: list[ResultTold]
    """The results, each claimed or proved."""
    identifiers: list[TargetTold]


class Joined(TypedDict):
    """Who joined an operation that members join or decline, and may leave."""

    proposed_by: Id
    joined: list[Id]
    """Members that joined and have not left."""
    awaited: list[Id]
    """Members that have not answered."""
    declined: list[Id]
    """Members that declined."""
    left: list[Id]
    """Members that left."""
    proposals: list[ProposalTold]

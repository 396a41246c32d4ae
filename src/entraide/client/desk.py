"""What the screens of the desk answer as JSON: situation, inbox, threads, search, preview."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Country, Day, Digest, Id, Moment, Object, Period

__all__ = [
    "AnswerRow",
    "CaseRow",
    "Clock",
    "Conversation",
    "HitRow",
    "Inbox",
    "PartnerRow",
    "PinnedRow",
    "QueueRow",
    "ReleasePreview",
    "ReleasedValue",
    "Search",
    "Situation",
    "Status",
    "Thread",
    "ThreadMessage",
    "Verdict",
]


class QueueRow(TypedDict):
    """One thing that waits for a person."""

    id: Id
    kind: Literal[
        "request", "question", "information", "onward", "discussion", "notice", "operation",
        "awaited", "news",
    ]  # fmt: skip
    due_ms: Moment | None
    left_ms: Period | None
    partner: str
    """Its id; empty where it is nobody's alone."""
    case: str
    """Our reference."""
    purpose: Code
    what: str
    """Words that somebody wrote, in the writer's language."""
    code: Code
    state: Code
    stage: Code
    thread: Id
    link: str
    """The page of the console on which it is decided."""


class Inbox(TypedDict):
    """Everything that waits, what is due first before everything else."""

    inbox: list[QueueRow]


class PinnedRow(TypedDict):
    """A partner whose card is pinned."""

    partner: Id
    name: str
    country: Country
    fingerprint: str
    expires_ms: Moment
    seen_ms: int
    """When it was last there; 0 where it never was."""
    fault: Code
    """Why it could not be reached the last time; empty where it could."""


class PartnerRow(PinnedRow):
    """The same: whether it is there, what waits for it, what it cosigned."""

    sent: int
    received: int
    answer_ms: float | None
    """How long its last answer took."""
    median_ms: float | None
    waiting: int
    """Messages to it that wait in the outbox."""
    waiting_since_ms: Moment | None
    cosigned_size: int | None
    cosigned_ms: Moment | None
    by_day: list[Object]
    agreement: Id | None
    ends_ms: Moment | None


class Status(TypedDict):
    """What a node tells of itself: counts and states, never a name of a person or a content."""

    id: Id
    country: Country
    name: str
    version: str
    running: bool
    partner_listener: str
    staff_listener: str
    certified: bool
    partners: int
    agreements_in_use: int
    records: int
    withheld: int
    officers: int
    outbox: int
    waiting_for_a_person: int
    notices: int
    notices_held: int
    notices_waiting: int
    erasures_unconfirmed: int
    log_size: int
    log_cosigned_to: int
    requests_waiting: int
    requests_near_due: int
    requests_overdue: int
    watch: Code
    watch_open: int
    glass: int
    endings: list[Object]
    alarms: list[Object]


class Situation(TypedDict):
    """What needs a decision now, whether partners are there, and the node's state."""

    waiting: list[QueueRow]
    partners: list[PartnerRow]
    status: Status


class Clock(TypedDict, total=False):
    """The clock of a request; empty where none runs."""

    received_ms: Moment
    deadline_ms: Moment
    due_ms: Moment
    answered_ms: Moment | None
    left_ms: Period
    overdue: bool
    stage: Code


class HitRow(TypedDict):
    """One hit: how near, and the reference by which its data is requested."""

    band: Code
    reference: Id


class ReleasedValue(TypedDict):
    """One value as its provider marked it."""

    prop: Code
    text: str
    evaluation: str
    handling: Literal["H0", "H1", "H2", "H3"]
    handling_text: str | None
    retention: Day
    reference: NotRequired[Id]
    mark: str


_Sent = TypedDict("_Sent", {"from": Id, "class": NotRequired[Code]})


class ThreadMessage(_Sent):
    """One message; what stands beyond these fields depends on its kind."""

    id: Id
    kind: Code
    author: Id
    sent_ms: Moment
    digest: Digest
    values: NotRequired[list[ReleasedValue]]
    hits: NotRequired[list[HitRow]]
    result: NotRequired[Code]
    article: NotRequired[str | None]
    code: NotRequired[Code]
    categories: NotRequired[list[Code]]
    reason: NotRequired[str]
    justification: NotRequired[str | None]
    language: NotRequired[str]
    answer_language: NotRequired[str]
    ground: NotRequired[Code]
    left: NotRequired[list[Code]]


class Conversation(TypedDict):
    """A thread with one partner: whose question it was, where it stands, its messages."""

    partner: Id
    asking: bool
    state: Code
    purpose: Code
    case: str
    clock: Clock
    messages: list[ThreadMessage]


class Thread(TypedDict):
    """A thread whole."""

    thread: Id
    conversations: list[Conversation]


class Verdict(TypedDict):
    """What policy says of a release, with its articles."""

    verdict: Literal["permitted", "needs-a-person", "denied"]
    articles: list[str]
    code: NotRequired[Code]


class ReleasePreview(TypedDict):
    """What a release would hold; ``payload`` is the hash that an approval signs."""

    thread: Id
    partner: Id
    asked: list[Code]
    reason: str
    values: list[ReleasedValue]
    language: str
    left: list[Code]
    """Categories that were asked for and follow later."""
    replaces: int
    """How many values of an earlier release it takes the place of."""
    payload: Digest
    verdict: Verdict
    officers_needed: int


class AnswerRow(TypedDict):
    """What a partner answered to a question of ours, the latest."""

    thread: Id
    case: str
    state: Code
    partner: Id
    result: Code
    message: NotRequired[Id]
    hits: NotRequired[list[HitRow]]
    code: NotRequired[Code]
    article: NotRequired[str | None]


class CaseRow(TypedDict):
    """A case of ours."""

    case: Id
    legal_basis: str
    purposes: list[Code]
    offence: Code
    owner: str
    retention_days: int
    opened_ms: Moment
    closed_ms: Moment | None
    outcome: Code | None
    keep_until: Day | None


class Search(TypedDict):
    """The latest answers, and the cases in which something may be asked."""

    answers: list[AnswerRow]
    cases: list[CaseRow]

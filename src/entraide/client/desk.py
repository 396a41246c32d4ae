"""What the screens of the desk answer as JSON: situation, inbox, threads, search, preview."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.threads import HitRow
from entraide.client.values import Code, Country, Day, Id, Moment, Period

__all__ = [
    "Alarm",
    "AnswerRow",
    "CaseRow",
    "DayOfContact",
    "Ending",
    "EndingsOf",
    "Inbox",
    "PartnerRow",
    "PinnedRow",
    "QueueRow",
    "Search",
    "Situation",
    "Status",
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


class DayOfContact(TypedDict):
    """A day of contact with a partner: hours in which it was reached, and was tried in vain."""

    day_ms: Moment
    """The first moment of the day (UTC)."""
    reached: int
    """Hours with contact, of 24."""
    tried: int
    """Hours in which contact was had or sought, of 24."""
    median_ms: int | None
    """Median round trip of the day's answers, milliseconds; null without any."""


class PartnerRow(PinnedRow):
    """The same: whether it is there, what waits for it, what it cosigned."""

    sent: int
    received: int
    answer_ms: Moment | None
    """When it last answered a question of ours; null where it never did."""
    median_ms: float | None
    """Median round trip of its answers in the days shown, milliseconds; null without any."""
    waiting: int
    """Messages to it that wait in the outbox."""
    waiting_since_ms: Moment | None
    cosigned_size: int | None
    cosigned_ms: Moment | None
    by_day: list[DayOfContact]
    agreement: Id | None
    ends_ms: Moment | None


class Ending(TypedDict):
    """What ends a memorandum soon, or lets its data go."""

    what: Code
    at_ms: Moment
    days: int
    """Whole days that are left."""
    party: str
    """The party that made it end; empty where its text does."""


class EndingsOf(TypedDict):
    """What ends one memorandum soon."""

    agreement: Id
    endings: list[Ending]


class Alarm(TypedDict):
    """A partner that showed two histories of its log: nothing of it is believed until explained."""

    partner: Id
    code: Code
    at_ms: Moment


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
    endings: list[EndingsOf]
    alarms: list[Alarm]


class Situation(TypedDict):
    """What needs a decision now, whether partners are there, and the node's state."""

    waiting: list[QueueRow]
    partners: list[PartnerRow]
    status: Status


class AnswerRow(TypedDict):
    """What a partner answered to a question of ours, the latest."""

    answered_ms: Moment | None
    """When the partner signed it; null while nothing came, or where it is held no more."""
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

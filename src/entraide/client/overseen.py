"""What the screens of oversight answer as JSON: accesses, alerts, persons concerned, retention."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.values import Code, Day, Digest, Id, Moment, Object

__all__ = [
    "AccessRow",
    "Accesses",
    "AccessesFound",
    "Alerts",
    "DueRow",
    "NodeHealth",
    "OfficerHeld",
    "OfficersHeld",
    "Retention",
    "RetentionDue",
    "RetentionLog",
    "Review",
    "SealedAccount",
    "SubjectRow",
    "Subjects",
    "ToExplain",
]


class AccessRow(TypedDict):
    """An access; ``index`` in ``epoch`` is its entry in the log."""

    index: int
    epoch: int
    at_ms: Moment
    action: Code
    officer: Id
    name: str
    partner: str
    thread: str
    purpose: Code
    case: str
    screen: Code


class AccessesFound(TypedDict):
    """Accesses, and what the log does not hold any more."""

    accesses: list[AccessRow]
    not_held: list[Object]


class Accesses(AccessesFound):
    """The same with the samples that were drawn."""

    samples: list[Object]


class Alerts(TypedDict):
    """Unusual asking that was reported."""

    alerts: list[Object]


class ToExplain(TypedDict):
    """Accesses that this officer is asked to explain."""

    accesses: list[Object]


class SubjectRow(TypedDict):
    """A request of a person concerned."""

    request: Id
    kind: Code
    state: Code
    outcome: Code
    received_ms: Moment
    admissible_ms: Moment | None
    due_ms: Moment | None
    closed_ms: Moment | None
    left_days: int | None
    overdue: bool


class Subjects(TypedDict):
    """The requests of persons concerned."""

    requests: list[SubjectRow]


class DueRow(TypedDict):
    """How much of a kind is due for erasure; ``next`` is a day, empty where nothing is due."""

    kind: Code
    now: int
    week: int
    month: int
    quarter: int
    year: int
    later: int
    next: str


class RetentionDue(TypedDict):
    """What may not be kept, and by when; when the node erased last, and will next."""

    day: Day
    due: list[DueRow]
    last_ms: Moment | None
    next_ms: Moment | None


class RetentionLog(TypedDict):
    """What was erased, the latest first."""

    purges: list[Object]


class Retention(RetentionDue, RetentionLog):
    """What may not be kept, by when, and what was erased."""


class Review(TypedDict):
    """The notices that wait for a review or an answer."""

    notices: list[Object]


class OfficerHeld(TypedDict):
    """An officer with key and passkeys."""

    officer: str
    role: Code
    pseudonym: Id
    key: Digest | str
    passkeys: int
    added_ms: Moment
    suspended_ms: Moment | None


class OfficersHeld(TypedDict):
    """The agency's officers."""

    officers: list[OfficerHeld]


class NodeHealth(TypedDict):
    """What keeps the node going, and until when."""

    version: str
    log_size: int
    log_cosigned_to: int
    outbox: int
    records: int
    alarms: list[Object]
    endings: list[Object]
    keys: Object
    certificate_ends_ms: Moment | None
    next_certificate: bool
    partners: list[Object]
    backed_up_ms: Moment | None
    backs_up_itself: bool
    purged_ms: Moment | None
    disk: Object


class SealedAccount(TypedDict):
    """Whether a sealed account is ready, and every use of one."""

    ready: Object | None
    proposed: Object | None
    uses: list[Object]

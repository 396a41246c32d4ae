"""What the screens of oversight answer as JSON: accesses, alerts, persons concerned, retention."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.audited import SampleRow
from entraide.client.values import Code, Day, Digest, Id, Moment

__all__ = [
    "AccessRow",
    "AccessToExplain",
    "Accesses",
    "AccessesFound",
    "Alert",
    "AlertRow",
    "AlertShown",
    "Alerts",
    "AlertsFound",
    "AlertsReported",
    "DueRow",
    "NotHeld",
    "OfficerHeld",
    "OfficersHeld",
    "PurgeCounts",
    "PurgeRow",
    "Retention",
    "RetentionDue",
    "RetentionLog",
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
    name: str | None
    """The officer's name; null where nobody here bears the pseudonym."""
    partner: str
    thread: str
    purpose: Code
    case: str
    screen: Code


class NotHeld(TypedDict):
    """A span of the log whose end a restored backup does not hold."""

    epoch: int
    """1, unless a restored backup began the log anew."""
    held: int
    """Entries that are held."""
    lost: int
    """Entries that a partner had cosigned and the backup did not hold."""
    ended_ms: Moment


class AccessesFound(TypedDict):
    """Accesses, and what the log does not hold any more."""

    accesses: list[AccessRow]
    not_held: list[NotHeld]


class Accesses(AccessesFound):
    """The same with the samples that were drawn."""

    samples: list[SampleRow]


class Alert(TypedDict):
    """Unusual asking that a rule found."""

    rule: Code
    who: str
    """An officer's pseudonym, or a partner, or one of its officers as partner/pseudonym."""
    day: int
    """The day, counted from 1970-01-01."""
    found: int
    """What the rule counted."""
    most: int
    """What it lets pass."""
    at_ms: Moment


class AlertsFound(TypedDict):
    """Unusual asking that the rules find now and that was not reported before."""

    alerts: list[Alert]


class AlertRow(Alert):
    """The same, with what was decided on it."""

    decision: Code
    words: str
    decided_by: str
    """The pseudonym of who decided; empty while nobody has."""
    decided_ms: Moment | None


class AlertShown(AlertRow):
    """The same as its screen shows it: with the filters that lead to the accesses of that day."""

    alert: str
    """Its id on the screen: the rule, who and the day."""
    name: str
    """The officer's name; empty where it is about nobody here."""
    of: str
    """The value of that filter: a pseudonym, or the partner."""
    filter: str
    """The filter of the accesses that names who it is about: `officer` or `partner`."""
    since: Day
    """The first day of the accesses."""
    until: Day
    """The last day of the accesses."""


class AlertsReported(TypedDict):
    """Unusual asking that was reported."""

    alerts: list[AlertRow]


class Alerts(TypedDict):
    """Unusual asking that was reported, as its screen shows it."""

    alerts: list[AlertShown]


class AccessToExplain(TypedDict):
    """An access that its officer is asked to explain."""

    sample: Id
    epoch: int
    """1, unless a restored backup began the log anew."""
    entry: int
    at_ms: Moment
    action: Code
    partner: str
    purpose: Code
    case: str
    asked_ms: Moment
    """When the explanation was asked for."""
    remarks: str
    explanation: str
    """What was explained already; empty where nothing was."""


class ToExplain(TypedDict):
    """Accesses that this officer is asked to explain."""

    accesses: list[AccessToExplain]


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


class PurgeCounts(TypedDict):
    """How much of each sort an erasure of what was due took away."""

    values: int
    records: int
    replies: int
    cases: int
    notices: int
    operations: int
    checks: int
    subject_requests: int
    papers: int


class PurgeRow(PurgeCounts):
    """An erasure of what was due: its entry in the log, and how much of what went."""

    epoch: int
    """1, unless a restored backup began the log anew."""
    index: int
    at_ms: Moment
    by: Id
    """The pseudonym of who ordered it; ``node`` where it did so by itself."""


class RetentionLog(TypedDict):
    """What was erased, the latest first."""

    purges: list[PurgeRow]


class Retention(RetentionDue, RetentionLog):
    """What may not be kept, by when, and what was erased."""


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

"""What the screens of notices, operations, memoranda and oversight answer as JSON."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.desk import CaseRow
from entraide.client.values import Code, Country, Day, Digest, Id, Moment, Object

__all__ = [
    "AgreementRow",
    "AgreementShown",
    "Agreements",
    "Cases",
    "ColourRow",
    "Comparison",
    "Difference",
    "Drafting",
    "Founding",
    "FoundingField",
    "JournalRow",
    "LogRow",
    "NoticeRow",
    "NoticeShown",
    "Notices",
    "OfferedShown",
    "OperationRow",
    "OperationShown",
    "Oversight",
    "Verified",
]


class NoticeRow(TypedDict):
    """A notice of ours, with who answered; or a partner's, with what was decided here."""

    notice: Id
    side: Literal["ours", "received"]
    version: int
    colour: Code
    state: Code
    expires: Day
    partner: list[Id]
    verdict: Code
    reason: NotRequired[str]
    code: NotRequired[Code]
    to: NotRequired[list[Id]]
    accepted: NotRequired[int]
    refused: NotRequired[int]
    confirmed: NotRequired[int]
    unconfirmed: NotRequired[int]
    matches: NotRequired[int]


class Notices(TypedDict):
    """Notices, ours and partners'."""

    notices: list[NoticeRow]


class NoticeShown(TypedDict):
    """A notice whole; ``review`` and ``status`` are empty for a partner's."""

    notice: Id
    version: int
    colour: Code
    state: Code
    expires: Day
    body: Object | None
    sightings: list[Object]
    pursuits: list[Object]
    status: Object
    review: Object
    reason: NotRequired[str]
    verdict: NotRequired[Code]
    code: NotRequired[Code]
    partner: NotRequired[Id]
    matches: NotRequired[list[Object]]
    record: NotRequired[Id | None]
    to: NotRequired[list[Id]]
    findings: NotRequired[list[Object]]


class ColourRow(TypedDict):
    """What a colour of notice needs."""

    colour: Code
    needs: list[Code]
    purposes: list[Code]


class Drafting(TypedDict):
    """What each colour of notice needs."""

    colours: list[ColourRow]


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
    entries: int
    findings: int
    unread: bool


class Cases(TypedDict):
    """The operations, and our own cases."""

    operations: list[OperationRow]
    cases: list[CaseRow]


class JournalRow(TypedDict):
    """An entry of a journal as it was signed; its body has the fields of its kind."""

    entry: Digest
    party: Id
    author: Id
    number: int
    kind: Code
    at_ms: Moment
    came_ms: Moment
    seen: list[Digest]
    body: Object


class OperationShown(TypedDict):
    """An operation whole; what stands beyond these fields is what its kind tells of it."""

    operation: Id
    kind: Code
    case: str
    agreement: Digest
    purpose: Code
    opened_ms: Moment
    changed_ms: Moment
    state: Code
    members: list[Id]
    journal: list[JournalRow]
    findings: list[Object]
    offers: list[Object]


class FoundingField(TypedDict):
    """A field of an operation that is proposed."""

    field: Code
    form: Code


class Founding(TypedDict):
    """What an operation of this kind is proposed with."""

    kind: Code
    fields: list[FoundingField]


class AgreementRow(TypedDict):
    """A memorandum: parties, state, what it lacks, when it ends."""

    agreement: Id
    digest: Digest
    title: str
    parties: list[Id]
    countries: list[Country]
    observers: list[Id]
    state: Code
    aside: list[str]
    missing: list[Object]
    starts: Day
    expires: Day
    review_by: Day
    endings: list[Object]


class Agreements(TypedDict):
    """Every memorandum that the node holds."""

    agreements: list[AgreementRow]


class AgreementShown(AgreementRow):
    """A memorandum with its signed text; ``simulated`` where the address tries a question."""

    signed: str
    declarations: list[Object]
    simulated: Object | None


class OfferedShown(TypedDict):
    """What a file says that was brought to be signed for."""

    agreement: Id
    digest: Digest
    title: str


class Difference(TypedDict):
    """One place in which two texts differ."""

    article: str
    path: str
    meaning: str
    before: str
    after: str


class Comparison(TypedDict):
    """Two texts, article by article."""

    differences: list[Difference]


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


class Verified(TypedDict):
    """The log verified whole."""

    size: int
    whole: bool
    findings: list[Object]
    witnesses: list[str]
    partners_reached: list[Id]


class Oversight(TypedDict):
    """The last entries, who vouched for the log, and its verification in this session if any."""

    entries: list[LogRow]
    verified: Verified | None
    vouched: Object

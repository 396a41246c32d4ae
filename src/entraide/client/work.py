"""Operations and the log as programs read them, and what orders about operations answer."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from entraide.client.action_kinds import ActionDayShown
from entraide.client.assistance_kinds import AssistanceShown
from entraide.client.audited import Vouched
from entraide.client.cell_kinds import CellShown
from entraide.client.delivered import Delivered
from entraide.client.desk import CaseRow
from entraide.client.office_kinds import ActionAgreed, CommitteeShown, PostingShown, PromiseKept
from entraide.client.operation_kinds import DeliveryShown, TeamShown
from entraide.client.results import CaseShown
from entraide.client.values import Code, Country, Day, Digest, Id, Moment

__all__ = [
    "CasePage",
    "Cases",
    "Deconflicted",
    "Founding",
    "FoundingField",
    "LogFinding",
    "LogRow",
    "OperationErased",
    "OperationList",
    "OperationMet",
    "OperationRow",
    "OperationShown",
    "Oversight",
    "Verified",
]


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


OperationShown = TypeAliasType(
    "OperationShown",
    Annotated[
        TeamShown
        | DeliveryShown
        | ActionDayShown
        | PostingShown
        | CommitteeShown
        | AssistanceShown
        | CellShown,
        Field(
            discriminator="kind",
            description="An operation whole, in the form of its kind: that of its first entry.",
        ),
    ],
)


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

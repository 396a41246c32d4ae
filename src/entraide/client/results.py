"""What orders answer that no screen shows: results of the main job, lists, sessions."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.desk import AnswerRow, CaseRow, PinnedRow
from entraide.client.overseen import OfficerHeld
from entraide.client.threads import Clock, HitRow
from entraide.client.values import Code, Digest, Id, Moment
from entraide.client.waiting import RequestAwaited

__all__ = [
    "Answers",
    "Asked",
    "AskedRow",
    "CaseClosed",
    "CaseList",
    "CaseShown",
    "CaseThread",
    "EntryWritten",
    "LogEntries",
    "LogEntry",
    "Noted",
    "NoticeSent",
    "Officers",
    "PartnerList",
    "ReadPage",
    "ReferenceRow",
    "References",
    "Released",
    "Requested",
    "Sent",
    "SessionOpened",
    "SessionOrdered",
    "SessionShown",
]


class Asked(TypedDict):
    """A question and what each partner answered so far; later answers come in ``answers``."""

    thread: Id
    case: str
    answers: list[AskedRow]


class AskedRow(TypedDict):
    """One partner's answer, or why it was not asked."""

    partner: Id
    result: Code
    by: NotRequired[str]
    """Who denied it, where that was our own policy."""
    agreement: NotRequired[str]
    """The memorandum under which it was denied; empty where there is none."""
    answered_ms: NotRequired[Moment]
    """When the partner signed its answer."""
    message: NotRequired[Id]
    hits: NotRequired[list[HitRow]]
    code: NotRequired[Code]
    article: NotRequired[str | None]
    fault: NotRequired[Code]
    answer_bytes: NotRequired[int]
    round_trip_ms: NotRequired[float]


class Answers(TypedDict):
    """What partners answered."""

    answers: list[AnswerRow]


_Requested = TypedDict("_Requested", {"class": Code})


class Requested(_Requested):
    """A request on its way; the clock runs from the partner's receipt."""

    thread: Id
    partner: Id
    message: Id
    delivery: list[Delivered]
    clock: Clock | None
    """Null until the partner has it."""


class Released(TypedDict):
    """An approval that waits for another officer (``needed``), or what was sent."""

    thread: Id
    approvals: NotRequired[int]
    needed: NotRequired[int]
    values: NotRequired[int]
    partial: NotRequired[bool]
    left: NotRequired[list[Code]]
    message: NotRequired[Id]
    delivery: NotRequired[list[Delivered]]


class Sent(TypedDict):
    """A message of a thread, and what became of it."""

    thread: Id
    message: Id
    delivery: list[Delivered]


class Noted(TypedDict):
    """Something that was taken note of, and whether its giver was told."""

    thread: Id
    delivery: list[Delivered]


class CaseList(TypedDict):
    """Our cases."""

    cases: list[CaseRow]


class Officers(TypedDict):
    """The agency's officers."""

    officers: list[OfficerHeld]


class PartnerList(TypedDict):
    """The partners whose cards are pinned."""

    partners: list[PinnedRow]


class ReferenceRow(TypedDict):
    """A hit that a partner was told of, and the record of ours that it means."""

    reference: Id
    partner: Id
    record: Id
    score: float
    at_ms: Moment


class References(TypedDict):
    """Which of our records partners were told of."""

    references: list[ReferenceRow]


class LogEntry(TypedDict):
    """An entry of the log: ids and digests, never a name."""

    index: int
    at_ms: Moment
    action: Code
    actor: Id
    partner: str
    ids: dict[str, str]


class LogEntries(TypedDict):
    """The last entries."""

    entries: list[LogEntry]


class NoticeSent(TypedDict):
    """A notice, and whom it went to."""

    notice: Id
    version: NotRequired[int]
    """Which version of our own was published."""
    matches: NotRequired[int]
    """How many records of ours an accepted one of a partner meets."""
    sent: list[Delivered]


class EntryWritten(TypedDict):
    """An entry of a journal, or an approval that waits for another officer."""

    operation: NotRequired[Id]
    entry: NotRequired[Digest]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class ReadPage(TypedDict):
    """A page that was read into the register."""

    document: Digest
    media: Code
    state: Code
    engagements: NotRequired[int]
    """How many it tells of; not said of a page that was read before."""


class SessionOrdered(TypedDict):
    """What a session was ordered for."""

    officer: str
    role: Code
    purpose: Code
    case: str | None


class SessionOpened(SessionOrdered):
    """A session; its secret is told once."""

    session: str
    ends_ms: Moment


class SessionShown(TypedDict):
    """Whose session it is."""

    officer: str
    role: Code
    purpose: Code
    ends_ms: Moment


class CaseThread(TypedDict):
    """A thread in a case of ours."""

    thread: Id
    partner: Id
    state: Code
    purpose: Code
    changed_ms: Moment


class CaseShown(CaseRow):
    """A case of ours with its threads, and the requests in it that are not answered."""

    threads: list[CaseThread]
    requests: list[RequestAwaited]


class CaseClosed(CaseRow):
    """A case that was closed, and the requests in it that partners may still answer."""

    requests: list[RequestAwaited]

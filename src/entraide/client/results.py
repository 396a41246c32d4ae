"""What orders answer that no screen shows: results of the main job, lists, sessions."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.desk import (
    AnswerRow,
    CaseRow,
    Clock,
    HitRow,
    PinnedRow,
)
from entraide.client.overseen import OfficerHeld
from entraide.client.values import Code, Digest, Id, Moment, Object

__all__ = [
    "Answers",
    "Asked",
    "AskedRow",
    "CaseList",
    "Delivered",
    "EntryWritten",
    "LogEntries",
    "LogEntry",
    "Noted",
    "NoticeSent",
    "Officers",
    "PartnerList",
    "ReadPage",
    "References",
    "Released",
    "Requested",
    "Sent",
    "SessionOpened",
    "SessionOrdered",
    "SessionShown",
]


class Delivered(TypedDict):
    """What became of one message: ``receipted``, ``waiting`` in the outbox, or refused there."""

    partner: Id
    result: Code
    message: NotRequired[Id]
    code: NotRequired[Code]
    article: NotRequired[str | None]
    fault: NotRequired[Code]
    answer_bytes: NotRequired[int]
    round_trip_ms: NotRequired[float]


class Asked(TypedDict):
    """A question and what each partner answered so far; later answers come in ``answers``."""

    thread: Id
    case: str
    answers: list[AskedRow]


class AskedRow(TypedDict):
    """One partner's answer."""

    partner: Id
    result: Code
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
    clock: Clock


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


class References(TypedDict):
    """Which of our records partners were told of."""

    references: list[Object]


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

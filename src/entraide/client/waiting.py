"""What the order ``inbox`` answers: everything that waits for a person, each in its own form."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.giving import DiscussionHead
from entraide.client.threads import Clock
from entraide.client.values import Code, Day, Digest, Id, Moment

__all__ = [
    "DiscussionWaiting",
    "Escalated",
    "InformationWaiting",
    "News",
    "NoticeWaiting",
    "OnwardWaiting",
    "OperationWaiting",
    "QuestionWaiting",
    "RequestAwaited",
    "RequestWaiting",
    "Waiting",
]


class QuestionWaiting(TypedDict):
    """A partner's question that a person decides on, with whom it asks for."""

    thread: Id
    partner: Id
    author: Id
    purpose: Code
    offence: Code
    case: str
    names: list[str]
    birth_dates: list[str]
    question: Digest
    """The digest of the message that asks."""
    received_ms: Moment
    expires_ms: Moment


_Class = TypedDict("_Class", {"class": Code})


class RequestAwaited(Clock, _Class):
    """A request of ours; without a clock until the partner has it."""

    thread: Id
    partner: Id
    state: Code
    author: Id
    purpose: Code
    case: str
    offence: Code
    categories: list[Code]
    reason: str
    urgent: bool
    justification: str | None
    answer_language: str


class RequestWaiting(RequestAwaited):
    """A partner's request, with its clock."""


class NoticeWaiting(TypedDict):
    """A partner's notice that nobody here has accepted or refused."""

    notice: Id
    partner: Id
    version: int
    colour: Code
    expires: Day


class InformationWaiting(TypedDict):
    """Information that a partner gave unasked, and nobody took note of."""

    thread: Id
    partner: Id
    purpose: Code
    case: str
    reason: str
    handling: Code
    mark: str
    through: list[Id]


class OnwardWaiting(TypedDict):
    """A holder's question whether it may pass our data on."""

    request: Digest
    partner: Id
    thread: Id
    recipient: Id
    purpose: Code
    case: str
    reason: str
    fields: list[Code]
    handling: list[Code]
    """The codes of the values that it wants to pass on."""
    at_ms: Moment


class DiscussionWaiting(DiscussionHead):
    """A thread of several parties in which somebody wrote since."""

    at_ms: Moment


class OperationWaiting(TypedDict):
    """An operation in which others wrote what nobody here has read."""

    operation: Id
    kind: Code
    case: str
    at_ms: Moment
    subject: str
    partner: str
    """Which other member wrote last."""


class Escalated(TypedDict):
    """What the watch of a major event has not acknowledged, and whom it must reach now."""

    operation: Id
    matter: Digest
    severity: Code
    venue: str | None
    to: str
    """The function that it is brought to, in the words of the event's rules."""
    since_ms: Moment


class News(TypedDict):
    """Something that came about what this officer wrote or must do."""

    thread: Id
    partner: str
    what: Code
    at_ms: Moment


class Waiting(TypedDict):
    """Everything that waits for a person at this node, and what we wait for."""

    waiting: list[QuestionWaiting]
    requests: list[RequestWaiting]
    awaited: list[RequestAwaited]
    notices: list[NoticeWaiting]
    information: list[InformationWaiting]
    onward: list[OnwardWaiting]
    discussions: list[DiscussionWaiting]
    operations: list[OperationWaiting]
    escalated: list[Escalated]
    alerts: list[News]

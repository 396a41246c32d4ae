"""A thread as programs read it: its clock, its messages, and what a release would hold."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Day, Digest, Id, Moment, Period

__all__ = [
    "Clock",
    "Conversation",
    "Delay",
    "FileOffered",
    "GivenValue",
    "HitRow",
    "Hop",
    "ReleasePreview",
    "ReleasedValue",
    "Thread",
    "ThreadMessage",
    "Verdict",
]


class Delay(TypedDict):
    """Why an answer takes longer, and by when it is expected."""

    reason: Code
    expected: Day


class Clock(TypedDict, total=False):
    """The clock of a request; empty where none runs."""

    received_ms: Moment
    deadline_ms: Moment
    due_ms: Moment
    answered_ms: Moment | None
    left_ms: Period
    overdue: bool
    stage: Code
    delay: Delay


class HitRow(TypedDict):
    """One hit: how near, and the reference by which its data is requested."""

    band: Code
    reference: Id


class GivenValue(TypedDict):
    """One value as its provider marked it."""

    prop: Code
    text: str
    evaluation: str
    handling: Literal["H0", "H1", "H2", "H3"]
    handling_text: str | None
    retention: Day
    mark: str


class ReleasedValue(GivenValue):
    """The same, with the hit or the record that it is of."""

    reference: NotRequired[Id]


class FileOffered(TypedDict):
    """A file that a message offers: by its digest it is evidence."""

    attachment: Id
    sha256: Digest
    size: int
    media_type: str
    handling: Code
    mark: str


class Hop(TypedDict):
    """A station on the way of an item, and whether its permission to pass it on holds."""

    giver: Id
    item: Digest
    verified: bool | None
    """Whether the permission's signature could be verified; null where none was needed."""
    conditions: NotRequired[str]
    until_ms: NotRequired[Moment]


_Sent = TypedDict("_Sent", {"from": Id, "class": NotRequired[Code]})


class ThreadMessage(_Sent):
    """One message; which of the optional fields it has is its kind's."""

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
    words: NotRequired[str | None]
    outcome: NotRequired[Code]
    expected: NotRequired[Day]
    file: NotRequired[FileOffered]
    through: NotRequired[list[Id]]
    way: NotRequired[list[Hop]]


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
    """The categories that the request asks for."""
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

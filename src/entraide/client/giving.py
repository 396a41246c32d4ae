"""What orders answer about giving data: unasked, onward, as files, in threads of several."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.threads import ReleasedValue
from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "AttachmentDropped",
    "AttachmentRow",
    "Attachments",
    "Copies",
    "Copy",
    "Discussion",
    "DiscussionHead",
    "Discussions",
    "FileHeld",
    "Gift",
    "GiftPreview",
    "InformationPreview",
    "Informed",
    "OnwardAnswered",
    "OnwardAsked",
    "OnwardList",
    "OnwardPreview",
    "OnwardRevoked",
    "OnwardRow",
    "PassedOn",
    "Post",
    "PostFile",
    "PostFinding",
    "Recalled",
    "Said",
]


class GiftPreview(TypedDict):
    """What one partner would get, or why it would get nothing."""

    partner: Id
    result: Literal["permitted", "denied"]
    code: Code
    articles: list[str]
    values: list[ReleasedValue]


class InformationPreview(TypedDict):
    """What would be given unasked; ``payload`` is the hash that an approval signs."""

    partners: list[GiftPreview]
    payload: Digest
    officers_needed: int


class Gift(Delivered):
    """What one partner got, and what became of it."""

    thread: Id
    values: NotRequired[int]


class Informed(TypedDict, total=False):
    """What was given to whom, or an approval that waits for another officer."""

    given: list[Gift]
    denied: list[GiftPreview]
    approvals: int
    needed: int


class OnwardAsked(TypedDict):
    """A question to the provider whether data may be passed on."""

    request: Digest
    thread: Id
    message: Id
    delivery: list[Delivered]


class OnwardAnswered(TypedDict):
    """A permission that went to the holder, or an approval that waits for another officer."""

    thread: NotRequired[Id]
    message: NotRequired[Id]
    delivery: NotRequired[list[Delivered]]
    request: NotRequired[Digest]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class OnwardRevoked(TypedDict):
    """A permission that was taken back, and who was told."""

    request: Digest
    thread: Id
    delivery: list[Delivered]


class OnwardRow(TypedDict):
    """A question about passing on: ours (``out``) or a holder's (``in``)."""

    request: Digest
    way: Literal["in", "out"]
    partner: Id
    recipient: Id
    state: Code
    ground: Code
    thread: Id
    at_ms: Moment


class OnwardList(TypedDict):
    """What was asked about passing on, both ways."""

    onward: list[OnwardRow]


class OnwardPreview(TypedDict):
    """What would be passed on; ``payload`` is the hash that an approval signs."""

    thread: Id
    provider: Id
    to: Id
    values: list[ReleasedValue]
    conditions: str
    until_ms: int
    """Until when the permission lasts, UTC milliseconds; 0 where none is needed."""
    payload: Digest
    officers_needed: int


class PassedOn(TypedDict):
    """What was passed on, or an approval that waits for another officer."""

    thread: NotRequired[Id]
    message: NotRequired[Id]
    values: NotRequired[int]
    provider: NotRequired[Id]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class Copy(TypedDict):
    """A copy of what we gave: who holds it, who gave it to them, what became of it."""

    holder: Id
    giver: Id
    thread: str
    """The thread in which we gave it; empty where another did."""
    item: Digest
    since_ms: Moment
    verified: bool
    """Whether the holder's signature for it could be verified."""
    copy_state: Code
    at_ms: int
    """When it came to this state, UTC milliseconds; 0 where that is not told."""
    copies: list[Copy]
    """What this holder passed on."""


class Copies(TypedDict):
    """Where everything is that was given under a reference or a thread."""

    reference: str
    copies: list[Copy]


class Recalled(TypedDict):
    """A copy that its holder was told to delete."""

    holder: Id
    delivery: list[Delivered]


class Said(TypedDict):
    """A post in a thread of several parties, or an approval that waits for another officer."""

    thread: Id
    number: NotRequired[int]
    to: NotRequired[list[Id]]
    delivery: NotRequired[list[Delivered]]
    approvals: NotRequired[int]
    needed: NotRequired[int]


class DiscussionHead(TypedDict):
    """A thread of several parties: who opened it, who reads it, about what."""

    thread: Id
    opener: Id
    members: list[Id]
    answers: Literal["all", "opener"]
    """Who reads an answer: all members, or the opener alone."""
    subject: str
    case: str
    purpose: Code
    opened_ms: Moment


class Discussions(TypedDict):
    """The threads of several parties, the latest first."""

    discussions: list[DiscussionHead]


class FileHeld(TypedDict):
    """How far a posted file came here."""

    attachment: Id
    partner: Id
    state: Code


class PostFile(TypedDict):
    """A file of a post."""

    sha256: Digest
    size: int
    media_type: str
    handling: Code
    mark: str
    attachments: list[FileHeld]
    """Its transfers: to each reader where it is ours, to us where it is another's."""


class Post(TypedDict):
    """What a party said."""

    number: int
    """The party's own count of its posts, from 1."""
    party: Id
    author: str
    text: str
    files: list[PostFile]
    sent_ms: Moment
    digest: Digest
    message: str


class PostFinding(TypedDict):
    """A post that somebody had seen and that is missing here, or reads otherwise."""

    finding: Literal["missing", "other"]
    party: Id
    number: int
    by: Id
    """Who had seen it."""


class Discussion(DiscussionHead):
    """A thread of several parties with its posts, and what does not fit together."""

    posts: list[Post]
    findings: list[PostFinding]


class AttachmentRow(TypedDict):
    """A file that came or went, and how far it is."""

    attachment: Id
    way: Literal["in", "out"]
    partner: Id
    thread: Id
    state: Code
    media_type: str
    handling: Code
    mark: str
    size: int
    chunks: int
    """Parts in which it travels."""
    held: int
    """Parts that are there already."""
    sha256: Digest
    author: Id
    fault: Code
    at_ms: Moment
    expires_ms: Moment


class Attachments(TypedDict):
    """Files that came and went, the latest first."""

    attachments: list[AttachmentRow]


class AttachmentDropped(TypedDict):
    """A file that is held here no more."""

    attachment: Id
    state: Code

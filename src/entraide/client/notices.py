"""Notices as programs read them, ours and partners', and what orders about them answer."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.notice_parts import (
    Match,
    NoticeBody,
    NoticeFinding,
    NoticeStatus,
    Pursuit,
    Reviewed,
    SightingShown,
)
from entraide.client.values import Code, Day, Digest, Id

__all__ = [
    "ColourRow",
    "Confirmed",
    "Declined",
    "Drafted",
    "Drafting",
    "NoticeErased",
    "NoticeFigures",
    "NoticeList",
    "NoticeOfOurs",
    "NoticeReceived",
    "NoticeRow",
    "NoticeShown",
    "NoticeWhole",
    "Notices",
    "Pursuits",
    "Review",
    "ReviewRow",
    "SightingApproved",
    "SightingWritten",
    "StepTaken",
    "Submitted",
]


class _Notice(TypedDict):
    notice: Id
    version: int
    colour: Code
    state: Code
    expires: Day


class NoticeRow(_Notice):
    """A notice of ours, with who answered; or a partner's, with what was decided here."""

    side: Literal["ours", "received"]
    partner: list[Id]
    """Whom ours goes to; who issued a partner's."""
    verdict: Code
    reason: NotRequired[str]
    code: NotRequired[Code]
    to: NotRequired[list[Id]]
    accepted: NotRequired[int]
    refused: NotRequired[int]
    confirmed: NotRequired[int]
    unconfirmed: NotRequired[int]
    matches: NotRequired[int]
    """How many records of ours it may mean."""


class Notices(TypedDict):
    """Notices, ours and partners'."""

    notices: list[NoticeRow]


class NoticeOfOurs(_Notice):
    """A notice of ours, with how many partners answered what."""

    reason: str
    to: list[Id]
    accepted: int
    refused: int
    confirmed: int
    unconfirmed: int


class NoticeReceived(_Notice):
    """A partner's notice, with what was decided here."""

    partner: Id
    verdict: Code
    code: Code
    matches: int
    """How many records of ours it may mean."""


class NoticeList(TypedDict):
    """Notices, ours and those that were received."""

    ours: list[NoticeOfOurs]
    received: list[NoticeReceived]


class ReviewRow(NoticeOfOurs):
    """A notice of ours that waits for a review or an answer."""

    of: str


class Review(TypedDict):
    """The notices that wait for a review or an answer."""

    notices: list[ReviewRow]


class Pursuits(TypedDict):
    """The pursuits of a notice."""

    notice: Id
    pursuits: list[Pursuit]


class StepTaken(TypedDict):
    """A step of a pursuit that was told to the partner."""

    notice: Id
    partner: Id
    sent: list[Delivered]


class NoticeWhole(_Notice):
    """A notice whole, ours (``record``, ``to``, ``findings``) or a partner's (``matches``)."""

    body: NoticeBody | None
    """What it says; null where it is no longer held."""
    sightings: list[SightingShown]
    pursuits: list[Pursuit]
    reason: NotRequired[str]
    record: NotRequired[Id | None]
    to: NotRequired[list[Id]]
    findings: NotRequired[list[NoticeFinding]]
    partner: NotRequired[Id]
    verdict: NotRequired[Code]
    code: NotRequired[Code]
    matches: NotRequired[list[Match]]


class NoticeShown(NoticeWhole):
    """A notice whole; ``review`` and ``status`` are empty for a partner's."""

    status: NoticeStatus
    review: Reviewed


class ColourRow(TypedDict):
    """What a colour of notice needs."""

    colour: Code
    needs: list[Code]
    purposes: list[Code]


class Drafting(TypedDict):
    """What each colour of notice needs."""

    colours: list[ColourRow]


class Drafted(TypedDict):
    """A draft, and what the machine finds against it."""

    notice: Id
    version: int
    to: list[Id]
    findings: list[NoticeFinding]


class Submitted(TypedDict):
    """A draft that was handed to review."""

    notice: Id
    version: int
    state: Code


class Confirmed(TypedDict):
    """An officer's signature under a review."""

    notice: Id
    approvals: int
    needed: int


class Declined(TypedDict):
    """A notice that is not published."""

    notice: Id
    state: Code
    reason: Code


class NoticeErased(TypedDict):
    """An ended notice that is held no more."""

    notice: Id
    erased: int
    keys_destroyed: int


class NoticeFigures(TypedDict):
    """A year of notices: how many by state, by answer and by step of a pursuit."""

    year: int
    ours: dict[str, int]
    """Ours, by state."""
    sent: dict[str, int]
    """Partners' answers to ours, by verdict and ground."""
    received: dict[str, int]
    """Partners' notices, by what was decided here and the ground."""
    pursuit: dict[str, int]
    """Steps of pursuits, by kind."""


class SightingWritten(TypedDict):
    """A sighting that waits for approvals; ``payload`` is the hash that they sign."""

    sighting: Id
    payload: Digest
    notice: Id
    version: int
    on: Day
    place: str | None
    words: str


class SightingApproved(TypedDict):
    """A sighting that was sent, or that waits for another officer."""

    notice: Id
    sent: NotRequired[list[Delivered]]
    sighting: NotRequired[Id]
    approvals: NotRequired[int]
    needed: NotRequired[int]

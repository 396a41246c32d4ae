"""What oversight shows whole: a log entry, a sample, a person's request, its letter."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.delivered import Delivered
from entraide.client.overseen import AccessRow, SubjectRow
from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "EntryShown",
    "ErasureTold",
    "FindShown",
    "FoundValueShown",
    "JudgedAccess",
    "LetterShown",
    "Redrawn",
    "SampleHeld",
    "SampleShown",
    "SampleWanted",
    "SubjectAnswered",
    "SubjectCorrected",
    "SubjectErased",
    "SubjectPutRight",
    "SubjectShown",
]


class EntryShown(TypedDict):
    """One entry of the log with everything that it says: ids and digests, never a name."""

    epoch: int
    """1, unless a restored backup began the log anew."""
    index: int
    origin: str
    """The log's name, as checkpoints carry it."""
    at_ms: Moment
    action: Code
    actor: Id
    """The pseudonym of who did it; ``keeper`` and ``node`` are no officers."""
    partner: str
    ids: dict[str, str]
    digests: dict[str, Digest]
    leaf: Digest
    """The hash of the entry in the log's tree (RFC 6962)."""
    cosigned_at: int | None
    """The size of the first log over it that a partner cosigned; null where none is yet."""


class SampleWanted(TypedDict):
    """What a sample was drawn from: null is everything; ``until_ms`` is the first moment after."""

    action: Code | None
    case: str | None
    officer: Id | None
    partner: Id | None
    purpose: Code | None
    screen: Code | None
    since_ms: int
    until_ms: int | None


class JudgedAccess(AccessRow):
    """An access of a sample, and what is found of it: empty until somebody has judged it."""

    judgement: Code
    remarks: str
    explanation: str
    """What the officer wrote who was asked to explain it."""
    explained_ms: Moment | None


class Redrawn(TypedDict):
    """A sample drawn again by its seed: whether the very same entries came."""

    sample: Id
    same: bool
    population: int
    differ: list[str]
    """Entries, as epoch/index, that are in one of both alone."""


class SampleHeld(TypedDict):
    """A sample of accesses, as it is judged; its seed lets anybody draw it again."""

    sample: Id
    seed: str
    population: int
    """How many accesses it was drawn from."""
    log_size: int
    at_ms: Moment
    officer: Id
    wanted: SampleWanted
    accesses: list[JudgedAccess]


class SampleShown(SampleHeld):
    """The same, beside what came where it was drawn again."""

    redrawn: Redrawn | None
    """Null unless ``redraw`` was asked for."""


class FoundValueShown(TypedDict):
    """A value that was found; provider and handling are those of a partner's, empty for ours."""

    prop: Code
    text: str
    handling: Code
    handling_text: str
    provider: str
    mark: str
    """What the handling code binds to, in words."""


class FindShown(TypedDict):
    """One place where the person was found, and what was decided on it."""

    number: int
    place: Code
    id: Id
    partner: str
    at_ms: int
    score: float
    """How near it is to the person, from 0 to 1."""
    values: list[FoundValueShown]
    decision: Code
    ground: Code
    to_send: str
    """A letter that a person must send to a provider; empty where none is needed."""


class SubjectShown(SubjectRow):
    """A request with the person's own data and everything that was found."""

    names: list[str]
    birth_dates: list[str]
    contact: str
    identified: str
    """How the person's identity was shown."""
    language: Code
    wanted: str
    """What the person asks for, in the person's own words."""
    finds: list[FindShown]


class LetterShown(TypedDict):
    """The letter to the person, as it stands or as it closed the request (``final``)."""

    request: Id
    letter: str
    language: Code
    persons_language: Code
    final: bool
    undecided: int
    """How many finds nobody has decided on yet: they are not in the letter."""
    searched: bool


class ErasureTold(TypedDict):
    """An erasure or a correction that partners were told of."""

    delivery: list[Delivered]
    notice: NotRequired[Id]
    message: NotRequired[Id]
    thread: NotRequired[Id]


class SubjectPutRight(SubjectShown):
    """The same after something was deleted or put right, and who was told of it."""

    partners: list[ErasureTold]


class SubjectCorrected(SubjectShown):
    """The same after something was put right; ``partners`` where a record of ours was."""

    partners: NotRequired[list[ErasureTold]]


class SubjectAnswered(SubjectRow):
    """A request that is closed with its letter."""

    letter: str
    language: Code


class SubjectErased(TypedDict):
    """A request that is held no more."""

    request: Id
    keys_destroyed: int

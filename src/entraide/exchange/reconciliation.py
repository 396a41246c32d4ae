"""Reconciliation: two partners compare what they sent each other, and name what one side lacks.

Each side holds two sets of messages, those that one party sent and those that the other did. A set
is ordered by message digest and summed up by its count and its Merkle root (``kernel.merkle``).
Where two summaries differ, the set is divided by the next two hexadecimal digits of the digest and
the parts are compared in turn, until a part is small enough to be listed: about log256(n) rounds,
a few kilobytes each, whatever the history. Only messages that were signed before a moment on which
both agree are counted, so that what is still on its way is not taken for lost.

``Reconcile`` carries every step; the side that answers keeps nothing between two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.kernel.merkle import Frontier, leaf_hash

__all__ = [
    "MAX_LISTED",
    "MAX_WANTED",
    "Entry",
    "Lack",
    "Listing",
    "Reconcile",
    "Scope",
    "Summary",
    "differing",
    "divide",
    "summarise",
]

_STEP_DIGITS: Final = 2
"""Digits by which a set is divided: 256 parts, 30 KB of summaries."""
MAX_LISTED: Final = 64
"""A set of so many messages is listed instead of divided."""
MAX_WANTED: Final = 8
"""Sets that one message may ask about: the answer stays under 400 KB."""
_MAX_SUMMARIES: Final = MAX_WANTED * 16**_STEP_DIGITS
_MAX_LACKS: Final = 512
_DIGEST_DIGITS: Final = 64
_HEX: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Scope:
    """The messages of one sender to the other party whose digests begin with ``prefix``."""

    sender: str
    prefix: str = ""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message; null is the empty prefix."""
        return {"prefix": self.prefix or None, "sender": self.sender}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take the two fields of a scope out of an object."""
        scope = cls(fields.text("sender", limit=64), fields.text_or_none("prefix") or "")
        digits = len(scope.prefix)
        if digits % _STEP_DIGITS or digits >= _DIGEST_DIGITS or set(scope.prefix) - _HEX:
            raise RemoteProtocolError("field.malformed", field="reconcile.prefix")
        return scope


@dataclass(frozen=True, slots=True)
class Summary:
    """How many messages of a scope are held, and the Merkle root over their digests in order."""

    scope: Scope
    count: int
    root: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {**self.scope.to_json(), "count": self.count, "root": self.root}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a summary."""
        fields = Fields(value, "reconcile.summary")
        scope = Scope.take(fields)
        summary = cls(scope, fields.integer("count"), fields.hexadecimal("root", digits=64))
        fields.done()
        return summary


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One message, by what both sides know it."""

    digest: str
    id: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"digest": self.digest, "id": self.id}

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take the two fields of an entry out of an object."""
        return cls(
            fields.hexadecimal("digest", digits=_DIGEST_DIGITS),
            fields.hexadecimal("id", digits=32),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """Every message of a small scope."""

    scope: Scope
    entries: tuple[Entry, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        entries = [entry.to_json() for entry in self.entries]
        return {**self.scope.to_json(), "messages": entries}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a listing; an entry that does not belong to its scope is malformed."""
        fields = Fields(value, "reconcile.listing")
        scope = Scope.take(fields)
        entries = tuple(_entry(item) for item in fields.items("messages", limit=MAX_LISTED))
        fields.done()
        if any(not entry.digest.startswith(scope.prefix) for entry in entries):
            raise RemoteProtocolError("field.malformed", field="reconcile.listing.messages")
        return cls(scope, entries)


@dataclass(frozen=True, slots=True)
class Lack:
    """A message of ``sender`` that the party ``by`` does not hold and the other one does."""

    by: str
    sender: str
    entry: Entry

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {**self.entry.to_json(), "by": self.by, "sender": self.sender}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a lack."""
        fields = Fields(value, "reconcile.lack")
        entry = Entry.take(fields)
        lack = cls(fields.text("by", limit=64), fields.text("sender", limit=64), entry)
        fields.done()
        return lack


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """One step: what the writer holds, what it wants to know more of, what was found lacking."""

    KIND: ClassVar[str] = "reconcile"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    cutoff_ms: int
    """Only messages signed before this moment count; UTC milliseconds."""
    summaries: tuple[Summary, ...] = ()
    listings: tuple[Listing, ...] = ()
    wanted: tuple[Scope, ...] = ()
    lacks: tuple[Lack, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "cutoff_ms": self.cutoff_ms,
            "lacks": [each.to_json() for each in self.lacks],
            "listings": [each.to_json() for each in self.listings],
            "summaries": [each.to_json() for each in self.summaries],
            "wanted": [each.to_json() for each in self.wanted],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a step."""
        fields = Fields(value, "reconcile")
        step = cls(
            cutoff_ms=fields.integer("cutoff_ms"),
            lacks=tuple(map(Lack.from_json, fields.items("lacks", limit=_MAX_LACKS))),
            listings=tuple(map(Listing.from_json, fields.items("listings", limit=MAX_WANTED))),
            summaries=tuple(
                map(Summary.from_json, fields.items("summaries", limit=_MAX_SUMMARIES))
            ),
            wanted=tuple(map(_scope, fields.items("wanted", limit=MAX_WANTED))),
        )
        fields.done()
        return step

    @property
    def senders(self) -> frozenset[str]:
        """Every party of which the step speaks; the reader checks that it is one of the two."""
        summed = (each.scope for each in self.summaries)
        scopes = (*self.wanted, *summed, *(each.scope for each in self.listings))
        named = (party for lack in self.lacks for party in (lack.by, lack.sender))
        return frozenset((*(scope.sender for scope in scopes), *named))


def summarise(scope: Scope, digests: Iterable[str]) -> Summary:
    """Sum up the messages of a scope; ``digests`` come in order and none twice."""
    tree = Frontier().extend(leaf_hash(bytes.fromhex(digest)) for digest in digests)
    return Summary(scope, tree.size, tree.root.hex())


def divide(scope: Scope, digests: Iterable[str]) -> tuple[Summary, ...]:
    """Sum up each part of a scope that holds a message, in one pass over its digests in order."""
    digits = len(scope.prefix) + _STEP_DIGITS
    return tuple(
        summarise(Scope(scope.sender, prefix), part)
        for prefix, part in groupby(digests, lambda digest: digest[:digits])
    )


def differing(ours: Iterable[Summary], theirs: Iterable[Summary]) -> tuple[Scope, ...]:
    """Return the scopes that the two sides do not hold alike, in order."""
    unequal = {summary.scope for summary in set(ours) ^ set(theirs)}
    return tuple(sorted(unequal, key=lambda scope: (scope.sender, scope.prefix)))


def _entry(value: object) -> Entry:
    fields = Fields(value, "reconcile.entry")
    entry = Entry.take(fields)
    fields.done()
    return entry


def _scope(value: object) -> Scope:
    fields = Fields(value, "reconcile.scope")
    scope = Scope.take(fields)
    fields.done()
    return scope

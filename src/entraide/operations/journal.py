"""The common journal of an operation: a set of entries, and the one order that follows from it.

Every member holds the same set in the end, because whoever lacks an entry that another has seen
asks for it. The order is a function of the set alone: by height, then party, then digest. An entry
is higher than all that it has seen, so it stands after them; what was written at the same time
stands in an order that nobody chooses and everybody computes.

1. the first entry founds the operation, has seen nothing and has height and number one; there is
   exactly one; 2. an entry is taken in once all that it has seen is held, until then it waits;
3. its height and its number follow from what it has seen; 4. its time is not before that of what
it has seen. A party that writes two entries of one number tells members different things: both
are kept, both stand in the order, and ``forks`` names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from entraide.errors import RemoteProtocolError
from entraide.operations.entry import MOST_SEEN, Entry
from entraide.operations.folding import Fold
from entraide.operations.growing import Growing
from entraide.operations.pasts import Pasts, in_order, walk

__all__ = ["MOST_ENTRIES", "Fork", "Journal", "Place"]

S = TypeVar("S")
MOST_ENTRIES: Final = 5_000
"""Entries of one operation, held and waiting: no member fills another's store."""


@dataclass(frozen=True, slots=True, order=True)
class Fork:
    """A party gave one number to several entries: it told members different things."""

    party: str
    number: int
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the next entry of a party stands: what it needs of the journal to be written."""

    number: int
    height: int
    seen: tuple[str, ...]
    not_before_ms: int


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries that are held, by digest, and those that wait for what they have seen."""

    held: Mapping[str, Entry] = field(default_factory=dict)
    waiting: Mapping[str, Entry] = field(default_factory=dict)
    pasts: Pasts = field(default_factory=Pasts, compare=False, repr=False)
    """What was computed of its latest entries, shared by the journals that grow from it."""
    _heads: tuple[str, ...] | None = field(default=None, compare=False, repr=False)

    @property
    def order(self) -> tuple[Entry, ...]:
        """Every entry that is held, in the order that is the same at every member."""
        return in_order(self.held)

    @property
    def founding(self) -> Entry | None:
        """The entry that founded the operation, where it is held."""
        return self.pasts.founding(self.held)

    @property
    def heads(self) -> tuple[str, ...]:
        """The entries that no other has seen: whoever names them has seen everything."""
        if self._heads is None:
            named = {digest for each in self.held.values() for digest in each.seen}
            object.__setattr__(self, "_heads", tuple(sorted(set(self.held) - named)))
        return self._heads or ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What waiting entries have seen and nobody has brought here."""
        wanted = {digest for each in self.waiting.values() for digest in each.seen}
        return tuple(sorted(wanted - set(self.held) - set(self.waiting)))

    @property
    def forks(self) -> tuple[Fork, ...]:
        """Numbers that a party used for several entries, those that wait among them."""
        same: dict[tuple[str, int], set[str]] = defaultdict(set)
        for digest, each in {**self.held, **self.waiting}.items():
            same[each.party, each.number].add(digest)
        return tuple(
            Fork(party, number, tuple(sorted(digests)))
            for (party, number), digests in sorted(same.items())
            if len(digests) > 1
        )

    def add(self, entry: Entry) -> Journal:
        """Return the journal with an entry, held if all it has seen is held, else waiting.

        An entry that is there changes nothing. RemoteProtocolError where it cannot stand anywhere:
        a second founding entry, numbers or a time that do not follow from what it has seen, or one
        entry too many. What waited for it stays waiting until it is added again (``is_ready``).
        """
        digest = entry.digest
        if digest in self.held:
            return self
        if len(self.held) + len(self.waiting) >= MOST_ENTRIES and digest not in self.waiting:
            raise RemoteProtocolError("journal.too_many")
        if not self.is_ready(entry):
            others = {key: each for key, each in self.waiting.items() if key != digest}
            return Journal(self.held, {**others, digest: entry}, self.pasts, self._heads)
        self._check(entry)
        return self.grown(entry)

    def grown(self, entry: Entry) -> Journal:
        """Return the journal with an entry held that was judged before, and waits no more."""
        digest = entry.digest
        held = self.held if isinstance(self.held, Growing) else Growing(self.held)
        others = {key: each for key, each in self.waiting.items() if key != digest}
        heads = tuple(sorted({digest, *self.heads} - set(entry.seen)))
        return Journal(held.grown(digest, entry), others, self.pasts, heads)

    def is_ready(self, entry: Entry) -> bool:
        """Tell whether all that an entry has seen is held."""
        return all(digest in self.held for digest in entry.seen)

    def without(self, entry: Entry) -> Journal:
        """Return the journal without an entry that waited in vain."""
        digest = entry.digest
        others = {key: each for key, each in self.waiting.items() if key != digest}
        return Journal(self.held, others, self.pasts, self._heads)

    def past(self, seen: Iterable[str]) -> dict[str, Entry]:
        """Return what these entries and all that they have seen are; unknown ones are left out."""
        return walk(self.held, seen)

    def stands(self, fold: Fold[S]) -> S:
        """Return what the journal amounts to."""
        return self.state(self.heads, fold)

    def state(self, seen: tuple[str, ...], fold: Fold[S]) -> S:
        """Return what stands after these entries and all that they have seen."""
        return self.pasts.state(self.held, seen, fold)

    def beyond(self, seen: Iterable[str]) -> tuple[Entry, ...]:
        """Return what somebody lacks who holds these entries and their past, in order."""
        known = self.past(seen)
        return in_order({key: each for key, each in self.held.items() if key not in known})

    def next_place(self, party: str) -> Place:
        """Return where the next entry of a party stands, which has seen all that is held."""
        seen = self.heads[:MOST_SEEN]
        return self._place(party, seen)

    def _place(self, party: str, seen: tuple[str, ...]) -> Place:
        past = self.pasts.of(self.held, seen)
        return Place(
            number=past.numbers.get(party, 0) + 1,
            height=past.height + 1,
            seen=seen,
            not_before_ms=past.at_ms,
        )

    def _check(self, entry: Entry) -> None:
        founding = self.founding or entry
        if entry.operation != founding.founds or (entry.seen == ()) != (founding is entry):  # 1
            raise RemoteProtocolError("journal.other_founding")
        place = self._place(entry.party, entry.seen)
        if (entry.number, entry.height) != (place.number, place.height):  # 1, 3
            raise RemoteProtocolError("journal.bad_place")
        if entry.at_ms < place.not_before_ms:  # 4
            raise RemoteProtocolError("journal.bad_time")

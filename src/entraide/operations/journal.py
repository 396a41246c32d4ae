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

__all__ = ["KEPT_TO_END", "MOST_OF_A_PARTY", "Fork", "Journal", "Place"]

S = TypeVar("S")
MOST_OF_A_PARTY: Final = 20_000
"""Entries of one party in one operation: a month's watch at one every two minutes. The number of an
entry says it, so every member decides alike, and nobody uses up what another may write."""
KEPT_TO_END: Final = 100
"""The last of them, for entries that end something: nobody is kept from aborting by having said
much."""
_MOST_TWICE: Final = 64
"""Entries under numbers that their party gave before, which nobody else has seen: of more, the
journal would be what a liar makes it."""


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
class _Ends:
    """The entries that no other has seen, and the last number of each party."""

    heads: tuple[str, ...]
    numbers: Mapping[str, int]

    def grown(self, entry: Entry) -> _Ends:
        number = max(entry.number, self.numbers.get(entry.party, 0))
        heads = tuple(sorted({entry.digest, *self.heads} - set(entry.seen)))
        return _Ends(heads, {**self.numbers, entry.party: number})


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries that are held, by digest, and those that wait for what they have seen."""

    held: Mapping[str, Entry] = field(default_factory=dict)
    waiting: Mapping[str, Entry] = field(default_factory=dict)
    pasts: Pasts = field(default_factory=Pasts, compare=False, repr=False)
    """What was computed of its latest entries, shared by the journals that grow from it."""
    _found: _Ends | None = field(default=None, compare=False, repr=False)

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
        return self._ends.heads

    @property
    def numbers(self) -> Mapping[str, int]:
        """The last number of each party's entries."""
        return self._ends.numbers

    @property
    def missing(self) -> tuple[str, ...]:
        """What waiting entries have seen and nobody has brought here."""
        return tuple(sorted(self._wanted - set(self.held) - set(self.waiting)))

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
        self._check_room(entry)
        if not self.is_ready(entry):
            others = {key: each for key, each in self.waiting.items() if key != digest}
            return Journal(self.held, {**others, digest: entry}, self.pasts, self._found)
        self._check(entry)
        return self.grown(entry)

    def grown(self, entry: Entry) -> Journal:
        """Return the journal with an entry held that was judged before, and waits no more."""
        digest = entry.digest
        held = self.held if isinstance(self.held, Growing) else Growing(self.held)
        others = {key: each for key, each in self.waiting.items() if key != digest}
        ends = self._ends.grown(entry)
        return Journal(held.grown(digest, entry), others, self.pasts, ends)

    def is_ready(self, entry: Entry) -> bool:
        """Tell whether all that an entry has seen is held."""
        return all(digest in self.held for digest in entry.seen)

    def without(self, entry: Entry) -> Journal:
        """Return the journal without an entry that waited in vain."""
        digest = entry.digest
        others = {key: each for key, each in self.waiting.items() if key != digest}
        return Journal(self.held, others, self.pasts, self._found)

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
        return self._place(party, self.heads if len(self.heads) <= MOST_SEEN else self._seen(party))

    def _seen(self, party: str) -> tuple[str, ...]:
        """Return what an entry names that cannot name all heads: the party's last, the highest."""
        own = [(each.number, key) for key, each in self.held.items() if each.party == party]
        highest = sorted(self.heads, key=lambda key: (-self.held[key].height, key))
        named = dict.fromkeys([*(key for _, key in sorted(own)[-1:]), *highest])
        return tuple(sorted(tuple(named)[:MOST_SEEN]))

    def _place(self, party: str, seen: tuple[str, ...]) -> Place:
        past = self.pasts.of(self.held, seen)
        return Place(
            number=past.numbers.get(party, 0) + 1,
            height=past.height + 1,
            seen=seen,
            not_before_ms=past.at_ms,
        )

    @property
    def _wanted(self) -> set[str]:
        return {digest for each in self.waiting.values() for digest in each.seen}

    @property
    def _ends(self) -> _Ends:
        if self._found is None:
            ends = _Ends((), {})
            for each in self.order:
                ends = ends.grown(each)
            object.__setattr__(self, "_found", ends)
        return self._found or _Ends((), {})

    def _check_room(self, entry: Entry) -> None:
        """Check that its party has room; only one that tells several things is counted."""
        if entry.number > MOST_OF_A_PARTY:
            raise RemoteProtocolError("journal.too_many", party=entry.party, most=MOST_OF_A_PARTY)
        known, number = self.held, self.numbers.get(entry.party, 0)
        most = number + _MOST_TWICE
        if not self.is_ready(entry):
            known, most = self.waiting, MOST_OF_A_PARTY
        elif entry.number > number or entry.digest in self._wanted:
            return
        if sum(each.party == entry.party for each in known.values()) >= most:
            raise RemoteProtocolError("journal.too_many", party=entry.party, most=most)

    def _check(self, entry: Entry) -> None:
        founding = self.founding or entry
        if entry.operation != founding.founds or (entry.seen == ()) != (founding is entry):  # 1
            raise RemoteProtocolError("journal.other_founding")
        place = self._place(entry.party, entry.seen)
        if (entry.number, entry.height) != (place.number, place.height):  # 1, 3
            raise RemoteProtocolError("journal.bad_place")
        if entry.at_ms < place.not_before_ms:  # 4
            raise RemoteProtocolError("journal.bad_time")

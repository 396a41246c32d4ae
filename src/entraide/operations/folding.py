"""Folding a journal: a state of its founding entry, then one step for each entry, in its order.

Each operation has one ``Fold``: how its state begins, and a table from a kind of entry to what it
changes. A state is a value; folding on from one that is kept gives what folding all again would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from entraide.errors import LocalProtocolError
from entraide.operations.entry import Entry

__all__ = ["Fold", "founded_twice"]

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """How the entries of an operation become its state."""

    begins: Callable[[Entry], S]
    steps: Mapping[str, Callable[[S, Entry], S]]

    def of(self, entries: Iterable[Entry]) -> S:
        """Fold the entries of a journal, in its order, the founding one first."""
        founding, *later = entries
        return self.onto(self.begins(founding), later)

    def onto(self, state: S, entries: Iterable[Entry]) -> S:
        """Fold further entries, in order, onto what stands."""
        for entry in entries:
            state = self.steps[entry.kind](state, entry)
        return state


def founded_twice(_: S, entry: Entry) -> S:
    """Refuse a second founding entry: the step of the kind by which an operation begins."""
    raise LocalProtocolError("journal.founded_twice", operation=entry.operation)

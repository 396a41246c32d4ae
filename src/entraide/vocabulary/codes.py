"""A table of codes: what every vocabulary of the field is.

A table knows its codes and nothing of who uses them. An unknown code is an error that names the
nearest known one, because a misspelt purpose in a memorandum is found by a person, not by a log.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from entraide.errors import InputError

__all__ = ["Code", "CodeTable", "Entry", "nearest_of"]

_SHOWN: Final = 64
"""Characters of an unknown code that are compared and shown: the rest would only flood a screen."""


class Code(Protocol):
    """Anything with a stable code and a label for people."""

    @property
    def code(self) -> str:
        """The stable code, as it stands in files and messages."""

    @property
    def label(self) -> str:
        """The English label, marked for translation."""


T_co = TypeVar("T_co", bound=Code, covariant=True)


def nearest_of(code: str, known: tuple[str, ...]) -> str:
    """Return the known code that looks most like this one."""
    return difflib.get_close_matches(code[:_SHOWN], known, n=1, cutoff=0.0)[0]


class CodeTable(Generic[T_co]):
    """An ordered, immutable table of codes of one kind."""

    __slots__ = ("_entries", "kind")

    def __init__(self, kind: str, *entries: T_co) -> None:
        """Build a table of entries; ``kind`` is the marked English word for it."""
        self.kind: Final = kind
        self._entries: Final = {entry.code: entry for entry in entries}

    def __iter__(self) -> Iterator[T_co]:
        """Yield the entries in the order of the table."""
        return iter(self._entries.values())

    def __contains__(self, code: object) -> bool:
        """Tell whether the table holds this code."""
        return isinstance(code, str) and code in self._entries

    def __len__(self) -> int:
        """Count the codes."""
        return len(self._entries)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the table."""
        return tuple(self._entries)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Every code with its label: what a form offers to choose from."""
        return tuple((entry.code, entry.label) for entry in self)

    def find(self, code: str) -> T_co:
        """Return the entry of a code; InputError naming the nearest code where there is none."""
        entry = self._entries.get(code)
        if entry is None:
            near = nearest_of(code, self.codes)
            raise InputError(
                "vocabulary.unknown_code", kind=self.kind, found=code[:_SHOWN], nearest=near
            )
        return entry


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with a label and nothing else."""

    code: str
    label: str

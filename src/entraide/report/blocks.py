"""What a report is made of, however it is written: headings, sentences, rows, figures, quotes.

A ``Banner`` stands on every page of a PDF and of a print, above and below: the handling of it all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from entraide.figures import Figure

__all__ = [
    "Banner",
    "Block",
    "Facts",
    "Heading",
    "Paragraph",
    "Picture",
    "Quote",
    "Rows",
    "Written",
]


@dataclass(frozen=True, slots=True)
class Banner:
    """How the report is to be handled, in a line; one at most, before all else."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, each under its name; what is empty is left out."""

    facts: tuple[tuple[str, str], ...]

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The facts that say something."""
        return tuple(each for each in self.facts if each[1])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with its caption; nothing where there are no rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure under a name that is unique in the report."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document, word for word, with the document."""

    text: str
    source: str


Block: TypeAlias = Banner | Facts | Heading | Paragraph | Rows | Picture | Quote


@dataclass(frozen=True, slots=True)
class Written:
    """The text, and the files that stand beside it by their names."""

    text: str
    files: Mapping[str, str] = field(default_factory=dict)

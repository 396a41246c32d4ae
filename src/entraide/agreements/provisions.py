"""What a provision of a memorandum is: its article, its shape and its meaning, as data.

The chapters in ``agreement`` are dataclasses whose fields each carry a ``Provision``. Reading,
drafting, the articles that denials name and the tables of docs/agreements.md are drawn from it, so
that none of them can say something else. This module knows no chapter and reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import Field, dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias

from entraide.vocabulary.codes import Code, CodeTable

__all__ = [
    "Choice",
    "Coded",
    "Count",
    "Day",
    "Flag",
    "Many",
    "Part",
    "Pattern",
    "Provision",
    "PublicKey",
    "Shape",
    "Text",
    "article_of",
    "key_of",
    "provision",
    "provisions_of",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or paragraph; spacing does not count, invisible characters are refused."""

    most: int = 2000


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short name of a fixed form; ``example`` shows it to whoever got it wrong."""

    form: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of one vocabulary; ``also`` is a word allowed beside the codes."""

    table: CodeTable[Code]
    also: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list of words."""

    kind: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number between two bounds, both allowed."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, YYYY-MM-DD, that starts at 00:00 UTC."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key, 32 bytes in base64url without padding."""


@dataclass(frozen=True, slots=True)
class Part:
    """A group of provisions: a dataclass whose fields carry them."""

    kind: type[Any]


@dataclass(frozen=True, slots=True)
class Many:
    """A list without repetition; its order counts only where ``ordered``."""

    each: Shape
    least: int = 1
    most: int = 64
    ordered: bool = False


Shape: TypeAlias = (
    Text | Pattern | Coded | Choice | Count | Flag | Day | PublicKey | Part | Many  # closed
)

_META: Final = "provision"


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision; ``article`` is empty where the group that holds it has the number.

    One that is ``optional`` came with a later form of the memorandum: a list that is left out where
    it is empty, so that one meaning has one form.
    """

    article: str
    shape: Shape
    meaning: str
    optional: bool = False


def provision(
    article: str, shape: Shape, meaning: str = "", *, optional: bool = False
) -> dict[str, Provision]:
    """Return the metadata that makes a dataclass field a provision of the memorandum."""
    return {_META: Provision(article, shape, meaning, optional)}


def key_of(name: str) -> str:
    """Return the key under which a field stands in the text of a memorandum."""
    return name.replace("_", "-")


def provisions_of(kind: type[Any]) -> Iterator[tuple[str, Provision]]:
    """Yield the field name and provision of every field of a chapter, in their order."""
    for one in fields(kind):
        yield one.name, _of(one)


def article_of(kind: type[Any], name: str) -> str:
    """Return the article of a chapter's field as denials and refusals name it, ``Art. 2.8``."""
    return f"Art. {dict(provisions_of(kind))[name].article}"


def _of(one: Field[Any]) -> Provision:
    found: Provision = one.metadata[_META]
    return found

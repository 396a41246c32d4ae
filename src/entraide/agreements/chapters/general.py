"""Chapter 1, general provisions: who agrees, on which basis, in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from entraide.agreements.provisions import Count, Many, Part, Pattern, PublicKey, Text, provision
from entraide.kernel.keys import VerifyKey
from entraide.vocabulary.language import mark

__all__ = ["COUNTRY", "NAME", "PARTY_ID", "Definition", "General", "Observer", "Party", "RootKeys"]

PARTY_ID: Final = Pattern(re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*"), "ma.bureau")
COUNTRY: Final = Pattern(re.compile(r"[A-Z]{2}"), "MA")
NAME: Final = Text(200)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKeys:
    """A party's root keys and how many of them must sign."""

    threshold: int = field(
        metadata=provision("", Count(1, 16), mark("How many of these keys must sign"))
    )
    keys: tuple[VerifyKey, ...] = field(metadata=provision("", Many(PublicKey(), most=16)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A state's agency that signs."""

    id: str = field(metadata=provision("", PARTY_ID))
    country: str = field(metadata=provision("", COUNTRY))
    name: str = field(metadata=provision("", NAME))
    authority: str = field(metadata=provision("", NAME))
    contact: str = field(metadata=provision("", NAME))
    root: RootKeys = field(metadata=provision("", Part(RootKeys)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """An international organisation, or a state, that looks on: it neither asks nor answers."""

    id: str = field(metadata=provision("", PARTY_ID))
    name: str = field(metadata=provision("", NAME))
    contact: str = field(metadata=provision("", NAME))
    root: RootKeys = field(metadata=provision("", Part(RootKeys)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A word of the memorandum and what it means there."""

    term: str = field(metadata=provision("", NAME))
    meaning: str = field(metadata=provision("", Text()))


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """Chapter 1."""

    parties: tuple[Party, ...] = field(
        metadata=provision(
            "1.1", Many(Part(Party), least=2, most=32), mark("The parties and their root keys")
        )
    )
    basis: tuple[str, ...] = field(
        metadata=provision(
            "1.2", Many(Text(), ordered=True), mark("The treaties and laws it rests on")
        )
    )
    definitions: tuple[Definition, ...] = field(
        metadata=provision("1.3", Many(Part(Definition), least=0), mark("Definitions"))
    )
    observers: tuple[Observer, ...] = field(
        default=(),
        metadata=provision(
            "1.4",
            Many(Part(Observer), most=8),
            mark("Observers: they see this text and what is declared about it"),
            optional=True,
        ),
    )

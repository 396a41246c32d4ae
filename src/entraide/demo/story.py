"""The people of the demonstration's story, all invented, and what keeps the others apart from them.

Rabat asks for the *target*: Madrid holds him in Spanish spelling, Berlin in another transliteration
with day and month of birth swapped, Morocco not at all. The *islander* is held by the fourth bureau
alone. The *protected* woman is held by both as a refugee, the *unknown* man by nobody: the two
questions must have the same answer. So that no other invented person answers in their place, names
too near to theirs are never drawn (``keeps_apart``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "ISLANDER",
    "PROTECTED",
    "TARGET",
    "UNKNOWN",
    "Held",
    "Subject",
    "is_free_year",
    "keeps_apart",
]


@dataclass(frozen=True, slots=True)
class Held:
    """How one state (alpha-2) holds a subject."""

    state: str
    name: str
    given: str
    surname: str
    birth_date: str
    passport: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A person of the story: as asked for, and as the states that do hold the person."""

    asked_name: str
    birth_date: str
    gender: str
    nationality: str
    protected: str = ""
    held: tuple[Held, ...] = ()


TARGET: Final = Subject(
    asked_name="عبد اللطيف بن علي",
    birth_date="1981-03-07",
    gender="male",
    nationality="ma",
    held=(
        Held("ES", "Abdelatif Ben Ali", "Abdelatif", "Ben Ali", "1981-03-07", "EXM8100307"),
        Held("DE", "Abd al-Latif Bin Ali", "Abd al-Latif", "Bin Ali", "1981-07-03", ""),
    ),
)
"""Asked for by Rabat; the two partners hold him, each in its own spelling."""

PROTECTED: Final = Subject(
    asked_name="ياسمين سلقيني",
    birth_date="1990-11-23",
    gender="female",
    nationality="sy",
    protected="refugee",
    held=(
        Held("ES", "Yasmin Salkini", "Yasmin", "Salkini", "1990-11-23", "EXS9001123"),
        Held("DE", "Yasmin Salqini", "Yasmin", "Salqini", "1990-11-23", "EXS9001123"),
    ),
)
"""Held as a refugee: to every partner she answers as one who is unknown."""

UNKNOWN: Final = Subject(
    asked_name="منير بنشقرون",
    birth_date="1979-05-19",
    gender="male",
    nationality="ma",
)
"""Held by nobody: the answer that the protected person's must equal."""

ISLANDER: Final = Subject(
    asked_name="Joao Baptista Semedo",
    birth_date="1977-02-11",
    gender="male",
    nationality="cv",
    held=(Held("CV", "João Batista Semedo", "João Batista", "Semedo", "1977-02-11", "EXC7702110"),),
)
"""Held by the fourth, small bureau alone, in Portuguese spelling."""

_NEAR_SURNAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "عبد اللطيف": ("بن", "بل", "الع", "آيت"),
        "لطيفة": ("بن", "الع", "آيت"),
        "ياسمين": ("الصقلي", "السلي", "السلا", "بن سل", "بن صا", "الصال"),
        "منير": ("شا", "بن ش", "الشر", "الأشقر"),
        "منى": ("شا", "بن ش", "الشر"),
    }
)
"""Given names near a subject's, and how the surnames begin that they never meet."""

_NEAR_GIVEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"بن علي": ("عبد", "لطيف"), "العلوي": ("عبد",)}
)
"""Surnames near a subject's, and how the given names begin that they never meet."""

_TAKEN_YEARS: Final[Mapping[str, int]] = MappingProxyType(
    {"عبد اللطيف": 1981, "بن علي": 1981, "ياسمين": 1990, "منير": 1979}
)


def keeps_apart(given: str, surname: str) -> bool:
    """Tell whether this name (Arabic forms) is too near to a subject's to be anybody else's."""
    return surname.startswith(_NEAR_SURNAMES.get(given, ())) or given.startswith(
        _NEAR_GIVEN.get(surname, ())
    )


def is_free_year(root: tuple[str, str], year: int) -> bool:
    """Tell whether a person of this name (given, surname) may be born in that year."""
    return all(_TAKEN_YEARS.get(word) != year for word in root)

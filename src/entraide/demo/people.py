"""Invented people of Morocco, Spain, Germany and Cabo Verde: FollowTheMoney lines, all an exercise.

Nobody here exists. Each line carries the dataset, the source and a note EXERCISE; numbers of
documents and vehicles begin with EX, telephone numbers lie where no subscriber has one, wallets
belong to a test network. The same country, count and seed give the same lines, one at a time:
memory does not grow with the count. The story's subjects come from ``demo.story``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import accumulate, chain, islice
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, Final

from entraide.demo.belongings import EXERCISE, NOTE, add_belongings
from entraide.demo.names import CULTURES, Naming
from entraide.demo.story import ISLANDER, PROTECTED, TARGET, Held, Subject, is_free_year
from entraide.errors import InputError

__all__ = [
    "EXERCISE",
    "RETENTION",
    "NamedPerson",
    "generate",
    "named_people",
    "plant",
    "write_people",
]

RETENTION: Final = "2031-12-31"

_FIRST_BIRTH: Final = date(1940, 1, 1).toordinal()
_LAST_BIRTH: Final = date(2010, 12, 31).toordinal()
_MINORS_FROM: Final = 2009
_MALE_SHARE: Final = 0.7
"""Police files hold more men."""

_MIX: Final[Mapping[str, tuple[tuple[str, str, float], ...]]] = MappingProxyType(
    {
        "MA": (
            ("arabic", "ma", 0.95),
            ("arabic-french", "dz", 0.03),
            ("french", "fr", 0.02),
        ),
        "ES": (
            ("spanish", "es", 0.70),
            ("arabic-spanish", "ma", 0.20),
            ("arabic-spanish", "es", 0.05),
            ("english", "gb", 0.02),
            ("russian-latin", "ru", 0.01),
            ("french", "fr", 0.02),
        ),
        "DE": (
            ("german", "de", 0.55),
            ("turkish", "tr", 0.12),
            ("turkish", "de", 0.10),
            ("arabic-german", "sy", 0.09),
            ("arabic-german", "ma", 0.06),
            ("russian-latin", "ru", 0.05),
            ("english", "us", 0.03),
        ),
        "CV": (
            ("portuguese", "cv", 0.85),
            ("portuguese", "gw", 0.06),
            ("french", "sn", 0.06),
            ("english", "gb", 0.03),
        ),
    }
)
"""Whom a state holds: culture, nationality, share."""

_PARTNERS: Final = ("MA", "ES", "DE")
"""The parties of the memorandum whose bureaus a record may be kept for."""

_EVERYWHERE: Final = (
    ("arabic", "ma", 0.16),
    ("arabic-french", "dz", 0.10),
    ("arabic-spanish", "ma", 0.06),
    ("arabic-german", "sy", 0.10),
    ("spanish", "es", 0.14),
    ("german", "de", 0.10),
    ("turkish", "tr", 0.07),
    ("english", "gb", 0.10),
    ("french", "fr", 0.09),
    ("russian", "ru", 0.05),
    ("russian-latin", "ru", 0.03),
)
"""All cultures at once, for measurements."""

_GRADES: Final = ("A1", "A2", "B2", "B2", "B2", "B3", "C3", "X4")
_HANDLING: Final = ("H0", "H0", "H1", "H1", "H2")
_STATUSES: Final = ("witness", "victim", "asylum-seeker", "refugee")

NamedPerson = tuple[str, str, str, str, str]
"""id, name, birth date, country, sex."""

_Mix = tuple[tuple[str, str, float], ...]


def generate(country: str, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield ``count`` invented people whom a state (MA, ES, DE or CV) holds, without the story's.

    InputError for a country that has no people here.
    """
    mix = _MIX.get(country)
    if mix is None:
        raise InputError("people.unknown_country", country=country, known=", ".join(_MIX))
    return _people(country, mix, count, seed)


def plant(country: str) -> tuple[dict[str, Any], ...]:
    """Return the story's people whom this state holds; Morocco holds none of them."""
    found = (
        (subject, held)
        for subject in (TARGET, PROTECTED, ISLANDER)
        for held in subject.held
        if held.state == country
    )
    return tuple(_planted(f"EX-{country}-S{at}", *each) for at, each in enumerate(found, 1))


def write_people(path: Path, country: str, count: int, seed: int) -> int:
    """Write ``count`` lines, the story's people hidden among them; return the bytes written."""
    story = plant(country)
    others = generate(country, max(count - len(story), 0), seed)
    early = islice(others, count // 3)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for person in chain(early, story[:1], islice(others, count // 3), story[1:], others):
            stream.write(json.dumps(person, ensure_ascii=False) + "\n")
        return stream.tell()


def named_people(count: int, seed: int) -> Iterator[NamedPerson]:
    """Yield invented people of all cultures, each with the one name as it would be written."""
    rng = _chance("everywhere", seed)
    for number, (naming, nation, sex, born) in enumerate(_drawn(rng, _EVERYWHERE, count), 1):
        yield f"ex-{number:07}", naming.written[0], born, nation, sex


def _people(country: str, mix: _Mix, count: int, seed: int) -> Iterator[dict[str, Any]]:
    rng = _chance(country, seed)
    for number, (naming, nation, sex, born) in enumerate(_drawn(rng, mix, count), 1):
        properties = {
            "name": list(naming.written),
            "firstName": [naming.given],
            "lastName": [naming.surname],
            "birthDate": [born],
            "gender": [sex],
            "nationality": [nation],
        }
        add_belongings(rng, properties, country)
        properties["notes"] = [NOTE]
        marks = _marks(rng, country, int(born[:4]))
        yield _entity(f"EX-{country}-{number:06}", properties, marks)


def _drawn(rng: Random, mix: _Mix, count: int) -> Iterator[tuple[Naming, str, str, str]]:
    weights = tuple(accumulate(share for _, _, share in mix))
    for _ in range(count):
        culture, nation, _share = rng.choices(mix, cum_weights=weights)[0]
        sex = "male" if rng.random() < _MALE_SHARE else "female"
        naming = CULTURES[culture](rng, sex)
        yield naming, nation, sex, _birth_date(rng, naming.root)


def _birth_date(rng: Random, root: tuple[str, str]) -> str:
    while True:
        born = date.fromordinal(rng.randint(_FIRST_BIRTH, _LAST_BIRTH))
        if is_free_year(root, born.year):
            return born.isoformat()


def _entity(
    number: str, properties: Mapping[str, object], marks: Mapping[str, object]
) -> dict[str, Any]:
    return {
        "id": number,
        "caption": f"{EXERCISE} {number}",
        "schema": "Person",
        "properties": properties,
        "datasets": [EXERCISE],
        "entraide": marks,
    }


def _marks(rng: Random, country: str, year: int) -> dict[str, object]:
    marks: dict[str, object] = {
        "source": EXERCISE,
        "handling": rng.choice(_HANDLING),
        "evaluation": rng.choice(_GRADES),
        "retention": RETENTION,
    }
    chance = rng.random()
    if year >= _MINORS_FROM:
        marks["protected"] = ["minor"]
    elif chance < _PROTECTED_SHARE:
        marks["protected"] = [rng.choice(_STATUSES)]
    elif chance < _PROTECTED_SHARE + _RESTRICTED_SHARE:
        marks["restricted_to"] = [rng.choice([other for other in _PARTNERS if other != country])]
    return marks


_PROTECTED_SHARE: Final = 0.008
_RESTRICTED_SHARE: Final = 0.005


def _planted(number: str, subject: Subject, held: Held) -> dict[str, Any]:
    properties = {
        "name": [held.name],
        "firstName": [held.given],
        "lastName": [held.surname],
        "birthDate": [held.birth_date],
        "gender": [subject.gender],
        "nationality": [subject.nationality],
        **({"passportNumber": [held.passport]} if held.passport else {}),
        "notes": [NOTE],
    }
    marks: dict[str, object] = {
        "source": EXERCISE,
        "handling": "H1",
        "evaluation": "B2",
        "retention": RETENTION,
        **({"protected": [subject.protected]} if subject.protected else {}),
    }
    return _entity(number, properties, marks)


def _chance(name: str, seed: int) -> Random:
    return Random(f"{EXERCISE}/{name}/{seed}")  # noqa: S311 - invented people, not secrets

"""What an operation is after, goods, vehicles, persons, each reduced to what tells it from others.

Two things are the same when kind and key are: a number plate without its spaces and in one alphabet
where the letters are the same sign, an IMEI without its check digit, a phone number in E.164. Two
persons are the same when the matcher says so (``match``), whatever the script of their names; what
is only possible counts, because a conflict that is missed costs more than a call.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from entraide.match import Identifier, Prepared, Subject, compare, prepare
from entraide.operations.entry import Entry

__all__ = ["Target", "meet", "targets_in"]

_IMEI_DIGITS: Final = 14
"""Digits of an IMEI that name a device; the fifteenth checks them, a software version replaces it
(3GPP TS 23.003, section 6.2)."""
_SIGNS: Final = str.maketrans("АВЕКМНОРСТУХأإآابد", "ABEKMHOPCTYXAAAABD")
"""Letters of number plates that are one sign in two alphabets: those that the Convention on Road
Traffic (Vienna, 1968) lets a Cyrillic plate bear, and Arabic ones that plates pair with Latin."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing or person: what it is, as it was written, and a person's birth date."""

    of: str
    value: str
    born: str | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of ``common_kinds.TARGET_FIELDS``."""
        return cls(str(row["of"]), str(row["value"]), row["born"])

    @property
    def key(self) -> str:
        """What tells it from others of its kind; a person has none."""
        return _KEYS.get(self.of, _plain)(self.value)


def targets_in(founding: Entry) -> tuple[Target, ...]:
    """Return what an operation is after by its founding entry: identifiers and persons named."""
    rows: Any = founding.body.get("identifiers", ())
    persons: Any = founding.body.get("persons", ())
    named = [Target.of_row(row) for row in rows]
    named += [Target("person", str(row["name"])) for row in persons]
    return tuple(dict.fromkeys(named))


def meet(some: Iterable[Target], others: Iterable[Target]) -> tuple[Target, ...]:
    """Return those of ``some`` that are also among ``others``."""
    held = tuple(others)
    keys = {(each.of, each.key) for each in held if each.of != "person"}
    people = tuple(_prepared(each) for each in held if each.of == "person")
    return tuple(
        each
        for each in some
        if (
            _is_known(each, people)
            if each.of == "person"
            else bool(each.key) and (each.of, each.key) in keys
        )
    )


def _is_known(person: Target, people: tuple[Prepared, ...]) -> bool:
    mine = _prepared(person) if people else None
    return mine is not None and any(compare(mine, each).decision == "match" for each in people)


def _prepared(person: Target) -> Prepared:
    born = (person.born,) if person.born else ()
    return prepare(Subject(names=(person.value,), birth_dates=born))


def _plain(text: str) -> str:
    """Return letters and digits alone, in upper case, whatever script the digits are of."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in folded
        if letter.isalnum()
    )


def _plate(text: str) -> str:
    return _plain(text).translate(_SIGNS)


def _device(text: str) -> str:
    digits = _plain(text)
    return digits[:_IMEI_DIGITS] if digits.isdigit() and len(digits) >= _IMEI_DIGITS else digits


def _identifier(kind: str) -> Callable[[str], str]:
    def key(text: str) -> str:
        found = Identifier.parse(kind, text)
        return found.value if found else _plain(text)

    return key


_KEYS: Final[Mapping[str, Callable[[str], str]]] = {
    "vehicle": _plate,
    "device": _device,
    "phone": _identifier("phone"),
    "vessel": _identifier("vessel"),
    "document": _identifier("document"),
}
"""How the key of each kind is made; of the others the letters and digits alone."""

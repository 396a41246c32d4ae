"""Invented names: given names and surnames of several cultures, each in the spellings it takes.

A name that is written in Arabic keeps one row for its Arabic form and its French, Spanish and
German (or English) spellings, so that the same invented person can be held by three states as each
of them would write him. Common names are frequent and rare ones rare (weight 1 / (rank + 4)).
Chance is an argument; tables are files of ``demo/data``, the commonest name first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Final

from entraide.demo.story import keeps_apart

__all__ = ["CULTURES", "Forms", "Naming", "Pool", "Style"]

_HEAD: Final = 4
"""Flattens the top of the frequency curve: the commonest name is 25 times the hundredth."""

_PATRONYMS: Final = 60
"""Given names that also make a surname with بن."""

_PATRONYM_SHARE: Final = 0.3
"""How much rarer such a surname is than one of the table at the same rank."""

_CHAIN_SHARE: Final = 0.08
_DOUBLE_SHARE: Final = 0.04
_SECOND_SURNAME_SHARE: Final = 0.3


class Style:
    """The columns of the Arabic table: Arabic script, then Latin spellings by habit."""

    ARABIC: Final = 0
    FRENCH: Final = 1
    SPANISH: Final = 2
    GERMAN: Final = 3


Forms = tuple[str, ...]
"""One name in each style (one form where the culture has one script)."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Names with their cumulated weights."""

    forms: tuple[Forms, ...]
    weights: tuple[float, ...]

    def draw(self, rng: Random) -> Forms:
        """Return one name, the common ones more often."""
        return rng.choices(self.forms, cum_weights=self.weights)[0]


@dataclass(frozen=True, slots=True)
class Naming:
    """A person's name: as written (one or two forms), its parts, and the words they come from."""

    written: tuple[str, ...]
    given: str
    surname: str
    root: tuple[str, str]


def _pool(forms: tuple[Forms, ...], share: float = 1.0, more: tuple[Forms, ...] = ()) -> Pool:
    weights = [1 / (rank + _HEAD) for rank in range(len(forms))]
    weights += [share / (rank + _HEAD) for rank in range(len(more))]
    return Pool(forms + more, tuple(accumulate(weights)))


def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = (resources.files("entraide.demo") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines()[1:])


def _of_kind(rows: tuple[tuple[str, ...], ...], kind: str) -> tuple[Forms, ...]:
    return tuple(row[1:] for row in rows if row[0] == kind)


@cache
def _arabic() -> Mapping[str, Pool]:
    rows = _rows("names_arabic.tsv")
    male, surnames = _of_kind(rows, "male"), _of_kind(rows, "surname")
    known = {forms[Style.ARABIC] for forms in surnames}
    patronyms = tuple(
        tuple(f"{son} {name}" for son, name in zip(_SON_OF, forms, strict=True))
        for forms in male
        if " " not in forms[Style.ARABIC] and f"بن {forms[Style.ARABIC]}" not in known
    )[:_PATRONYMS]
    return MappingProxyType(
        {
            "male": _pool(male),
            "female": _pool(_of_kind(rows, "female")),
            "surname": _pool(surnames, _PATRONYM_SHARE, patronyms),
        }
    )


_SON_OF: Final = ("بن", "Ben", "Ben", "Bin")


@cache
def _latin(culture: str) -> Mapping[str, Pool]:
    pools = {
        kind: _pool(tuple((name,) for name in names.split(", ")))
        for owner, kind, names in _rows("names_latin.tsv")
        if owner == culture
    }
    return MappingProxyType(pools)


@cache
def _russian() -> Mapping[str, Pool]:
    rows = _rows("names_russian.tsv")
    pools = {kind: _pool(_of_kind(rows, kind)) for kind in ("male", "female", "surname")}
    return MappingProxyType(pools)


def _draw_arabic(rng: Random, sex: str) -> tuple[Forms, Forms]:
    pools = _arabic()
    while True:
        given, surname = pools[sex].draw(rng), pools["surname"].draw(rng)
        if not keeps_apart(given[Style.ARABIC], surname[Style.ARABIC]):
            return given, surname


def _arabic_script(rng: Random, sex: str) -> Naming:
    """Arabic script with the French spelling beside it, as a Moroccan register keeps both."""
    given, surname = _draw_arabic(rng, sex)
    chain = _chain(rng, given, surname, sex)
    both = tuple(
        " ".join((given[style], *chain[style : style + 1], surname[style]))
        for style in (Style.ARABIC, Style.FRENCH)
    )
    return Naming(both, given[Style.FRENCH], surname[Style.FRENCH], (given[0], surname[0]))


def _chain(rng: Random, given: Forms, surname: Forms, sex: str) -> tuple[str, ...]:
    """Return the father in the chain of names (Arabic, French), or nothing."""
    if sex != "male" or " " in given[Style.ARABIC] or rng.random() > _CHAIN_SHARE:
        return ()
    father = _arabic()["male"].draw(rng)
    if keeps_apart(father[Style.ARABIC], surname[Style.ARABIC]):
        return ()
    return f"بن {father[Style.ARABIC]}", f"Ben {father[Style.FRENCH]}"


def _arabic_latin(style: int) -> Callable[[Random, str], Naming]:
    def draw(rng: Random, sex: str) -> Naming:
        given, surname = _draw_arabic(rng, sex)
        last = surname[style]
        if style == Style.SPANISH and rng.random() < _SECOND_SURNAME_SHARE:
            last = f"{last} {_second_surname(rng, given)}"
        root = (given[Style.ARABIC], surname[Style.ARABIC])
        return Naming((f"{given[style]} {last}",), given[style], last, root)

    return draw


def _second_surname(rng: Random, given: Forms) -> str:
    while True:
        surname = _arabic()["surname"].draw(rng)
        if not keeps_apart(given[Style.ARABIC], surname[Style.ARABIC]):
            return surname[Style.SPANISH]


def _spanish(rng: Random, sex: str) -> Naming:
    pools = _latin("spanish")
    given = pools[sex].draw(rng)[0]
    last = f"{pools['surname'].draw(rng)[0]} {pools['surname'].draw(rng)[0]}"
    return Naming((f"{given} {last}",), given, last, (given, last))


def _plain(culture: str) -> Callable[[Random, str], Naming]:
    def draw(rng: Random, sex: str) -> Naming:
        pools = _latin(culture)
        given, last = pools[sex].draw(rng)[0], pools["surname"].draw(rng)[0]
        if rng.random() < _DOUBLE_SHARE:
            last = f"{last}-{pools['surname'].draw(rng)[0]}"
        return Naming((f"{given} {last}",), given, last, (given, last))

    return draw


def _russian_in(*scripts: int) -> Callable[[Random, str], Naming]:
    def draw(rng: Random, sex: str) -> Naming:
        pools = _russian()
        given, last = pools[sex].draw(rng), pools["surname"].draw(rng)
        if sex == "female":
            last = (f"{last[0]}а", f"{last[1]}a")
        written = tuple(f"{given[script]} {last[script]}" for script in scripts)
        return Naming(written, given[scripts[0]], last[scripts[0]], (given[0], last[0]))

    return draw


CULTURES: Final[Mapping[str, Callable[[Random, str], Naming]]] = MappingProxyType(
    {
        "arabic": _arabic_script,
        "arabic-french": _arabic_latin(Style.FRENCH),
        "arabic-spanish": _arabic_latin(Style.SPANISH),
        "arabic-german": _arabic_latin(Style.GERMAN),
        "spanish": _spanish,
        "german": _plain("german"),
        "turkish": _plain("turkish"),
        "english": _plain("english"),
        "french": _plain("french"),
        "portuguese": _plain("portuguese"),
        "russian": _russian_in(0),
        "russian-latin": _russian_in(1),
    }
)
"""A way to draw a name for each culture, from chance and a sex (male or female)."""

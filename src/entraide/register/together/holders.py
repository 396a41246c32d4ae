"""Who held which office when: people resolved by office, agency and country, names in support.

A name alone never makes two participations one person: country and agency must not contradict each
other. Spellings of one holder are aliases. Two spellings so far apart that names do not match are
one holder only where one entry names them in the same office (*alias by office and event*), and
say so. The dates are those at which the register saw somebody in the office, not those of a tenure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from entraide.match import Subject, compare, prepare
from entraide.match.prepared import Prepared
from entraide.register.model import Participation
from entraide.register.together.entries import Entry
from entraide.register.together.folding import fold, words_of

__all__ = ["Holder", "holders_of"]

_SHARED_WORDS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An office holder: spellings (the first seen first), titles, agency, country, first and last
    day on which an entry saw them, and those entries' ids.

    ``aliased`` is set where spellings were joined by office and event alone.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    agency: str | None
    country: str | None
    side: str
    first: str | None
    last: str | None
    entries: tuple[str, ...]
    aliased: bool = False


def holders_of(entries: Iterable[Entry]) -> tuple[Holder, ...]:
    """Return every named office holder of the entries, in the order of country, agency, name."""
    found: list[Holder] = []
    for entry in entries:
        for telling in entry.tellings:
            for one in telling.engagement.participants:
                if one.name:
                    _take(found, _seen(one, entry))
    return tuple(
        sorted(found, key=lambda each: (each.country or "", each.agency or "", each.names))
    )


def _seen(one: Participation, entry: Entry) -> Holder:
    dated = entry.date is not None and entry.date.precision != "none"
    return Holder(
        names=tuple(dict.fromkeys(each for each in (one.name, one.name_in_text) if each)),
        titles=(one.role,) if one.role else (),
        agency=one.org,
        country=one.country,
        side=one.side,
        first=entry.date.start if entry.date and dated else None,
        last=entry.date.end if entry.date and dated else None,
        entries=(entry.id,),
    )


def _take(found: list[Holder], one: Holder) -> None:
    for at, other in enumerate(found):
        if _may_serve_together(one, other):
            if _same_name(one, other):
                found[at] = _joined(other, one)
                return
            if _same_office_and_event(one, other):
                found[at] = replace(_joined(other, one), aliased=True)
                return
    found.append(one)


def _may_serve_together(one: Holder, other: Holder) -> bool:
    """Tell whether country and agency do not contradict each other."""
    if one.country != other.country and one.country and other.country:
        return False
    return not (one.agency and other.agency and fold(one.agency) != fold(other.agency))


def _same_name(one: Holder, other: Holder) -> bool:
    return any(_names_match(a, b) for a in one.names for b in other.names)


@lru_cache(maxsize=1 << 14)
def _names_match(one: str, other: str) -> bool:
    if fold(one) == fold(other):
        return True
    if len(words_of(one) & words_of(other)) >= _SHARED_WORDS:
        return True
    return compare(_prepared(one), _prepared(other)).decision == "match"


@lru_cache(maxsize=1 << 13)
def _prepared(name: str) -> Prepared:
    return prepare(Subject(names=(name,)))


def _same_office_and_event(one: Holder, other: Holder) -> bool:
    if not set(one.entries) & set(other.entries) or not (one.agency and other.agency):
        return False
    titles = {fold(each) for each in one.titles} & {fold(each) for each in other.titles}
    return bool(titles)


def _joined(one: Holder, other: Holder) -> Holder:
    days = [day for day in (one.first, other.first) if day]
    last = [day for day in (one.last, other.last) if day]
    return replace(
        one,
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        titles=tuple(dict.fromkeys((*one.titles, *other.titles))),
        agency=one.agency or other.agency,
        country=one.country or other.country,
        first=min(days, default=None),
        last=max(last, default=None),
        entries=tuple(dict.fromkeys((*one.entries, *other.entries))),
    )

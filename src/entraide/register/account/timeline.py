"""Entries chosen by year, partner, kind or topic, in the order of their dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.register.together.entries import Entry
from entraide.register.together.folding import fold

__all__ = ["Wanted", "is_dated", "select"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; an empty field asks for everything.

    ``partner`` is a country code or an organisation, ``topic`` a code or the beginning of one.
    """

    year: int | None = None
    partner: str = ""
    kind: str = ""
    topic: str = ""


def select(entries: Iterable[Entry], wanted: Wanted) -> tuple[Entry, ...]:
    """Return the entries that are looked for; those without a date come last."""
    found = (entry for entry in entries if _fits(entry, wanted))
    return tuple(sorted(found, key=lambda entry: (_start(entry), entry.id)))


def is_dated(entry: Entry) -> bool:
    """Tell whether anything is known of when it was."""
    return entry.date is not None and entry.date.precision != "none"


def _start(entry: Entry) -> str:
    return entry.date.start if entry.date and is_dated(entry) else "9999"


def _fits(entry: Entry, wanted: Wanted) -> bool:
    if wanted.year is not None and not _within(entry, wanted.year):
        return False
    if wanted.kind and entry.kind != wanted.kind:
        return False
    if wanted.topic and not any(each.code.startswith(wanted.topic) for each in entry.topics):
        return False
    return not wanted.partner or fold(wanted.partner) in {fold(each) for each in entry.partners}


def _within(entry: Entry, year: int) -> bool:
    if entry.date is None or not is_dated(entry):
        return False
    return int(entry.date.start[:4]) <= year <= int(entry.date.end[:4])

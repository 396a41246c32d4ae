"""The ``entraide`` block of a row: restriction, protected status, handling, grading, retention.

    {"restricted_to": "all" | ["FR"], "reason": "...", "protected": ["refugee"], "lifted": "...",
     "handling": "H0" | "H3: in words", "evaluation": "B2", "retention": "2031-01-01",
     "source": "...", "dataset": "..."}

A mark that cannot be read rejects its row: a restriction that is misspelt must never become none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from entraide.errors import InputError
from entraide.kernel.marking import Marking
from entraide.kernel.record import OPEN, ProtectedStatus, Restriction
from entraide.vocabulary.values import COUNTRIES

__all__ = ["LIST_MARKS", "MARKS", "Marks", "read_marks"]

MARKS: Final = (
    "restricted_to",
    "reason",
    "protected",
    "lifted",
    "handling",
    "evaluation",
    "retention",
    "source",
    "dataset",
)
"""Every key of the block."""

LIST_MARKS: Final = frozenset({"restricted_to", "protected"})
"""The keys that hold several words; in a CSV cell they stand between semicolons or commas."""

_FIELDS: Final = {
    "evaluation": "evaluation",
    "retention": "retention_date",
    "source": "source",
    "dataset": "dataset",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a row says about all its values (marking) and about itself (the rest)."""

    marking: Marking
    restriction: Restriction = OPEN
    protected: frozenset[ProtectedStatus] = frozenset()
    lifted: str = ""


def read_marks(block: object, dataset: str, defaults: Marking) -> Marks:
    """Read the block (None: there is none) over the defaults; InputError names the wrong mark.

    ``dataset`` is what the row itself names, empty where it names none.
    """
    if block is None:
        return Marks(marking=_changed(defaults, (("dataset", dataset),) if dataset else ()))
    if not isinstance(block, Mapping):
        raise InputError("records.bad_mark", mark="entraide", value=str(block)[:80])
    for key in block:
        if key not in MARKS:
            raise InputError("records.unknown_mark", mark=str(key)[:80])
    return Marks(
        marking=_marking(block, dataset, defaults),
        restriction=_restriction(block),
        protected=_protected(block),
        lifted=_text(block, "lifted"),
    )


def _marking(block: Mapping[str, object], dataset: str, defaults: Marking) -> Marking:
    changes = {"dataset": dataset} if dataset else {}
    changes |= {field: _text(block, key) for key, field in _FIELDS.items() if key in block}
    if "handling" in block:
        code, _, words = _text(block, "handling").partition(":")
        changes |= {"handling": code.strip().upper(), "handling_text": words.strip()}
    return _changed(defaults, tuple(changes.items()))


@lru_cache(maxsize=1024)
def _changed(defaults: Marking, changes: tuple[tuple[str, str], ...]) -> Marking:
    """Return one shared object for the rows of a file that say the same."""
    return replace(defaults, **dict(changes))


def _restriction(block: Mapping[str, object]) -> Restriction:
    if "restricted_to" not in block:
        if "reason" in block:
            raise InputError("records.bad_mark", mark="reason", value=_text(block, "reason")[:80])
        return OPEN
    words = _words(block, "restricted_to")
    to_all = [word.casefold() for word in words] == ["all"]
    for word in () if to_all else words:
        if word.casefold() not in COUNTRIES:
            raise InputError("records.bad_mark", mark="restricted_to", value=word[:80])
    states = frozenset() if to_all else frozenset(word.upper() for word in words)
    return Restriction(to_all=to_all, states=states, reason=_text(block, "reason"))


def _protected(block: Mapping[str, object]) -> frozenset[ProtectedStatus]:
    words = _words(block, "protected") if "protected" in block else ()
    try:
        return frozenset(ProtectedStatus(word.casefold()) for word in words)
    except ValueError as error:
        value = ", ".join(words)[:80]
        raise InputError("records.bad_mark", mark="protected", value=value) from error


def _words(block: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = block[key]
    items = found if isinstance(found, list) else [found]
    words = tuple(item.strip() for item in items if isinstance(item, str) and item.strip())
    if not words or len(words) != len(items):
        raise InputError("records.bad_mark", mark=key, value=str(found)[:80])
    return words


def _text(block: Mapping[str, object], key: str) -> str:
    found = block.get(key, "")
    if not isinstance(found, str) or (key in block and not found.strip()):
        raise InputError("records.bad_mark", mark=key, value=str(found)[:80])
    return found.strip()

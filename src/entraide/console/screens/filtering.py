"""Filters that stand in the address: what was chosen, and the rows that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from entraide.console.visit import Visit

__all__ = ["choices_of", "filtered"]


def filtered(
    visit: Visit, rows: Iterable[Mapping[str, Any]], names: Sequence[str]
) -> tuple[dict[str, str], list[Mapping[str, Any]]]:
    """Return the filters as the address has them, and the rows that fit all of them."""
    chosen = {name: visit.asked(name) for name in names}
    found = [
        row
        for row in rows
        if all(not value or _fits(row.get(name), value) for name, value in chosen.items())
    ]
    return chosen, found


def choices_of(rows: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """Return the values that a field has in rows, each once, in order."""
    return sorted({each for row in rows for each in _all(row.get(name))})


def _fits(held: Any, value: str) -> bool:
    return value in _all(held)


def _all(held: Any) -> list[str]:
    values = held if isinstance(held, list | tuple) else [held]
    return [str(each) for each in values if each not in (None, "")]

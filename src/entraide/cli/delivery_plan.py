"""The plan of a controlled delivery as officers write it: YAML, moments as text, lists left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from entraide.errors import InputError

__all__ = ["moment_of", "read_plan"]

_LISTS: Final = ("persons", "identifiers", "abort_triggers")
_MOST_BYTES: Final = 262_144


def read_plan(path: Path) -> dict[str, Any]:
    """Return the body of a request; InputError where the file is no plan.

    ``members`` follow from the states; ``expected`` of each leg becomes milliseconds. Whether each
    field is there and of its form is checked where the request is made.
    """
    plan = _read(path)
    states, legs = plan.get("states"), plan.get("legs")
    if not isinstance(states, list) or not isinstance(legs, list):
        raise InputError("operation.bad_plan", path=str(path), reason="states, legs")
    members = {str(row.get("party")) for row in states if isinstance(row, Mapping)}
    return {
        "legal_basis": None,
        **{name: [] for name in _LISTS},
        **plan,
        "legs": [_leg(row) for row in legs],
        "members": sorted(members),
    }


def moment_of(value: object) -> int:
    """Read a moment in UTC; InputError where it is none."""
    try:
        read = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError("operation.bad_moment", text=str(value)[:64]) from error
    at = read if read.tzinfo else read.replace(tzinfo=dt.UTC)
    return int(at.timestamp() * 1_000)


def _leg(row: object) -> object:
    if not isinstance(row, Mapping) or "expected" not in row:
        return row
    kept = {key: value for key, value in row.items() if key != "expected"}
    return {**kept, "expected_ms": moment_of(row["expected"])}


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1]
        plan = yaml.safe_load(text) if len(text) <= _MOST_BYTES else None
    except OSError as error:
        reason = error.strerror or "error"
        raise InputError("operation.not_readable", path=str(path), reason=reason) from error
    except yaml.YAMLError as error:
        raise InputError("operation.bad_plan", path=str(path), reason="YAML") from error
    if not isinstance(plan, dict):
        raise InputError("operation.bad_plan", path=str(path), reason="YAML")
    return {str(key): value for key, value in plan.items()}

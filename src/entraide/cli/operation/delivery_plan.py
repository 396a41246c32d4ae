"""Plans of operations as officers write them: YAML, moments as text, what is not known left out.

Every value is read as the text that stands there: in plain YAML ``on`` and ``NO`` (Norway) would
become truth values, and a number plate a number. Nothing but null is more than text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from entraide.errors import InputError

__all__ = ["moment_of", "read_action_plan", "read_plan", "targets_of"]

_LISTS: Final = ("persons", "identifiers", "trackers")
_MOST_BYTES: Final = 262_144


def read_plan(path: Path) -> dict[str, Any]:
    """Return the body of a request for a delivery; InputError where the file is no plan.

    ``members`` follow from the states; ``expected`` of each leg becomes milliseconds; a place or a
    border point may be left without its position. Whether each field is there and of its form is
    checked where the request is made.
    """
    plan = _read(path)
    states, legs = plan.get("states"), plan.get("legs")
    if not isinstance(states, list) or not isinstance(legs, list):
        raise InputError("operation.bad_plan", path=str(path), reason="states, legs")
    return {
        "legal_basis": None,
        **{name: [] for name in _LISTS},
        **plan,
        "substitute_before": _number(plan.get("substitute_before")),
        "legs": [_leg(row) for row in legs],
        "members": _members(states),
        "identifiers": _targets(plan.get("identifiers", [])),
        **{end: _place(plan[end]) for end in ("origin", "destination") if end in plan},
    }


def read_action_plan(path: Path) -> dict[str, Any]:
    """Return the body of a proposal of an action day; InputError where the file is no plan.

    ``moment`` and ``answer_by`` become milliseconds; a day is proposed with a window of an hour
    where none is named, and to be answered until its moment.
    """
    plan = _read(path)
    states = plan.get("states")
    if not isinstance(states, list) or "moment" not in plan:
        raise InputError("operation.bad_plan", path=str(path), reason="states, moment")
    moment = plan.pop("moment")
    answer_by = plan.pop("answer_by", moment)
    return {
        "legal_basis": None,
        **plan,
        "window_minutes": _number(plan.get("window_minutes", 60)),
        "moment_ms": moment_of(moment),
        "answer_by_ms": moment_of(answer_by),
        "members": _members(states),
        "identifiers": _targets(plan.get("identifiers", [])),
    }


def targets_of(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read what an operation is after from options such as ``vehicle=1234-A-56``.

    A person's birth date follows the name after a comma. InputError where a text has no kind.
    """
    return [_target(text) for text in texts]


def _target(text: str) -> dict[str, Any]:
    kind, sign, value = text.partition("=")
    if not sign or not kind.strip() or not value.strip():
        raise InputError("operation.bad_pair", option="--target", text=text[:64])
    name, comma, born = value.rpartition(",")
    if kind.strip() == "person" and comma and born.strip()[:1].isdigit():
        return {"of": kind.strip(), "value": name.strip(), "born": born.strip()}
    return {"of": kind.strip(), "value": value.strip(), "born": None}


def _members(states: list[Any]) -> list[str]:
    return sorted({str(row.get("party")) for row in states if isinstance(row, Mapping)})


def _targets(rows: object) -> object:
    """Leave a birth date out where there is none."""
    if not isinstance(rows, list):
        return rows
    return [{"born": None, **row} if isinstance(row, Mapping) else row for row in rows]


def _place(value: object) -> object:
    """Read a place: its name alone, or with its position."""
    if isinstance(value, str):
        return {"place": value, "position": None}
    return {"position": None, **value} if isinstance(value, Mapping) else value


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
    return {"position": None, **kept, "expected_ms": moment_of(row["expected"])}


_NULL: Final = "tag:yaml.org,2002:null"


def _load(text: bytes) -> object:
    """Read YAML of which every plain value is text, and null is nothing."""
    loader = yaml.SafeLoader(text)
    loader.yaml_implicit_resolvers = {
        first: [each for each in found if each[0] == _NULL]
        for first, found in loader.yaml_implicit_resolvers.items()
    }
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _number(value: object) -> object:
    """Read a whole number that was written as text; what is none is left, and refused later."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1]
        plan = _load(text) if len(text) <= _MOST_BYTES else None
    except OSError as error:
        reason = error.strerror or "error"
        raise InputError("operation.not_readable", path=str(path), reason=reason) from error
    except yaml.YAMLError as error:
        raise InputError("operation.bad_plan", path=str(path), reason="YAML") from error
    if not isinstance(plan, dict):
        raise InputError("operation.bad_plan", path=str(path), reason="YAML")
    return {str(key): value for key, value in plan.items()}

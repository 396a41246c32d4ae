"""What a reviewer types for a field, as the field's value: short forms that a person remembers.

========== ==============================================================================
kind       a code: bilateral, multilateral, visit ...
name       any text
date       2024-09-03, 2024-09-03/2024-09-04, 2024-09, 2024
place      Lyon, FR or FR
participant name=..., role=..., org=..., country=..., side=...: what changes, divided by commas
topic      a code
outcome    type status, as in: joint_teams agreed
========== ==============================================================================
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from entraide.errors import InputError
from entraide.register.codes import KINDS, OUTCOMES, STATUSES, TOPICS

__all__ = ["typed_value"]

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_YEAR: Final = re.compile(r"\d{4}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}|int")
_PARTS: Final = ("side", "country", "org", "role", "name", "name_in_text")
_SIDES: Final = ("home", "partner", "organisation")
_DECEMBER: Final = 12


def typed_value(field: str, typed: str, found: Any) -> Any:
    """Return the value as JSON; InputError where it cannot be one, which says what would do.

    ``found`` is what the reader had found: what is typed for a participant changes parts of it.
    """
    return _FORMS[field](typed.strip(), found)


def _refused(field: str, typed: str, wanted: str) -> InputError:
    return InputError("register.typed_value", field=field, found=typed[:64], wanted=wanted)


def _kind(typed: str, _: Any) -> str:
    if typed not in KINDS:
        raise _refused("kind", typed, ", ".join(KINDS))
    return typed


def _name(typed: str, _: Any) -> str:
    if not typed:
        raise _refused("name", typed, "...")
    return typed


def _date(typed: str, _: Any) -> dict[str, str]:
    try:
        start, end, precision = _span(typed)
    except ValueError as error:
        wanted = "2024-09-03, 2024-09-03/2024-09-04, 2024-09, 2024"
        raise _refused("date", typed, wanted) from error
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": precision}


def _span(typed: str) -> tuple[date, date, str]:
    """Return first day, last day and precision; ValueError where the text is no date."""
    if _YEAR.fullmatch(typed):
        return date(int(typed), 1, 1), date(int(typed), _DECEMBER, 31), "year"
    if month := _MONTH.fullmatch(typed):
        year, number = int(month[1]), int(month[2])
        first = date(year, number, 1)
        return first, date(year, number, calendar.monthrange(year, number)[1]), "month"
    first_day, _, last_day = typed.partition("/")
    if not _DAY.fullmatch(first_day) or (last_day and not _DAY.fullmatch(last_day)):
        raise ValueError(typed)
    start = date.fromisoformat(first_day)
    end = date.fromisoformat(last_day) if last_day else start
    if end < start:
        raise ValueError(typed)
    return start, end, "range" if end > start else "day"


def _place(typed: str, _: Any) -> dict[str, str | None]:
    city, _, country = typed.rpartition(",")
    if not _COUNTRY.fullmatch(country.strip()):
        raise _refused("place", typed, "Lyon, FR; FR")
    return {"city": city.strip() or None, "country": country.strip()}


def _participant(typed: str, found: Any) -> dict[str, Any]:
    wanted = "name=..., role=..., org=..., country=MA, side=home|partner|organisation"
    value = dict(found or {"side": "partner"})
    for part in typed.split(","):
        name, sign, text = part.partition("=")
        if not sign or name.strip() not in _PARTS:
            raise _refused("participant", typed, wanted)
        value[name.strip()] = text.strip() or None
    if value.get("side") not in _SIDES:
        raise _refused("participant", typed, wanted)
    return value


def _topic(typed: str, _: Any) -> dict[str, str]:
    if typed not in TOPICS:
        raise _refused("topic", typed, ", ".join(TOPICS))
    return {"code": typed}


def _outcome(typed: str, found: Any) -> dict[str, Any]:
    kind, _, status = typed.partition(" ")
    if kind not in OUTCOMES or status.strip() not in STATUSES:
        wanted = f"{' | '.join(OUTCOMES)} + {' | '.join(STATUSES)}"
        raise _refused("outcome", typed, wanted)
    parties = list((found or {}).get("parties", ()))
    return {"type": kind, "status": status.strip(), "parties": parties}


_FORMS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "kind": _kind,
    "name": _name,
    "date": _date,
    "place": _place,
    "participant": _participant,
    "topic": _topic,
    "outcome": _outcome,
}

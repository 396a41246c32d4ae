"""Entries of operations as forms: the fields of a kind named for a page, and read back as a body.

What may stand in an entry is the kind's own table (``operations.kinds``); here a field has a name
in a form: ``field``, ``field.part`` for one object, ``field.0.part`` for the rows of a list. Rows
that are left blank are none. Moments are in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.console.form import Fields, Form, given, lines_given, number_given
from entraide.errors import InputError
from entraide.node.people.payloads import writing_payload
from entraide.operations.admitting import OPERATIONS
from entraide.operations.asked import Asked, asked_of
from entraide.operations.kinds import kinds_of
from entraide.vocabulary.language import mark

__all__ = ["OPERATION_FORMS", "ROWS", "asked_for", "moment_given"]

ROWS: Final = 6
"""Blank rows that a form offers for a list of objects."""
_PAGE: Final = "/cases/{operation}"
_FOUNDING: Final = ("founding",)
"""The kind of an operation's first entry; of a body the fields have the names of its kind."""
_COMPUTED: Final = "deconfliction.answered"


def asked_for(founding: str, kind: str) -> tuple[Asked, ...]:
    """Return the fields of a kind of entry; InputError where the operation knows no such kind."""
    found = kinds_of(founding).get(kind)
    if found is None:
        raise InputError("operation.unknown_kind", kind=kind[:64])
    return asked_of(found.fields)


def _body(fields: Fields) -> dict[str, Any]:
    kind = given(fields, "kind")
    founding = kind if kind in OPERATIONS else given(fields, "founding")
    return {each.name: _value(fields, each, each.name) for each in asked_for(founding, kind)}


def _value(fields: Fields, asked: Asked, name: str) -> Any:
    if asked.form == "rows":
        rows = (_row(fields, asked, f"{name}.{at}") for at in range(ROWS))
        return [row for row in rows if row is not None]
    if asked.form == "one":
        return _row(fields, asked, name)
    if asked.form == "many":
        return sorted(lines_given(fields, name)) if name == "members" else list(
            lines_given(fields, name)
        )  # fmt: skip
    if not asked.required and not given(fields, name):
        return None
    return _READ.get(asked.form, given)(fields, name)


def _row(fields: Fields, asked: Asked, name: str) -> dict[str, Any] | None:
    """Return what was typed into a row; None where it is blank, whatever stood chosen."""
    named = [(part, f"{name}.{part.name}") for part in asked.parts]
    if not any(given(fields, each) for part, each in named if part.form != "choice"):
        return None
    return {part.name: _value(fields, part, each) for part, each in named}


def moment_given(fields: Fields, name: str) -> int:
    """Read a moment as ``datetime-local`` gives it, in UTC."""
    text = given(fields, name)
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("operation.bad_moment", text=text[:64]) from error
    at = read if read.tzinfo else read.replace(tzinfo=dt.UTC)
    return int(at.timestamp() * 1_000)


def _count(fields: Fields, name: str) -> int:
    return number_given(fields, name) or 0


def _country(fields: Fields, name: str) -> str:
    return given(fields, name).upper()


def _flag(fields: Fields, name: str) -> bool:
    return bool(given(fields, name))


_READ: Final[Mapping[str, Callable[[Fields, str], Any]]] = {
    "count": _count,
    "country": _country,
    "flag": _flag,
    "moment": moment_given,
}


def _written(fields: Fields) -> str:
    return writing_payload(given(fields, "operation"), given(fields, "kind"), _body(fields))


def _compared(fields: Fields) -> str:
    return writing_payload(given(fields, "operation"), _COMPUTED, {})


def _with_body(fields: Fields) -> dict[str, Any]:
    return {"body": _body(fields)}


OPERATION_FORMS: Final = (
    Form(action="operation.found", one=("kind",), more=_with_body, approves=_written,
         beside=_FOUNDING, after=_PAGE, waiting="/cases", said=mark("Proposed to the members.")),
    Form(action="operation.write", one=("operation", "kind", "case"), more=_with_body,
         approves=_written, beside=_FOUNDING, after=_PAGE, said=mark("Written into the journal.")),
    Form(action="operation.deconflict", one=("operation",), approves=_compared, after=_PAGE,
         said=mark("Compared with our own operations.")),
)  # fmt: skip

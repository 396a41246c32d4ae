"""Shapes of what an entry may say: each field is of one of these, and no other field stands there.

A shape reads a value that came from a partner strictly (RemoteProtocolError names the field) and
returns it as it is kept: plain JSON, so that the same bytes are signed and read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = [
    "CLOCK",
    "COUNT",
    "COUNTRY",
    "DAY",
    "DIGEST",
    "FLAG",
    "LINE",
    "MOMENT",
    "NONCE",
    "PARTY",
    "POSITION",
    "TEXT",
    "TOKEN",
    "Shape",
    "choice",
    "many",
    "one",
    "optional",
    "read_fields",
    "rows",
]  # fmt: skip

Shape: TypeAlias = Callable[[Fields, str], Json]

_MOST_ROWS: Final = 64
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_POSITION: Final = re.compile(r"(-?\d{1,2}(?:\.\d{1,5})?),(-?\d{1,3}(?:\.\d{1,5})?)", re.ASCII)
_NORTHERNMOST, _EASTERNMOST = 90.0, 180.0


def read_fields(shapes: Mapping[str, Shape], value: object, where: str) -> dict[str, Json]:
    """Read an object that has exactly these fields; RemoteProtocolError where it has not."""
    fields = Fields(value, where)
    read = {name: shape(fields, name) for name, shape in shapes.items()}
    fields.done()
    return read


def LINE(fields: Fields, name: str) -> Json:  # noqa: N802 - a shape is named in tables
    """A line of up to 300 characters."""
    return fields.line(name, limit=300)


def TEXT(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A text of up to 8,000 characters."""
    return fields.text(name, limit=8_000)


def TOKEN(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A code."""
    return fields.token(name, limit=64)


def PARTY(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A party's id."""
    return fields.token(name, limit=64)


def DIGEST(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A SHA-256 in hexadecimal."""
    return fields.hexadecimal(name, digits=64)


def NONCE(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """Thirty-two random hexadecimal digits."""
    return fields.hexadecimal(name, digits=32)


def COUNT(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A whole number."""
    return fields.integer(name)


def MOMENT(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A moment in UTC milliseconds."""
    return fields.integer(name)


def FLAG(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """Yes or no."""
    return fields.flag(name)


def DAY(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A day, as 2031-01-31."""
    text = fields.line(name, limit=10)
    try:
        same = dt.date.fromisoformat(text).isoformat() == text
    except ValueError as error:
        raise RemoteProtocolError("field.malformed", field=f"entry.{name}") from error
    if not same:
        raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
    return text


def CLOCK(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A time of day in UTC, as 06:30."""
    text = fields.line(name, limit=5)
    if not _CLOCK.fullmatch(text):
        raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
    return text


def COUNTRY(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A state, by its ISO 3166 alpha-2 code."""
    text = fields.line(name, limit=2)
    if not _COUNTRY.fullmatch(text):
        raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
    return text


def POSITION(fields: Fields, name: str) -> Json:  # noqa: N802 - the same
    """A place on the map, as 35.884,-5.502: degrees north, then east (WGS 84)."""
    text = fields.line(name, limit=24)
    found = _POSITION.fullmatch(text)
    if not found or abs(float(found[1])) > _NORTHERNMOST or abs(float(found[2])) > _EASTERNMOST:
        raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
    return text


def choice(*known: str) -> Shape:
    """Return the shape of one of these words."""

    def read(fields: Fields, name: str) -> Json:
        word = fields.text(name, limit=64)
        if word not in known:
            raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
        return word

    return read


def optional(shape: Shape) -> Shape:
    """Return the shape of a value or null."""

    def read(fields: Fields, name: str) -> Json:
        return None if fields.is_null(name) else shape(fields, name)

    return read


def many(shape: Shape, *, least: int = 0, most: int = _MOST_ROWS) -> Shape:
    """Return the shape of a list of values, none of them twice."""

    def read(fields: Fields, name: str) -> Json:
        items = fields.items(name, limit=most)
        values = [shape(Fields({name: item}, "entry"), name) for item in items]
        if len(values) < least or any(each in values[:at] for at, each in enumerate(values)):
            raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
        return values

    return read


def one(**shapes: Shape) -> Shape:
    """Return the shape of one object that has these fields."""

    def read(fields: Fields, name: str) -> Json:
        return read_fields(shapes, fields.inner(name), f"entry.{name}")

    return read


def rows(*, least: int = 0, most: int = _MOST_ROWS, **shapes: Shape) -> Shape:
    """Return the shape of a list of objects that have these fields."""

    def read(fields: Fields, name: str) -> Json:
        items: tuple[Any, ...] = fields.items(name, limit=most)
        if len(items) < least:
            raise RemoteProtocolError("field.malformed", field=f"entry.{name}")
        return [read_fields(shapes, item, f"entry.{name}") for item in items]

    return read

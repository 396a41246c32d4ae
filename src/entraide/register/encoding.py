"""Readings as JSON and back: the shape that ``entraide register read --output json`` prints.

Field names are those of ``model``, with three conveniences for programs: ``body`` is an object with
``start`` and ``end``, a participation carries ``named``, and ``schema`` names the version. Reading
an encoded reading gives the same value again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from entraide.errors import InputError
from entraide.register.model import (
    Agreement,
    Assertion,
    Conflict,
    Engagement,
    Evidence,
    Lead,
    Outcome,
    Participation,
    Place,
    Proposal,
    Reading,
    Topic,
    When,
    Zone,
)

__all__ = ["SCHEMA", "decode_evidence", "decode_reading", "encode_reading", "encode_value"]

SCHEMA: Final = "entraide-reading/1"
_ENVELOPE: Final = frozenset({"schema", "file", "media"})
"""Fields that say where a reading comes from, and are none of the reading."""


def encode_value(value: Any) -> Any:
    """Return the JSON value of a value of the model: objects, arrays, strings, numbers, null."""
    if is_dataclass(value) and not isinstance(value, type):
        encoded = {each.name: encode_value(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, Participation):
            encoded["named"] = value.named
        if isinstance(value, Evidence) and value.source is None:
            del encoded["source"]
        return encoded
    if isinstance(value, tuple):
        return [encode_value(each) for each in value]
    return value


def encode_reading(reading: Reading) -> dict[str, Any]:
    """Return a reading as one JSON object."""
    encoded: dict[str, Any] = {"schema": SCHEMA, **encode_value(reading)}
    encoded["body"] = {"start": reading.body[0], "end": reading.body[1]}
    return encoded


def decode_reading(encoded: Mapping[str, Any]) -> Reading:
    """Return the reading; InputError where the object is no reading of this version."""
    if encoded.get("schema") != SCHEMA:
        raise InputError("register.schema_unknown", found=str(encoded.get("schema")))
    try:
        return _reading(encoded)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError("register.reading_malformed") from error


def _reading(encoded: Mapping[str, Any]) -> Reading:
    rest = {name: value for name, value in encoded.items() if name not in _ENVELOPE}
    title, published = rest["title"], rest["publication_date"]
    rest |= {
        "body": (encoded["body"]["start"], encoded["body"]["end"]),
        "zones": tuple(Zone(**each) for each in rest["zones"]),
        "title": decode_evidence(title) if title else None,
        "publication_date": _assertion(published) if published else None,
        "claimed_by": tuple(_assertion(each) for each in rest["claimed_by"]),
        "engagements": tuple(_engagement(each) for each in rest["engagements"]),
        "agreements": tuple(_agreement(each) for each in rest["agreements"]),
        "leads": tuple(_lead(each) for each in rest["leads"]),
        "conflicts": tuple(Conflict(**_quoted(each)) for each in rest["conflicts"]),
        "proposals": tuple(Proposal(**_quoted(each)) for each in rest["proposals"]),
    }
    return Reading(**rest)


def decode_evidence(encoded: Mapping[str, Any]) -> Evidence:
    """Return a quotation from its JSON value."""
    source = encoded.get("source")
    return Evidence(**{**encoded, "source": tuple(source) if source else None})


def _quoted(encoded: Mapping[str, Any]) -> dict[str, Any]:
    return {**encoded, "evidence": tuple(map(decode_evidence, encoded["evidence"]))}


def _assertion(encoded: Mapping[str, Any]) -> Assertion[str]:
    return Assertion(**_quoted(encoded))


def _lead(encoded: Mapping[str, Any]) -> Lead:
    quoted = decode_evidence(encoded["evidence"])
    return Lead(**{**encoded, "countries": tuple(encoded["countries"]), "evidence": quoted})


def _when(encoded: Mapping[str, Any] | None) -> When | None:
    return When(**_quoted(encoded)) if encoded else None


def _agreement(encoded: Mapping[str, Any]) -> Agreement:
    rest = {"parties": tuple(encoded["parties"]), "date": _when(encoded["date"])}
    return Agreement(**{**_quoted(encoded), **rest})


def _outcome(encoded: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**_quoted(encoded), "parties": tuple(encoded["parties"])})


def _participation(encoded: Mapping[str, Any]) -> Participation:
    rest = {name: value for name, value in encoded.items() if name != "named"}
    return Participation(**_quoted(rest))


def _engagement(encoded: Mapping[str, Any]) -> Engagement:
    place = encoded["place"]
    rest = {
        "date": _when(encoded["date"]),
        "place": Place(**_quoted(place)) if place else None,
        "participants": tuple(_participation(each) for each in encoded["participants"]),
        "topics": tuple(Topic(**_quoted(each)) for each in encoded["topics"]),
        "outcomes": tuple(_outcome(each) for each in encoded["outcomes"]),
    }
    return Engagement(**{**_quoted(encoded), **rest})

"""The record: an entity in the FollowTheMoney vocabulary, every value with its marking.

A record says who may learn that it exists. It may be *restricted* from named states or from all,
and a person under *protected status* (refugee, asylum seeker, victim, witness, minor) is withheld
from every partner unless an authorisation expressly lifts it: to those states the record answers
exactly as if it were absent (the caller's duty; ``visible_to`` is the only question to ask).

Encoding is canonical and strict: one record has one byte form and one digest, so that importing
the same row again changes nothing. Which schemata and properties exist is not known here but in
``vocabulary.entities``; this module checks shape only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.marking import Marking

__all__ = [
    "FORMAT",
    "OPEN",
    "TEXT_LIMIT",
    "ProtectedStatus",
    "Record",
    "Restriction",
    "Value",
    "decode_record",
    "encode_record",
]

FORMAT: Final = 1
TEXT_LIMIT: Final = 65_536
"""Characters of one value: the longest public notes fit, a pasted file does not."""

_ID: Final = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,255}")
_SCHEMA: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")
_PROP: Final = re.compile(r"[a-z][A-Za-z0-9]{0,63}(\.[a-z][A-Za-z0-9]{0,63})?")
_STATE: Final = re.compile(r"[A-Z]{2}")
_REASON: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_UNWANTED: Final = re.compile(r"[\x00\ud800-\udfff]")
_PARTS: Final = frozenset(
    {"format", "id", "lifted", "markings", "protected", "restriction", "schema", "values"}
)


class ProtectedStatus(StrEnum):
    """A status that withholds a person from partners by default."""

    REFUGEE = "refugee"
    ASYLUM_SEEKER = "asylum-seeker"
    VICTIM = "victim"
    WITNESS = "witness"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property (``nested.property`` for an entity inside), with its marking."""

    prop: str
    text: str
    marking: Marking

    def __post_init__(self) -> None:
        """Refuse a property that is no name, and text that is empty, endless or not encodable."""
        if not _PROP.fullmatch(self.prop):
            raise InputError("record.bad_property", property=self.prop[:80])
        if not self.text or len(self.text) > TEXT_LIMIT or _UNWANTED.search(self.text):
            raise InputError("record.bad_text", property=self.prop, limit=TEXT_LIMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """From whom a record is withheld: from all, or from states (upper-case ISO 3166-1 alpha-2)."""

    to_all: bool = False
    states: frozenset[str] = frozenset()
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse what would silently restrict nobody."""
        for state in sorted(self.states):
            if not _STATE.fullmatch(state):
                raise InputError("record.bad_state", value=state[:80])
        if self.reason and not _REASON.fullmatch(self.reason):
            raise InputError("record.bad_reason", value=self.reason[:80])

    def covers(self, country: str) -> bool:
        """Tell whether the record is withheld from this state."""
        return self.to_all or country in self.states


OPEN: Final = Restriction()
"""Withheld from nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entity with its values, its restriction and its protected status.

    ``lifted`` names the authorisation by which a protected status no longer withholds the record;
    it never weakens ``restriction``.
    """

    id: str
    schema: str
    values: tuple[Value, ...]
    restriction: Restriction = OPEN
    protected: frozenset[ProtectedStatus] = frozenset()
    lifted: str = ""

    def __post_init__(self) -> None:
        """Refuse a record without a usable id, schema or value, or a lifting of nothing."""
        if not _ID.fullmatch(self.id):
            raise InputError("record.bad_id", value=self.id[:80])
        if not _SCHEMA.fullmatch(self.schema):
            raise InputError("record.bad_schema", value=self.schema[:80])
        if not self.values or len(set(self.values)) != len(self.values):
            raise InputError("record.no_values", record=self.id)
        if self.lifted and (not self.protected or _UNWANTED.search(self.lifted)):
            raise InputError("record.bad_lifting", record=self.id)

    def properties(self) -> Mapping[str, tuple[str, ...]]:
        """Return the texts of each property, in the order of the values."""
        texts: dict[str, list[str]] = {}
        for value in self.values:
            texts.setdefault(value.prop, []).append(value.text)
        return MappingProxyType({prop: tuple(found) for prop, found in texts.items()})

    def visible_to(self, country: str) -> bool:
        """Tell whether a state (upper-case alpha-2) may learn that this record exists.

        A country that is no code sees nothing, and protected status withholds by default.
        """
        if not _STATE.fullmatch(country) or (self.protected and not self.lifted):
            return False
        return not self.restriction.covers(country)

    @property
    def digest(self) -> str:
        """The SHA-256 of the encoded record, in lower-case hexadecimal."""
        return hashlib.sha256(encode_record(self)).hexdigest()


def encode_record(record: Record) -> bytes:
    """Return the canonical bytes; markings stand once each, values name theirs by position."""
    markings = tuple(dict.fromkeys(value.marking for value in record.values))
    place = {marking: at for at, marking in enumerate(markings)}
    return encode_canonical(
        {
            "format": FORMAT,
            "id": record.id,
            "lifted": record.lifted,
            "markings": [marking.to_json() for marking in markings],
            "protected": sorted(record.protected),
            "restriction": {
                "reason": record.restriction.reason,
                "states": sorted(record.restriction.states),
                "to_all": record.restriction.to_all,
            },
            "schema": record.schema,
            "values": [[value.prop, value.text, place[value.marking]] for value in record.values],
        }
    )


def decode_record(data: bytes) -> Record:
    """Return the record whose encoding is exactly ``data``; RemoteProtocolError if there is none.

    Unknown, missing and mistyped fields, markings that no value uses, repeated values and any
    second way of writing the same record are refused.
    """
    fields = decode_canonical(data)
    if set(fields) != _PARTS or fields["format"] != FORMAT:
        raise RemoteProtocolError("record.malformed")
    try:
        record = _record_of(fields)
        same = encode_record(record) == data
    except (InputError, TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise RemoteProtocolError("record.malformed") from error
    if not same:
        raise RemoteProtocolError("record.not_canonical")
    return record


def _record_of(fields: Mapping[str, Any]) -> Record:
    markings = tuple(Marking.from_json(marking) for marking in fields["markings"])
    return Record(
        id=fields["id"],
        schema=fields["schema"],
        values=tuple(Value(prop, text, markings[at]) for prop, text, at in fields["values"]),
        restriction=_restriction_of(**fields["restriction"]),
        protected=frozenset(ProtectedStatus(status) for status in fields["protected"]),
        lifted=_text(fields["lifted"]),
    )


def _text(value: object) -> str:
    """Refuse null and zero, which would pass for an empty text."""
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _restriction_of(*, reason: str, states: list[str], to_all: bool) -> Restriction:
    if not isinstance(to_all, bool):
        raise TypeError(to_all)
    return Restriction(to_all=to_all, states=frozenset(states), reason=_text(reason))

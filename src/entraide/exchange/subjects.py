"""The subject of a question as it stands in a message: whom or what is asked about, within bounds.

Lengths are bounded before anything is compared; what the values mean is for ``match`` to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.match import Identifier, Subject

__all__ = ["MAX_NAMES", "subject_from_json", "subject_to_json"]

MAX_NAMES: Final = 32
_MAX_NAME: Final = 256
"""Scoring compares every token with every token: a longer name could only cost the holder time."""
_MAX_WORD: Final = 32


def subject_to_json(subject: Subject) -> dict[str, Json]:
    """Return the object that stands in the message."""
    return {
        "birth_dates": list(subject.birth_dates),
        "countries": list(subject.countries),
        "identifiers": [{"kind": i.kind, "value": i.value} for i in subject.identifiers],
        "names": list(subject.names),
        "schema": subject.schema,
        "sexes": list(subject.sexes),
    }


def subject_from_json(value: Mapping[str, Any]) -> Subject:
    """Read that object; RemoteProtocolError where it is malformed or too large."""
    fields = Fields(value, "query.subject")
    subject = Subject(
        schema=fields.text("schema", limit=32),
        names=fields.texts("names", limit=MAX_NAMES, each=_MAX_NAME),
        birth_dates=fields.texts("birth_dates", limit=8, each=_MAX_WORD),
        countries=fields.texts("countries", limit=16, each=_MAX_WORD),
        sexes=fields.texts("sexes", limit=2, each=_MAX_WORD),
        identifiers=tuple(
            _identifier(item) for item in fields.items("identifiers", limit=MAX_NAMES)
        ),
    )
    fields.done()
    return subject


def _identifier(value: object) -> Identifier:
    fields = Fields(value, "query.subject.identifier")
    read = Identifier(kind=fields.text("kind", limit=32), value=fields.text("value", limit=128))
    fields.done()
    return read

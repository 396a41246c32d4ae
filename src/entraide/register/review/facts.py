"""The facts of a reading, one by one: what a reviewer sees and judges.

One table (``FIELDS``) says how each field of an engagement is found, named within it, shown, and
put into it; review, correction and measurement all go by it. A fact can be traced to bytes: its
document is a SHA-256, its evidence spans of code points in that document's decoded text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from entraide.errors import InputError
from entraide.register.codes import KINDS, OUTCOMES, STATUSES, TOPICS
from entraide.register.encoding import encode_value
from entraide.register.model import (
    Basis,
    Engagement,
    Evidence,
    Outcome,
    Participation,
    Place,
    Reading,
    Topic,
    When,
)
from entraide.register.together.folding import fold

__all__ = ["FIELDS", "Fact", "Field", "facts_of", "value_of"]

_NOT_VALUE: Final = frozenset({"evidence", "basis", "named"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of one engagement: its value as JSON, how it is known, its quotations.

    ``key`` tells apart the members of a list (participants, topics, outcomes); empty elsewhere.
    """

    document: str
    engagement: str
    field: str
    key: str
    value: Any
    basis: Basis
    evidence: tuple[Evidence, ...]

    @property
    def address(self) -> tuple[str, str, str]:
        """The engagement, the field and the key: unique in its document."""
        return self.engagement, self.field, self.key


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read from an engagement and written into it.

    ``members`` returns what an engagement holds of it; ``made`` makes a member from JSON and
    quotations; ``written`` returns the engagement with these members.
    """

    many: bool
    members: Callable[[Engagement], tuple[Any, ...]]
    key: Callable[[Any], str]
    made: Callable[[Any, tuple[Evidence, ...]], Any]
    written: Callable[[Engagement, tuple[Any, ...]], Engagement]


def facts_of(reading: Reading) -> Iterator[Fact]:
    """Yield every fact of a reading, in the order of its engagements and of ``FIELDS``."""
    for engagement in reading.engagements:
        for name, field in FIELDS.items():
            for member in field.members(engagement):
                yield Fact(
                    document=reading.sha256,
                    engagement=engagement.id,
                    field=name,
                    key=field.key(member),
                    value=value_of(member),
                    basis=getattr(member, "basis", "stated"),
                    evidence=getattr(member, "evidence", ()) or engagement.evidence,
                )


def value_of(member: Any) -> Any:
    """Return what a member says, as JSON: without its evidence and how it is known."""
    encoded = encode_value(member)
    if isinstance(encoded, dict):
        return {name: value for name, value in encoded.items() if name not in _NOT_VALUE}
    return encoded


def _one(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _first(members: tuple[Any, ...]) -> Any:
    return members[0] if members else None


def _no_key(_: Any) -> str:
    return ""


def _code(known: tuple[str, ...] | Mapping[str, str], value: Any) -> str:
    if value not in known:
        raise InputError("register.code_unknown", found=str(value)[:64])
    return str(value)


def _kind(value: Any, _: tuple[Evidence, ...]) -> str:
    return _code(KINDS, value)


def _name(value: Any, _: tuple[Evidence, ...]) -> str:
    return str(value)


def _when(value: Any, evidence: tuple[Evidence, ...]) -> When:
    return When(**value, basis="human", evidence=evidence)


def _place(value: Any, evidence: tuple[Evidence, ...]) -> Place:
    return Place(**value, basis="human", evidence=evidence)


def _participation(value: Any, evidence: tuple[Evidence, ...]) -> Participation:
    return Participation(**value, basis="human", evidence=evidence)


def _topic(value: Any, evidence: tuple[Evidence, ...]) -> Topic:
    return Topic(code=_code(TOPICS, value["code"]), evidence=evidence)


def _outcome(value: Any, evidence: tuple[Evidence, ...]) -> Outcome:
    _code(OUTCOMES, value["type"])
    _code(STATUSES, value["status"])
    parties = tuple(value.get("parties", ()))
    return Outcome(**{**value, "parties": parties}, basis="human", evidence=evidence)


def _participant_key(one: Participation) -> str:
    parts = (one.side, one.country, one.org, one.name, None if one.name else one.role)
    return "|".join(fold(part or "") for part in parts)


FIELDS: Final[Mapping[str, Field]] = {
    "kind": Field(
        False, lambda e: (e.kind,), _no_key, _kind,
        lambda e, m: replace(e, kind=m[0] if m else e.kind),
    ),
    "name": Field(
        False, lambda e: _one(e.name), _no_key, _name, lambda e, m: replace(e, name=_first(m))
    ),
    "date": Field(
        False, lambda e: _one(e.date), _no_key, _when, lambda e, m: replace(e, date=_first(m))
    ),
    "place": Field(
        False, lambda e: _one(e.place), _no_key, _place, lambda e, m: replace(e, place=_first(m))
    ),
    "participant": Field(
        True, lambda e: e.participants, _participant_key, _participation,
        lambda e, m: replace(e, participants=m),
    ),
    "topic": Field(
        True, lambda e: e.topics, lambda t: t.code, _topic, lambda e, m: replace(e, topics=m)
    ),
    "outcome": Field(
        True, lambda e: e.outcomes, lambda o: f"{o.type}|{'+'.join(o.parties)}", _outcome,
        lambda e, m: replace(e, outcomes=m),
    ),
}  # fmt: skip
"""The fields of an engagement that a reviewer judges, in the order in which they are shown."""

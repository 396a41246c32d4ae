"""The file of a person who asks: who it is, what was found, what was decided; and its bytes.

Each value of a find carries what binds whoever reads it: the handling code and, where a partner
gave it, the provider whose permission counts. The bytes are sealed and kept by the node. Reading is
strict: what was not written here just so is no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from entraide.errors import RemoteProtocolError, StoreError
from entraide.exchange.marks import words_of
from entraide.exchange.subjects import subject_from_json, subject_to_json
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.match import Subject

__all__ = ["Find", "FoundValue", "PersonFile", "decode_file", "encode_file"]


@dataclass(frozen=True, slots=True)
class FoundValue:
    """One value of a find, with what binds whoever uses or tells it."""

    prop: str
    text: str
    handling: str = ""
    """The handling code under which it is held; empty where what holds it has none."""
    handling_text: str = ""
    """The words of H3."""
    provider: str = ""
    """Who gave it first, and whose permission counts; empty where it is ours."""

    def shown(self) -> dict[str, str]:
        """Return it with what binds whoever reads it, in words too, as every surface shows it."""
        return {**asdict(self), "mark": words_of(self.handling, self.handling_text)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Something that may be about the person: where it lies, what it says, what was decided."""

    number: int
    place: str
    """A code of ``vocabulary.subjects.PLACES``."""
    id: str
    """The record's id, the message's id, or the check's."""
    partner: str = ""
    at_ms: int = 0
    score: float = 0.0
    values: tuple[FoundValue, ...] = ()
    """What it says, as it would be told."""
    decision: str = ""
    ground: str = ""
    permission: str = ""
    """The provider's permission to tell, where the data is a partner's."""
    decided_by: str = ""
    to_send: str = ""
    """What the provider is to be told by letter, where it must put its own data right."""

    @property
    def is_partners(self) -> bool:
        """Tell whether all of it is a partner's, so that nothing of it is ours to tell."""
        of_partners = self.place in {"reply", "asked-by-partner", "notice-received"}
        return of_partners or (bool(self.values) and all(value.provider for value in self.values))

    @property
    def providers(self) -> tuple[str, ...]:
        """Return who provided something of it, each once; none where all of it is ours."""
        return tuple(dict.fromkeys(value.provider for value in self.values if value.provider))

    def says(self, prop: str, text: str) -> bool:
        """Tell whether it holds this value."""
        return any((value.prop, value.text) == (prop, text) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Who asks, how that is known, what is wanted, and what was found."""

    subject: Subject
    contact: str
    identified: str
    language: str
    wanted: str
    finds: tuple[Find, ...] = ()
    searched_ms: int = 0


def encode_file(file: PersonFile) -> bytes:
    """Return the bytes that are sealed and kept."""
    return encode_canonical(
        {
            "contact": file.contact,
            "finds": [_find_to_json(find) for find in file.finds],
            "identified": file.identified,
            "language": file.language,
            "searched_ms": file.searched_ms,
            "subject": subject_to_json(file.subject),
            "wanted": file.wanted,
        }
    )


def decode_file(data: bytes) -> PersonFile:
    """Read those bytes, which are our own; StoreError where they are none.

    The table of these files came with the store's schema 4: no release has written any other form.
    """
    try:
        file = _from_json(decode_canonical(data))
        same = encode_file(file) == data
    except (RemoteProtocolError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise StoreError("subject.damaged") from error
    if not same:
        raise StoreError("subject.damaged")
    return file


def _from_json(value: Mapping[str, Any]) -> PersonFile:
    read = {
        **_typed(value, "subject", "finds"),
        "subject": subject_from_json(value["subject"]),
        "finds": tuple(_find_from_json(each) for each in value["finds"]),
    }
    return PersonFile(**read)


_NUMBERS: Final = frozenset({"number", "at_ms", "score", "searched_ms"})
_VALUE: Final = tuple(FoundValue.__dataclass_fields__)
"""The places of a value as it is stored."""


def _find_to_json(find: Find) -> dict[str, Json]:
    plain: dict[str, Json] = {
        name: getattr(find, name) for name in Find.__dataclass_fields__ if name != "values"
    }
    return {
        **plain,
        "score": round(find.score * 1_000),
        "values": [[getattr(each, name) for name in _VALUE] for each in find.values],
    }


def _find_from_json(value: Mapping[str, Any]) -> Find:
    read = {
        **_typed(value, "values"),
        "score": value["score"] / 1_000,
        "values": tuple(_value_from_json(each) for each in value["values"]),
    }
    return Find(**read)


def _value_from_json(value: list[Any]) -> FoundValue:
    return FoundValue(**_typed(dict(zip(_VALUE, value, strict=True))))


def _typed(value: Mapping[str, Any], *others: str) -> Mapping[str, Any]:
    """Return an object whose fields, but for the others, are texts, or numbers by their names."""
    for name, each in value.items():
        if name not in others and type(each) is not (int if name in _NUMBERS else str):
            raise TypeError(name)
    return value

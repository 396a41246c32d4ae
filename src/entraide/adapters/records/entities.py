"""One FollowTheMoney entity, as parsed JSON, into a record: every property known and checked.

An entity that stands inside a property (the "nested" form of OpenSanctions) is not a record of its
own here: the number of a nested passport or identity document and the text of a nested address
become the holder's own values, everything else is kept under ``property.inner`` (for example
``ownedVehicles.registrationNumber``). Deeper nesting keeps the id of what it names.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Final

from entraide.adapters.records.marks import MARKS, read_marks
from entraide.errors import InputError
from entraide.kernel.marking import Marking
from entraide.kernel.record import Record, Value
from entraide.vocabulary.entities import NESTED_IDENTIFIERS, SCHEMATA, kind_of, names_of
from entraide.vocabulary.values import read_value

__all__ = ["VALUES_LIMIT", "read_entity"]

VALUES_LIMIT: Final = 10_000
"""Values of one row; the fullest published entities hold some hundreds."""

_PUBLISHED: Final = frozenset(
    {
        "id",
        "caption",
        "schema",
        "properties",
        "datasets",
        "referents",
        "first_seen",
        "last_seen",
        "last_change",
        "target",
        "origin",
        "created_at",
        "updated_at",
        "mutable",
        "messages",
        "entraide",
    }
)
"""Keys beside the properties that published files carry; those that only date a crawl are left."""

_Pair = tuple[str, str]


def read_entity(entity: Mapping[str, object], defaults: Marking) -> Record:
    """Return the record of an entity; InputError says what the row lacks or has too much."""
    _refuse_stray_marks(entity)
    schema = _text(entity, "schema")
    marks = read_marks(entity.get("entraide"), _dataset(entity), defaults)
    pairs = tuple(dict.fromkeys(_pairs(schema, _properties(entity))))
    pairs = _named(schema, pairs)
    return Record(
        id=_text(entity, "id"),
        schema=schema,
        values=tuple(Value(prop, text, marks.marking) for prop, text in pairs),
        restriction=marks.restriction,
        protected=marks.protected,
        lifted=marks.lifted,
    )


def _refuse_stray_marks(entity: Mapping[str, object]) -> None:
    """Refuse a mark outside its block: ignored, it would open a record that should be closed."""
    for key in entity.keys() - _PUBLISHED:
        if difflib.get_close_matches(key.casefold()[:64], ("entraide", *MARKS), n=1, cutoff=0.8):
            raise InputError("records.mark_outside", mark=key[:80])


def _text(entity: Mapping[str, object], key: str) -> str:
    found = entity.get(key)
    if not isinstance(found, str) or not found:
        raise InputError("records.missing_key", key=key)
    return found


def _dataset(entity: Mapping[str, object]) -> str:
    names = entity.get("datasets", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError("records.malformed_key", key="datasets")
    return "+".join(sorted(names))


def _properties(entity: Mapping[str, object]) -> Mapping[str, object]:
    found = entity.get("properties")
    if not isinstance(found, dict):
        raise InputError("records.malformed_key", key="properties")
    return found


def _items(prop: str, found: object) -> list[object]:
    items = found if isinstance(found, list) else [found]
    if len(items) > VALUES_LIMIT:
        raise InputError("records.too_many_values", property=prop[:80], limit=VALUES_LIMIT)
    return items


def _pairs(schema: str, properties: Mapping[str, object]) -> Iterator[_Pair]:
    if schema not in SCHEMATA:
        kind_of(schema, "")
    for prop, found in properties.items():
        for item in _items(prop, found):
            if isinstance(item, dict):
                yield from _nested_pairs(schema, prop, item)
            else:
                yield from _own_pair(schema, prop, item)


def _own_pair(schema: str, prop: str, item: object) -> Iterator[_Pair]:
    kind = kind_of(schema, prop)
    if not isinstance(item, str):
        raise InputError("records.not_text_value", property=prop)
    text = item.strip()
    if text:
        yield prop, read_value(kind, text, prop)


def _nested_pairs(schema: str, prop: str, nested: Mapping[str, object]) -> Iterator[_Pair]:
    if "entraide" in nested:
        raise InputError("records.mark_outside", mark=f"{prop[:80]}.entraide")
    inner = _text(nested, "schema")
    own = NESTED_IDENTIFIERS.get(inner, {})
    for name, text in _inner_pairs(inner, _properties(nested)):
        flat = own.get(name)
        yield (flat if flat in SCHEMATA[schema] and flat else f"{prop}.{name}"), text


def _inner_pairs(schema: str, properties: Mapping[str, object]) -> Iterator[_Pair]:
    for prop, found in properties.items():
        for item in _items(prop, found):
            if isinstance(item, dict):
                yield prop, _text(item, "id")
            elif schema in SCHEMATA:
                yield from _own_pair(schema, prop, item)
            elif isinstance(item, str) and item.strip():
                yield prop, item.strip()


def _named(schema: str, pairs: tuple[_Pair, ...]) -> tuple[_Pair, ...]:
    """Make a person's missing name of its parts; refuse a record without what its schema needs."""
    present = {prop for prop, _ in pairs}
    needed = names_of(schema)
    if len(pairs) > VALUES_LIMIT:
        raise InputError("records.too_many_values", property="*", limit=VALUES_LIMIT)
    if not pairs or not needed or present.intersection(needed):
        return pairs
    parts = [text for wanted in _NAME_PARTS for prop, text in pairs if prop == wanted]
    if schema == "Person" and "lastName" in present:
        return (("name", " ".join(parts)), *pairs)
    raise InputError("records.no_name", schema=schema, properties=", ".join(needed))


_NAME_PARTS: Final = ("firstName", "secondName", "middleName", "fatherName", "lastName")

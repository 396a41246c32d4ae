"""The types of the document as its page shows them: each field with its form and its meaning.

Forms are written as programs write them (``string[]``, ``Clock | null``), the same in every
language; what types and fields mean stands in the language of the components that it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Field", "TypeShown", "in_parts", "shown_types"]

_AS_IT_IS: Final = re.compile(
    r"`([^`]+)`"
    r"|(\d{4}-\d{2}-\d{2}T[\d:.]*\d\dZ?|docs/[\w./-]+\.md|\S+\.\S+,\S+\d|ISO \d[\w-]* [\w-]+)"
)
"""What is written alike in every language: codes between backquotes, moments, files."""
_REF: Final = "$ref"
_TYPE: Final = "type"
_MOST: Final = 24
"""Codes of a closed list that are shown; the document has all."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its form around the name of another type, where it is of one."""

    name: str
    before: str
    of: str
    after: str
    needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class TypeShown:
    """One type: its name in the document, what it is, its fields, or its form where it has none."""

    name: str
    says: str
    fields: tuple[Field, ...]
    form: str = ""
    one_of: tuple[str, ...] = ()
    """The types of which it is one, where it may be several."""


def in_parts(says: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a sentence, and of each whether it is written alike in every language.

    On a page that runs from right to left such a part keeps its own direction.
    """
    at = 0
    for found in _AS_IT_IS.finditer(says):
        yield False, says[at : found.start()]
        yield True, found[1] or found[2]
        at = found.end()
    yield False, says[at:]


def shown_types(components: Mapping[str, Any]) -> Iterator[TypeShown]:
    """Yield every type but that of no parameters, by its name without its module."""
    for name in sorted(components, key=lambda each: each.rpartition("__")[2].lower()):
        shown = _type(name, components[name])
        if shown.fields or shown.one_of or shown.form != "object":
            yield shown


def _type(name: str, schema: Mapping[str, Any]) -> TypeShown:
    says, needed = schema.get("description", ""), schema.get("required", ())
    fields = tuple(_field(each, held, each in needed)
                   for each, held in schema.get("properties", {}).items())  # fmt: skip
    if fields:
        return TypeShown(name, says, fields)
    if "oneOf" in schema:
        return TypeShown(name, says, (), one_of=tuple(_named(each) for each in schema["oneOf"]))
    return TypeShown(name, says, (), _plain(schema))


def _named(schema: Mapping[str, Any]) -> str:
    return str(schema[_REF]).rpartition("/")[2]


def _field(name: str, schema: Mapping[str, Any], needed: bool) -> Field:
    form, of = _form(schema)
    before, _, after = form.partition("@") if of else (form, "", "")
    return Field(name, before, of, after, needed, _says(schema))


def _says(schema: Mapping[str, Any]) -> str:
    """Return what a field means, also where it may be null or is a list."""
    options = (schema, *schema.get("anyOf", ()), schema.get("items", {}))
    return next((each["description"] for each in options if each.get("description")), "")


def _form(schema: Mapping[str, Any]) -> tuple[str, str]:
    """Return a form with ``@`` in place of the type that it names, and that type."""
    if _REF in schema:
        return "@", _named(schema)
    if "anyOf" in schema:
        parts = [_form(each) for each in schema["anyOf"]]
        return " | ".join(form for form, _ in parts), next((of for _, of in parts if of), "")
    if schema.get(_TYPE) == "array":
        form, of = _form(schema.get("items", {}))
        return (f"({form})[]" if " | " in form else f"{form}[]"), of
    return _plain(schema), ""


def _plain(schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        codes = " | ".join(map(json.dumps, schema["enum"][:_MOST]))
        return codes if len(schema["enum"]) <= _MOST else f"{codes} | …"
    if "additionalProperties" in schema and schema.get(_TYPE) == "object":
        return "object"
    told = schema.get("format", "")
    return f"{schema.get(_TYPE, 'any')}{f' ({told})' if told else ''}"

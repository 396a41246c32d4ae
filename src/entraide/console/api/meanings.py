"""What fields mean: a sentence for each, put into the document.

A type of ``entraide.client`` or of an action says what is its own in a string below the field,
where Python keeps nothing of it: the source is read when the document is drawn. What a field means
wherever it stands is a row of ``api-fields.tsv``, and so is what a parameter means in one type
alone (``Type.field``). Behind the sentence stands the form of the value, where its type has one.
Each sentence passes through ``say`` by itself: the document writes it as it is, the page of types
in the reader's language, and the catalogue of texts only hears it.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import entraide.client
from entraide.console.api.fields import row_of, with_codes
from entraide.node.actions import ACTIONS

__all__ = ["Say", "with_meanings"]

_APART: Final = "__"
"""What stands between module and type, where two modules name a type alike."""
_Told = Mapping[str, str]
Say = Callable[[str], str]
"""How a sentence of the source is written for a reader."""


def with_meanings(components: Mapping[str, Any], say: Say = with_codes) -> dict[str, Any]:
    """Return the types of the document with what each field means, in the words of ``say``."""
    told = _told()
    return {
        name: _Type(name.rpartition(_APART)[2], told, say).described(each)
        for name, each in components.items()
    }


@functools.cache
def _told() -> Mapping[str, _Told]:
    return {**_of_parameters(), **_of_answers()}


@dataclass(frozen=True, slots=True)
class _Type:
    """One type while its sentences are written."""

    kind: str
    told: Mapping[str, _Told]
    say: Say

    def described(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        plain = _in_one_line(schema.get("description", ""))
        found = {**schema, "description": self.say(plain)} if plain else dict(schema)
        own = self.told.get(self.kind, {})
        shown = {name: self._field(each, own.get(name) or row_of(name, self.kind))
                 for name, each in schema.get("properties", {}).items()}  # fmt: skip
        return {**found, "properties": shown} if shown else found

    def _field(self, schema: Mapping[str, Any], says: str) -> dict[str, Any]:
        """Return a field with its meaning, and the form of its value behind it."""
        parts = (says, _in_one_line(_form(schema))) if says else ()
        told = " ".join(self.say(each) for each in parts if each)
        plain = {name: each for name, each in schema.items() if name != "description"}
        return {**plain, "description": told} if told else plain


def _in_one_line(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _form(schema: Mapping[str, Any]) -> str:
    """Return what the type of a value says of its form, also where it may be null or is a list."""
    options = (schema, *schema.get("anyOf", ()), schema.get("items", {}))
    return next((str(each["description"]) for each in options if each.get("description")), "")


def _of_answers() -> dict[str, dict[str, str]]:
    """Return the sentences of every type of the client, with those of the types it builds on."""
    classes: dict[str, ast.ClassDef] = {}
    for found in pkgutil.iter_modules(entraide.client.__path__, "entraide.client."):
        classes |= _classes(importlib.import_module(found.name))
    return {name: _built_on(each, classes) for name, each in classes.items()}


def _built_on(kind: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> dict[str, str]:
    found: dict[str, str] = {}
    for base in kind.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            found |= _built_on(classes[base.id], classes)
    return found | dict(_under(kind.body))


def _of_parameters() -> dict[str, dict[str, str]]:
    return {action.takes.__name__: _inherited(action.takes) for action in ACTIONS.values()}


def _inherited(kind: type) -> dict[str, str]:
    """Return the sentences of a type's own fields and of those that it takes over."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        module = inspect.getmodule(each)
        if module is not None and module.__name__.startswith("entraide."):
            found |= _under(_classes(module)[each.__name__].body)
    return found


@functools.cache
def _classes(module: ModuleType) -> dict[str, ast.ClassDef]:
    """Return every class of a module as it is written."""
    tree = ast.parse(inspect.getsource(module))
    return {each.name: each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)}


def _under(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield each field under which a sentence stands."""
    name = ""
    for each in body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=field)):
                name = field
                continue
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                yield name, _in_one_line(text)
        name = ""

"""What fields mean: the sentences that stand under them in the code, put into the document.

A type says what a field means in a string below it, where Python keeps nothing of it. The source is
read when the document is drawn, once for each module, so that starting the node costs nothing.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Final

from entraide.client import (
    beside,
    desk,
    duty,
    inquired,
    overseen,
    pages,
    results,
    values,
    work,
)
from entraide.node.actions import ACTIONS

__all__ = ["with_meanings"]

_ANSWERS: Final = (beside, desk, duty, inquired, overseen, pages, results, values, work)
_APART: Final = "__"
"""What stands between module and type, where two modules name a type alike."""


def with_meanings(components: Mapping[str, Any]) -> dict[str, Any]:
    """Return the types of the document with what each field means, where its type says so."""
    told = {**_of_parameters(), **_of_answers()}
    return {name: _said(each, told.get(name.rpartition(_APART)[2], {}))
            for name, each in components.items()}  # fmt: skip


def _said(schema: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    fields = schema.get("properties", {})
    plain = schema.get("description", "").replace("``", "`")
    schema = {**schema, "description": plain} if plain else schema
    shown = {name: {**each, "description": told[name]} if name in told else each
             for name, each in fields.items()}  # fmt: skip
    return {**schema, "properties": shown} if shown else dict(schema)


def _of_answers() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for module in _ANSWERS:
        found |= _classes(module)
    return found


def _of_parameters() -> dict[str, dict[str, str]]:
    return {action.takes.__name__: _inherited(action.takes) for action in ACTIONS.values()}


def _inherited(kind: type) -> dict[str, str]:
    """Return the sentences of a type's own fields and of those that it takes over."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        module = inspect.getmodule(each)
        if module is not None and module.__name__.startswith("entraide."):
            found |= _classes(module).get(each.__name__, {})
    return found


@functools.cache
def _classes(module: ModuleType) -> dict[str, dict[str, str]]:
    """Return the sentences under the fields of every class of a module."""
    tree = ast.parse(inspect.getsource(module))
    return {each.name: dict(_under(each.body)) for each in ast.walk(tree)
            if isinstance(each, ast.ClassDef)}  # fmt: skip


def _under(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    name = ""
    for each in body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=field)):
                name = field
                continue
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                yield name, " ".join(text.replace("``", "`").split())
        name = ""

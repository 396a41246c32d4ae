"""JSON Schemas (2020-12) of what goes in and out, drawn from the types that the code itself uses.

Orders are checked by the very models of the action table; answers are the types that
``entraide.client`` gives to programs. Nothing is described here a second time.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from entraide.client.beside import Board, LiveRows, Progress
from entraide.client.results import SessionOpened, SessionShown
from entraide.client.results_table import RESULTS
from entraide.client.values import Problem
from entraide.console.api.fields import with_codes
from entraide.console.api.meanings import with_meanings
from entraide.console.api.twins import TWINS
from entraide.node.actions import ACTIONS
from entraide.vocabulary.language import translate_reference

__all__ = ["Schemas", "schemas"]

_PLACE: Final = "#/components/schemas/{model}"
_OTHERS: Final[Mapping[str, Any]] = {
    "board": Board,
    "live-rows": LiveRows,
    "problem": Problem,
    "progress": Progress,
    "session": SessionOpened,
    "session-shown": SessionShown,
}


@dataclass(frozen=True)
class Schemas:
    """A schema for each key, and the named ones that they point to."""

    parameters: Mapping[str, Any]
    results: Mapping[str, Any]
    screens: Mapping[str, Any]
    others: Mapping[str, Any]
    plain: Mapping[str, Any]
    """The types by themselves, before it is said what their fields mean."""

    @functools.cached_property
    def components(self) -> Mapping[str, Any]:
        """The types as the document writes them, in English."""
        return with_meanings(self.plain)

    def spoken(self) -> Mapping[str, Any]:
        """Return the types in the reader's language, each code between backquotes."""
        return with_meanings(self.plain, lambda says: with_codes(translate_reference(says), "`"))


@functools.cache
def schemas() -> Schemas:
    """Return every schema of the document; drawn once a process."""
    rows: list[tuple[tuple[str, str], JsonSchemaMode, TypeAdapter[Any]]] = [
        (key, _mode(key), TypeAdapter(kind)) for key, kind in _kinds().items()
    ]
    found, named = TypeAdapter.json_schemas(rows, ref_template=_PLACE)
    by_key = {key: schema for (key, _), schema in found.items()}
    return Schemas(
        **{part: _of(part, by_key) for part in ("parameters", "results", "screens", "others")},
        plain=named.get("$defs", {}),
    )


def _mode(key: tuple[str, str]) -> JsonSchemaMode:
    return "validation" if key[0] == "parameters" else "serialization"


def _kinds() -> dict[tuple[str, str], Any]:
    takes = {("parameters", name): action.takes for name, action in ACTIONS.items()}
    results = {("results", name): kind for name, kind in RESULTS.items()}
    screens = {("screens", path): twin.answers for path, twin in TWINS.items()}
    others = {("others", name): kind for name, kind in _OTHERS.items()}
    return {**takes, **results, **screens, **others}


def _of(part: str, found: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    return {name: schema for (of, name), schema in found.items() if of == part}

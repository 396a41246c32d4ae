"""Every body and answer of the document with the name of its example, and what it must fit."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from jsonschema import Draft202012Validator

from entraide.console.api.document import openapi_document
from entraide.console.api.parts import FORM, JSON
from entraide.console.api.programs import ORDERS_PATH, SESSION, SESSION_PATH

__all__ = ["Content", "contents", "leaves", "validator"]

_BY_KIND: Final = frozenset({"POST /orders/operation.found", "POST /orders/operation.write"})
"""Forms whose fields are those of a kind of entry, besides those that are named."""
_REFUSED: Final = "400"
_FIXED: Final = frozenset({JSON, FORM})


@dataclass(frozen=True, slots=True)
class Content:
    """A body or an answer: the name of its example, its media type, its schema, its example."""

    name: str
    media: str
    schema: Any
    example: Any
    is_answer: bool

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing may stand in it beyond what the schema names."""
        return (self.is_answer or self.media == FORM) and self.name not in _BY_KIND

    @property
    def is_fixed(self) -> bool:
        """Tell whether it has a schema of fields."""
        return self.media in _FIXED


def contents() -> Iterator[Content]:
    """Yield what is sent to and answered by every address, but for the document itself."""
    for path, methods in openapi_document()["paths"].items():
        for method, said in methods.items():
            if path == "/openapi.json":
                continue
            name = _named(path, method)
            for media, held in said.get("requestBody", {}).get("content", {}).items():
                yield Content(name, media, held["schema"], held.get("example"), is_answer=False)
            answers = name if method == "get" else f"{name} answers"
            for status, answered in said["responses"].items():
                if status < _REFUSED:
                    for media, held in answered.get("content", {}).items():
                        yield Content(answers, media, held["schema"], held.get("example"),
                                      is_answer=True)  # fmt: skip


def _named(path: str, method: str) -> str:
    if (path, method) == (SESSION_PATH, "post"):
        return SESSION
    action = path.removeprefix(f"{ORDERS_PATH}/")
    return action if action != path else f"{method.upper()} {path}"


def validator(schema: Any, *, closed: bool = False) -> Draft202012Validator:
    """Return a validator of a schema of the document; closed: nothing may stand beyond it."""
    whole = _closed(schema) if closed else schema
    return Draft202012Validator({**whole, "components": _components(closed)})


@functools.cache
def _components(closed: bool) -> Any:
    held = openapi_document()["components"]
    if not closed:
        return held
    named = {name: _closed(each) for name, each in held["schemas"].items()}
    return {**held, "schemas": named}


def _closed(schema: Any) -> Any:
    has_fields = schema.get("type") == "object" and "properties" in schema
    return {**schema, "additionalProperties": False} if has_fields else schema


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value that is no object and no list, with the field that holds it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value

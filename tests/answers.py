"""Every answer of an order is held against its type: what is missing or not named there fails.

The types of ``entraide.client`` are what the document tells programs. They are read strictly here,
as a program in another language would read the JSON: no field beyond them, none left out, no
number for a text.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from entraide.client.results_table import RESULTS

__all__ = ["check_answer", "strictly"]


def check_answer(action: str, answer: Any) -> None:
    """Fail where an order answered something else than its type says."""
    if action not in RESULTS:
        return  # not ordered over HTTP
    try:
        _reader(action).validate_json(json.dumps(answer), strict=True)
    except ValidationError as error:
        told = "; ".join(f"{each['loc']}: {each['msg']}" for each in error.errors()[:8])
        raise AssertionError(f"{action} answers otherwise than its type says: {told}") from error


@functools.cache
def _reader(action: str) -> SchemaValidator:
    return strictly(RESULTS[action])


def strictly(kind: Any) -> SchemaValidator:
    """Return a reader of a type that takes no field beyond those that it names."""
    return SchemaValidator(_closed(TypeAdapter(kind).core_schema))


def _closed(schema: Any) -> Any:
    if isinstance(schema, list | tuple):
        return type(schema)(_closed(each) for each in schema)
    if not isinstance(schema, dict):
        return schema
    found = {name: each if name == "cls" else _closed(each) for name, each in schema.items()}
    if schema.get("type") == "typed-dict":
        found["extra_behavior"] = "forbid"
    return found

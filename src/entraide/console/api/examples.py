"""Examples of the document: what running nodes took and answered, kept beside the code.

They are written by ``python -m tests.api.redraw`` from a story over two nodes with invented people;
a test checks each against its schema, and that nodes still answer with the same fields.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any, Final

__all__ = ["EXAMPLES_FILE", "example_of", "examples"]

EXAMPLES_FILE: Final = "api-examples.json"


@functools.cache
def examples() -> dict[str, Any]:
    """Return every example by what it is of: ``GET /inbox.json``, ``ask``, ``ask answers``."""
    file = resources.files("entraide.console") / "data" / EXAMPLES_FILE
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def example_of(name: str) -> Any:
    """Return one example; None where there is none."""
    return examples().get(name)

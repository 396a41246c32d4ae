"""People of whom traces are looked for in a node's files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.nodes import (
    person,
)

NAME = "Zuleika Quennell"

PASSPORT = "EX7345112"

BORN = "1977-05-09"


def target(**more: Any) -> dict[str, Any]:
    entity = person("EX-ES-100", NAME, BORN, **more)
    entity["properties"]["passportNumber"] = [PASSPORT]
    return entity


def traces(folder: Path, *needles: str) -> dict[str, list[str]]:
    """Search every byte of every file in a folder, folded and not, in the scripts of the stores."""
    wanted = {form for text in needles for form in (text, text.lower(), text.upper())}
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            hits = sorted(
                text for text in wanted if text.encode() in data or text.encode("utf-16-le") in data
            )
            if hits:
                found[path.name] = hits
    return found


PERSON = (*NAME.split(), PASSPORT, BORN)

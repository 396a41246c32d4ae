"""The table of what fields mean, ``api-fields.tsv``: one row for a field that means the same
wherever it stands, one with its type before it (``Type.field``) where it means something else.

A row is a name, a tabulator and one sentence or a few; ``{Colour}`` and the like stand for the
codes of that vocabulary (``CODES``). The sentences are English: the document is for machines and
for those who write programs, and its words must be the same for all of them.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final

from entraide.console.api.field_codes import CODES

__all__ = ["FIELDS_FILE", "field_meanings", "meaning_of"]

FIELDS_FILE: Final = "api-fields.tsv"


def meaning_of(field: str, kind: str = "") -> str:
    """Return what a field of a type means; nothing where no row says it."""
    rows = field_meanings()
    return rows.get(f"{kind}.{field}") or rows.get(field, "")


@functools.cache
def field_meanings() -> dict[str, str]:
    """Return every row of the table, with the codes in place of their names."""
    text = (resources.files("entraide.console") / "data" / FIELDS_FILE).read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line)
    return {name: _with_codes(says) for name, _, says in rows}


def _with_codes(says: str) -> str:
    for name, codes in CODES.items():
        if f"{{{name}}}" in says:
            says = says.replace(f"{{{name}}}", ", ".join(codes))
    return says

"""The table of what fields mean, ``api-fields.tsv``: one row for a field that means the same
wherever it stands, one with its type before it (``Type.field``) where it means something else.

A row is a name, a tabulator and one sentence or a few; ``{Colour}`` and the like stand for the
codes of that vocabulary (``CODES``). The sentences are source text: the document shows them in
English, its page in the reader's language.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final

from entraide.console.api.field_codes import CODES

__all__ = ["FIELDS_FILE", "field_meanings", "meaning_of", "row_of", "with_codes"]

FIELDS_FILE: Final = "api-fields.tsv"


def meaning_of(field: str, kind: str = "") -> str:
    """Return what a field of a type means, in English; nothing where no row says it."""
    return with_codes(row_of(field, kind))


def row_of(field: str, kind: str = "") -> str:
    """Return the same as its row says it: a vocabulary stands there by its name."""
    rows = field_meanings()
    return rows.get(f"{kind}.{field}") or rows.get(field, "")


@functools.cache
def field_meanings() -> dict[str, str]:
    """Return every row of the table."""
    text = (resources.files("entraide.console") / "data" / FIELDS_FILE).read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line)
    return {name: says for name, _, says in rows}


def with_codes(says: str, mark: str = "") -> str:
    """Return a row's sentence with the codes of a vocabulary in place of its name.

    ``mark`` stands before and behind each code: a backquote where the page sets codes apart.
    """
    for name, codes in CODES.items():
        if f"{{{name}}}" in says:
            says = says.replace(f"{{{name}}}", ", ".join(f"{mark}{code}{mark}" for code in codes))
    return says

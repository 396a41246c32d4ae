"""What the drawn parts of pages are made of: tables, and the first sentences of docstrings."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable


def table(head: str, rows: Iterable[tuple[object, ...]]) -> str:
    titles = head.split("|")
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).strip().replace("|", "\\|").replace("\n", " ")


def first_sentence(source: object) -> str:
    if isinstance(source, ast.Module):
        text = ast.get_docstring(source) or ""
    else:
        text = inspect.getdoc(source) or ""
    opening = " ".join(text.split("\n\n", 1)[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", opening, maxsplit=1)[0]

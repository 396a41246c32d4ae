"""Showing results: a table for people, JSON for programs; both from the same values."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from rich.console import Console
from rich.table import Table

from entraide.vocabulary.language import mark, translate

__all__ = ["Output", "console", "isolate", "moment", "print_json", "print_rows", "say"]

Output: TypeAlias = Literal["table", "json"]
_PIPE_WIDTH: Final = 140
_ISOLATE: Final = "\u2068{}\u2069"


def console() -> Console:
    """Return a console on standard output: as wide as the terminal, or 140 into a file or pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def print_json(value: Any) -> None:
    """Write one JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(message: str, /, **values: object) -> None:
    """Write a translated sentence."""
    console().print(translate(message, **values), markup=False, soft_wrap=True)


def print_rows(
    title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Draw a table; ``columns`` pairs a field of the rows with its heading."""
    table = Table(title=translate(title), title_justify="left", box=None, pad_edge=False)
    for _, heading in columns:
        table.add_column(translate(heading), overflow="fold")
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the count
        table.add_row(*(isolate(_text(row.get(field))) for field, _ in columns))
    if count:
        console().print(table)
    else:
        say(mark("{title}: none"), title=translate(title))


def moment(milliseconds: object) -> str:
    """Return a moment in UTC, to the second."""
    if not isinstance(milliseconds, int) or not milliseconds:
        return ""
    when = dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC)
    return when.strftime("%Y-%m-%d %H:%M:%SZ")


def isolate(text: str) -> str:
    """Keep the direction of foreign text from moving what stands around it (Unicode Annex 9)."""
    return _ISOLATE.format(text) if text and not text.isascii() else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, Mapping):
        return " ".join(_text(each) for each in value.values())
    return str(value)

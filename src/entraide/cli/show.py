"""Showing results: a table for people, JSON for programs; both from the same values."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from entraide.vocabulary.language import harmless, isolate, mark, translate, translate_plural
from entraide.wording.clocks import moment
from entraide.wording.words import word

__all__ = [
    "IsolatedLines",
    "Output",
    "cell",
    "console",
    "isolate",
    "moment",
    "print_json",
    "print_rows",
    "say",
    "say_plural",
]

Output: TypeAlias = Literal["table", "json"]
_PIPE_WIDTH: Final = 140


class IsolatedLines:
    """Text of which every line, wherever it is wrapped, keeps its direction to itself."""

    __slots__ = ("_text",)

    def __init__(self, text: Text) -> None:
        """Hold the text as it would be printed."""
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap, then isolate line by line: an isolate ends where its line does."""
        for line in self._text.wrap(console, options.max_width, overflow="fold"):
            line.rstrip()
            shown = isolate(line.plain)
            yield Text.assemble(shown[0], line, shown[-1]) if shown != line.plain else line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure the text: isolates take no room."""
        return Measurement.get(console, options, self._text)


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


def say_plural(one: str, many: str, count: int, /, **values: object) -> None:
    """Write the form of a translated sentence that a count asks for."""
    text = translate_plural(one, many, count, **values)
    console().print(text, markup=False, soft_wrap=True)


def print_rows(
    title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Draw a table; ``columns`` pairs a field of the rows with its heading."""
    shown = isolate(translate(title))
    table = Table(title=shown, title_justify="left", box=None, pad_edge=False)
    for _, heading in columns:
        table.add_column(isolate(translate(heading)), overflow="fold")
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the count
        table.add_row(*(cell(_text(field, row.get(field))) for field, _ in columns))
    if count:
        console().print(table)
    else:
        say(mark("{title}: none"), title=translate(title))


def cell(text: str) -> RenderableType:
    """Return what stands in a table's cell: literal text, whatever brackets it holds."""
    text = harmless(text)
    return IsolatedLines(Text(text)) if isolate(text) != text else Text(text)


def _text(field: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_text(field, each) for each in value)
    if isinstance(value, Mapping):
        return " ".join(_text(field, each) for each in value.values())
    return word(field, value)

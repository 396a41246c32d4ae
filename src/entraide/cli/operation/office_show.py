"""What the commands of offices share: listing them, drawing their parts, days and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from entraide.adapters.world import SYSTEM
from entraide.cli.operation.operating import all_of_kind
from entraide.cli.operation.team_show import draw_findings, draw_journal
from entraide.cli.result import show_result
from entraide.cli.session import Access
from entraide.cli.show import print_rows
from entraide.vocabulary.language import mark, translate
from entraide.wording.words import word

__all__ = ["Columns", "Part", "draw_office", "list_offices", "present_day", "promises_from"]

Columns = tuple[tuple[str, str], ...]
Part = tuple[str, str, Columns]
"""A field of what is shown that holds rows, its heading, and the columns of its table."""

_SHORT: Final = 12
_NAMES: Final = (
    "operation", "task", "decision", "item", "action", "offer", "check", "delivery", "entry",
)  # fmt: skip
_HEAD: Final = (("what", mark("What")), ("says", mark("Says")))
_LIST: Final = (
    ("operation", mark("Id")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("members", mark("Members")),
    ("starts", mark("From")),
    ("until", mark("Until")),
    ("unread", mark("New")),
)
_ACTIONS: Final = (
    ("due", mark("Due")),
    ("standing", mark("State")),
    ("title", mark("Action")),
    ("owner", mark("Owner")),
    ("subject", mark("Session")),
    ("action", mark("Entry")),
)


def list_offices(access: Access | None, kind: str, title: str) -> None:
    """List the offices of one kind, and what is still to be done of them."""
    given = access or Access()
    mine = all_of_kind(given, kind)
    show_result(given, {"operations": mine}, lambda _: _draw_offices(title, mine))


def _draw_offices(title: str, mine: Iterable[Mapping[str, Any]]) -> None:
    print_rows(title, _LIST, map(_named, mine))
    actions = [{**each, "subject": row["subject"]} for row in mine for each in row["open_actions"]]
    if actions:
        ordered = sorted(actions, key=lambda each: str(each["due"]))
        print_rows(mark("Open actions"), _ACTIONS, map(_named, ordered))


def draw_office(
    result: Mapping[str, Any],
    head: tuple[str, Columns],
    parts: Iterable[Part],
    *,
    journal: bool,
) -> None:
    """Draw an office: its head, its parts that hold anything, its journal where it is wanted."""
    named = _named(result)
    rows = [{"what": translate(title), "says": _says(field, named)} for field, title in head[1]]
    print_rows(head[0], _HEAD, [row for row in rows if row["says"]])
    for field, title, columns in parts:
        if result[field]:
            print_rows(title, columns, map(_named, result[field]))
    if journal:
        draw_journal(result)
    draw_findings(result)


def _says(field: str, named: Mapping[str, Any]) -> str:
    value = named.get(field)
    if isinstance(value, list):
        return ", ".join(word(field, each) for each in value)
    return "" if value is None else word(field, value)


def present_day() -> str:
    """Return the present day (ISO, UTC)."""
    return dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC).date().isoformat()


def promises_from(texts: tuple[str, ...]) -> list[dict[str, str | None]]:
    """Read promises such as ``training`` or, of a meeting's day, ``training=2031-01-31``."""
    pairs = (text.partition("=") for text in texts)
    return [{"outcome": outcome.strip(), "day": day.strip() or None} for outcome, _, day in pairs]


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as it is drawn: ids shortened, codes under the names of their words."""
    short = {name: row[name][:_SHORT] for name in _NAMES if isinstance(row.get(name), str)}
    promises = [each["outcome"] for each in row.get("promises") or ()]
    return {
        **row,
        **short,
        "standing": row.get("state"),
        "check_verdict": row.get("verdict"),
        "promise": promises,
    }

"""What waits for a person here, of whatever kind, as one list: what is due first stands first.

Each row has the id of what it is of (a thread, a notice, an operation), its codes as they are in
every language, and ``what``: words that somebody wrote, never ours. A page adds the words of codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.operations.admitting import OPERATIONS
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = ["COLUMNS", "KINDS", "OURS", "key_of", "rows_of", "said_of", "version_of"]

KINDS: Final = {
    "request": mark("Request"),
    "question": mark("Question"),
    "information": mark("Information"),
    "onward": mark("Passing on"),
    "discussion": mark("Discussion"),
    "notice": mark("Notice"),
    "operation": mark("Operation"),
    "awaited": mark("We wait"),
    "news": mark("News"),
}
OURS: Final = frozenset(
    {"request", "question", "information", "onward", "discussion", "notice", "operation"}
)
"""The kinds that wait for us."""
COLUMNS: Final = (
    ("due_ms", mark("Due")),
    ("kind", mark("Kind")),
    ("partner", mark("Partner")),
    ("case", mark("Case")),
    ("purpose", mark("Purpose")),
    ("what", mark("What")),
    ("state", mark("State")),
    ("thread", mark("Thread")),
    ("code", mark("Code")),
    ("id", mark("Id")),
)
_NEVER: Final = 2**53
_NO_PAGE: Final = frozenset({"onward", "discussion"})
_PAGES: Final = {"notice": "/notices", "operation": "/cases"}
_A_THREAD: Final = "/threads/{thread}"
_NEWS_PAGES: Final = (
    ("notice:", "/notices/{thread}"),
    ("oversight:to-be-explained", "/oversight/explain"),
    ("oversight:explained", "/oversight/samples/{thread}"),
    ("unusual:", "/oversight/alerts"),
    ("subject:", "/oversight/subjects/{thread}"),
    ("retention:", "/oversight/retention"),
    ("glass:", "/oversight/break-glass"),
    ("officer:", "/oversight/officers"),
)
"""What news begins with, and the page on which it is worked."""


def rows_of(inbox: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every kind of thing that waits in one form, by what is due soonest."""
    return sorted(_all(inbox), key=lambda row: (row["due_ms"] or _NEVER, row["thread"]))


def key_of(row: Mapping[str, Any]) -> str:
    """Return what names a row as long as it waits."""
    state = row["state"] if row["kind"] == "news" else ""
    return " ".join((row["kind"], row["link"] or row["thread"], row["partner"], state))


def said_of(row: Mapping[str, Any]) -> str:
    """Return what a row says to a person: words somebody wrote, else which sort it is of."""
    if row["code"]:
        named = word("colour" if row["kind"] == "notice" else "operation", row["code"])
        return f"{named}: {row['what']}" if row["what"] else f"{named} {row['id'][:8]}"
    return str(row["what"] or (row["id"][:8] if row["link"] else ""))


def version_of(inbox: Mapping[str, Any]) -> str:
    """Return the digest of what waits and in which state: the same for the same rows."""
    told = sorted((key_of(row), row["state"]) for row in rows_of(inbox))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _all(inbox: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in inbox["requests"]:
        yield _row("request", row, row["reason"], row.get("due_ms"))
    for row in inbox["waiting"]:
        yield _row("question", row, ", ".join(row["names"]), row["expires_ms"])
    for row in inbox["information"]:
        yield _row("information", row, row["reason"], None)
    for row in inbox["onward"]:
        yield _row("onward", row, row["reason"], None)
    for row in inbox["discussions"]:
        yield _row("discussion", {**row, "partner": row["opener"]}, row["subject"], None)
    for row in inbox["notices"]:
        yield _of("notice", row, row["colour"])
    for row in inbox["operations"]:
        yield _of("operation", row, OPERATIONS[row["kind"]].kind)
    for row in inbox["awaited"]:
        yield _row("awaited", row, row["reason"], row.get("due_ms"))
    for row in inbox["alerts"]:
        yield {**_row("news", row, "", None), "state": row["what"], "link": _page_of_news(row)}


def _of(kind: str, row: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return a notice or an operation: its own id, and the code of which sort it is."""
    link = f"{_PAGES[kind]}/{row[kind]}"
    return {
        **_row(kind, row, row.get("subject", ""), None),
        "id": row[kind],
        "code": code,
        "link": link,
    }


def _page_of_news(row: Mapping[str, Any]) -> str:
    """Return the page to which a piece of news leads: by what it is of, else its thread."""
    what = str(row["what"])
    place = next((page for begins, page in _NEWS_PAGES if what.startswith(begins)), _A_THREAD)
    return place.format(thread=str(row["thread"]).partition("/")[0])


def _row(kind: str, row: Mapping[str, Any], what: str, due_ms: int | None) -> dict[str, Any]:
    return {
        "id": row.get("thread", ""),
        "kind": kind,
        "code": "",
        "due_ms": due_ms,
        "left_ms": row.get("left_ms"),
        "partner": row.get("partner", ""),
        "case": row.get("case", ""),
        "purpose": row.get("purpose", ""),
        "what": what,
        "state": row.get("state", ""),
        "stage": row.get("stage", ""),
        "thread": row.get("thread", ""),
        "link": _link(kind, row),
    }


def _link(kind: str, row: Mapping[str, Any]) -> str:
    """Return the page on which it is worked, if it has one."""
    thread = row.get("thread", "")
    return f"/threads/{thread}" if thread and kind not in _NO_PAGE else ""

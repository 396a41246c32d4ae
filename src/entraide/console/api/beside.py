"""What pages ask for besides screens and orders, in the document: streams, forms, doors, works.

A person's cookie opens them. A program needs none of them: it reads the screens and gives orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.console.api.parts import (
    FLAG,
    FORM,
    JSON,
    LINES,
    answer,
    asked,
    body,
    named,
    problems,
    told,
)
from entraide.console.api.schemas import schemas
from entraide.console.screens.asked import SAID
from entraide.vocabulary.language import mark

__all__ = ["beside_paths"]

_PERSON: Final[list[dict[str, list[str]]]] = [{"person": []}]
_WALL: Final[list[dict[str, list[str]]]] = [{"wall": []}]
_NOBODY: Final[list[dict[str, list[str]]]] = []
_WRONG: Final = (400, 401, 403, 404, 413, 415, 502, 503, 504)
_TEXT: Final = {"type": "string"}
_HTML: Final = "text/html; charset=utf-8"
_EVENTS: Final = "text/event-stream; charset=utf-8"
_BINARY: Final = "application/octet-stream"
_DOORS: Final = frozenset({"/break-glass", "/wall"})
"""Doors without a session refuse by their own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """One address: what it is, in which form it answers, the fields of its form."""

    method: str
    path: str
    name: str
    says: str
    media: str = ""
    """Nothing where it only leads to a page."""
    answers: str = ""
    """The type of a JSON answer, by its name in ``schemas().others``."""
    fields: Mapping[str, Any] | None = None
    security: list[dict[str, list[str]]]


_ASK: Final = "Ask"
_QUESTION: Final = {
    **{name: told(name, _TEXT, _ASK) for name in ("case", "purpose", "offence", "legal_basis")},
    **{name: told(name, FLAG, _ASK) for name in ("urgent", "own")},
    **{name: told(name, LINES, _ASK) for name in (*SAID, "to")},
}
_ROWS: Final = (
    _Beside(
        method="get", path="/live", name="live", media=_EVENTS, security=_PERSON,
        says=mark("Follow what waits: its version, whenever it changes"),
    ),
    _Beside(
        method="get", path="/live/rows", name="live.rows", media=JSON, answers="live-rows",
        says=mark("What waits, in words, for the page"), security=_PERSON,
    ),
    _Beside(
        method="post", path="/search", name="foresee", media=_HTML, fields=_QUESTION,
        says=mark("See what a question would come to"), security=_PERSON,
    ),
    _Beside(
        method="post", path="/search/batch", name="foresee.batch", media=_HTML,
        fields={
            "case": told("case", _TEXT, "AskBatch"),
            "text": {**_TEXT, "description": "Lines of CSV, their columns named in the first."},
            "to": told("to", LINES, _ASK),
        },
        says=mark("See what a batch would come to"), security=_PERSON,
    ),
    _Beside(
        method="post", path="/notices/draft", name="find", media=_HTML, fields=_QUESTION,
        says=mark("Find the record that a notice is about"), security=_PERSON,
    ),
    _Beside(
        method="get", path="/search/batches/{batch}/progress", name="progress", media=JSON,
        answers="progress", says=mark("How far a batch is"), security=_PERSON,
    ),
    _Beside(
        method="get", path="/oversight/verify", name="verification", media=JSON,
        answers="progress", says=mark("How far a verification of the log is"), security=_PERSON,
    ),
    _Beside(
        method="post", path="/oversight/verify", name="verify", security=_PERSON,
        says=mark("Begin to verify the whole log"),
    ),
    _Beside(
        method="get", path="/oversight/entries/{epoch}/{index}/proof", name="proof",
        media=_BINARY, says=mark("The proof of an entry"), security=_PERSON,
    ),
    _Beside(
        method="post", path="/break-glass", name="break-glass",
        fields={
            "first": {**_TEXT, "description": "The first half of the sealed account's key."},
            "second": told("second", _TEXT),
            "officer": {**_TEXT, "description": "The name of who opens it; nobody proves it."},
            "why": told("why", _TEXT),
        },
        says=mark("Open the sealed account with its halves"), security=_NOBODY,
    ),
    _Beside(
        method="post", path="/wall", name="wall.enter",
        fields={"code": {**_TEXT, "description": "The code that `wall.open` told."}},
        says=mark("Enter the code of a screen on the wall"), security=_NOBODY,
    ),
    _Beside(
        method="get", path="/wall.json", name="wall", media=JSON, answers="board",
        says=mark("The counts of a screen on the wall"), security=_WALL,
    ),
    _Beside(
        method="get", path="/wall/events", name="wall.events", media=_EVENTS,
        says=mark("The same, again and again"), security=_WALL,
    ),
)  # fmt: skip


def beside_paths() -> dict[str, Any]:
    """Return the paths that pages use besides."""
    found: dict[str, Any] = {}
    for row in _ROWS:
        found.setdefault(row.path, {})[row.method] = _operation(row)
    return found


def _operation(row: _Beside) -> dict[str, Any]:
    place = f"{row.method.upper()} {row.path}"
    taken = {"type": "object", "properties": dict(row.fields or {})}
    form = {"requestBody": body(taken, FORM, place)} if row.fields else {}
    answers = {**_good(row, place), **problems(*_WRONG), **_told(row.path)}
    return asked(f"people.{row.name}", "people", row.says, parameters=named(row.path),
                 security=row.security, **form, responses=answers)  # fmt: skip


def _good(row: _Beside, place: str) -> dict[str, Any]:
    """Return how it answers what is right: with something, or by leading to a page."""
    if row.method == "get":
        return {"200": answer(f"{row.says}.", _schema(row), place, row.media)}
    led = {"303": answer("To sign in, or to the page.", None)}
    if not row.media:
        return led
    return {"200": answer(f"{row.says}.", _schema(row), f"{place} answers", row.media), **led}


def _schema(row: _Beside) -> Mapping[str, Any]:
    return schemas().others[row.answers] if row.answers else _TEXT


def _told(path: str) -> dict[str, Any]:
    return {"403": answer("Refused, by the page.", _TEXT, media=_HTML)} if path in _DOORS else {}

"""What people do with passkeys, in the document: signing in, and the two steps of an order.

It is what our own pages post. A program has no passkey: it signs orders with the officer's own key.
"""

from __future__ import annotations

from typing import Any, Final

from entraide.console.api.parts import FORM, JSON, answer, asked, body, named, problems
from entraide.console.api.summaries import PREPARED, formed
from entraide.console.form import Form
from entraide.console.forms import FORMS
from entraide.node.actions import ACTIONS
from entraide.vocabulary.language import mark

__all__ = ["people_paths"]

_PERSON: Final[list[dict[str, list[str]]]] = [{"person": []}]
_WRONG: Final = (400, 401, 403, 404, 413, 415, 502, 503, 504)
_TEXT: Final = {"type": "string"}
_THEN: Final = {
    "type": "object", "required": ["then"],
    "properties": {"then": {**_TEXT, "description": "The page on which it goes on."}},
}  # fmt: skip
_ISSUED: Final = {
    "type": "object",
    "required": ["challenge", "site", "name", "user"],
    "properties": dict.fromkeys(("challenge", "site", "name", "user"), _TEXT),
}
_PREPARED: Final = {
    "type": "object",
    "required": ["nonce", "challenge", "site"],
    "properties": {
        "nonce": {**_TEXT, "description": "The prepared order's number."},
        "challenge": {**_TEXT, "description": "What the passkey signs, in hexadecimal."},
        "site": _TEXT,
    },
}
_ASSERTION: Final = {**_TEXT, "description": "The authenticator's response (JSON)."}


def people_paths() -> dict[str, Any]:
    """Return the paths that pages post to."""
    forms = {f"/orders/{name}": {"post": _prepare(form)} for name, form in FORMS.items()}
    return {**_signing_in(), **forms, **_signed(), **_beside()}


def _signing_in() -> dict[str, Any]:
    went = {"200": answer("Signed in; the cookie is set.", _THEN), **problems(*_WRONG)}
    issued = answer("A challenge, valid for five minutes.", _ISSUED)
    out = answer("Signed out; the cookie is gone.", None)
    code = {"code": {**_TEXT, "description": "The code of `entraide officer passkey`."}}
    return {
        "/challenge": {"post": asked(
            "people.challenge", "people", mark("Ask for a challenge"), security=[],
            responses={"200": issued, **problems(403)})},
        "/sign-in": {"post": asked(
            "people.sign-in", "people", mark("Sign in with a passkey"), security=[],
            requestBody=_form({"response": _ASSERTION}), responses=went)},
        "/passkey": {"post": asked(
            "people.passkey", "people", mark("Register a passkey with a code"), security=[],
            requestBody=_form({"response": _ASSERTION, **code}), responses=went)},
        "/sign-out": {"post": asked(
            "people.sign-out", "people", mark("Sign out"), security=_PERSON,
            responses={"303": out, **problems(403)})},
    }  # fmt: skip


def _prepare(form: Form) -> dict[str, Any]:
    said = formed(PREPARED, ACTIONS[form.action].does)
    told = answer("What the passkey signs.", _PREPARED)
    return asked(
        f"people.prepare.{form.action}", "people", said, security=_PERSON,
        requestBody=_form(_fields(form)), responses={"200": told, **problems(*_WRONG)},
    )  # fmt: skip


def _fields(form: Form) -> dict[str, Any]:
    lines = {"type": "array", "items": _TEXT, "description": "One value a line, or several."}
    number = {"type": "string", "pattern": "^[0-9]{0,9}$"}
    approved = {**_TEXT, "description": "The hash of what the page showed."}
    return {
        **dict.fromkeys(form.one, _TEXT),
        **dict.fromkeys(form.numbers, number),
        **dict.fromkeys(form.many, lines),
        **dict.fromkeys(form.flags, _TEXT),
        **({"payload": approved} if form.approves else {}),
    }


def _signed() -> dict[str, Any]:
    perform = asked(
        "people.perform", "people", mark("Perform a prepared order that the passkey signed"),
        parameters=named("/signed/{nonce}"), security=_PERSON,
        requestBody=_form({"response": _ASSERTION}),
        responses={"200": answer("Done.", _THEN), **problems(*_WRONG)},
    )  # fmt: skip
    follow = asked(
        "people.answers", "people", mark("Follow a question: its answers as they come"),
        parameters=named("/asked/{nonce}/events"), security=_PERSON,
        responses={"200": answer("Server-sent events.", _TEXT, media="text/event-stream"),
                   **problems(401, 404)},
    )  # fmt: skip
    bring = asked(
        "people.offer", "people", mark("Bring a memorandum's file to be looked at"),
        security=_PERSON, requestBody=_form({"signed": _TEXT}),
        responses={"303": answer("The page that shows it.", None), **problems(*_WRONG)},
    )  # fmt: skip
    return {
        "/signed/{nonce}": {"post": perform},
        "/asked/{nonce}/events": {"get": follow},
        "/agreements/offered": {"post": bring},
    }


def _told(path: str) -> dict[str, Any]:
    """Return how a door without a session refuses: by its own page."""
    doors = {"/break-glass", "/wall"}
    return {"403": answer("Refused, by the page.", _TEXT, media=_HTML)} if path in doors else {}


def _form(fields: dict[str, Any]) -> dict[str, Any]:
    return body({"type": "object", "properties": fields}, FORM)


_HTML: Final = "text/html; charset=utf-8"
_EVENTS: Final = "text/event-stream; charset=utf-8"
_BINARY: Final = "application/octet-stream"
_BESIDE: Final = (
    ("get", "/live", "live", mark("Follow what waits: its version, whenever it changes"), _EVENTS),
    ("get", "/live/rows", "live.rows", mark("What waits, in words, for the page"), JSON),
    ("post", "/search", "foresee", mark("See what a question would come to"), _HTML),
    ("post", "/search/batch", "foresee.batch", mark("See what a batch would come to"), _HTML),
    ("post", "/notices/draft", "find", mark("Find the record that a notice is about"), _HTML),
    ("get", "/search/batches/{batch}/progress", "progress", mark("How far a batch is"), JSON),
    (
        "get",
        "/oversight/verify",
        "verification",
        mark("How far a verification of the log is"),
        JSON,
    ),
    ("post", "/oversight/verify", "verify", mark("Begin to verify the whole log"), ""),
    (
        "get",
        "/oversight/entries/{epoch}/{index}/proof",
        "proof",
        mark("The proof of an entry"),
        _BINARY,
    ),
    ("post", "/break-glass", "break-glass", mark("Open the sealed account with its halves"), _HTML),
    ("post", "/wall", "wall.enter", mark("Enter the code of a screen on the wall"), _HTML),
    ("get", "/wall.json", "wall", mark("The counts of a screen on the wall"), JSON),
    ("get", "/wall/events", "wall.events", mark("The same, again and again"), _EVENTS),
)
"""What pages ask for besides: method, address, name, what it is, and in which form it comes."""


def _beside() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for method, path, name, says, media in _BESIDE:
        schema = {JSON: {"type": "object"}, _EVENTS: {}}.get(media, _TEXT)
        good = answer(f"{says}.", schema, media=media) if media else None
        went = {"200": good} if good else {"303": answer("The page that shows it.", None)}
        gone = {"303": answer("To sign in, or to the page.", None)} if method == "post" else {}
        made = asked(f"people.{name}", "people", says, parameters=named(path), security=_PERSON,
                     responses={**gone, **went, **problems(*_WRONG), **_told(path)})  # fmt: skip
        found.setdefault(path, {})[method] = made
    return found

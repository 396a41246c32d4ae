"""What people do with passkeys, in the document: signing in, and the two steps of an order.

It is what our own pages post. A program has no passkey: it signs orders with the officer's own key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.api.beside import beside_paths
from entraide.console.api.fields import meaning_of
from entraide.console.api.parts import FLAG, FORM, LINES, answer, asked, body, named, problems, told
from entraide.console.api.summaries import PREPARED, formed
from entraide.console.form import Form
from entraide.console.forms import FORMS
from entraide.exchange.notice.questions import QUESTIONS
from entraide.exchange.notice.terms import TextPart
from entraide.node.actions import ACTIONS
from entraide.vocabulary.language import mark

__all__ = ["people_paths"]

_PERSON: Final[list[dict[str, list[str]]]] = [{"person": []}]
_WRONG: Final = (400, 401, 403, 404, 413, 415, 502, 503, 504)
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "string", "pattern": "^[0-9]{0,9}$", "description": "A number."}
_THEN: Final = {
    "type": "object", "required": ["then"],
    "properties": {"then": {**_TEXT, "description": "The page on which it goes on."}},
}  # fmt: skip
_ISSUED: Final = {
    "type": "object",
    "required": ["challenge", "site", "name", "user"],
    "properties": {
        name: {**_TEXT, "description": meaning_of(name)} for name in ("challenge", "site", "user")
    }
    | {"name": {**_TEXT, "description": "The name under which the passkey is kept."}},
}
_PREPARED: Final = {
    "type": "object",
    "required": ["nonce", "challenge", "site"],
    "properties": {
        "nonce": {**_TEXT, "description": "The prepared order's number."},
        "challenge": {**_TEXT, "description": "What the passkey signs, in hexadecimal."},
        "site": {**_TEXT, "description": meaning_of("site")},
    },
}
_BESIDE: Final[Mapping[str, Any]] = {
    "payload": {"description": "The hash of what the page showed."},
    "founding": {"description": "The kind of the operation's first entry. The entry itself stands "
                                "in fields named for its kind: `field`, `field.part`, "
                                "`field.0.part`."},
    "happened": {"description": "When it happened, in UTC, such as 2031-01-31T12:00."},
    "text": {"description": "Lines of CSV, their columns named in the first, or other words."},
    **{f"text-{part}": {"description": f"The part `{part}` of the notice, in words."}
       for part in TextPart},
    **{f"choice-{each.code}": {"description": f"The answer to: {each.asks} One of "
                                              f"{', '.join(one.code for one in each.choices)}."}
       for each in QUESTIONS},
    **{f"words-{each.code}": {"description": f"What is written to the answer "
                                             f"`choice-{each.code}`."} for each in QUESTIONS},
}  # fmt: skip
_AGAIN: Final = {
    **_TEXT,
    "description": "The hash of what another officer has signed: it is prepared as it was.",
}
_ASSERTION: Final = {**_TEXT, "description": "The authenticator's response (JSON)."}


def people_paths() -> dict[str, Any]:
    """Return the paths that pages post to."""
    forms = {f"/orders/{name}": {"post": _prepare(form)} for name, form in FORMS.items()}
    return {**_signing_in(), **forms, **_signed(), **beside_paths()}


def _signing_in() -> dict[str, Any]:
    issued = answer("A challenge, valid for five minutes.", _ISSUED, "POST /challenge answers")
    out = answer("Signed out; the cookie is gone.", None)
    code = {"code": {**_TEXT, "description": "The code of `entraide officer passkey`."}}
    return {
        "/challenge": {"post": asked(
            "people.challenge", "people", mark("Ask for a challenge"), security=[],
            responses={"200": issued, **problems(403)})},
        "/sign-in": {"post": asked(
            "people.sign-in", "people", mark("Sign in with a passkey"), security=[],
            requestBody=_form({"response": _ASSERTION}, "POST /sign-in"),
            responses=_went("/sign-in"))},
        "/passkey": {"post": asked(
            "people.passkey", "people", mark("Register a passkey with a code"), security=[],
            requestBody=_form({"response": _ASSERTION, **code}, "POST /passkey"),
            responses=_went("/passkey"))},
        "/sign-out": {"post": asked(
            "people.sign-out", "people", mark("Sign out"), security=_PERSON,
            responses={"303": out, **problems(403)})},
    }  # fmt: skip


def _went(path: str) -> dict[str, Any]:
    signed_in = answer("Signed in; the cookie is set.", _THEN, f"POST {path} answers")
    return {"200": signed_in, **problems(*_WRONG)}


def _prepare(form: Form) -> dict[str, Any]:
    said = formed(PREPARED, ACTIONS[form.action].does)
    place = f"POST /orders/{form.action}"
    told = answer("What the passkey signs.", _PREPARED, f"{place} answers")
    return asked(
        f"people.prepare.{form.action}", "people", said, security=_PERSON,
        requestBody=_form(_fields(form), place), responses={"200": told, **problems(*_WRONG)},
    )  # fmt: skip


def _fields(form: Form) -> dict[str, Any]:
    kind = ACTIONS[form.action].takes.__name__
    return {
        **{name: told(name, _TEXT, kind) for name in form.one},
        **{name: told(name, _NUMBER, kind) for name in form.numbers},
        **{name: told(name, LINES, kind) for name in form.many},
        **{name: told(name, FLAG, kind) for name in form.flags},
        **{name: {**told(name, _TEXT, kind), **_BESIDE.get(name, {})} for name in form.beside},
        **({"again": _AGAIN} if form.approves else {}),
    }


def _signed() -> dict[str, Any]:
    perform = asked(
        "people.perform", "people", mark("Perform a prepared order that the passkey signed"),
        parameters=named("/signed/{nonce}"), security=_PERSON,
        requestBody=_form({"response": _ASSERTION}, "POST /signed/{nonce}"),
        responses={"200": answer("Done.", _THEN, "POST /signed/{nonce} answers"),
                   **problems(*_WRONG)},
    )  # fmt: skip
    follow = asked(
        "people.answers", "people", mark("Follow a question: its answers as they come"),
        parameters=named("/asked/{nonce}/events"), security=_PERSON,
        responses={"200": answer("Server-sent events.", _TEXT, "GET /asked/{nonce}/events",
                                 "text/event-stream"), **problems(401, 404)},
    )  # fmt: skip
    bring = asked(
        "people.offer", "people", mark("Bring a memorandum's file to be looked at"),
        security=_PERSON,
        requestBody=_form({"signed": told("signed", _TEXT)}, "POST /agreements/offered"),
        responses={"303": answer("The page that shows it.", None), **problems(*_WRONG)},
    )  # fmt: skip
    return {
        "/signed/{nonce}": {"post": perform},
        "/asked/{nonce}/events": {"get": follow},
        "/agreements/offered": {"post": bring},
    }


def _form(fields: dict[str, Any], example: str) -> dict[str, Any]:
    return body({"type": "object", "properties": fields}, FORM, example)

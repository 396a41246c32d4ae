"""Orders and sessions, in the document: one address for each action of the action table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.api.parts import JSON, answer, asked, body, problems
from entraide.console.api.programs import ORDERS_PATH, SESSION, SESSION_PATH, over_http
from entraide.console.api.schemas import schemas
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role
from entraide.vocabulary.language import mark

__all__ = ["EVERY_ROLE", "WHO_MAY", "program_paths", "roles_of"]

_WRONG: Final = (400, 401, 403, 404, 408, 413, 415, 429, 502, 503, 504)
_PROGRAM: Final[list[dict[str, list[str]]]] = [{"program": []}]
WHO_MAY: Final = "Who may: "
EVERY_ROLE: Final = mark("every role")


def program_paths() -> dict[str, Any]:
    """Return the paths of orders, and of the session of a program."""
    orders = {
        f"{ORDERS_PATH}/{name}": {"post": _order(name)} for name in ACTIONS if _is_shown(name)
    }
    return {SESSION_PATH: _session(), **orders}


def roles_of(action: str) -> tuple[str, ...]:
    """Return the roles that may give an order, in order."""
    found = ACTIONS[action].roles
    return () if found == frozenset(Role) else tuple(sorted(found))


def _is_shown(name: str) -> bool:
    return name != SESSION and over_http(name)


def _order(name: str) -> dict[str, Any]:
    action = ACTIONS[name]
    who = ", ".join(roles_of(name)) or EVERY_ROLE
    told = answer("What the order came to.", schemas().results[name], f"{name} answers")
    return asked(
        f"order.{name}", "orders", action.does, description=f"{WHO_MAY}{who}.",
        security=[], requestBody=body(_signed(name), JSON, name),
        responses={"200": told, **problems(*_WRONG)},
    )  # fmt: skip


def _signed(name: str) -> dict[str, Any]:
    """Return the schema of a signed order: what is signed are its canonical bytes (RFC 8785)."""
    parameters: Mapping[str, Any] = schemas().parameters[name]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["action", "at_ms", "nonce", "officer", "parameters", "signature"],
        "properties": {
            "action": {"const": name, "description": "The action, as in the address."},
            "at_ms": {"type": "integer", "minimum": 0,
                      "description": "When it was signed; five minutes either way are allowed."},
            "nonce": {"type": "string", "pattern": "^[0-9a-f]{32}$",
                      "description": "A number used once."},
            "officer": {"type": "string", "minLength": 1, "maxLength": 64,
                        "description": "The name of the officer who signs."},
            "parameters": {**parameters, "description": "The parameters of the action."},
            "signature": {"type": "string", "pattern": "^[A-Za-z0-9_-]{86}$",
                          "description": "Ed25519 over the canonical bytes of the rest, in the "
                                         "context `order/1`, in base64url."},
        },
    }  # fmt: skip


def _session() -> dict[str, Any]:
    others = schemas().others
    opened = answer("The session, its secret told once.", others["session"], f"{SESSION} answers")
    shown = answer("Whose session it is.", others["session-shown"], "GET /api/session")
    ended = answer("The session is over.", None)
    of_session = problems(401, 429)
    return {
        "post": asked("session.open", "session", mark("Open a session in which a program reads"),
                      security=[], requestBody=body(_signed(SESSION), JSON, SESSION),
                      responses={"201": opened, **problems(*_WRONG)}),
        "get": asked("session.show", "session", mark("Say whose the session is"), security=_PROGRAM,
                     responses={"200": shown, **of_session}),
        "delete": asked("session.close", "session", mark("End the session"), security=_PROGRAM,
                        responses={"204": ended, **of_session}),
    }  # fmt: skip

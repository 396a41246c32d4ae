"""Errors over HTTP: a page for people, problem details (RFC 9457) for programs, never a trace.

``type`` is the address of the code on our own reference page, ``title`` says whose fault it is and
is the same for every error of a kind, ``detail`` is the sentence of the code with its values,
``instance`` a number that the log of the process holds too. ``code``, ``kind`` and ``data`` are
ours: by them a program raises the very error that was raised here (``entraide.client``).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import JSONResponse
from starlette.requests import Request

from entraide.adapters.world import World
from entraide.errors import (
    BusyError,
    ConfigError,
    EntraideError,
    InputError,
    PeerError,
    PolicyError,
    ProtocolError,
    StoreError,
    TrustError,
)
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import render

__all__ = ["BY_CODE", "BY_KIND", "ERRORS_PATH", "PROBLEM", "Fault", "fault_of", "problem"]

PROBLEM: Final = "application/problem+json"
ERRORS_PATH: Final = "/reference/errors"

BY_KIND: Final[tuple[tuple[type[EntraideError], int, str], ...]] = (
    (InputError, 400, mark("What was given cannot be used")),
    (TrustError, 403, mark("A key or a signature does not hold")),
    (PolicyError, 403, mark("An agreement, a role or the four-eyes rule forbids it")),
    (ProtocolError, 502, mark("A message breaks the rules of the exchange")),
    (PeerError, 504, mark("The partner cannot be reached")),
    (StoreError, 503, mark("The store cannot be used")),
    (ConfigError, 503, mark("A setting is missing or contradicts another")),
    (BusyError, 503, mark("Another process holds what is needed")),
    (EntraideError, 500, mark("A defect of this node")),
)
"""Each kind of the tree, what it is over HTTP, and its title; the first that fits counts."""

BY_CODE: Final[Mapping[str, int]] = {
    "action.unknown": 404,
    "agreement.not_found": 404,
    "asked.unknown": 404,
    "batch.unknown": 404,
    "content.other_type": 415,
    "content.too_long": 413,
    "content.too_slow": 408,
    "form.too_long": 413,
    "notice.unknown": 404,
    "operation.not_found": 404,
    "order.not_believed": 401,
    "order.too_many": 503,
    "page.method": 405,
    "page.unknown": 404,
    "pending.unknown": 404,
    "register.no_document": 404,
    "register.no_partner": 404,
    "request.foreign": 403,
    "session.many_requests": 429,
    "session.none": 401,
    "store.unwritable_text": 400,
    "thread.unknown": 404,
    "work.unknown": 404,
}
"""Codes whose meaning HTTP has a word of its own for."""

_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "1"},
}
_WAIT: Final = 429
_LOG: Final = logging.getLogger("entraide.console")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as HTTP tells it."""

    status: int
    title: str
    said: str
    error: EntraideError


def fault_of(error: EntraideError) -> Fault:
    """Return what HTTP says of an error, in the reader's language."""
    status, title = next(
        (known, title) for kind, known, title in BY_KIND if isinstance(error, kind)
    )
    said = render(error)
    return Fault(BY_CODE.get(error.code, status), translate(title), said, error)


def problem(
    world: World, request: Request, fault: Fault, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Answer a fault as problem details, and leave its number with code and place in the log."""
    error = fault.error
    number = world.random(16).hex()
    _LOG.info("%s %s %s: %s", number, request.method, fault.status, error.code)
    body: dict[str, Any] = {
        "type": f"{ERRORS_PATH}#{error.code}",
        "title": fault.title,
        "status": fault.status,
        "detail": fault.said,
        "instance": f"urn:entraide:problem:{number}",
        "code": error.code,
        "kind": type(error).__name__,
        "data": error.data,
    }
    waits = {"Retry-After": str(error.data["seconds"])} if fault.status == _WAIT else {}
    sent = {**_HEADERS.get(fault.status, {}), **waits, **(headers or {})}
    return JSONResponse(body, fault.status, headers=sent, media_type=PROBLEM)

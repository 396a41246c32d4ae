"""Who makes a request: a person by the cookie of her session, or a program by its header.

A request that brings ``Authorization`` is a program's and nothing else: its cookie is not looked
at, so that no page can borrow one for the other. Only reading asks ``reader_of``; whatever is
signed with a passkey asks ``person_of``, which knows the cookie alone.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request

from entraide.console.people import COOKIE, Person, Sessions
from entraide.errors import TrustError

__all__ = ["person_of", "program_of", "reader_of"]

_SCHEME: Final = "bearer "
_MOST: Final = 256
"""Characters of the header; a session's secret has 43."""


def reader_of(sessions: Sessions, request: Request) -> Person | None:
    """Return who reads: the program of the header, else the person of the cookie, or None."""
    if "authorization" in request.headers:
        return _program(sessions, request)
    return _person(sessions, request)


def person_of(sessions: Sessions, request: Request) -> Person:
    """Return the person of the cookie; TrustError where nobody is signed in."""
    person = _person(sessions, request)
    if person is None:
        raise TrustError("session.none")
    return person


def program_of(sessions: Sessions, request: Request) -> Person:
    """Return the person for whom a program reads; TrustError where it has no session."""
    person = _program(sessions, request)
    if person is None:
        raise TrustError("session.none")
    return person


def _person(sessions: Sessions, request: Request) -> Person | None:
    return sessions.find(request.cookies.get(COOKIE, ""))


def _program(sessions: Sessions, request: Request) -> Person | None:
    said = request.headers.get("authorization", "")[:_MOST]
    if not said.lower().startswith(_SCHEME):
        return None
    return sessions.find(said[len(_SCHEME) :].strip(), program=True)

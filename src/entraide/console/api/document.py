"""The OpenAPI 3.1 document of the staff listener, drawn from the tables that it works by.

Reading is ``TWINS`` over ``SCREENS``, orders are ``ACTIONS``, what people sign is ``FORMS``. The
same document is shown at ``/reference`` and in ``docs/api.md``.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from entraide import __version__
from entraide.console.api.for_machines import machine_paths
from entraide.console.api.for_people import people_paths
from entraide.console.api.for_programs import program_paths
from entraide.console.api.parts import problem_answers
from entraide.console.api.reading import reading_paths
from entraide.console.api.schemas import schemas
from entraide.console.people import COOKIE
from entraide.console.wall import WALL_COOKIE
from entraide.vocabulary.language import mark

__all__ = ["TAGS", "openapi_document"]

TAGS: Final = (
    ("reading", mark("Reading: the data of every screen, under a session")),
    ("session", mark("Session of a program, opened by a signed order")),
    ("orders", mark("Orders, each signed with the officer's own key")),
    ("people", mark("What people sign with passkeys")),
    ("machines", mark("What monitoring reads without a session")),
)
_ABOUT: Final = (
    "What the console of one agency's node does, for the agency's own programs. Reading takes a "
    "session; whatever changes, asks or discloses is an order that an officer signed. Moments are "
    "UTC milliseconds in fields that end in `_ms`, days are RFC 3339 full dates, codes are never "
    "translated. This document is for machines and is in English; `/reference` shows it in the "
    "reader's language. Fields may be added; a program ignores those that it does not know. Every "
    "error is problem details (RFC 9457), its codes stand at `/reference/errors`."
)


@functools.cache
def openapi_document() -> dict[str, Any]:
    """Return the whole document; drawn once a process."""
    paths: dict[str, Any] = {}
    for part in (reading_paths, program_paths, people_paths, machine_paths):
        for path, methods in part().items():
            paths.setdefault(path, {}).update(methods)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Entraide", "version": __version__, "description": _ABOUT,
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/", "description": "The staff listener of the node"}],
        "tags": [{"name": name, "description": says} for name, says in TAGS],
        "paths": paths,
        "components": {"schemas": dict(schemas().components), "responses": problem_answers(),
                       "securitySchemes": _SIGNED_IN},
    }  # fmt: skip


_SIGNED_IN: Final[dict[str, Any]] = {
    "program": {
        "type": "http",
        "scheme": "bearer",
        "description": "A session of a program (`POST /api/session`): an opaque secret.",
    },
    "person": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "A session of a person, opened with a passkey.",
    },
    "wall": {
        "type": "apiKey",
        "in": "cookie",
        "name": WALL_COOKIE,
        "description": "A screen on the wall, opened with its code.",
    },
}

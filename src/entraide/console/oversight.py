"""The addresses of oversight: its screens, and what stands beside them.

Beside them: a verification begun and looked at, a proof to take away.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from entraide.console.screens.accesses import (
    show_accesses,
    show_alerts,
    show_sample,
    show_to_explain,
)
from entraide.console.screens.keeping import (
    show_node,
    show_officers,
    show_retention,
    show_review,
)
from entraide.console.screens.oversight import show_entry, show_oversight
from entraide.console.screens.sealed_account import show_sealed_account
from entraide.console.screens.subjects import show_letter, show_subject, show_subjects
from entraide.console.visit import Console, Screen
from entraide.console.who import person_of

__all__ = ["OVERSIGHT_SCREENS", "add_oversight"]

OVERSIGHT_SCREENS: Final[tuple[tuple[str, Screen], ...]] = (
    ("/oversight", show_oversight),
    ("/oversight/entries/{epoch}/{index}", show_entry),
    ("/oversight/accesses", show_accesses),
    ("/oversight/samples/{sample}", show_sample),
    ("/oversight/alerts", show_alerts),
    ("/oversight/explain", show_to_explain),
    ("/oversight/subjects", show_subjects),
    ("/oversight/subjects/{request}", show_subject),
    ("/oversight/subjects/{request}/letter", show_letter),
    ("/oversight/retention", show_retention),
    ("/oversight/review", show_review),
    ("/oversight/officers", show_officers),
    ("/oversight/node", show_node),
    ("/oversight/break-glass", show_sealed_account),
)


def add_oversight(application: FastAPI, console: Console) -> None:
    """Add what stands beside the screens."""

    async def begin(request: Request) -> Response:
        person = person_of(console.sessions, request)
        console.checks.begin(console.orders, person, console.node.fresh_id())
        return RedirectResponse("/oversight", 303)

    async def look(request: Request) -> Response:
        check = console.checks.find(person_of(console.sessions, request))
        return JSONResponse({"done": check.done, "of": check.of, "ended": check.ended})

    async def prove(request: Request) -> Response:
        epoch, index = (request.path_params[name] for name in ("epoch", "index"))
        wanted = {"id": f"{epoch}/{index}"}
        proved = await console.orders.read(
            person_of(console.sessions, request), "audit.prove", wanted
        )
        name = f"entry-{proved['id'].replace('/', '-')}.tlog-proof"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        proof = base64.b64decode(proved["proof"])
        return Response(proof, media_type="application/octet-stream", headers=headers)

    rows: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
        ("POST", "/oversight/verify", begin),
        ("GET", "/oversight/verify", look),
        ("GET", "/oversight/entries/{epoch:int}/{index:int}/proof", prove),
    )
    for method, path, endpoint in rows:
        application.add_api_route(path, endpoint, methods=[method], response_model=None)

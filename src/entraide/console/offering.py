"""Two addresses beside the screens: a memorandum's file to take away, and one brought to be read.

Bringing a file changes nothing in the node: it is shown, and signed for by two officers or not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from entraide.console.form import given
from entraide.console.signing_in import read_form
from entraide.console.visit import Console
from entraide.console.who import person_of, reader_of
from entraide.errors import TrustError

__all__ = ["add_offering"]

_A_MEMORANDUM = 600_000
"""Bytes of a form with a memorandum."""


def add_offering(application: FastAPI, console: Console) -> None:
    """Add the addresses."""

    async def offer(request: Request) -> Response:
        person = person_of(console.sessions, request)
        signed = given(await read_form(request, _A_MEMORANDUM), "signed")
        await console.orders.read(person, "agreement.preview", {"signed": signed})
        return RedirectResponse(f"/agreements/offered/{console.offered.add(signed)}", 303)

    async def take(request: Request) -> Response:
        person = reader_of(console.sessions, request)
        if person is None:
            raise TrustError("session.none")
        named = request.path_params["agreement"]
        shown = await console.orders.read(person, "agreement.show", {"agreement": named})
        headers = {"Content-Disposition": 'attachment; filename="memorandum.signed.json"'}
        return Response(shown["signed"] + "\n", media_type="application/json", headers=headers)

    rows: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
        ("POST", "/agreements/offered", offer),
        ("GET", "/agreements/{agreement}/file", take),
    )
    for method, path, endpoint in rows:
        application.add_api_route(path, endpoint, methods=[method], response_model=None)

"""The door of the sealed account: for the hour in which nobody can sign in.

Two halves, a name and a reason open it, once. Tries are heard one after the other, and every answer
takes the same time or longer, whatever it says: who tries learns nothing but *open* or *not*.
"""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from entraide.console.form import given
from entraide.console.pages import render_page
from entraide.console.people import COOKIE, session_of
from entraide.console.signing_in import read_form
from entraide.console.visit import Console
from entraide.errors import InputError, TrustError
from entraide.kernel.encoding import to_base64
from entraide.node.glass.opening import OPEN_MS, Try, open_glass
from entraide.node.glass.rows import unexplained
from entraide.node.people.actor import BREAK_GLASS
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import render

__all__ = ["LEAST_S", "add_glass"]

LEAST_S: Final = 2.0
"""No answer comes sooner: longer than both hashes take on a slow machine."""


class _Door:
    """The two addresses of the door."""

    def __init__(self, console: Console) -> None:
        """Begin with nobody before it."""
        self._console = console
        self._one = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """Show the form."""
        return self._shown("")

    async def enter(self, request: Request) -> Response:
        """Take a try; answer no sooner than after ``LEAST_S``."""
        async with self._one:
            least = asyncio.create_task(asyncio.sleep(LEAST_S))
            try:
                response = await self._tried(request)
            except (TrustError, InputError) as error:
                response = self._shown(render(error))
            await least
            return response

    async def _tried(self, request: Request) -> Response:
        fields = await read_form(request)
        made = Try(first=given(fields, "first"), second=given(fields, "second"),
                   officer=given(fields, "officer"), why=given(fields, "why"))  # fmt: skip
        secret = to_base64(self._console.node.world.random(32))
        await open_glass(self._console.node, made, session_of(secret))
        self._console.sessions.begin(secret, "", None, BREAK_GLASS.pseudonym)
        response = RedirectResponse("/", 303)
        response.set_cookie(COOKIE, secret, max_age=OPEN_MS // 1_000, secure=True, httponly=True,
                            samesite="strict", path="/")  # fmt: skip
        return response

    def _shown(self, said: str) -> Response:
        node = self._console.node
        page = render_page(
            "break_glass", title=translate(mark("Sealed account")), said=said, person=None,
            navigation=(), words=(), query="", here="/break-glass", agency=node.settings.name,
            node_id=node.settings.id, exercise=node.settings.console.exercise,
            glass=len(node.read(unexplained)),
        )  # fmt: skip
        return HTMLResponse(page, 403 if said else 200)


def add_glass(application: FastAPI, console: Console) -> None:
    """Add the door."""
    door = _Door(console)
    application.add_api_route("/break-glass", door.page, methods=["GET"], response_model=None)
    application.add_api_route("/break-glass", door.enter, methods=["POST"], response_model=None)

"""The screen on the wall: counts from five metres away, with no officer signed in.

``/wall`` is an address of its own, not a form of the situation: who stands before it has another
right than an officer, and it must never depend on a parameter which of the two a page obeys. A code
that an officer ordered opens it, once (``node.duty.walls``); the browser then holds a cookie that
opens ``/wall``, ``/wall.json`` and ``/wall/events``, and nothing else, until its hour.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from entraide.console.board import TILES, cells_of
from entraide.console.form import given
from entraide.console.guard import LANGUAGE_COOKIE
from entraide.console.pages import render_page
from entraide.console.signing_in import read_form
from entraide.console.visit import Console
from entraide.errors import InputError, TrustError
from entraide.node.duty.board import board_of
from entraide.node.duty.walls import enter_wall, wall_ends_ms
from entraide.node.glass.rows import unexplained
from entraide.vocabulary.language import LANGUAGES, mark, translate
from entraide.vocabulary.messages import render

__all__ = ["WALL_COOKIE", "add_wall"]

WALL_COOKIE: Final = "__Host-entraide-wall"
_EVERY_S: Final = 4.0
"""How often the board is counted again, for all screens together."""
_THEMES: Final = ("dark", "light")


class _Wall:
    """The addresses of the screens of one console."""

    def __init__(self, console: Console) -> None:
        """Begin with nothing counted."""
        self._console = console
        self._counted: tuple[float, dict[str, Any]] = (0.0, {})
        self._counting = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """Show the board; without a screen's secret, ask for a code."""
        ends_ms = self._ends_ms(request)
        if ends_ms is None:
            return self._door(ended=WALL_COOKIE in request.cookies)
        board = await self._board()
        theme = request.query_params.get("theme", "")
        response = HTMLResponse(
            render_page(
                "wall",
                board=board,
                cells=cells_of(board, ends_ms),
                tiles=TILES,
                theme=theme if theme in _THEMES else _THEMES[0],
                **self._frame(),
            )
        )
        chosen = request.query_params.get("lang")
        if chosen in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, chosen, httponly=True, samesite="strict")
        return response

    async def enter(self, request: Request) -> Response:
        """Take the code that an officer typed at the screen."""
        try:
            code = given(await read_form(request), "code")
            secret, ends_ms = await enter_wall(self._console.node, code)
        except (TrustError, InputError) as error:
            return self._door(said=render(error))
        left_s = max((ends_ms - self._console.node.world.now_ms()) // 1_000, 1)
        response = RedirectResponse("/wall", 303)
        response.set_cookie(WALL_COOKIE, secret, max_age=left_s, secure=True, httponly=True,
                            samesite="strict", path="/")  # fmt: skip
        return response

    async def data(self, request: Request) -> Response:
        """Return the same counts for programs."""
        if self._ends_ms(request) is None:
            raise TrustError("session.none")
        return JSONResponse(await self._board())

    async def stream(self, request: Request) -> Response:
        """Send the cells again and again (server-sent events), until the screen ends."""
        return StreamingResponse(self._events(request), media_type="text/event-stream")

    async def _events(self, request: Request) -> AsyncIterator[str]:
        while (ends_ms := self._ends_ms(request)) is not None:
            cells = cells_of(await self._board(), ends_ms)
            data = json.dumps({name: asdict(cell) for name, cell in cells.items()})
            yield f"event: board\ndata: {data}\n\n"
            await asyncio.sleep(_EVERY_S)
        yield "event: over\ndata: {}\n\n"

    async def _board(self) -> dict[str, Any]:
        """Return the board, counted at most once in a while however many screens there are."""
        async with self._counting:
            since, board = self._counted
            if not board or time.monotonic() - since >= _EVERY_S / 2:
                board = await asyncio.to_thread(board_of, self._console.node)
                self._counted = (time.monotonic(), board)
            return board

    def _ends_ms(self, request: Request) -> int | None:
        return wall_ends_ms(self._console.node, request.cookies.get(WALL_COOKIE, ""))

    def _door(self, *, said: str = "", ended: bool = False) -> Response:
        words = translate(mark("The time of this screen is over.")) if ended and not said else said
        page = render_page(
            "wall_door", title=translate(mark("Screen on the wall")), said=words,
            person=None, navigation=(), words=(), query="", here="/wall", **self._frame(),
        )  # fmt: skip
        return HTMLResponse(page, 403 if said else 200)

    def _frame(self) -> dict[str, Any]:
        node = self._console.node
        return {"agency": node.settings.name, "node_id": node.settings.id,
                "exercise": node.settings.console.exercise,
                "glass": len(node.read(unexplained))}  # fmt: skip


def add_wall(application: FastAPI, console: Console) -> None:
    """Add the addresses of wall screens."""
    wall = _Wall(console)
    for method, path, endpoint in (
        ("GET", "/wall", wall.page),
        ("POST", "/wall", wall.enter),
        ("GET", "/wall.json", wall.data),
        ("GET", "/wall/events", wall.stream),
    ):
        application.add_api_route(path, endpoint, methods=[method], response_model=None)

"""The addresses of searching: its screens, and what is looked at before anything is asked or said.

A question or a batch is foreseen by a plain form: what would pass, what would be refused and by
which article, what is left to ask. Where a notice is drafted, a record of ours is found by another.
The names stay out of the address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from entraide.console.form import Fields, given, lines_given
from entraide.console.pages import render_page
from entraide.console.people import COOKIE
from entraide.console.screens.asked import SAID, own_records
from entraide.console.screens.batches import (
    show_batch,
    show_batches,
    show_leaving,
    show_standing,
)
from entraide.console.screens.drafting import show_drafting
from entraide.console.screens.search import show_search, typed_of
from entraide.console.search_forms import batch_given
from entraide.console.signing_in import read_form
from entraide.console.visit import Console, Screen, View, Visit, frame
from entraide.console.who import person_of
from entraide.errors import EntraideError, InputError
from entraide.vocabulary.language import translate
from entraide.vocabulary.messages import render

__all__ = ["SEARCH_SCREENS", "add_searching"]

SEARCH_SCREENS: Final[tuple[tuple[str, Screen], ...]] = (
    ("/search", show_search),
    ("/search/batch", show_batches),
    ("/search/batches/{batch}", show_batch),
    ("/search/standing", show_standing),
    ("/search/standing/{thread}", show_leaving),
)
_ONE: Final = ("case", "purpose", "offence", "legal_basis")
_A_BATCH: Final = 400_000


def add_searching(application: FastAPI, console: Console) -> None:
    """Add what stands beside the screens."""

    async def foresee(request: Request) -> Response:
        visit = _visit(console, request)
        return await _foresee_one(visit) if visit else _SIGN_IN

    async def foresee_batch(request: Request) -> Response:
        visit = _visit(console, request)
        return await _foresee_batch(visit) if visit else _SIGN_IN

    async def progress(request: Request) -> Response:
        visit = Visit(console, request, person_of(console.sessions, request))
        listed = (await visit.read("batch.list"))["batches"]
        named = request.path_params["batch"]
        row = next((each for each in listed if each["batch"] == named), None)
        if row is None:
            raise InputError("batch.unknown", batch=named[:64])
        ended = not row["running"]
        return JSONResponse({"done": row["done"], "of": row["of"], "ended": ended})

    async def find(request: Request) -> Response:
        visit = _visit(console, request)
        return await _find_for_draft(visit) if visit else _SIGN_IN

    rows: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
        ("POST", "/search", foresee),
        ("POST", "/search/batch", foresee_batch),
        ("POST", "/notices/draft", find),
        ("GET", "/search/batches/{batch}/progress", progress),
    )
    for method, path, endpoint in rows:
        application.add_api_route(path, endpoint, methods=[method], response_model=None)


_SIGN_IN: Final = RedirectResponse("/sign-in", 303)


def _visit(console: Console, request: Request) -> Visit | None:
    person = console.sessions.find(request.cookies.get(COOKIE, ""))
    return Visit(console, request, person) if person else None


async def _foresee_one(visit: Visit) -> Response:
    fields = await read_form(visit.request)
    question = _question(fields)
    view = await show_search(visit)
    more: dict[str, Any] = {"typed": typed_of(question), "to": question.get("to", ())}
    try:
        more["foreseen"] = await visit.read("ask.foresee", **question)
        more["own"] = await own_records(visit, question) if given(fields, "own") else None
    except EntraideError as error:
        more["fault_said"] = render(error)
    return _page(visit, view, more)


async def _foresee_batch(visit: Visit) -> Response:
    fields = await read_form(visit.request, _A_BATCH)
    view = await show_batches(visit)
    more: dict[str, Any] = {"text": given(fields, "text"), "typed": {"case": given(fields, "case")}}
    try:
        wanted = {**batch_given(fields), "case": given(fields, "case")}
        more["to"] = wanted["to"]
        more["foreseen"] = await visit.read("batch.foresee", **wanted)
    except EntraideError as error:
        more["fault"] = render(error)
    return _page(visit, view, more)


async def _find_for_draft(visit: Visit) -> Response:
    """Return the form of a draft beside the records of ours that may be meant."""
    fields = await read_form(visit.request)
    question = _question(fields)
    view = await show_drafting(visit)
    more: dict[str, Any] = {"sought": typed_of(question)}
    try:
        more["found"] = await own_records(visit, question)
    except EntraideError as error:
        more["find_fault"] = render(error)
    return _page(visit, view, more)


def _question(fields: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {name: given(fields, name) for name in _ONE}
    found |= {name: list(lines_given(fields, name)) for name in (*SAID, "to")}
    found |= {"urgent": True} if given(fields, "urgent") else {}
    return {name: value for name, value in found.items() if value not in ("", [])}


def _page(visit: Visit, view: View, more: dict[str, Any]) -> Response:
    values = {**view.values, **more}
    page = render_page(
        view.template, title=translate(view.title), view=view, **frame(visit), **values
    )
    return HTMLResponse(page)

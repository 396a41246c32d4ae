"""How the console answers what went wrong: a page to who reads pages, problem details to others.

Whatever the framework itself would answer (no such address, a method that is not there) goes the
same way, so that no error leaves this listener in another form.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from entraide.console.guard import PROGRAMS
from entraide.console.pages import render_page
from entraide.console.problems import Fault, fault_of, problem
from entraide.console.visit import Console, Visit, frame
from entraide.console.who import reader_of
from entraide.errors import EntraideError, InputError
from entraide.vocabulary.language import mark, translate

__all__ = ["add_answers_to_errors"]

_Handler = Callable[[Request, Exception], Awaitable[Response]]
_FILES: Final = (".json", ".csv")
_NOT_FOUND: Final = 404
_METHOD: Final = 405


def add_answers_to_errors(application: FastAPI, console: Console) -> None:
    """Answer every error of the tree, and every one of the framework."""
    application.add_exception_handler(EntraideError, _refused(console))
    application.add_exception_handler(HTTPException, _unanswered(application, console))


def _refused(console: Console) -> _Handler:
    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, EntraideError):
            raise error
        return _answer(console, request, fault_of(error))

    return answer


def _unanswered(application: FastAPI, console: Console) -> _Handler:
    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException) or error.status_code not in {_NOT_FOUND, _METHOD}:
            raise error
        if error.status_code == _NOT_FOUND:
            return _answer(console, request, fault_of(InputError("page.unknown")))
        allowed = ", ".join(_methods(application, request))
        fault = fault_of(InputError("page.method", method=request.method, allowed=allowed))
        return _answer(console, request, fault, {"Allow": allowed})

    return answer


def _methods(application: FastAPI, request: Request) -> list[str]:
    """Return what the address can be asked with, over all routes that know it."""
    routes = [each for each in application.routes if isinstance(each, Route)]
    fitting = [each for each in routes if each.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for each in fitting for method in each.methods or ()})


def _answer(
    console: Console, request: Request, fault: Fault, headers: Mapping[str, str] | None = None
) -> Response:
    if not _reads_pages(request):
        return problem(console.node.world, request, fault, headers)
    person = reader_of(console.sessions, request)
    if person is None or fault.error.code == "session.none":
        return RedirectResponse("/sign-in", 303)
    title = translate(mark("This cannot be done"))
    shown = {"said": fault.said, "code": fault.error.code}
    page = render_page("problem", title=title, **shown, **frame(Visit(console, request, person)))
    return HTMLResponse(page, fault.status, headers=dict(headers or {}))


def _reads_pages(request: Request) -> bool:
    path = request.url.path
    is_data = path.endswith(_FILES) or path.startswith(PROGRAMS)
    return "text/html" in request.headers.get("accept", "") and not is_data

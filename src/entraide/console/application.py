"""The console as an ASGI application: addresses, and what each refuses before it answers.

``SCREENS`` is the table of what people see. Every screen needs a session; every form needs a
passkey (``ordering``). Without one, a page asks to sign in and a program gets 401. Errors of the
tree are a page or problem+json (RFC 9457), never a trace.
"""

from __future__ import annotations

import logging
from importlib import resources
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from entraide.console.glass import add_glass
from entraide.console.guard import LANGUAGE_COOKIE, Guard
from entraide.console.live import add_live
from entraide.console.offering import add_offering
from entraide.console.ordering import add_ordering
from entraide.console.orders import Orders
from entraide.console.oversight import OVERSIGHT_SCREENS, add_oversight
from entraide.console.pages import render_page
from entraide.console.people import COOKIE, Sessions
from entraide.console.screens.agreements import (
    show_agreement,
    show_agreements,
    show_comparison,
    show_offered,
)
from entraide.console.screens.cases import show_cases, show_founding
from entraide.console.screens.drafting import show_drafting
from entraide.console.screens.inbox import show_inbox
from entraide.console.screens.notice import show_notice
from entraide.console.screens.notices import show_notices
from entraide.console.screens.operation import show_operation
from entraide.console.screens.page_of_register import show_page
from entraide.console.screens.partners import show_partners_view
from entraide.console.screens.register import (
    show_partner,
    show_partners,
    show_promises,
    show_register,
)
from entraide.console.screens.situation import show_situation
from entraide.console.screens.thread import show_preview, show_thread
from entraide.console.screens.watch import show_handover, show_watch
from entraide.console.searching import SEARCH_SCREENS, add_searching
from entraide.console.signing_in import add_signing_in
from entraide.console.visit import Console, Screen, Visit, frame, show
from entraide.console.wall import add_wall
from entraide.errors import EntraideError, InputError, PolicyError, TrustError
from entraide.figures import STYLESHEET
from entraide.node.passkeys import relying_party
from entraide.node.runtime import Node
from entraide.node.staff import StaffApplication
from entraide.node.status import describe_node
from entraide.vocabulary.language import LANGUAGES, mark, translate
from entraide.vocabulary.messages import render

__all__ = ["SCREENS", "console_application"]

SCREENS: Final[tuple[tuple[str, Screen], ...]] = (
    ("/", show_situation),
    ("/inbox", show_inbox),
    ("/watch", show_watch),
    ("/watch/handover", show_handover),
    ("/watch/handover/{shift}", show_handover),
    ("/threads/{thread}", show_thread),
    ("/threads/{thread}/release", show_preview),
    *SEARCH_SCREENS,
    ("/notices", show_notices),
    ("/notices/draft", show_drafting),
    ("/notices/{notice}", show_notice),
    ("/cases", show_cases),
    ("/cases/new", show_founding),
    ("/cases/{operation}", show_operation),
    ("/register", show_register),
    ("/register/partners", show_partners),
    ("/register/partners/{partner}", show_partner),
    ("/register/promises", show_promises),
    ("/register/documents/{document}", show_page),
    ("/partners", show_partners_view),
    ("/agreements", show_agreements),
    ("/agreements/compare", show_comparison),
    ("/agreements/offered/{payload}", show_offered),
    ("/agreements/{agreement}", show_agreement),
    *OVERSIGHT_SCREENS,
)
_FORMS: Final = ("json", "csv", "html")
"""The address of a page comes last: what it names may hold a dot, and ends at none."""
_STATUS: Final = ((InputError, 400), (TrustError, 403), (PolicyError, 403))
_FILES: Final = {
    "entraide.css": "text/css",
    "entraide.js": "text/javascript",
    "live.js": "text/javascript",
    "entraide.svg": "image/svg+xml",
    "wall.css": "text/css",
    "wall.js": "text/javascript",
}
_LOG: Final = logging.getLogger("entraide.console")


def console_application(node: Node) -> StaffApplication:
    """Return the console of a node, with nobody signed in."""
    site = relying_party(node)
    console = Console(node, site, Sessions(node.world), Orders(node))
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    application.middleware("http")(Guard(site))
    _add_machines(application, node)
    _add_files(application)
    add_signing_in(application, console)
    add_ordering(application, console)
    add_offering(application, console)
    add_live(application, console)
    add_oversight(application, console)
    add_searching(application, console)
    add_wall(application, console)
    add_glass(application, console)
    for path, screen in SCREENS:
        for form in _FORMS:
            _add_screen(application, console, (path, form), screen)
    application.add_exception_handler(EntraideError, _refused(console))
    application.add_exception_handler(404, _not_found(console))
    return application


def _visit_of(console: Console, request: Request) -> Visit | None:
    """Return the visit of whoever is signed in, or None."""
    person = console.sessions.find(request.cookies.get(COOKIE, ""))
    return Visit(console, request, person) if person else None


def _add_screen(
    application: FastAPI, console: Console, place: tuple[str, str], screen: Screen
) -> None:
    path, form = place
    suffix = "" if form == "html" else f".{form}"
    address = f"/situation{suffix}" if path == "/" and suffix else f"{path}{suffix}"

    async def answer(request: Request) -> Response:
        visit = _visit_of(console, request)
        if visit is None:
            return _sign_in_first(form)
        response = show(visit, await screen(visit), form)
        _keep_language(request, response)
        return response

    application.add_api_route(address, answer, methods=["GET"], response_model=None)


def _sign_in_first(form: str) -> Response:
    if form == "html":
        return RedirectResponse("/sign-in", 303)
    return JSONResponse({"code": "session.none"}, 401, media_type="application/problem+json")


def _keep_language(request: Request, response: Response) -> None:
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="strict"
        )


def _add_machines(application: FastAPI, node: Node) -> None:
    """What monitoring reads without a person: counts and states, never a name."""

    async def health() -> Response:
        return JSONResponse({"id": node.settings.id, "healthy": True})

    async def state() -> Response:
        return JSONResponse(describe_node(node))

    application.add_api_route("/health", health, methods=["GET"], response_model=None)
    application.add_api_route("/status", state, methods=["GET"], response_model=None)


def _add_files(application: FastAPI) -> None:
    folder = resources.files("entraide.console") / "static"
    held = {name: (folder / name).read_text("utf-8") for name in _FILES}
    held["entraide.css"] += STYLESHEET

    async def static(name: str) -> Response:
        if name not in held:
            return Response("", 404)
        headers = {"Cache-Control": "max-age=300"}
        return Response(held[name], media_type=_FILES[name], headers=headers)

    application.add_api_route("/static/{name}", static, methods=["GET"], response_model=None)


def _refused(console: Console):  # type: ignore[no-untyped-def]  # Starlette's own loose type
    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, EntraideError):
            raise error
        status = next((found for kind, found in _STATUS if isinstance(error, kind)), 503)
        _LOG.info("%s %s: %s", request.method, status, error.code)
        return _problem(console, request, (status, error.code, render(error)))

    return answer


def _not_found(console: Console):  # type: ignore[no-untyped-def]  # the same
    async def answer(request: Request, _: Exception) -> Response:
        said = translate(mark("There is no such page."))
        return _problem(console, request, (404, "page.unknown", said))

    return answer


def _problem(console: Console, request: Request, what: tuple[int, str, str]) -> Response:
    """Answer an error as a page, or as problem+json (RFC 9457) to whoever does not read pages."""
    status, code, said = what
    path = request.url.path
    if "text/html" not in request.headers.get("accept", "") or path.endswith((".json", ".csv")):
        body = {"status": status, "code": code, "title": said}
        return JSONResponse(body, status, media_type="application/problem+json")
    visit = _visit_of(console, request)
    if visit is None or code == "session.none":
        return RedirectResponse("/sign-in", 303)
    page = render_page(
        "problem", title=translate(mark("This cannot be done")), said=said, code=code,
        **frame(visit),
    )  # fmt: skip
    return HTMLResponse(page, status)

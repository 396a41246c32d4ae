"""The console as an ASGI application: addresses, and what each refuses before it answers.

``SCREENS`` is the table of what people see. Every screen needs a session; every form needs a
passkey (``ordering``). Without one, a page asks to sign in and a program gets 401. Errors of the
tree are a page or problem+json (RFC 9457), never a trace.
"""

from __future__ import annotations

import gzip
from importlib import resources
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from entraide.console.answering import add_answers_to_errors
from entraide.console.api.pace import Pace
from entraide.console.api.programs import add_programs
from entraide.console.api.reference import add_reference
from entraide.console.api.twins import check_filters, twin_address
from entraide.console.glass import add_glass
from entraide.console.guard import LANGUAGE_COOKIE, Guard
from entraide.console.live import add_live
from entraide.console.offering import add_offering
from entraide.console.ordering import add_ordering
from entraide.console.orders import Orders
from entraide.console.oversight import OVERSIGHT_SCREENS, add_oversight
from entraide.console.people import Sessions
from entraide.console.screens.agreements import (
    show_agreement,
    show_agreements,
    show_comparison,
    show_offered,
)
from entraide.console.screens.case import show_case
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
from entraide.console.visit import Console, Screen, Visit, show
from entraide.console.wall import add_wall
from entraide.console.who import reader_of
from entraide.errors import InputError, TrustError
from entraide.figures import STYLESHEET
from entraide.node.people.passkeys import relying_party
from entraide.node.runtime import Node
from entraide.node.staff import StaffApplication
from entraide.node.status import describe_node
from entraide.vocabulary.language import LANGUAGES

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
    ("/cases/own", show_case),
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
_FILES: Final = {
    "asked.js": "text/javascript",
    "entraide.css": "text/css",
    "entraide.js": "text/javascript",
    "live.js": "text/javascript",
    "entraide.svg": "image/svg+xml",
    "wall.css": "text/css",
    "wall.js": "text/javascript",
}


def console_application(node: Node) -> StaffApplication:
    """Return the console of a node, with nobody signed in."""
    site = relying_party(node)
    console = Console(node, site, Sessions(node.world), Orders(node), Pace(node.world))
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    application.middleware("http")(Guard(site, node.world))
    _add_machines(application, node)
    _add_files(application)
    add_signing_in(application, console)
    add_ordering(application, console)
    add_offering(application, console)
    add_programs(application, console)
    add_reference(application, console)
    add_live(application, console)
    add_oversight(application, console)
    add_searching(application, console)
    add_wall(application, console)
    add_glass(application, console)
    for path, screen in SCREENS:
        for form in _FORMS:
            _add_screen(application, console, (path, form), screen)
    add_answers_to_errors(application, console)
    return application


def _add_screen(
    application: FastAPI, console: Console, place: tuple[str, str], screen: Screen
) -> None:
    path, form = place
    address = path if form == "html" else twin_address(path, form)

    async def answer(request: Request) -> Response:
        person = reader_of(console.sessions, request)
        if person is None:
            return _sign_in_first(form)
        if person.program:
            console.pace.take(person.session)
        if form != "html":
            check_filters(path, request.query_params)
        visit = Visit(console, request, person)
        response = show(visit, await screen(visit), form)
        _keep_language(request, response)
        return response

    application.add_api_route(address, answer, methods=["GET"], response_model=None)


def _sign_in_first(form: str) -> Response:
    if form == "html":
        return RedirectResponse("/sign-in", 303)
    raise TrustError("session.none")


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
    """Serve the console's own files, packed where the browser takes that.

    Pages are never packed: the length of packed text tells something of the secrets in it (BREACH).
    """
    folder = resources.files("entraide.console") / "static"
    held = {name: (folder / name).read_text("utf-8") for name in _FILES}
    held["entraide.css"] += STYLESHEET
    packed = {name: gzip.compress(text.encode(), mtime=0) for name, text in held.items()}

    async def static(request: Request, name: str) -> Response:
        if name not in held:
            raise InputError("page.unknown")
        headers = {"Cache-Control": "max-age=300", "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(held[name], media_type=_FILES[name], headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(packed[name], media_type=_FILES[name], headers=headers)

    application.add_api_route("/static/{name}", static, methods=["GET"], response_model=None)

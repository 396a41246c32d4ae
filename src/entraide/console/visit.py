"""One request of a person who is signed in: who, what for, and how it is answered.

The same address answers a page, JSON (``.json``) or CSV (``.csv``), from one ``View``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from entraide.adapters.sealing.passkeys import RelyingParty
from entraide.console.api.pace import Pace
from entraide.console.begun import Begun
from entraide.console.listing import Listing, to_csv
from entraide.console.offered import Offered
from entraide.console.orders import Orders
from entraide.console.pages import render_page
from entraide.console.pending import Pending
from entraide.console.people import Person, Sessions
from entraide.console.questions import Questions
from entraide.console.verifying import Checks
from entraide.node.actions import ACTIONS
from entraide.node.glass.opening import OPENS
from entraide.node.glass.rows import unexplained
from entraide.node.runtime import Node
from entraide.vocabulary.language import mark, translate

__all__ = ["NAVIGATION", "Console", "Screen", "View", "Visit", "frame", "frame_of_nobody", "show"]

NAVIGATION: Final = (
    ("/", mark("Situation"), "inbox"),
    ("/inbox", mark("Inbox"), "inbox"),
    ("/watch", mark("Watch"), "watch.show"),
    ("/search", mark("Search"), "answers"),
    ("/notices", mark("Notices"), "notice.list"),
    ("/cases", mark("Cases"), "operation.list"),
    ("/register", mark("Register"), "register.list"),
    ("/partners", mark("Partners"), "partner.figures"),
    ("/agreements", mark("Agreements"), "agreement.list"),
    ("/oversight", mark("Oversight"), "audit.log"),
)
"""Address, name, and the action that a role must have to see it."""


@dataclass(frozen=True, slots=True)
class Console:
    """What all requests share."""

    node: Node
    site: RelyingParty
    sessions: Sessions
    orders: Orders
    pace: Pace
    pending: Pending = field(default_factory=Pending)
    offered: Offered = field(default_factory=Offered)
    checks: Checks = field(default_factory=Checks)
    begun: Begun = field(default_factory=Begun)
    questions: Questions = field(default_factory=Questions)


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's request."""

    console: Console
    request: Request
    person: Person

    async def read(self, action: str, /, **parameters: Any) -> Any:
        """Perform a reading action for this person."""
        return await self.console.orders.read(self.person, action, parameters)

    def may(self, action: str) -> bool:
        """Tell whether the person's role allows an action: what it does not is not offered."""
        if self.person.role is None:
            return action in OPENS
        return self.person.role in ACTIONS[action].roles

    def asked(self, name: str) -> str:
        """Return a filter of the address, or nothing."""
        return self.request.query_params.get(name, "").strip()

    def asked_all(self, name: str) -> tuple[str, ...]:
        """Return every value that the address gives a name."""
        return tuple(each for each in self.request.query_params.getlist(name) if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a screen shows: a template with its values, the data as JSON, the list as CSV."""

    template: str
    title: str
    data: Any
    listing: Listing
    values: Mapping[str, Any] = field(default_factory=dict)


Screen = Callable[[Visit], Awaitable[View]]


def show(visit: Visit, view: View, form: str) -> Response:
    """Answer in the form that the address names: ``html``, ``json`` or ``csv``."""
    if form == "json":
        return JSONResponse(view.data)
    if form == "csv":
        return Response(to_csv(view.listing), media_type="text/csv; charset=utf-8")
    return HTMLResponse(
        render_page(
            view.template,
            title=translate(view.title),
            view=view,
            **frame(visit),
            **view.values,
        )
    )


def _filters(request: Request) -> str:
    """Return the filters of the address, without the language."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return urlencode(kept)


def frame_of_nobody(console: Console, request: Request) -> dict[str, Any]:
    """Return what a page shows around its content where nobody is signed in."""
    settings = console.node.settings
    return {
        "navigation": (),
        "here": request.url.path,
        "query": _filters(request),
        "person": None,
        "agency": settings.name,
        "node_id": settings.id,
        "exercise": settings.console.exercise,
        "words": (),
        "glass": len(console.node.read(unexplained)),
    }


def frame(visit: Visit) -> dict[str, Any]:
    """Return what every page of a signed-in person shows around its content."""
    shown = [(path, translate(name)) for path, name, action in NAVIGATION if visit.may(action)]
    return {
        **frame_of_nobody(visit.console, visit.request),
        "navigation": shown,
        "person": visit.person,
        "words": visit.console.sessions.take_words(visit.person),
        "may": visit.may,
        "now_ms": visit.console.node.world.now_ms(),
    }

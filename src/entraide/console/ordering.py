"""Ordering by form: prepared, signed by the person's passkey, performed.

1. The form comes (``POST /orders/{action}``): the order is prepared, its hash goes back.
2. The passkey signs the hash; the response comes (``POST /signed/{nonce}``).
3. The order is performed. A question to partners goes on by itself, and its answers stream.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from entraide.console.form import Form, given
from entraide.console.forms import FORMS
from entraide.console.pages import render_page
from entraide.console.pending import approved_by, is_waiting
from entraide.console.people import COOKIE, Person
from entraide.console.questions import Asked
from entraide.console.screens.asked import side_by_side
from entraide.console.signing_in import read_form
from entraide.console.visit import Console, Visit, frame
from entraide.console.who import person_of
from entraide.errors import InputError, PolicyError, TrustError
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import check_role
from entraide.node.people.officers import find_officer
from entraide.vocabulary.language import mark, translate
from entraide.wording.clocks import moment
from entraide.wording.words import denial, word

__all__ = ["add_ordering"]


class _Ordering:
    """The two steps of an order by form."""

    def __init__(self, console: Console) -> None:
        """Order for the people of one console."""
        self._console = console

    async def prepare(self, request: Request) -> Response:
        """Prepare the order of a form; answer with what the passkey signs."""
        person = person_of(self._console.sessions, request)
        form = FORMS.get(request.path_params["action"])
        if form is None:
            raise InputError("action.unknown", action=request.path_params["action"][:64])
        if person.role is None:
            raise PolicyError("glass.reads_only", action=form.action)
        actor = self._console.node.read(lambda c: find_officer(c, person.officer))
        check_role(actor, form.action, ACTIONS[form.action].roles)
        fields = await read_form(request, form.most)
        again = given(fields, "again")
        pending = self._console.pending
        parameters = pending.parameters(form.action, again) if again else form.parameters(fields)
        order = self._console.orders.prepare(person, form.action, parameters)
        asked = {"nonce": order.nonce, "challenge": order.challenge.hex()}
        return JSONResponse({**asked, "site": self._console.site.id})

    async def perform(self, request: Request) -> Response:
        """Perform a prepared order that the passkey signed."""
        person = person_of(self._console.sessions, request)
        response = (await read_form(request)).get("response", ("",))[0]
        order = self._console.orders.take(person, request.path_params["nonce"], response)
        if order.action == "ask":
            self._console.questions.begin(self._console.orders, person, order)
            return JSONResponse({"then": f"/asked/{order.nonce}"})
        form = FORMS[order.action]
        if form.goes_on:
            begun = await self._console.begun.begin(self._console.orders, order)
            return JSONResponse({"then": _after(form, begun)})
        result = await self._console.orders.perform(order)
        self._console.pending.note(order, result)
        if not is_waiting(result):
            self._console.offered.drop(approved_by(order))
        self._console.sessions.say(person, _said(form, result))
        return JSONResponse({"then": _after(form, {**order.parameters, **result})})

    async def watch(self, request: Request) -> Response:
        """Show a question and its answers so far."""
        if not request.cookies.get(COOKIE):
            return RedirectResponse("/sign-in", 303)
        person = person_of(self._console.sessions, request)
        asked = await self._renewed(person, request)
        visit = Visit(self._console, request, person)
        page = render_page(
            "asked", title=translate(mark("Question")), asked=asked,
            **await side_by_side(visit, asked.parameters, [_shown(each) for each in asked.answers]),
            **frame(visit),
        )  # fmt: skip
        return HTMLResponse(page)

    async def stream(self, request: Request) -> Response:
        """Send answers as they come (server-sent events), and the end of the order.

        Where an answer is owed then, the page asks again when the log has grown: no sign of life.
        """
        person = self._console.sessions.peek(request.cookies.get(COOKIE, ""))
        if person is None:
            raise TrustError("session.none")
        asked = await self._renewed(person, request)
        return StreamingResponse(_events(asked), media_type="text/event-stream")

    async def _renewed(self, person: Person, request: Request) -> Asked:
        """Return the question that the address names, with all that was answered by now."""
        console = self._console
        asked = console.questions.find(person, request.path_params["nonce"])
        await console.questions.renew(console.node, console.orders, person, asked)
        return asked


def add_ordering(application: FastAPI, console: Console) -> None:
    """Add the addresses of orders."""
    ordering = _Ordering(console)
    for method, path, endpoint in (
        ("POST", "/orders/{action}", ordering.prepare),
        ("POST", "/signed/{nonce}", ordering.perform),
        ("GET", "/asked/{nonce}", ordering.watch),
        ("GET", "/asked/{nonce}/events", ordering.stream),
    ):
        application.add_api_route(path, endpoint, methods=[method], response_model=None)


async def _events(asked: Asked) -> AsyncIterator[str]:
    sent = 0
    while True:
        changed = asked.changed
        for answer in asked.answers[sent:]:
            yield f"event: answer\ndata: {json.dumps(_shown(answer))}\n\n"
        sent = len(asked.answers)
        if asked.done:
            end = {"thread": asked.thread, "fault": asked.fault, "owed": asked.owed}
            yield f"event: done\ndata: {json.dumps(end)}\n\n"
            return
        await changed.wait()


def _shown(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return one partner's answer in words."""
    hits = [
        {"band": word("band", hit["band"]) if hit["band"] else "", "reference": hit["reference"],
         "says": word("band_says", hit["band"]) if hit["band"] else ""}
        for hit in answer.get("hits", ())
    ]  # fmt: skip
    why = denial(str(answer.get("code", "")), answer["article"]) if answer.get("article") else ""
    return {
        "partner": str(answer["partner"]),
        "result": str(answer["result"]),
        "word": word("result", answer["result"]),
        "hits": hits,
        "why": why,
        "when": moment(answer.get("answered_ms")),
    }


def _said(form: Form, result: Mapping[str, Any]) -> str:
    """Say what became of an order, in one line, and of each message that went out by it."""
    if "stopped_by" in result:
        stopped = ", ".join(result["stopped_by"])
        return translate(
            mark("Refused: the answer to {questions} stops this notice."), questions=stopped
        )
    if is_waiting(result):
        return translate(
            mark("Approved by {approvals} of {needed} officers: another officer must look."),
            approvals=result["approvals"], needed=result["needed"],
        )  # fmt: skip
    told = (form.tells(result),) if form.tells else ()
    went = map(_went, result.get("sent", _delivered(result)))
    return " ".join((translate(form.said), *told, *went))


def _delivered(result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = result.get("delivery", result.get("deliveries", ()))
    return found


def _went(one: Mapping[str, Any]) -> str:
    what = word("result", one["result"])
    if one["result"] == "denied" and one.get("article"):
        what = denial(str(one.get("code", "")), str(one["article"]))
    return translate("{partner}: {result}", partner=one["partner"], result=what) + "."


def _after(form: Form, values: Mapping[str, Any]) -> str:
    then = form.waiting if form.waiting and is_waiting(values) else form.after
    return then.format_map({name: quote(str(each), safe="") for name, each in values.items()})

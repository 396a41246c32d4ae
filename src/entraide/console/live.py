"""What changes while pages are open: one stream for each browser tells that, one address what.

The stream carries the digest of a person's inbox and nothing of it, so that it may run all day: it
shows nobody anything, is no view, and is no sign of life of its session. Where a question of the
session still owes an answer, it also says that the log has grown; the question's page asks then.
The rows are a view like any other, logged, asked for by one tab for all (``static/live.js``) and
only where one shows them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from entraide.console.people import COOKIE, Person
from entraide.console.screens.queue import KINDS, OURS, key_of, rows_of, said_of, version_of
from entraide.console.visit import Console
from entraide.errors import EntraideError, TrustError
from entraide.node.call import Call, Parameters
from entraide.node.people.actor import Order
from entraide.node.people.officers import find_officer
from entraide.node.people.warrants import SessionWarrant
from entraide.node.question.referrals import show_inbox
from entraide.vocabulary.language import translate
from entraide.wording.clocks import left_in_words, moment
from entraide.wording.words import word

__all__ = ["add_live"]

_LOOK_S: Final = 0.4
"""How often the log's size is compared: every change of an inbox has its entry."""
_BEAT_S: Final = 15.0
"""After so long without news the stream says that it is alive."""


class _Live:
    """The streams of one console; what an inbox is at one size of the log is counted once."""

    def __init__(self, console: Console) -> None:
        """Begin with no stream open."""
        self._console = console
        self._known: dict[str, tuple[int, str]] = {}

    async def stream(self, request: Request) -> Response:
        """Tell the version of the person's inbox now, and whenever it changes."""
        return StreamingResponse(
            self._events(self._person(request)), media_type="text/event-stream"
        )

    async def rows(self, request: Request) -> Response:
        """Return the inbox in words, with its version; a view that is logged."""
        person = self._person(request)
        inbox = await self._console.orders.read(person, "inbox", {})
        rows = [_shown(row) for row in rows_of(inbox)]
        return JSONResponse({"version": version_of(inbox), "rows": rows})

    def _person(self, request: Request) -> Person:
        person = self._console.sessions.peek(request.cookies.get(COOKIE, ""))
        if person is None:
            raise TrustError("session.none")
        return person

    async def _events(self, person: Person) -> AsyncIterator[str]:
        told, quiet_s, grown = "", 0.0, 0
        while self._console.sessions.is_open(person):
            version = await self._version(person)
            if version != told:
                told, quiet_s = version, 0.0
                yield f"event: inbox\ndata: {version}\n\n"
            elif quiet_s >= _BEAT_S:
                quiet_s = 0.0
                yield ": still here\n\n"
            if grown != (grown := self._grown(person)) and grown:
                yield f"event: answers\ndata: {grown}\n\n"
            await asyncio.sleep(_LOOK_S)
            quiet_s += _LOOK_S

    def _grown(self, person: Person) -> int:
        """Return the size of the log while a partner owes this session an answer, else nothing."""
        console = self._console
        return console.node.writer.frontier.size if console.questions.owes(person) else 0

    async def _version(self, person: Person) -> str:
        if person.role is None:
            return ""  # the sealed account reads what is asked for, and nothing beside that
        size = self._console.node.writer.frontier.size
        known = self._known.get(person.officer)
        if known is not None and known[0] == size:
            return known[1]
        try:
            version = version_of(await self._looked(person))
        except EntraideError:
            return known[1] if known else ""  # the store is ill for a moment: the page says so
        self._known[person.officer] = (size, version)
        return version

    async def _looked(self, person: Person) -> Any:
        """Read the inbox to compare it; nothing of it leaves."""
        node = self._console.node
        actor = node.read(lambda c: find_officer(c, person.officer))
        order = Order(action="inbox", parameters={}, officer=person.officer,
                      at_ms=node.world.now_ms(), nonce="")  # fmt: skip
        warranted = replace(order, warrant=SessionWarrant(person.session))
        call = Call(node=node, actor=actor, order=warranted, emit=lambda _: None)
        return await show_inbox(call, Parameters())


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in words, with what it is filtered by."""
    left_ms = row["left_ms"]
    return {
        "key": key_of(row),
        "kind": row["kind"],
        "partner": row["partner"],
        "case": row["case"],
        "ours": row["kind"] in OURS,
        "link": row["link"],
        "over": left_ms is not None and left_ms < 0,
        "cells": {
            "left": "" if left_ms is None else left_in_words(left_ms),
            "kind": translate(KINDS[row["kind"]]),
            "partner": row["partner"],
            "case": row["case"],
            "what": said_of(row),
            "state": word("result", row["state"]) if row["state"] else "",
            "due": moment(row["due_ms"]),
        },
    }


def add_live(application: FastAPI, console: Console) -> None:
    """Add the stream and the rows."""
    live = _Live(console)
    for path, endpoint in (("/live", live.stream), ("/live/rows", live.rows)):
        application.add_api_route(path, endpoint, methods=["GET"], response_model=None)

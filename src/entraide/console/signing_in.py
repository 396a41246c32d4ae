"""Signing in with a passkey, registering one with a code, signing out.

A challenge is random, issued here, valid for five minutes and used once. Who signs in is whoever
registered the passkey: no name is typed, so that none can be tried.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from entraide.adapters.store.writer import Event
from entraide.adapters.world import World
from entraide.console.form import Fields, parse_form
from entraide.console.pages import render_page
from entraide.console.people import COOKIE, Person
from entraide.console.visit import Console, frame_of_nobody
from entraide.errors import InputError, TrustError
from entraide.kernel.encoding import from_base64, to_base64
from entraide.node.people.actor import Actor
from entraide.node.people.officers import find_officer
from entraide.node.people.passkeys import credential_of, register_passkey, verify_passkey
from entraide.node.people.warrants import PasskeyWarrant
from entraide.vocabulary.language import mark, translate

__all__ = ["Challenges", "add_signing_in", "read_form"]

_MAX_FORM: Final = 65_536
_FORM: Final = "application/x-www-form-urlencoded"
_LIFETIME_MS: Final = 300_000
_MOST: Final = 1_000


class Challenges:
    """Random challenges that were issued and not used."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self._world = world
        self._issued: dict[bytes, int] = {}

    def issue(self) -> bytes:
        """Return a new challenge."""
        oldest = self._world.now_ms() - _LIFETIME_MS
        kept = [(each, at_ms) for each, at_ms in self._issued.items() if at_ms >= oldest]
        self._issued = dict(kept[-_MOST:])
        challenge = self._world.random(32)
        self._issued[challenge] = self._world.now_ms()
        return challenge

    def use(self, response: str) -> bytes:
        """Return the challenge that a response names, once; TrustError where none was issued."""
        challenge = _challenge_in(response)
        at_ms = self._issued.pop(challenge, None)
        if at_ms is None or self._world.now_ms() - at_ms > _LIFETIME_MS:
            raise TrustError("passkey.stale")
        return challenge


async def read_form(request: Request, most: int = _MAX_FORM) -> Fields:
    """Read a request's form; InputError where it is no form, too long or malformed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise InputError("form.too_long", most=most)
    found = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if body and found != _FORM:
        raise InputError("content.other_type", expected=_FORM, found=found[:128])
    return parse_form(bytes(body))


def add_signing_in(application: FastAPI, console: Console) -> None:
    """Add the pages before the session, and the end of it."""
    door = _Door(console, Challenges(console.node.world))
    for method, path, endpoint in (
        ("GET", "/sign-in", door.page),
        ("POST", "/sign-in", door.sign_in),
        ("GET", "/passkey", door.registering),
        ("POST", "/passkey", door.register),
        ("POST", "/challenge", door.challenge),
        ("POST", "/sign-out", door.sign_out),
    ):
        application.add_api_route(path, endpoint, methods=[method], response_model=None)


@dataclass(frozen=True, slots=True)
class _Door:
    """What answers who is not signed in yet, or signs out."""

    console: Console
    challenges: Challenges

    async def page(self, request: Request) -> Response:
        return _page(self.console, request, "sign_in", mark("Sign in"))

    async def registering(self, request: Request) -> Response:
        return _page(self.console, request, "passkey", mark("Register a passkey"))

    async def challenge(self, request: Request) -> Response:
        node, site = self.console.node, self.console.site
        issued = to_base64(self.challenges.issue())
        user = to_base64(node.world.random(16))
        return JSONResponse({"challenge": issued, "site": site.id, "name": site.name, "user": user})

    async def sign_in(self, request: Request) -> Response:
        node, response = self.console.node, _response(await read_form(request))
        warrant = PasskeyWarrant(credential=credential_of(response), response=response)
        officer = await verify_passkey(node, warrant, self.challenges.use(response))
        actor = node.read(lambda c: find_officer(c, officer))
        return await _opened(self.console, actor)

    async def register(self, request: Request) -> Response:
        fields = await read_form(request)
        response = _response(fields)
        code = fields.get("code", ("",))[0]
        challenge = self.challenges.use(response)
        actor = await register_passkey(self.console.node, code, response, challenge)
        return await _opened(self.console, actor)

    async def sign_out(self, request: Request) -> Response:
        person = self.console.sessions.find(request.cookies.get(COOKIE, ""))
        if person is not None:
            self.console.sessions.close(person)
            await _log(self.console, "session.closed", person)
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        answer.headers["Clear-Site-Data"] = '"storage"'
        return answer


async def _opened(console: Console, actor: Actor) -> Response:
    if actor.name is None or actor.role is None:
        raise TrustError("passkey.unknown")
    secret, person = console.sessions.open(actor.name, actor.role, actor.pseudonym)
    await _log(console, "session.opened", person)
    answer = JSONResponse({"then": "/"})
    answer.set_cookie(COOKIE, secret, secure=True, httponly=True, samesite="strict", path="/")
    return answer


async def _log(console: Console, action: str, person: Person) -> None:
    event = Event(action, person.pseudonym, person.session, "", {"session": person.session})
    await console.node.writer.run(lambda transaction: transaction.log(event))


def _page(console: Console, request: Request, template: str, title: str) -> Response:
    around = frame_of_nobody(console, request)
    return HTMLResponse(render_page(template, **{**around, "title": translate(title)}))


def _response(fields: Fields) -> str:
    return fields.get("response", ("",))[0]


def _challenge_in(response: str) -> bytes:
    """Return the challenge in a response's clientDataJSON; who signed it is verified later."""
    try:
        inner: Any = json.loads(response)["response"]["clientDataJSON"]
        return from_base64(json.loads(from_base64(inner))["challenge"])
    except (ValueError, KeyError, TypeError, InputError) as error:
        raise TrustError("passkey.refused") from error

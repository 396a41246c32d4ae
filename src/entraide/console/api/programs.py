"""Orders and reading for programs, with the officer's own key and nothing else.

1. ``POST /api/orders/{action}`` takes the very order that the command line sends over the control
   socket: the same bytes are signed, the same replay guard holds, the same action table decides.
2. ``POST /api/session`` takes such an order too (``session.order``) and opens a session that reads
   the lists of the console, each view an entry of the access log.
3. No cookie counts here, and no session orders anything.
4. Who signs nothing that holds learns nothing: an unknown officer and a wrong signature give the
   same answer, after the same work.
5. What names a file on the node's own machine is not ordered over HTTP: a program that may send
   orders is not a program that may have the node read and write files.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from entraide.adapters.store.writer import Event
from entraide.console.api.bodies import Gate, read_object
from entraide.console.people import Person
from entraide.console.visit import Console
from entraide.console.who import program_of
from entraide.errors import InputError, PolicyError, ProtocolError, TrustError
from entraide.node.actions import ACTIONS, perform
from entraide.node.people.actor import ORDER_CONTEXT, Actor, Order
from entraide.node.people.officers import find_officer
from entraide.node.runtime import Node
from entraide.node.serve import parse_order

__all__ = ["NAMING_FILES", "ORDERS_PATH", "SESSION", "SESSION_PATH", "add_programs", "over_http"]

ORDERS_PATH: Final = "/api/orders"
SESSION_PATH: Final = "/api/session"
SESSION: Final = "session.order"
NAMING_FILES: Final = frozenset({"path", "out", "mapping_file"})
"""Parameters that name a file where the node runs."""


def over_http(action: str) -> bool:
    """Tell whether an action is ordered over HTTP: known, by an officer, naming no file."""
    found = ACTIONS.get(action)
    return found is not None and not NAMING_FILES & set(found.takes.model_fields)


class _Programs:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._gate = Gate()

    async def order(self, request: Request) -> Response:
        """Perform a signed order."""
        named = str(request.path_params["action"])
        order = await self._order(request, named)
        return JSONResponse(await perform(self._console.node, order, lambda _: None))

    async def open(self, request: Request) -> Response:
        """Open a session in which a program reads."""
        order = await self._order(request, SESSION)
        told: Any = await perform(self._console.node, order, lambda _: None)
        actor = self._console.node.read(lambda c: find_officer(c, str(told["officer"])))
        if actor.name is None or actor.role is None:
            raise TrustError("order.not_believed")
        sessions = self._console.sessions
        secret, person = sessions.open_program(
            actor.name, actor.role, actor.pseudonym, str(told["purpose"])
        )
        await self._log("session.opened", person, {"order": order.digest})
        shown = {**told, "session": secret, "ends_ms": sessions.ends_ms(person)}
        return JSONResponse(shown, 201)

    async def show(self, request: Request) -> Response:
        """Say whose the session is."""
        person = program_of(self._console.sessions, request)
        return JSONResponse(
            {
                "officer": person.officer,
                "role": person.role.value if person.role else None,
                "purpose": person.purpose,
                "ends_ms": self._console.sessions.ends_ms(person),
            }
        )

    async def close(self, request: Request) -> Response:
        """End the session."""
        person = program_of(self._console.sessions, request)
        self._console.sessions.close(person)
        await self._log("session.closed", person, {})
        return Response(status_code=204)

    async def _order(self, request: Request, named: str) -> Order:
        """Read an order that an officer signed; InputError, TrustError."""
        if named not in ACTIONS:
            raise InputError("action.unknown", action=named[:64])
        async with self._gate.passed():
            order = _read(await read_object(request))
            if order.action != named:
                raise InputError("order.other_action", named=named, action=order.action)
            if not over_http(named):
                raise PolicyError("order.files_here", action=named)
            actor = _believed(self._console.node, order)
        self._console.pace.take(actor.pseudonym)
        return order

    async def _log(self, action: str, person: Person, digests: dict[str, str]) -> None:
        session = {"session": person.session}
        event = Event(action, person.pseudonym, person.session, "", session, digests)
        await self._console.node.writer.run(lambda transaction: transaction.log(event))


def add_programs(application: FastAPI, console: Console) -> None:
    """Add the addresses."""
    programs = _Programs(console)
    for method, path, endpoint in (
        ("POST", f"{ORDERS_PATH}/{{action}}", programs.order),
        ("POST", SESSION_PATH, programs.open),
        ("GET", SESSION_PATH, programs.show),
        ("DELETE", SESSION_PATH, programs.close),
    ):
        application.add_api_route(path, endpoint, methods=[method], response_model=None)


def _read(value: dict[str, Any]) -> Order:
    try:
        order = parse_order(value)
        order.encoded()
    except ProtocolError as error:
        raise InputError("order.malformed", field=_field(error), reason=error.code) from error
    if order.officer is None:
        raise InputError("order.no_officer")
    return order


def _field(error: ProtocolError) -> str:
    return str(error.data.get("field", "order"))[:128]


def _believed(node: Node, order: Order) -> Actor:
    """Return who signed; TrustError, the same for whoever is unknown and whatever is forged."""
    try:
        actor = node.read(lambda c: find_officer(c, str(order.officer)))
    except InputError:
        actor = Actor(pseudonym="")
    key = actor.key or node.keyring.signing.public
    try:
        key.verify(order.signature, order.encoded(), context=ORDER_CONTEXT)
    except TrustError as error:
        raise TrustError("order.not_believed") from error
    if not actor.pseudonym:
        raise TrustError("order.not_believed")
    return actor

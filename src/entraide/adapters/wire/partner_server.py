"""The partner listener: HTTPS that only pinned partners can reach.

It reads a bounded body once the partner's turnstile lets it in, looks up who the client certificate
belongs to, and hands both to the node's service; what comes back goes out. It decides nothing. A
failure becomes a status and a code: the sentence stays here, because a reason is an oracle. Bodies
are taken as they are sent: nothing is decompressed. A defect is logged by its kind and place, never
by its words, which may name a person.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from entraide.adapters.wire.partner_client import (
    ENVELOPE_TYPE,
    MESSAGES_PATH,
    NOTE_TYPE,
    WITNESS_PATH,
    WITNESSED_PATH,
)
from entraide.adapters.wire.problem import peer_pin, problem
from entraide.adapters.wire.turnstile import Turnstile
from entraide.errors import (
    BusyError,
    EntraideError,
    ProtocolError,
    RemoteProtocolError,
    TrustError,
    place_of,
)
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES

__all__ = ["Handler", "PartnerService", "listen", "partner_application"]

_LOG: Final = logging.getLogger("entraide.partners")
_MAX_NOTE: Final = 65_536
Handler = Callable[[str, bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class PartnerService:
    """What the listener calls: each takes the certificate's pin and the body.

    ``witness`` returns a status with the body, as the protocol tlog-witness asks.
    """

    receive: Handler
    witness: Callable[[str, bytes], Awaitable[tuple[int, bytes]]]
    witnessed: Callable[[str], Awaitable[bytes]]
    log_resource: Callable[[str, str], Awaitable[bytes | None]]
    refused: Callable[[str, str], Awaitable[None]]


def partner_application(service: PartnerService, turnstile: Turnstile) -> web.Application:
    """Return the application of the partner listener."""

    async def messages(request: web.Request) -> web.Response:
        pin = peer_pin(request)
        try:
            async with turnstile.passed(pin, request.content_length):
                answer = await service.receive(pin, await _body(request))
        except (ProtocolError, TrustError) as error:
            turnstile.note_refusal(pin)
            await service.refused(pin, error.code)
            return problem(400, error.code)
        return web.Response(body=answer, content_type=ENVELOPE_TYPE)

    async def witness(request: web.Request) -> web.Response:
        try:
            async with turnstile.passed(peer_pin(request), request.content_length):
                body = await _body(request)
        except ProtocolError as error:
            turnstile.note_refusal(peer_pin(request))
            return problem(400, error.code)
        if len(body) > _MAX_NOTE:
            return problem(413, "note.too_large")
        status, answer = await service.witness(peer_pin(request), body)
        return web.Response(status=status, body=answer, headers={"Content-Type": NOTE_TYPE})

    async def witnessed(request: web.Request) -> web.Response:
        body = await service.witnessed(peer_pin(request))
        return web.Response(body=body, headers={"Content-Type": NOTE_TYPE})

    async def log_resource(request: web.Request) -> web.Response:
        found = await service.log_resource(peer_pin(request), request.match_info["path"])
        if found is None:
            return problem(404, "log.no_such_resource")
        return web.Response(body=found, content_type="application/octet-stream")

    application = web.Application(client_max_size=MAX_ENVELOPE_BYTES + 1, middlewares=(_answered,))
    application.router.add_post(MESSAGES_PATH, messages)
    application.router.add_post(WITNESS_PATH, witness)
    application.router.add_get(WITNESSED_PATH, witnessed)
    application.router.add_get("/v1/log/{path:.+}", log_resource)
    return application


async def listen(
    application: web.Application, host: str, port: int, context: ssl.SSLContext | None
) -> tuple[web.AppRunner, int]:
    """Bind and serve; BusyError where the port is taken. Returns the runner and the port bound."""
    runner = web.AppRunner(
        application, access_log=None, handle_signals=False, auto_decompress=False
    )
    await runner.setup()
    site = web.TCPSite(runner, host, port, ssl_context=context, backlog=256)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise BusyError("port.busy", host=host, port=port, reason=error.strerror) from error
    bound: list[Any] = list(runner.addresses)
    return runner, int(bound[0][1])


@web.middleware
async def _answered(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer whatever happens: 503 where the node cannot now, 500 at a defect of ours."""
    try:
        return await handler(request)
    except BusyError as error:  # of the turnstile: the partner's own doing
        return problem(503, error.code)
    except EntraideError as error:
        _LOG.error("%s cannot be answered: %s", request.path, error.code)
        return problem(503, "node.unavailable")
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - the outermost loop: the node stays up
        _LOG.error("a defect at %s: %s", request.path, place_of(error))
        return problem(500, "node.defect")


async def _body(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise RemoteProtocolError("envelope.too_large", limit=MAX_ENVELOPE_BYTES) from error
    except web.RequestPayloadError as error:
        raise RemoteProtocolError("envelope.malformed") from error

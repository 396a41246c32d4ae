"""The partner listener: HTTPS that only pinned partners can reach.

It reads a bounded body, looks up who the client certificate belongs to, and hands both to the
node's service; what comes back goes out. It decides nothing. A failure becomes a status and a code:
the sentence stays here, because a reason is an oracle.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from entraide.adapters.partner_client import (
    ENVELOPE_TYPE,
    MESSAGES_PATH,
    NOTE_TYPE,
    WITNESS_PATH,
    WITNESSED_PATH,
)
from entraide.adapters.problem import peer_pin as _pin
from entraide.adapters.problem import problem as _problem
from entraide.errors import BusyError, EntraideError, ProtocolError, TrustError
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES

__all__ = ["PartnerService", "listen", "partner_application"]

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


def partner_application(service: PartnerService) -> web.Application:
    """Return the application of the partner listener."""

    async def messages(request: web.Request) -> web.Response:
        pin = _pin(request)
        try:
            answer = await service.receive(pin, await request.read())
        except (ProtocolError, TrustError) as error:
            await service.refused(pin, error.code)
            return _problem(400, error.code)
        except EntraideError:
            return _problem(503, "node.unavailable")
        return web.Response(body=answer, content_type=ENVELOPE_TYPE)

    async def witness(request: web.Request) -> web.Response:
        body = await request.read()
        if len(body) > _MAX_NOTE:
            return _problem(413, "note.too_large")
        status, answer = await service.witness(_pin(request), body)
        return web.Response(status=status, body=answer, headers={"Content-Type": NOTE_TYPE})

    async def witnessed(request: web.Request) -> web.Response:
        body = await service.witnessed(_pin(request))
        return web.Response(body=body, headers={"Content-Type": NOTE_TYPE})

    async def log_resource(request: web.Request) -> web.Response:
        found = await service.log_resource(_pin(request), request.match_info["path"])
        if found is None:
            return _problem(404, "log.no_such_resource")
        return web.Response(body=found, content_type="application/octet-stream")

    application = web.Application(client_max_size=MAX_ENVELOPE_BYTES + 1)
    application.router.add_post(MESSAGES_PATH, messages)
    application.router.add_post(WITNESS_PATH, witness)
    application.router.add_get(WITNESSED_PATH, witnessed)
    application.router.add_get("/v1/log/{path:.+}", log_resource)
    return application


async def listen(
    application: web.Application, host: str, port: int, context: ssl.SSLContext | None
) -> tuple[web.AppRunner, int]:
    """Bind and serve; BusyError where the port is taken. Returns the runner and the port bound."""
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    site = web.TCPSite(runner, host, port, ssl_context=context, backlog=256)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise BusyError("port.busy", host=host, port=port, reason=error.strerror) from error
    bound: list[Any] = list(runner.addresses)
    return runner, int(bound[0][1])

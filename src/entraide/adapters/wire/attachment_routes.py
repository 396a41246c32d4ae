"""The part of the partner listener that takes chunks and tells what is held of an attachment.

    PUT /v1/attachments/{id}/{index}    one sealed chunk; 204 once it is durable
    GET /v1/attachments/{id}            what is held of it

A body is read only once the service has said how long it must be; that, and a limit on how many
one partner may send at a time, bound what is held in memory.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from entraide.adapters.wire.partner_client import ATTACHMENTS_PATH
from entraide.adapters.wire.problem import peer_pin, problem
from entraide.errors import BusyError, EntraideError, ProtocolError, StoreError, TrustError

__all__ = ["AttachmentService", "KeepChunk", "ReadBody", "add_attachment_routes"]

_FULL: Final = "attachment.no_room"

ReadBody = Callable[[], Awaitable[bytes]]


class KeepChunk(Protocol):
    """Takes a chunk: pin, attachment, index, declared length, and how its bytes are read."""

    async def __call__(
        self, pin: str, place: tuple[str, int], length: int | None, read: ReadBody
    ) -> None:
        """Return once the chunk is durable."""


@dataclass(frozen=True, slots=True)
class AttachmentService:
    """What the routes call; ``held`` takes the certificate's pin and the attachment's id."""

    keep: KeepChunk
    held: Callable[[str, str], Awaitable[bytes]]
    refused: Callable[[str, str], Awaitable[None]]


def add_attachment_routes(application: web.Application, service: AttachmentService) -> None:
    """Let an application take attachments."""

    async def put(request: web.Request) -> web.Response:
        place = request.match_info["id"], int(request.match_info["index"])

        async def work() -> web.Response:
            pin = peer_pin(request)
            await service.keep(pin, place, request.content_length, request.read)
            return web.Response(status=204)

        return await _answered(service, request, work)

    async def get(request: web.Request) -> web.Response:
        async def work() -> web.Response:
            body = await service.held(peer_pin(request), request.match_info["id"])
            return web.Response(body=body, content_type="application/json")

        return await _answered(service, request, work)

    one = f"{ATTACHMENTS_PATH}/{{id:[0-9a-f]{{32}}}}"
    application.router.add_put(one + r"/{index:\d{1,7}}", put)
    application.router.add_get(one, get)


async def _answered(
    service: AttachmentService, request: web.Request, work: Callable[[], Awaitable[web.Response]]
) -> web.Response:
    try:
        return await work()
    except (web.RequestPayloadError, ConnectionError):
        return problem(400, "attachment.cut_off")  # nobody is there to read it
    except (ProtocolError, TrustError) as error:
        await service.refused(peer_pin(request), error.code)
        return problem(400, error.code)
    except BusyError as error:
        return problem(503, error.code)
    except StoreError as error:
        full = error.code == _FULL
        return problem(507 if full else 503, _FULL if full else "node.unavailable")
    except EntraideError:
        return problem(503, "node.unavailable")

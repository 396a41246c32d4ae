"""The staff listener: an ASGI application under uvicorn, in the node's own event loop.

The port is bound before anything is served, so that a taken port is an error at the start. The
node, not uvicorn, hears signals and writes logs; ``stop`` waits for what is under way, briefly.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, Final, TypeAlias

import uvicorn

from entraide.errors import BusyError

__all__ = ["StaffApplication", "StaffListener"]

StaffApplication: TypeAlias = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]
"""Scope, receive and send of ASGI 3."""
_BACKLOG: Final = 128
_CLOSING_S: Final = 1


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the node has its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the process's signals alone."""
        yield


class StaffListener:
    """One listener; ``start`` returns once it serves."""

    def __init__(self, application: StaffApplication) -> None:
        """Prepare a server that is told nothing of its environment."""
        config = uvicorn.Config(
            application,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=_CLOSING_S,
            ws="none",
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self, host: str, port: int) -> int:
        """Bind and serve; return the port bound. BusyError where it is taken."""
        bound = _bind(host, port)
        self._task = asyncio.create_task(self._server.serve(sockets=[bound]))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 - uvicorn's flag
            await asyncio.sleep(0.005)
        return int(bound.getsockname()[1])

    async def stop(self) -> None:
        """Take no more, finish what is under way, close."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio turns Nagle's waiting off: else each answer over a connection
    # that is kept open comes 40 ms late.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        raise BusyError("port.busy", host=host, port=port, reason=error.strerror) from error
    bound.setblocking(False)
    return bound

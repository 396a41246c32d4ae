"""The control socket: how commands on the same machine reach a running node.

A Unix socket of mode 0600 in the node's folder. A client writes one JSON line (an order) and reads
JSON lines: any number of events, then one result or one error. Paths longer than a socket address
allows are reached through the folder's descriptor.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from entraide.errors import ERRORS, EntraideError, InputError, PeerError, StoreError, place_of

__all__ = ["Answer", "ControlServer", "Emit", "call_running_node"]

_LOG: Final = logging.getLogger("entraide.control")
_LIMIT: Final = 16 << 20
_ADDRESS_BYTES: Final = 100
_BACKLOG: Final = 1_024
"""Orders that may wait to be taken: a Unix socket refuses what comes beyond, however briefly."""

Emit = Callable[[Mapping[str, Any]], None]
Answer = Callable[[dict[str, Any], Emit], Awaitable[Any]]


class ControlServer:
    """Serves orders to one node."""

    def __init__(self, path: Path, answer: Answer) -> None:
        """Set where to listen and who answers."""
        self._path = path
        self._answer = answer
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; a socket left by a killed process is replaced (the folder's lock is ours)."""
        self._path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with _address(self._path) as address:
                self._server = await asyncio.start_unix_server(
                    self._serve, address, limit=_LIMIT, backlog=_BACKLOG
                )
        except OSError as error:
            raise StoreError(
                "folder.not_writable", path=str(self._path.parent), reason=str(error)
            ) from error
        finally:
            os.umask(before)

    async def stop(self) -> None:
        """Stop listening and remove the socket."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def emit(event: Mapping[str, Any]) -> None:
            writer.write(_line({"event": dict(event)}))

        try:
            result = {"result": await self._answer(await _order(reader), emit)}
        except EntraideError as error:
            result = {"error": {"code": error.code, "data": error.data, "kind": _kind(error)}}
        except Exception as error:  # noqa: BLE001 - the outermost loop: the node stays up
            _LOG.error("a defect: %s", place_of(error))
            result = {"error": {"code": "node.defect", "data": {}, "kind": "EntraideError"}}
        try:
            writer.write(_line(result))
            await writer.drain()
        except ConnectionError:
            return  # the person left; what was ordered is done and logged
        finally:
            writer.close()


async def call_running_node(path: Path, order: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """Send an order and yield events, then the result; raises what the node raised.

    ConnectionError or FileNotFoundError where no node is running.
    """
    with _address(path) as address:
        reader, writer = await asyncio.open_unix_connection(address, limit=_LIMIT)
    try:
        writer.write(_line(order))
        await writer.drain()
        while line := await reader.readline():
            answer = json.loads(line)
            if "error" in answer:
                raise _raised(answer["error"])
            yield answer
            if "result" in answer:
                return
        raise PeerError("control.cut_off")
    finally:
        writer.close()


async def _order(reader: asyncio.StreamReader) -> dict[str, Any]:
    try:
        order = json.loads(await reader.readline())
    except (ValueError, RecursionError) as error:
        raise InputError("control.malformed") from error
    if not isinstance(order, dict):
        raise InputError("control.malformed")
    return order


def _raised(error: Mapping[str, Any]) -> EntraideError:
    kind = ERRORS.get(str(error["kind"]), EntraideError)
    return kind(str(error["code"]), **error["data"])


def _kind(error: EntraideError) -> str:
    return type(error).__name__


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """Give a name of the socket that fits a socket address."""
    if len(str(path)) < _ADDRESS_BYTES:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)

"""JSON bodies of programs: bounded in size, in time and in how many come at once.

A body is read before anybody is believed, so that a program without any right could fill memory
here: only ``AT_ONCE`` bodies are held at a time, each up to ``MOST`` bytes and for ``SECONDS``.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, NoReturn

from fastapi import Request

from entraide.errors import BusyError, InputError

__all__ = ["AT_ONCE", "MOST", "SECONDS", "Gate", "read_object"]

MOST: Final = 6_000_000
"""Bytes: a page of the register (4 MB) in base64 with its order."""
AT_ONCE: Final = 8
SECONDS: Final = 15.0
_PATIENCE_S: Final = 2.0
_JSON: Final = "application/json"


class Gate:
    """How many bodies are held at once."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Begin with none."""
        self._places = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Hold one place until the block ends; BusyError where none comes free in time."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._places.acquire()
        except TimeoutError as error:
            raise BusyError("order.too_many") from error
        try:
            yield
        finally:
            self._places.release()


async def read_object(request: Request, most: int = MOST, seconds: float = SECONDS) -> Any:
    """Return the one JSON object of a body; InputError says what is wrong with it, and where."""
    found = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if found != _JSON:
        raise InputError("content.other_type", expected=_JSON, found=found[:128] or "–")
    try:
        async with asyncio.timeout(seconds):
            body = await _read(request, most)
    except TimeoutError as error:
        raise InputError("content.too_slow", seconds=int(seconds)) from error
    value = _parsed(body)
    if not isinstance(value, dict):
        raise InputError("content.not_object")
    return value


async def _read(request: Request, most: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < 20 and int(declared) > most:  # digits of 2**64
        raise InputError("content.too_long", most=most)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise InputError("content.too_long", most=most)
    return bytes(body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise InputError("content.not_json", reason=error.msg, **place) from error
    except (ValueError, RecursionError) as error:
        what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "not readable"
        raise InputError("content.not_json", reason=what, line=0, column=0) from error


def _no_number(_: str) -> NoReturn:
    raise ValueError

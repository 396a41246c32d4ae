"""Reaching a partner's node over HTTPS: one call, one bounded answer, one clear fault.

Every failure of the way there is a PeerError (try again later); what the partner says with a code
is a RemoteProtocolError (trying again would not help).
"""

from __future__ import annotations

import io
import json
import re
import ssl
from collections.abc import Sequence
from typing import Final

import aiohttp

from entraide.errors import PeerError, RemoteProtocolError
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES

__all__ = [
    "ENVELOPE_TYPE",
    "MESSAGES_PATH",
    "NOTE_TYPE",
    "WITNESSED_PATH",
    "WITNESS_PATH",
    "PartnerClient",
]

MESSAGES_PATH: Final = "/v1/messages"
WITNESS_PATH: Final = "/v1/add-checkpoint"
WITNESSED_PATH: Final = "/v1/witnessed"
ENVELOPE_TYPE: Final = "application/vnd.entraide.envelope"
NOTE_TYPE: Final = "text/plain; charset=utf-8"
_OK: Final = 200
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+", re.ASCII)
_MAX_CODE: Final = 64


class PartnerClient:
    """A connection pool to partners; one for each node, closed with it."""

    def __init__(self, timeout_ms: int) -> None:
        """Set how long a call may take in all."""
        self._timeout = aiohttp.ClientTimeout(total=timeout_ms / 1_000, connect=5)
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(
        self, addresses: Sequence[str], path: str, body: bytes, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        """Send to the first address that answers; return status and body."""
        fault = "no address"
        for address in addresses:
            try:
                return await self._once("POST", address + path, body, context)
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                fault = type(error).__name__
        raise PeerError("peer.unreachable", reason=fault)

    async def get(
        self, addresses: Sequence[str], path: str, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        """Fetch from the first address that answers; return status and body."""
        fault = "no address"
        for address in addresses:
            try:
                return await self._once("GET", address + path, None, context)
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                fault = type(error).__name__
        raise PeerError("peer.unreachable", reason=fault)

    async def deliver(
        self, addresses: Sequence[str], envelope: bytes, context: ssl.SSLContext
    ) -> bytes:
        """Deliver an envelope and return the sealed answer to it."""
        status, body = await self.post(addresses, MESSAGES_PATH, envelope, context)
        if status == _OK:
            return body
        code = _code(body)
        if status >= 500 or code is None:
            raise PeerError("peer.fault", status=status)
        raise RemoteProtocolError("peer.refused", status=status, reason=code)

    async def _once(
        self, method: str, url: str, body: bytes | None, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, auto_decompress=False)
        headers = {"Content-Type": ENVELOPE_TYPE}
        data = io.BytesIO(body) if body is not None else None
        async with self._session.request(
            method, url, data=data, headers=headers, ssl=context, allow_redirects=False
        ) as response:
            return response.status, await _bounded(response)


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    data = await response.content.read(MAX_ENVELOPE_BYTES + 1)
    parts = [data]
    total = len(data)
    while not response.content.at_eof() and total <= MAX_ENVELOPE_BYTES:
        parts.append(await response.content.read(MAX_ENVELOPE_BYTES + 1 - total))
        total += len(parts[-1])
    if total > MAX_ENVELOPE_BYTES:
        raise PeerError("peer.too_much", limit=MAX_ENVELOPE_BYTES)
    return b"".join(parts)


def _code(body: bytes) -> str | None:
    """Return the code of a refusal; what has not the form of one is a fault, not a code."""
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError, RecursionError):
        return None
    fits = isinstance(code, str) and len(code) <= _MAX_CODE and _CODE.fullmatch(code)
    return str(code) if fits else None

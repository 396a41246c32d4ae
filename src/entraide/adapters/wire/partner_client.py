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
from dataclasses import dataclass
from typing import Final

import aiohttp

from entraide.errors import PeerError, RemoteProtocolError
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES

__all__ = [
    "ATTACHMENTS_PATH",
    "ENVELOPE_TYPE",
    "MESSAGES_PATH",
    "NOTE_TYPE",
    "WITNESSED_PATH",
    "WITNESS_PATH",
    "PartnerClient",
]

ATTACHMENTS_PATH: Final = "/v1/attachments"
MESSAGES_PATH: Final = "/v1/messages"
WITNESS_PATH: Final = "/v1/add-checkpoint"
WITNESSED_PATH: Final = "/v1/witnessed"
ENVELOPE_TYPE: Final = "application/vnd.entraide.envelope"
NOTE_TYPE: Final = "text/plain; charset=utf-8"
_GRANTED: Final = frozenset({200, 204})
_CHUNK_SECONDS: Final = 300.0
"""A chunk may take so long: 1 MiB at 28 kbit/s."""
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+", re.ASCII)
_MAX_CODE: Final = 64


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked of a partner; ``patience_s`` in place of the usual time."""

    method: str
    path: str
    body: bytes | None = None
    patience_s: float | None = None


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
        return await self._first(addresses, _Request("POST", path, body), context)

    async def get(
        self, addresses: Sequence[str], path: str, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        """Fetch from the first address that answers; return status and body."""
        return await self._first(addresses, _Request("GET", path), context)

    async def deliver(
        self,
        addresses: Sequence[str],
        envelope: bytes,
        context: ssl.SSLContext,
        *,
        patience_s: float | None = None,
    ) -> bytes:
        """Deliver an envelope and return the sealed answer to it.

        ``patience_s`` is for answers that may take longer than the usual time.
        """
        request = _Request("POST", MESSAGES_PATH, envelope, patience_s)
        return _believed(await self._first(addresses, request, context))

    async def put_chunk(
        self, addresses: Sequence[str], place: tuple[str, int], sealed: bytes, ssl_: ssl.SSLContext
    ) -> None:
        """Bring one sealed chunk (attachment, index); return once the partner made it durable."""
        path = f"{ATTACHMENTS_PATH}/{place[0]}/{place[1]}"
        request = _Request("PUT", path, sealed, _CHUNK_SECONDS)
        _believed(await self._first(addresses, request, ssl_))

    async def get_held(
        self, addresses: Sequence[str], attachment: str, context: ssl.SSLContext
    ) -> bytes:
        """Ask what the partner holds of an attachment."""
        request = _Request("GET", f"{ATTACHMENTS_PATH}/{attachment}")
        return _believed(await self._first(addresses, request, context))

    async def _first(
        self, addresses: Sequence[str], request: _Request, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        fault = "no address"
        for address in addresses:
            try:
                return await self._once(address, request, context)
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                fault = type(error).__name__
        raise PeerError("peer.unreachable", reason=fault)

    async def _once(
        self, address: str, request: _Request, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, auto_decompress=False)
        async with self._session.request(
            request.method,
            address + request.path,
            data=io.BytesIO(request.body) if request.body is not None else None,
            headers={"Content-Type": ENVELOPE_TYPE},
            ssl=context,
            allow_redirects=False,
            timeout=self._limit(request.patience_s),
        ) as response:
            return response.status, await _bounded(response)

    def _limit(self, patience_s: float | None) -> aiohttp.ClientTimeout:
        if patience_s is None:
            return self._timeout
        return aiohttp.ClientTimeout(total=patience_s, connect=self._timeout.connect)


def _believed(answer: tuple[int, bytes]) -> bytes:
    """Return the body of an answer that grants; PeerError to try later, RemoteProtocolError not."""
    status, body = answer
    if status in _GRANTED:
        return body
    code = _code(body)
    if status >= 500 or code is None:
        raise PeerError("peer.fault", status=status, reason=code if status >= 500 else None)
    raise RemoteProtocolError("peer.refused", status=status, reason=code)


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

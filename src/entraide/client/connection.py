"""One request to a node over HTTP: bounded, no redirects, each refusal raised as it was there.

Plain HTTP goes to this machine alone: whatever stands elsewhere is reached through TLS, with the
certificates that this machine trusts. A problem (RFC 9457) becomes the very error of the tree that
the node raised.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from entraide.errors import ERRORS, ConfigError, EntraideError, PeerError

__all__ = ["Connection"]

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST: Final = 64 << 20
"""Bytes of an answer; the largest, a register whole, is far below."""
_PROBLEM: Final = "application/problem+json"
_REFUSED: Final = 300


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a node's staff listener is; each request opens a connection of its own."""

    address: str
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        """Refuse an address that would carry orders in clear over a network; ConfigError."""
        parts = urlsplit(self.address)
        plain = parts.scheme == "http" and parts.hostname in _LOCAL
        if not parts.hostname or not (plain or parts.scheme == "https") or parts.path.strip("/"):
            raise ConfigError("client.bad_address", address=self.address[:128])

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> bytes:
        """Return the body of an answer; raises what the node raised, PeerError if none is there."""
        connection = self._open()
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            data = answer.read(_MOST + 1)
        except (OSError, HTTPException) as error:
            why = type(error).__name__
            raise PeerError("client.no_answer", address=self.address, reason=why) from error
        finally:
            connection.close()
        if len(data) > _MOST:
            raise PeerError("client.answer_too_long", address=self.address, most=_MOST)
        if answer.status >= _REFUSED:
            raise _raised(self.address, answer, data)
        return data

    def _open(self) -> HTTPConnection:
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return HTTPSConnection(host, parts.port, timeout=self.timeout_s, context=context)
        return HTTPConnection(host, parts.port, timeout=self.timeout_s)


def _raised(address: str, answer: HTTPResponse, data: bytes) -> EntraideError:
    """Return the error that a problem tells of."""
    found = _problem(answer, data)
    if found is None:
        return PeerError("client.not_a_node", address=address, status=answer.status)
    kind = ERRORS.get(str(found["kind"]), EntraideError)
    return kind(str(found["code"]), **found["data"])


def _problem(answer: HTTPResponse, data: bytes) -> Mapping[str, Any] | None:
    if answer.headers.get_content_type() != _PROBLEM:
        return None
    try:
        found = json.loads(data)
    except ValueError:
        return None
    whole = isinstance(found, dict) and {"kind", "code", "data"} <= set(found)
    return found if whole and isinstance(found["data"], dict) else None

"""What every route of the partner listener needs: who calls, and a refusal without a reason."""

from __future__ import annotations

import json

from aiohttp import web

from entraide.adapters.wire.tls import pin_of

__all__ = ["peer_pin", "problem"]


def peer_pin(request: web.Request) -> str:
    """Return the SHA-256 of the caller's certificate in hexadecimal; empty where there is none."""
    transport = request.transport
    seen = transport.get_extra_info("ssl_object") if transport is not None else None
    certificate = seen.getpeercert(binary_form=True) if seen is not None else None
    return pin_of(certificate) if certificate else ""


def problem(status: int, code: str) -> web.Response:
    """Return a refusal: a status and a code (RFC 9457), never a sentence."""
    body = json.dumps({"type": "about:blank", "status": status, "code": code})
    return web.Response(status=status, text=body, content_type="application/problem+json")

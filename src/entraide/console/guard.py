"""What every request passes before any page: host, origin, size; and what every answer carries.

1. The Host header names this console, so that a foreign name that resolves here reads nothing.
2. A request that changes something comes from a page of ours (Sec-Fetch-Site, and Origin where the
   browser sends one); one from another site is refused, whatever cookie it brings.
3. The answer allows scripts and styles of our own files only, and no page may frame it.
4. The reader's language is theirs alone while the request lasts.
5. A defect of ours ends as 500, and no log holds what a page would have shown.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response

from entraide.adapters.passkeys import RelyingParty
from entraide.errors import place_of
from entraide.vocabulary.language import LANGUAGES, speaking

__all__ = ["LANGUAGE_COOKIE", "POLICY", "Guard", "chosen_language"]

LANGUAGE_COOKIE: Final = "language"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_SAFE: Final = frozenset({"GET", "HEAD"})
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_LOG: Final = logging.getLogger("entraide.console")

_Next = Callable[[Request], Awaitable[Response]]


class Guard:
    """The outermost step of the console, for one relying party."""

    def __init__(self, site: RelyingParty) -> None:
        """Know our own address."""
        self._site = site
        self._host = urlsplit(site.origin).netloc

    async def __call__(self, request: Request, following: _Next) -> Response:
        """Refuse what does not come from here; else answer in the reader's language."""
        if not self._is_ours(request):
            response = Response("refused: not from this console", 403, media_type="text/plain")
        else:
            with speaking(chosen_language(request)):
                response = await _answered(request, following)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _is_ours(self, request: Request) -> bool:
        host = request.headers.get("host", "")
        if host != self._host and host.rsplit(":", 1)[0] not in _LOCAL:  # 1
            return False
        if request.method in _SAFE:
            return True
        origin = request.headers.get("origin")  # 2
        from_us = request.headers.get("sec-fetch-site") == "same-origin"
        return from_us and (origin is None or origin == self._site.origin)


async def _answered(request: Request, following: _Next) -> Response:
    """Answer whatever happens; a defect of ours is logged by its place, never by what it held."""
    try:
        return await following(request)
    except Exception as error:  # noqa: BLE001 - the outermost loop: the console stays up
        _LOG.error("a defect at %s", place_of(error))
        return Response("defect", 500, media_type="text/plain")


def chosen_language(request: Request) -> str:
    """Return the language a reader chose, or else the first that the browser names and we speak."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    named = request.headers.get("accept-language", "").split(",")
    tags = (each.split(";", 1)[0].strip()[:2].lower() for each in named)
    return next((tag for tag in tags if tag in LANGUAGES), "en")

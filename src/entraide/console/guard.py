"""What every request passes before any page: host, origin, size; and what every answer carries.

1. The Host header names this console, so that a foreign name that resolves here reads nothing.
2. A request that changes something comes from a page of ours (Sec-Fetch-Site, and Origin where the
   browser sends one); one from another site is refused, whatever cookie it brings. Under ``/api/``,
   where no cookie counts, a program may leave both out; what a browser sends is judged the same.
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

from entraide.adapters.sealing.passkeys import RelyingParty
from entraide.adapters.world import World
from entraide.console.problems import fault_of, problem
from entraide.errors import EntraideError, InputError, place_of
from entraide.vocabulary.language import LANGUAGES, speaking

__all__ = ["LANGUAGE_COOKIE", "POLICY", "PROGRAMS", "Guard", "chosen_language"]

PROGRAMS: Final = "/api/"
"""Where programs send orders: no cookie counts there."""
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

    def __init__(self, site: RelyingParty, world: World) -> None:
        """Know our own address."""
        self._site = site
        self._world = world
        self._host = urlsplit(site.origin).netloc

    async def __call__(self, request: Request, following: _Next) -> Response:
        """Refuse what does not come from here; else answer in the reader's language."""
        with speaking(chosen_language(request)):
            try:
                self._check_ours(request)
            except InputError as error:
                response: Response = problem(self._world, request, fault_of(error))
            else:
                response = await self._answered(request, following)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _check_ours(self, request: Request) -> None:
        """Refuse what is not addressed to this console, or not sent by it; InputError."""
        host = request.headers.get("host", "")
        if host != self._host and host.rsplit(":", 1)[0] not in _LOCAL:  # 1
            raise _foreign("Host", host)
        if request.method in _SAFE:
            return
        origin = request.headers.get("origin")  # 2
        if origin is not None and origin != self._site.origin:
            raise _foreign("Origin", origin)
        fetched = request.headers.get("sec-fetch-site")
        by_program = request.url.path.startswith(PROGRAMS) and fetched is None and origin is None
        if fetched != "same-origin" and not by_program:
            raise _foreign("Sec-Fetch-Site", fetched or "")

    async def _answered(self, request: Request, following: _Next) -> Response:
        """Answer whatever happens; a defect is logged by its place, never by what it held."""
        try:
            return await following(request)
        except Exception as error:  # noqa: BLE001 - the outermost loop: the console stays up
            _LOG.error("a defect at %s", place_of(error))
            return problem(self._world, request, fault_of(EntraideError("node.defect")))


def _foreign(header: str, found: str) -> InputError:
    return InputError("request.foreign", header=header, found=found[:128])


def chosen_language(request: Request) -> str:
    """Return the language a reader chose, or else the first that the browser names and we speak."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    named = request.headers.get("accept-language", "").split(",")
    tags = (each.split(";", 1)[0].strip()[:2].lower() for each in named)
    return next((tag for tag in tags if tag in LANGUAGES), "en")

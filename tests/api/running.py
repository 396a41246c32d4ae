"""Two running nodes with their consoles in a thread of their own: the client is not asynchronous.

What a program sends and gets is what it would over any network: real listeners, real sockets.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from entraide.client import Client, Connection, Officer
from tests.api.prepared import also
from tests.browser import desk, prepared, work
from tests.nodes import DUTY, ES, MA, Bureau

T = TypeVar("T")


@dataclass(frozen=True)
class Recorded(Connection):
    """A connection that keeps what went over it: method and path, what was sent, what came back."""

    kept: list[tuple[str, str, bytes, bytes]] = field(default_factory=list)

    def send(self, method: str, path: str, headers: Any, body: bytes | None = None) -> bytes:
        answer = super().send(method, path, headers, body)
        self.kept.append((method, path, body or b"", answer))
        return answer


@dataclass
class Two:
    """Rabat and Madrid, running; ``screens`` are addresses of something at every screen."""

    loop: asyncio.AbstractEventLoop
    ma: Bureau
    es: Bureau
    kept: list[tuple[str, str, bytes, bytes]] = field(default_factory=list)
    screens: dict[str, tuple[Bureau, str]] = field(default_factory=dict)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the nodes' own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(240)

    def client(self, bureau: Bureau, officer: str = DUTY) -> Client:
        """Return an officer's client."""
        key = bureau.officers[officer]
        return Client(Recorded(self.origin(bureau), kept=self.kept), Officer(name=officer, key=key))

    def origin(self, bureau: Bureau) -> str:
        """Return where a bureau's console is."""
        return f"http://localhost:{bureau.node.settings.staff.port}"


@contextlib.contextmanager
def two(folder: Path) -> Iterator[Two]:
    """Run two bureaus whose memorandum asks two officers for a release."""
    with contextlib.ExitStack() as stack:
        loop = stack.enter_context(_looping())

        def run(work: Coroutine[Any, Any, T]) -> T:
            return asyncio.run_coroutine_threadsafe(work, loop).result(120)

        bureaus = desk.bureaus(folder, MA, ES, change=work.two_officers)
        ma, es = run(bureaus.__aenter__())
        stack.callback(lambda: run(bureaus.__aexit__(None, None, None)))
        run(work.hold_people(es))
        ma.given = es.given = []
        yield Two(loop, ma, es, screens=run(_prepared(ma, es)))


async def _prepared(ma: Bureau, es: Bureau) -> dict[str, tuple[Bureau, str]]:
    return {**await prepared.addresses(ma, es), **await also(ma)}


@contextlib.contextmanager
def _looping() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_settled(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _settled() -> None:
    """Let connections that were closed come to their end."""
    await asyncio.sleep(0.05)

"""Searches in processes of their own, so that none delays the event loop of a running node.

Each process answers over one pipe, in the order in which it is asked (``search_process``). The
event loop itself writes to the pipe and hears when an answer stands in it: no thread lies between.
Only a few searches stand in a pipe, so that writing never waits; the rest wait here. Where a
process was killed, another takes its place and is asked once more what was not answered.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import SpawnProcess
from typing import Any, Final, cast

from entraide.adapters.sealing.vault import VaultFile
from entraide.adapters.searching.index import Sighting
from entraide.adapters.searching.process import Asked, serve
from entraide.adapters.store.database import StoreAddress
from entraide.errors import EntraideError, StoreError
from entraide.match import Subject

__all__ = ["SearchPool"]

_IN_THE_PIPE: Final = 4
"""Searches that stand in a pipe at a time: the next is there when one is done."""

_TRIES: Final = 2
_END_SECONDS: Final = 5.0


@dataclass(slots=True)
class _Search:
    """A search that somebody waits for; where ``asked`` is None, only for the process."""

    asked: Asked | None
    future: asyncio.Future[Any]
    tries: int = 0


class SearchPool:
    """Searches in processes of their own: for a running node."""

    def __init__(self, store: StoreAddress, keys: VaultFile, workers: int = 1) -> None:
        """Start the processes; they open the store and its keys read-only.

        Whoever starts them has other work meanwhile, and waits for them at its end (``warm``).
        """
        self._lanes = tuple(_Lane(store, keys) for _ in range(workers))

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the processes as they are now."""
        return tuple(lane.number for lane in self._lanes)

    async def warm(self) -> None:
        """Return once every process is ready to search."""
        await asyncio.gather(*(lane.ask(None) for lane in self._lanes))

    async def find(self, subject: Subject, country: str, limit: int) -> tuple[Sighting, ...]:
        """Search without delaying the event loop; StoreError where it cannot be done."""
        lane = min(self._lanes, key=len)
        return cast("tuple[Sighting, ...]", await lane.ask((subject, country, limit)))

    def close(self) -> None:
        """End the processes."""
        for lane in self._lanes:
            lane.close()


class _Lane:
    """One process with its pipe, and what it was asked; used by one event loop at a time."""

    def __init__(self, store: StoreAddress, keys: VaultFile) -> None:
        """Start the process."""
        self._opens = (store, keys)
        self._waiting: deque[_Search] = deque()
        self._asked: deque[_Search] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        """The event loop that listens to the pipe, as long as answers are due."""
        self._pipe, self._process = self._started()

    def __len__(self) -> int:
        """Return how many searches are not yet answered."""
        return len(self._waiting) + len(self._asked)

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    def ask(self, asked: Asked | None) -> asyncio.Future[Any]:
        """Let a search stand in line; the future holds its answer."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(_Search(asked, future))
        self._send()
        return future

    def close(self) -> None:
        """End the process; whoever waits still hears that the store is closed."""
        self._listen(None)
        for search in (*self._asked, *self._waiting):
            _tell(search, StoreError("store.closed"))
        self._asked.clear()
        self._waiting.clear()
        self._pipe.close()
        self._process.join(_END_SECONDS)
        self._kill()

    def _started(self) -> tuple[Pipe, SpawnProcess]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, *self._opens), daemon=True)
        process.start()
        theirs.close()
        return ours, process

    def _kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()

    def _send(self) -> None:
        """Put into the pipe what waits and has room there; listen as long as answers are due."""
        try:
            while self._waiting and len(self._asked) < _IN_THE_PIPE:
                self._asked.append(self._waiting.popleft())
                self._pipe.send(self._asked[-1].asked)
        except OSError:
            self._begin_anew()
        self._listen(asyncio.get_running_loop() if self._asked else None)

    def _hear(self) -> None:
        """Take one answer out of the pipe and tell it to who waits."""
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError):
            self._begin_anew()
        else:
            _tell(self._asked.popleft(), answer)
        self._send()

    def _listen(self, loop: asyncio.AbstractEventLoop | None) -> None:
        if loop is self._loop:
            return
        if self._loop is not None:
            self._loop.remove_reader(self._pipe.fileno())
        if loop is not None:
            loop.add_reader(self._pipe.fileno(), self._hear)
        self._loop = loop

    def _begin_anew(self) -> None:
        """Start another process; what was not answered is first in line, unless tried before."""
        self._listen(None)
        self._pipe.close()
        self._kill()
        self._pipe, self._process = self._started()
        while self._asked:
            search = self._asked.pop()
            search.tries += 1
            if search.tries < _TRIES:
                self._waiting.appendleft(search)
            else:
                _tell(search, StoreError("store.read_failed", reason="search process ended"))


def _tell(search: _Search, answer: object) -> None:
    """Tell who waits, if anybody does still."""
    if search.future.done():
        return
    if isinstance(answer, EntraideError):
        search.future.set_exception(answer)
    else:
        search.future.set_result(answer)

"""Work that stands in line for the writer, and the telling of whoever waits for it.

A thread waits for a ``concurrent.futures.Future``, a task for a future of its own event loop. What
one commit did is told to all at once, each event loop being woken once: waking it costs more than
telling. Who no longer waits when his turn comes is passed over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeAlias

__all__ = ["Job", "Outcome", "settle"]


class Job:
    """Work, and who waits for it."""

    __slots__ = ("future", "loop", "work")

    def __init__(
        self, work: Callable[[Any], Any], loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        """Take work on a transaction, and the event loop in which a task waits for it."""
        self.work = work
        self.loop = loop
        self.future: Future[Any] | asyncio.Future[Any] = loop.create_future() if loop else Future()

    def begins(self) -> bool:
        """Tell whether somebody waits still; from now on it is done for whoever does."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()


Outcome: TypeAlias = tuple[Job, Any, Exception | None]
"""A job with its result, or with what it failed of."""


def settle(outcomes: Sequence[Outcome]) -> None:
    """Tell all who wait; called by the writer's thread."""
    for job, result, failure in outcomes:
        if job.loop is None:
            _tell(job.future, result, failure)
    for loop in {job.loop for job, _, _ in outcomes if job.loop is not None}:
        mine = [each for each in outcomes if each[0].loop is loop]
        with suppress(RuntimeError):  # the loop has ended: nobody waits in it any more
            loop.call_soon_threadsafe(_tell_all, mine)


def _tell_all(outcomes: Iterable[Outcome]) -> None:
    for job, result, failure in outcomes:
        _tell(job.future, result, failure)


def _tell(
    future: Future[Any] | asyncio.Future[Any], result: object, failure: Exception | None
) -> None:
    if future.done():
        return
    if failure is None:
        future.set_result(result)
    else:
        future.set_exception(failure)

"""Long works that an order began: the person goes on to their page as soon as they have begun.

What is still to do is in the store; here stands only that a task is under way, so that it is not
lost while it runs. How it ends is read from the store, by whoever looks.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from entraide.console.orders import Orders
from entraide.errors import EntraideError
from entraide.node.people.actor import Order

__all__ = ["Begun"]


class Begun:
    """The works of one console that are under way."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def begin(self, orders: Orders, order: Order) -> Mapping[str, Any]:
        """Let an order be performed; return its first event, or its result where there is none."""
        first: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()

        def emit(event: Mapping[str, Any]) -> None:
            if not first.done():
                first.set_result(event)

        task = asyncio.create_task(orders.perform(order, emit))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_hear)
        await asyncio.wait({task, first}, return_when=asyncio.FIRST_COMPLETED)
        found: Mapping[str, Any] = first.result() if first.done() else await task
        return {**order.parameters, **found}


def _hear(task: asyncio.Task[Any]) -> None:
    """Take note of how a work ended: an error of ours is in the log, what is left in the store."""
    with contextlib.suppress(asyncio.CancelledError, EntraideError):
        task.result()

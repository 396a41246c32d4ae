"""The worker that screens: it answers what waits here and sends what may go, one batch at a time.

It holds nothing that the store does not hold: whatever interrupts it, it goes on where the rows
say. It works when it is woken (an entry, a batch or an answer came) and now and then by itself.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from entraide.errors import EntraideError

if TYPE_CHECKING:
    from entraide.node.runtime import Node

__all__ = ["Screening"]

_LOG: Final = logging.getLogger("entraide.screening")
_IDLE_S: Final = 30.0


class Screening:
    """The screening of one node."""

    def __init__(self, node: Node) -> None:
        """Begin with nothing to do."""
        self._node = node
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look again soon."""
        self._woken.set()

    async def run(self) -> None:
        """Screen for as long as the node runs; what fails is told and tried again."""
        while True:
            self._woken.clear()
            try:
                await self.once()
            except EntraideError as error:
                _LOG.error("screening stopped for now: %s", error.code)
            try:
                async with asyncio.timeout(_IDLE_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def once(self) -> int:
        """Answer and send what there is; return how many batches that were."""
        from entraide.node.event.owner import send_batches  # noqa: PLC0415 - it uses the node
        from entraide.node.event.searching import search_batches  # noqa: PLC0415 - the same

        return await search_batches(self._node) + await send_batches(self._node)

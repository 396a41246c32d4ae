"""Verifying the log from the console: a long work of its own, looked at while it goes on.

Kept in this process's memory, for the session that began it, the latest few. Reading the log again
is all it does: it needs no passkey, and its entry stands in the access log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.console.orders import Orders
from entraide.console.people import Person
from entraide.errors import EntraideError, InputError
from entraide.vocabulary.messages import render

__all__ = ["Check", "Checks"]

_MOST: Final = 50


@dataclass(slots=True)
class Check:
    """One verification: how far it is, and how it ended."""

    session: str
    done: int = 0
    of: int = 0
    result: Mapping[str, Any] | None = None
    fault: str = ""
    task: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.result is not None or bool(self.fault)


class Checks:
    """The verifications of one console, by their number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._checks: dict[str, Check] = {}

    def begin(self, orders: Orders, person: Person, number: str) -> None:
        """Verify the whole log for a person; one at a time in a session."""
        running = (each for each in self._checks.values() if each.session == person.session)
        if any(not each.ended for each in running):
            return
        check = Check(person.session)
        check.task = asyncio.create_task(_verify(orders, person, check))
        kept = list(self._checks.items())[-_MOST + 1 :]
        self._checks = {**dict(kept), number: check}

    def latest(self, person: Person) -> Check | None:
        """Return the person's last verification in this session."""
        mine = [each for each in self._checks.values() if each.session == person.session]
        return mine[-1] if mine else None

    def find(self, person: Person) -> Check:
        """Return the same; InputError where there is none."""
        found = self.latest(person)
        if found is None:
            raise InputError("work.unknown")
        return found


async def _verify(orders: Orders, person: Person, check: Check) -> None:
    def tell(event: Mapping[str, Any]) -> None:
        check.done, check.of = int(event["done"]), int(event["of"])

    try:
        check.result = await orders.follow(person, "audit.verify", {}, tell)
    except EntraideError as error:
        check.fault = render(error)

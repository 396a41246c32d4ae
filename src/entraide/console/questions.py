"""Questions on their way: what partners answered so far, also after the order to ask has ended.

The order ends when a call may take no longer. What a partner says later the node takes in as ever
(``node.question.answers``); who has the question's page open is told on the stream of all pages
that the log has grown (``live``), and asks here again. Looking whether anything came shows nobody
anything; showing what came is a view like any other, and logged. Kept in this process's memory, for
the session that asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from entraide.console.orders import Orders
from entraide.console.people import Person
from entraide.errors import EntraideError, InputError
from entraide.node.people.actor import Order
from entraide.node.question.answers import answers_in
from entraide.node.runtime import Node
from entraide.vocabulary.messages import render

__all__ = ["Asked", "Questions"]

_MOST: Final = 200
_UNSAID: Final = frozenset({"asked", "waiting"})
"""The partner has said nothing yet: not in time, or it is away."""
_OWED: Final = frozenset({*_UNSAID, "waits-for-a-person"})
"""More may come."""


@dataclass(slots=True)
class Asked:
    """A question on its way: what was answered so far, and the end of its order."""

    session: str
    parameters: Mapping[str, Any]
    answers: list[Mapping[str, Any]] = field(default_factory=list)
    thread: str = ""
    fault: str = ""
    done: bool = False
    size: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    @property
    def last(self) -> dict[str, Mapping[str, Any]]:
        """The last that each partner said."""
        return {str(each["partner"]): each for each in self.answers}

    @property
    def owed(self) -> bool:
        """Tell whether an answer may come though the order has ended."""
        return self.done and any(each["result"] in _OWED for each in self.last.values())

    def tell(self) -> None:
        """Wake whoever watches."""
        self.changed.set()
        self.changed = asyncio.Event()


class Questions:
    """The questions of one console, by the number of their order."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._asked: dict[str, Asked] = {}

    def begin(self, orders: Orders, person: Person, order: Order) -> None:
        """Let a signed order to ask go on by itself."""
        asked = Asked(person.session, order.parameters)
        asked.task = asyncio.create_task(_follow(orders, order, asked))
        kept = list(self._asked.items())[-_MOST + 1 :]
        self._asked = {**dict(kept), order.nonce: asked}

    def find(self, person: Person, nonce: str) -> Asked:
        """Return a question of this session; InputError where it is none."""
        asked = self._asked.get(nonce)
        if asked is None or asked.session != person.session:
            raise InputError("asked.unknown")
        return asked

    def owes(self, person: Person) -> bool:
        """Tell whether an answer may still come to a question of this session."""
        mine = (each for each in self._asked.values() if each.session == person.session)
        return any(each.owed for each in mine)

    async def renew(self, node: Node, orders: Orders, person: Person, asked: Asked) -> None:
        """Take in what partners said since the order ended: compared, and read only where new."""
        size = node.writer.frontier.size
        if not asked.owed or asked.size == size:
            return
        asked.size = size
        if not any(_since(asked, node.read(lambda c: answers_in(c, asked.thread)))):
            return
        found = await orders.read(person, "answers", {"thread": asked.thread})
        asked.answers.extend(_since(asked, found["answers"]))
        asked.tell()


def _since(asked: Asked, found: Any) -> Iterator[Mapping[str, Any]]:
    """Yield what is more than a partner had said."""
    last = asked.last
    for each in found:
        said = last.get(each["partner"], {}).get("result")
        if said in _OWED and each["result"] not in {*_UNSAID, said}:
            yield each


async def _follow(orders: Orders, order: Order, asked: Asked) -> None:
    def emit(event: Mapping[str, Any]) -> None:
        asked.answers.append(event["answer"])
        asked.tell()

    try:
        result = await orders.perform(order, emit)
        asked.thread = str(result["thread"])
    except EntraideError as error:
        asked.fault = render(error)
    asked.done = True
    asked.tell()

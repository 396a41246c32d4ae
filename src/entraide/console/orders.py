"""Orders of people at the console: read under a session, decide with a passkey over the hash.

A deciding order is prepared here, whole, before it is signed: action, parameters, officer, time and
a number used once. The browser is given its hash as the challenge; what comes back is performed
only for the person it was prepared for, once, within two minutes. All rights are the action
table's (``node.actions.perform``); nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from entraide.console.people import Person
from entraide.errors import PolicyError, TrustError
from entraide.kernel.canonical import Json
from entraide.node.actions import perform
from entraide.node.people.actor import Order
from entraide.node.people.passkeys import credential_of
from entraide.node.people.warrants import GlassWarrant, PasskeyWarrant, SessionWarrant
from entraide.node.runtime import Node

__all__ = ["Orders"]

_LIFETIME_MS: Final = 120_000
_MOST: Final = 1_000
_LARGE: Final = 65_536

_Emit = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class _Prepared:
    order: Order
    session: str


class Orders:
    """Prepares and performs the orders of one node's people."""

    def __init__(self, node: Node) -> None:
        """Begin with no order prepared."""
        self._node = node
        self._prepared: dict[str, _Prepared] = {}

    async def read(self, person: Person, action: str, parameters: Mapping[str, Any]) -> Any:
        """Perform a reading action under the person's session."""
        return await self.follow(person, action, parameters, lambda _: None)

    async def follow(
        self, person: Person, action: str, parameters: Mapping[str, Any], emit: _Emit
    ) -> Any:
        """Do the same, and be told how far it is."""
        is_sealed = person.role is None
        reads = SessionWarrant(person.session, person.purpose)
        warrant = GlassWarrant(person.session) if is_sealed else reads
        order = replace(self._order(person, action, parameters), warrant=warrant)
        return await perform(self._node, order, emit)

    def prepare(self, person: Person, action: str, parameters: Mapping[str, Json]) -> Order:
        """Return an order for the person's passkey to sign; ``challenge`` is what it signs."""
        self._forget_old()
        if person.role is None:
            raise PolicyError("glass.reads_only", action=action)
        order = self._order(person, action, parameters)
        if _is_large(order):
            self._drop_large(person)
        self._prepared[order.nonce] = _Prepared(order, person.session)
        return order

    def take(self, person: Person, nonce: str, response: str) -> Order:
        """Return a prepared order with its signature, once; TrustError where it is another's."""
        self._forget_old()
        prepared = self._prepared.pop(nonce, None)
        if prepared is None or prepared.session != person.session:
            raise TrustError("order.not_prepared")
        warrant = PasskeyWarrant(credential=credential_of(response), response=response)
        return replace(prepared.order, warrant=warrant)

    async def perform(self, order: Order, emit: _Emit = lambda _: None) -> Any:
        """Perform a signed order."""
        return await perform(self._node, order, emit)

    def _order(self, person: Person, action: str, parameters: Mapping[str, Any]) -> Order:
        world = self._node.world
        return Order(
            action=action,
            parameters=parameters,
            officer=None if person.role is None else person.officer,
            at_ms=world.now_ms(),
            nonce=world.random(16).hex(),
        )

    def _drop_large(self, person: Person) -> None:
        """Keep one large order a session: memory is not what a person fills by preparing."""
        large = [
            nonce
            for nonce, each in self._prepared.items()
            if each.session == person.session and _is_large(each.order)
        ]
        for nonce in large:
            del self._prepared[nonce]

    def _forget_old(self) -> None:
        oldest = self._node.world.now_ms() - _LIFETIME_MS
        kept = [(key, one) for key, one in self._prepared.items() if one.order.at_ms >= oldest]
        self._prepared = dict(kept[-_MOST:])


def _is_large(order: Order) -> bool:
    """Tell whether an order carries a page."""
    return any(isinstance(each, str) and len(each) > _LARGE for each in order.parameters.values())

"""What one officer has approved and a second must: shown to the second, who signs the very same.

Kept in this process's memory alone, bounded, until enough officers agree or the node stops; then it
is written anew. Whether a second signature is enough is decided where the order is performed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.errors import InputError
from entraide.node.people.actor import BY_ORDER, Order

__all__ = ["Pending", "Waiting", "approved_by", "is_waiting"]

_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An action with its parameters, the hash that is signed, and who signed it first."""

    action: str
    parameters: Mapping[str, Any]
    payload: str
    officer: str


def approved_by(order: Order) -> str:
    """Return the hash of what an order approves; nothing where it approves nothing."""
    return str(order.parameters.get("approval", "")).removeprefix(BY_ORDER)


def is_waiting(result: Mapping[str, Any]) -> bool:
    """Tell whether what an order did lacks the signature of another officer."""
    return int(result.get("approvals", 0)) < int(result.get("needed", 0))


class Pending:
    """The orders of this console that wait for a second officer, by the hash that is signed."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: dict[str, Waiting] = {}

    def note(self, order: Order, result: Mapping[str, Any]) -> None:
        """Keep an order that lacks a signature; forget one that lacks none."""
        payload = approved_by(order)
        if not is_waiting(result):
            self._waiting.pop(payload, None)
            return
        first = self._waiting.get(payload)
        one = Waiting(action=order.action, parameters=order.parameters, payload=payload,
                      officer=first.officer if first else order.officer or "")  # fmt: skip
        kept = [(key, each) for key, each in self._waiting.items() if key != payload]
        self._waiting = dict([*kept, (payload, one)][-_MOST:])

    def parameters(self, action: str, payload: str) -> Mapping[str, Any]:
        """Return what waits under a hash; InputError where nothing does any more."""
        found = self._waiting.get(payload)
        if found is None or found.action != action:
            raise InputError("pending.unknown")
        return found.parameters

    def about(self, name: str, value: str) -> tuple[Waiting, ...]:
        """Return what waits whose parameter has this value; where it has none, it is empty."""
        return tuple(
            each for each in self._waiting.values() if each.parameters.get(name, "") == value
        )

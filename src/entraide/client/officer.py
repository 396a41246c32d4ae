"""An officer who signs, for a program: the same orders and approvals that the command line makes.

The key stays in the program's own process; the node sees signatures alone. Whoever runs the program
runs it as this officer: what it orders and reads stands in the log under this name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from entraide.adapters.files.folder import Folder
from entraide.adapters.world import SYSTEM, World
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.node.people.actor import Order, sign_order
from entraide.node.people.officer_keys import unlock_key
from entraide.node.people.payloads import APPROVAL_CONTEXT

__all__ = ["Officer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A name and the key that belongs to it."""

    name: str
    key: SigningKey
    world: World = SYSTEM

    @classmethod
    def unlock(cls, node: Path, name: str, passphrase: str) -> Self:
        """Open an officer's key in a node's folder; TrustError where the passphrase is wrong."""
        return cls(name=name, key=unlock_key(Folder(node), name, passphrase))

    def order(self, action: str, parameters: Mapping[str, Any]) -> bytes:
        """Return a signed order as it is sent; it is good once, for five minutes."""
        order = Order(
            action=action,
            parameters=parameters,
            officer=self.name,
            at_ms=self.world.now_ms(),
            nonce=self.world.random(16).hex(),
        )
        signed = sign_order(order, self.key)
        return encode_canonical({**signed.content(), "signature": to_base64(signed.signature)})

    def approve(self, payload: str) -> str:
        """Return the signature by which this officer approves what has this hash."""
        return to_base64(self.key.sign(payload.encode(), context=APPROVAL_CONTEXT))

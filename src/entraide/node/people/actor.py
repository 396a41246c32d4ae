"""Who acts: an officer with a role and a key, the keeper of the node, or the node's own process.

An *order* is what an officer asks the node to do: action, parameters, time and a number used once,
signed with the officer's key. The node verifies it before anything happens, and the log keeps its
digest, so that an action can be shown to be that officer's and nobody else's. The *keeper* is
whoever holds the node's passphrase: the engineer who installs it and adds officers. Partners see
an officer's pseudonym, never a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from entraide.errors import InputError, PolicyError, TrustError
from entraide.kernel.canonical import Json, encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.passkey import approval_challenge
from entraide.node.people.warrants import Warrant

__all__ = [
    "BREAK_GLASS",
    "BY_ORDER",
    "KEEPER",
    "MAX_ORDER_AGE_MS",
    "NODE",
    "ORDER_CONTEXT",
    "Actor",
    "Order",
    "Role",
    "check_role",
    "parse_role",
    "sign_order",
    "verify_order",
]

ORDER_CONTEXT: Final = "order/1"
BY_ORDER: Final = "order:"
"""Begins an approval by the order itself: the hash of what is approved follows."""
MAX_ORDER_AGE_MS: Final = 300_000


class Role(StrEnum):
    """What an officer may do; the action table names the roles of each action."""

    DUTY_OFFICER = "duty-officer"
    LIAISON_OFFICER = "liaison-officer"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, as the log and partners name them."""

    pseudonym: str
    name: str | None = None
    role: Role | None = None
    key: VerifyKey | None = None


KEEPER: Final = Actor(pseudonym="keeper")
BREAK_GLASS: Final = Actor(pseudonym="break-glass")
"""The sealed account: nobody's role, so that what it may is its own list (``glass.opening``)."""
NODE: Final = Actor(pseudonym="node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An action that an officer signs."""

    action: str
    parameters: Mapping[str, Any]
    officer: str | None
    at_ms: int
    nonce: str
    signature: bytes = b""
    warrant: Warrant | None = None
    """What stands behind it instead of the officer's key file: never read from outside."""
    _encoded: bytes = field(default=b"", init=False, repr=False, compare=False)

    def content(self) -> Mapping[str, Json]:
        """Return the object that is signed."""
        return {
            "action": self.action,
            "at_ms": self.at_ms,
            "nonce": self.nonce,
            "officer": self.officer,
            "parameters": dict(self.parameters),
        }

    def encoded(self) -> bytes:
        """Return the bytes that are signed; written once, since nothing in an order changes."""
        if not self._encoded:
            object.__setattr__(self, "_encoded", encode_canonical(self.content()))
        return self._encoded

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed, in hexadecimal: the log's name for the order."""
        return hashlib.sha256(self.encoded()).hexdigest()

    @property
    def challenge(self) -> bytes:
        """What a passkey signs to give it: its hash, bound to that of what it approves."""
        approval = self.parameters.get("approval")
        if isinstance(approval, str) and approval.startswith(BY_ORDER):
            return approval_challenge(self.digest, approval.removeprefix(BY_ORDER))
        return bytes.fromhex(self.digest)

    @property
    def signature_token(self) -> str:
        """The signature, or what stands in its place, as a log entry keeps it."""
        if self.warrant is not None:
            return self.warrant.token
        return f"ed25519:{to_base64(self.signature)}" if self.signature else "none"


def sign_order(order: Order, key: SigningKey) -> Order:
    """Sign an order with the officer's key."""
    return Order(
        action=order.action,
        parameters=order.parameters,
        officer=order.officer,
        at_ms=order.at_ms,
        nonce=order.nonce,
        signature=key.sign(order.encoded(), context=ORDER_CONTEXT),
    )


def verify_order(order: Order, actor: Actor, now_ms: int) -> None:
    """Verify that the officer signed this order, just now; TrustError if not."""
    if actor.key is None:
        raise TrustError("order.no_key", officer=order.officer)
    if abs(now_ms - order.at_ms) > MAX_ORDER_AGE_MS:
        raise TrustError("order.stale", officer=order.officer)
    actor.key.verify(order.signature, order.encoded(), context=ORDER_CONTEXT)


def check_role(actor: Actor, action: str, roles: frozenset[Role]) -> None:
    """Refuse an officer whose role the action does not name; PolicyError."""
    if actor.role is not None and actor.role not in roles:
        needed = ", ".join(sorted(roles))
        raise PolicyError("role.not_allowed", action=action, role=actor.role.value, needed=needed)


def parse_role(text: str) -> Role:
    """Read a role; InputError lists the known ones."""
    try:
        return Role(text)
    except ValueError as error:
        known = ", ".join(role.value for role in Role)
        raise InputError("role.unknown", role=text, known=known) from error

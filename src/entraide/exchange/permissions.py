"""What a provider permits about an item that it gave: that it goes on to a third party, or no more.

Both are statements (``statements``): signed by the provider, verified by whoever is shown one. A
permission is named by the digest of its signed bytes, so that its end names exactly one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields

__all__ = ["PERMISSION", "REVOKED", "Permission", "PermissionRevoked", "permission_digest"]

PERMISSION: Final = "entraide.permission/1"
REVOKED: Final = "entraide.permission-revoked/1"
_MOST_VALUES: Final = 512
"""Values that one permission may name: as many as one reply holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A provider lets a holder pass on these values of an item to one recipient, until a moment."""

    provider: str
    holder: str
    recipient: str
    item: str
    """The digest of the message by which the provider gave it."""
    values: tuple[str, ...]
    """The digests of the values that may go on."""
    purpose: str
    conditions: str
    granted_ms: int
    until_ms: int

    @property
    def party(self) -> str:
        """Who speaks."""
        return self.provider

    @property
    def said_ms(self) -> int:
        """When it was said."""
        return self.granted_ms

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "conditions": self.conditions or None,
            "form": PERMISSION,
            "granted_ms": self.granted_ms,
            "holder": self.holder,
            "item": self.item,
            "provider": self.provider,
            "purpose": self.purpose,
            "recipient": self.recipient,
            "until_ms": self.until_ms,
            "values": list(self.values),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Permission:
        """Read a permission; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "permission")
        fields.exactly("form", PERMISSION)
        read = cls(
            provider=fields.token("provider", limit=64),
            holder=fields.token("holder", limit=64),
            recipient=fields.token("recipient", limit=64),
            item=fields.hexadecimal("item", digits=64),
            values=tuple(
                Fields({"v": each}, "permission").hexadecimal("v", digits=64)
                for each in fields.items("values", limit=_MOST_VALUES)
            ),
            purpose=fields.token("purpose", limit=64),
            conditions=fields.text_or_none("conditions", limit=500) or "",
            granted_ms=fields.integer("granted_ms"),
            until_ms=fields.integer("until_ms"),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionRevoked:
    """A provider permits no more what it had permitted: nothing goes on from this moment."""

    provider: str
    holder: str
    recipient: str
    permission: str
    """The digest of the signed permission (``permission_digest``)."""
    revoked_ms: int

    @property
    def party(self) -> str:
        """Who speaks."""
        return self.provider

    @property
    def said_ms(self) -> int:
        """When it was said."""
        return self.revoked_ms

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "form": REVOKED,
            "holder": self.holder,
            "permission": self.permission,
            "provider": self.provider,
            "recipient": self.recipient,
            "revoked_ms": self.revoked_ms,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PermissionRevoked:
        """Read it; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "permission-revoked")
        fields.exactly("form", REVOKED)
        read = cls(
            provider=fields.token("provider", limit=64),
            holder=fields.token("holder", limit=64),
            recipient=fields.token("recipient", limit=64),
            permission=fields.hexadecimal("permission", digits=64),
            revoked_ms=fields.integer("revoked_ms"),
        )
        fields.done()
        return read


def permission_digest(signed: bytes) -> str:
    """Return the name of a permission: the SHA-256 of its signed bytes, in hexadecimal."""
    return hashlib.sha256(signed).hexdigest()

"""Bodies that carry documents between parties: memoranda, what is declared about them, keys.

The documents have signatures of their own, by root keys; the message only brings them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, to_base64

__all__ = ["Carried", "Declared", "NewKeys", "Revoked"]

_LARGEST_MEMORANDUM = 524_288
_LARGEST_DECLARATION = 65_536
_LARGEST_CARD = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A memorandum with the signatures that it has so far."""

    KIND: ClassVar[str] = "memorandum"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    signed: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a carried memorandum; its own reader judges the bytes."""
        fields = Fields(value, "memorandum")
        carried = cls(signed=fields.data("signed", limit=_LARGEST_MEMORANDUM))
        fields.done()
        return carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A party's declaration about a memorandum, with the signatures that it has so far."""

    KIND: ClassVar[str] = "declaration"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    signed: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a carried declaration; its own reader judges the bytes."""
        fields = Fields(value, "declaration")
        declared = cls(signed=fields.data("signed", limit=_LARGEST_DECLARATION))
        fields.done()
        return declared


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeys:
    """The sender's card under a later key set, which the roots of the one before signed too."""

    KIND: ClassVar[str] = "keyset"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    card: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"card": to_base64(self.card)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a carried card; its own reader judges the bytes."""
        fields = Fields(value, "keyset")
        keys = cls(card=fields.data("card", limit=_LARGEST_CARD))
        fields.done()
        return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """The sender's root keys revoked one of its keys."""

    KIND: ClassVar[str] = "revocation"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    signed: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a carried revocation; its own reader judges the bytes."""
        fields = Fields(value, "revocation")
        revoked = cls(signed=fields.data("signed", limit=_LARGEST_DECLARATION))
        fields.done()
        return revoked

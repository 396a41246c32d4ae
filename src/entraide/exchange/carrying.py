"""Bodies that carry documents between parties: memoranda, what is declared about them, keys.

The documents have signatures of their own, by root keys; the message only brings them, and each
document's own reader judges the bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, to_base64

__all__ = ["Carried", "Declared", "Document", "NewKeys", "Revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it travels; ``LIMIT`` is how many characters of base64 it may take."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False
    LIMIT: ClassVar[int] = 65_536

    signed: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read it; RemoteProtocolError where it is malformed or too long."""
        fields = Fields(value, cls.KIND)
        document = cls(signed=fields.data("signed", limit=cls.LIMIT))
        fields.done()
        return document


class Carried(Document):
    """A memorandum with the signatures that it has so far."""

    __slots__ = ()
    KIND: ClassVar[str] = "memorandum"
    LIMIT: ClassVar[int] = 524_288


class Declared(Document):
    """A party's declaration about a memorandum, with the signatures that it has so far."""

    __slots__ = ()
    KIND: ClassVar[str] = "declaration"


class NewKeys(Document):
    """The sender's card under a later key set, which the roots of the one before signed too."""

    __slots__ = ()
    KIND: ClassVar[str] = "keyset"


class Revoked(Document):
    """The sender's root keys revoked one of its keys."""

    __slots__ = ()
    KIND: ClassVar[str] = "revocation"

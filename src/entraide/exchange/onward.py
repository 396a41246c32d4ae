"""Bodies about passing on: the question to the provider, its leave or refusal, and what was done.

A holder asks for each item and each recipient; a person at the provider answers. Whoever passes an
item on tells its provider, and whoever is told tells its own provider: so the originator knows the
tree of copies. Word of what became of a copy goes the same way up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, to_base64

__all__ = [
    "CopyTold",
    "DirectRecall",
    "OnwardDenial",
    "OnwardGrant",
    "OnwardRequest",
    "OnwardRevocation",
]

_LIMIT: Final = 131_072
_MOST_VALUES: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardRequest:
    """A holder asks its provider to let an item go on to a third party."""

    KIND: ClassVar[str] = "onward_request"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    item: str
    """The digest of the message by which the provider gave it."""
    values: tuple[str, ...]
    """The digests of the values that would go on."""
    recipient: str
    purpose: str
    under: str
    """The digest of the agreement between holder and recipient."""
    case: str
    reason: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "case": self.case,
            "item": self.item,
            "purpose": self.purpose,
            "reason": self.reason,
            "recipient": self.recipient,
            "under": self.under,
            "values": list(self.values),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OnwardRequest:
        """Read the question."""
        fields = Fields(value, "onward_request")
        read = cls(
            item=fields.hexadecimal("item", digits=64),
            values=tuple(
                Fields({"v": each}, "onward_request").hexadecimal("v", digits=64)
                for each in fields.items("values", limit=_MOST_VALUES)
            ),
            recipient=fields.token("recipient", limit=64),
            purpose=fields.token("purpose", limit=64),
            under=fields.hexadecimal("under", digits=64),
            case=fields.text("case", limit=128),
            reason=fields.text("reason", limit=2_000),
        )
        fields.done()
        if not read.values:
            raise RemoteProtocolError("field.malformed", field="onward_request.values")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardGrant:
    """The provider lets the item go on: its signed permission."""

    KIND: ClassVar[str] = "onward_grant"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    signed: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"request": self.request, "signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OnwardGrant:
        """Read the permission's carrier."""
        fields = Fields(value, "onward_grant")
        read = cls(
            request=fields.hexadecimal("request", digits=64),
            signed=fields.data("signed", limit=_LIMIT),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardDenial:
    """The provider does not let the item go on, with a ground of the agreement."""

    KIND: ClassVar[str] = "onward_denial"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    request: str
    ground: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"ground": self.ground, "request": self.request}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OnwardDenial:
        """Read the refusal."""
        fields = Fields(value, "onward_denial")
        read = cls(
            request=fields.hexadecimal("request", digits=64),
            ground=fields.token("ground", limit=64),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardRevocation:
    """The provider lets the item go on no more; where it says so, what went comes back."""

    KIND: ClassVar[str] = "onward_revocation"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    signed: bytes
    recall: bool
    """Whether the holder also takes back what it passed on under the permission."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"recall": self.recall, "signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OnwardRevocation:
        """Read the end of a permission."""
        fields = Fields(value, "onward_revocation")
        read = cls(signed=fields.data("signed", limit=_LIMIT), recall=fields.flag("recall"))
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTold:
    """Word of a copy: that it was passed on, or what became of it (a signed statement)."""

    KIND: ClassVar[str] = "copy"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    signed: bytes
    order: str | None
    """The digest of the recipient's own order that this settles, where it settles one."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"order": self.order, "signed": to_base64(self.signed)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> CopyTold:
        """Read the word."""
        fields = Fields(value, "copy-told")
        order = fields.text_or_none("order", limit=64)
        if order is not None:
            order = Fields({"order": order}, "copy-told").hexadecimal("order", digits=64)
        read = cls(signed=fields.data("signed", limit=_LIMIT), order=order)
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectRecall:
    """The originator takes an item back from whoever got it through others."""

    KIND: ClassVar[str] = "recall"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    item: str
    """The digest of the message by which the holder got it."""
    reason: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"item": self.item, "reason": self.reason}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> DirectRecall:
        """Read the order."""
        fields = Fields(value, "recall")
        read = cls(
            item=fields.hexadecimal("item", digits=64), reason=fields.text("reason", limit=500)
        )
        fields.done()
        return read

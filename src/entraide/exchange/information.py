"""Bodies of spontaneous information: what a provider gives unasked, and what a holder passes on.

Information carries values as a reply does. What was passed on names its way: one hop for each party
that gave it before, the originator first, with the permission under which it went on where one was
needed. What may be said and believed is judged in ``informing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from entraide.errors import RemoteProtocolError
from entraide.exchange.releases import ReleasedValue, read_values
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields, from_base64, to_base64

__all__ = ["MOST_HOPS", "Hop", "Information", "Noted"]

MOST_HOPS: Final = 8
"""Parties through which one item may have come; a longer way is no police cooperation any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One party that gave an item before: who, by which message, and who let it go on."""

    giver: str
    item: str
    permission: bytes | None

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the body."""
        permission = None if self.permission is None else to_base64(self.permission)
        return {"giver": self.giver, "item": self.item, "permission": permission}

    @classmethod
    def from_json(cls, value: object) -> Hop:
        """Read a hop."""
        fields = Fields(value, "information.hop")
        text = fields.text_or_none("permission", limit=131_072)
        hop = cls(
            giver=fields.token("giver", limit=64),
            item=fields.hexadecimal("item", digits=64),
            permission=None if text is None else from_base64(text),
        )
        fields.done()
        return hop


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """Information given unasked (Directive (EU) 2023/977, Art. 7), or passed on with its way."""

    KIND: ClassVar[str] = "information"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    values: tuple[ReleasedValue, ...]
    offence: str
    case: str
    legal_basis: str | None
    reason: str
    """Why it is given, for the person who receives it."""
    provenance: tuple[Hop, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "case": self.case,
            "legal_basis": self.legal_basis,
            "offence": self.offence,
            "provenance": [hop.to_json() for hop in self.provenance],
            "reason": self.reason,
            "values": [value.to_json() for value in self.values],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Information:
        """Read information; without a value it is malformed."""
        fields = Fields(value, "information")
        read = cls(
            values=read_values(fields),
            offence=fields.text("offence", limit=64),
            case=fields.text("case", limit=128),
            legal_basis=fields.text_or_none("legal_basis", limit=500),
            reason=fields.text("reason", limit=2_000),
            provenance=tuple(
                Hop.from_json(each) for each in fields.items("provenance", limit=MOST_HOPS)
            ),
        )
        fields.done()
        if not read.values:
            raise RemoteProtocolError("field.malformed", field="information.values")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An officer of the receiver has taken note of information."""

    KIND: ClassVar[str] = "noted"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    information: str
    """The digest of the information as the receiver holds it."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {"information": self.information}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Noted:
        """Read the word of note."""
        fields = Fields(value, "noted")
        noted = cls(information=fields.hexadecimal("information", digits=64))
        fields.done()
        return noted

"""What shows where something is from: the way of an item with its permissions, a file's digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from entraide.exchange.attachment import Attachment
from entraide.exchange.information import Hop
from entraide.exchange.marks import words_of
from entraide.exchange.permissions import Permission
from entraide.exchange.statements import SignedStatement, is_verified
from entraide.node.runtime import Node

__all__ = ["file_of", "way_of"]


def file_of(offer: Attachment, handling: str) -> dict[str, Any]:
    """Return what a signed offer says of its file: by its digest the file is evidence.

    ``handling`` is the code of the message that offers it.
    """
    return {
        "handling": handling,
        "mark": words_of(handling),
        "attachment": offer.layout.id,
        "sha256": offer.sha256,
        "size": offer.layout.size,
        "media_type": offer.media_type,
    }


def way_of(node: Node, hops: Iterable[Hop]) -> list[dict[str, Any]]:
    """Return the way that an item came, and whether each permission on it could be verified."""
    return [_hop(node, hop) for hop in hops]


def _hop(node: Node, hop: Hop) -> dict[str, Any]:
    shown: dict[str, Any] = {"giver": hop.giver, "item": hop.item, "verified": None}
    if hop.permission is None:
        return shown
    signed = SignedStatement.decode(hop.permission)
    if isinstance(signed.statement, Permission):
        shown["conditions"] = signed.statement.conditions
        shown["until_ms"] = signed.statement.until_ms
    return {**shown, "verified": is_verified(signed, node.known)}

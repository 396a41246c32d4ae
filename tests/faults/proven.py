"""Signed messages and openings, as they are proved."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.kernel.envelope import open_envelope
from entraide.kernel.message import Message, SignedMessage, verify_message
from tests.nodes import Bureau

ALONE: dict[str, Any] = {"witness_every_ms": 86_400_000}
"""Nobody asks for cosignatures but who proves: two who ask at once may each have half of them."""


def signed_by(sender: Bureau, at: Bureau, message: str) -> tuple[SignedMessage, Message]:
    """Return what a bureau keeps of a partner's message, verified under the sender's pinned key."""
    table = schema.message.c
    envelope = at.node.read(
        lambda c: c.scalar(select(table.envelope).where(table.id == message, table.incoming == 1))
    )
    opened = open_envelope(bytes(envelope or b""), at.id, at.node.keyring.opening)
    signed, key_set = SignedMessage.decode(opened), at.node.pinned(sender.id)
    assert key_set is not None
    return signed, verify_message(signed, key_set.signing)

"""Sealed accounts as the store keeps them, and which of their uses nobody has explained yet."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.kernel.canonical import decode_canonical, encode_canonical

__all__ = ["EXPLAINERS", "PROPOSED", "READY", "USED", "VOID", "change_glass", "in_state",
           "sealed_words", "unexplained", "words_in"]  # fmt: skip

PROPOSED: Final = "proposed"
READY: Final = "ready"
USED: Final = "used"
VOID: Final = "void"
EXPLAINERS: Final = 2
"""So many officers write why it was used, before its alert ends."""
_GLASS: Final = schema.glass


def in_state(connection: Connection, state: str) -> list[Row[Any]]:
    """Return the accounts in a state, the latest first."""
    chosen = select(_GLASS).where(_GLASS.c.state == state)
    ordered = chosen.order_by(_GLASS.c.opened_ms.desc(), _GLASS.c.set_ms.desc(), _GLASS.c.id)
    return list(connection.execute(ordered).all())


def unexplained(connection: Connection) -> list[Row[Any]]:
    """Return the uses whose alert stands: two officers have not yet written why."""
    table = _GLASS.c
    chosen = select(_GLASS).where(table.state == USED, table.closed_ms.is_(None))
    return list(connection.execute(chosen.order_by(table.opened_ms)).all())


def change_glass(transaction: Transaction, glass: str, **values: Any) -> None:
    """Change one account."""
    this = update(_GLASS).where(_GLASS.c.id == glass)
    transaction.connection.execute(this.values(**values))


def sealed_words(transaction: Transaction, part: str, text: str) -> bytes:
    """Return what somebody wrote, under a key of its own."""
    return fresh_key(transaction.connection).seal(part, encode_canonical({"text": text}))


def words_in(body: bytes) -> str:
    """Return what somebody wrote; nothing where it was erased."""
    return str(decode_canonical(body)["text"]) if body else ""

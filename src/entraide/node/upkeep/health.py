"""How a node is kept: when its keys and certificates end, when it was backed up, room on its disk.

Figures and days, nobody's name and no content: what whoever keeps a node must know in time.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from entraide.adapters.files.folder import room_in
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.adapters.wire import tls
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.keys.identity import own_keys
from entraide.node.record.retaining import last_purge_ms
from entraide.node.runtime import Node
from entraide.node.status import describe_node

__all__ = ["note_backup", "show_health"]

_BACKED_UP: Final = "backed_up_ms"
"""The row of ``meta`` that says when the last backup was begun."""


async def show_health(call: Call, _: Parameters) -> Json:
    """Return what keeps a node going, and until when."""
    node = call.node
    status = describe_node(node)
    taken = ("version", "log_size", "log_cosigned_to", "outbox", "alarms", "endings", "records")
    return {
        **{name: status[name] for name in taken},
        "keys": _keys(node),
        "certificate_ends_ms": tls.ends_ms(tls.read_certificate(node.folder.tls_certificate)),
        "next_certificate": node.folder.next_certificate.is_file(),
        "partners": [
            {
                "partner": party,
                "keys_end_ms": card.keys.key_set.expires_ms,
                "certificate_ends_ms": tls.ends_ms(card.keys.key_set.tls),
            }
            for party, card in sorted(node.partners.items())
        ],
        "backed_up_ms": node.read(_last_backup),
        "backs_up_itself": node.reader.dialect.name != "sqlite",
        "purged_ms": node.read(last_purge_ms) or None,
        "disk": _room(node),
    }


def note_backup(transaction: Transaction) -> None:
    """Remember that a backup was begun."""
    table = schema.meta
    transaction.connection.execute(delete(table).where(table.c.key == _BACKED_UP))
    row = {"key": _BACKED_UP, "value": str(transaction.now_ms)}
    transaction.connection.execute(insert(table).values(row))


def _last_backup(connection: Connection) -> int | None:
    meta = schema.meta.c
    found = connection.scalar(select(meta.value).where(meta.key == _BACKED_UP))
    return int(found) if found else None


def _keys(node: Node) -> dict[str, Any] | None:
    if not node.folder.key_set.is_file():
        return None
    key_set = own_keys(node).key_set
    issued = {"version": key_set.version, "issued_ms": key_set.issued_ms}
    return {**issued, "ends_ms": key_set.expires_ms, "fingerprint": key_set.fingerprint}


def _room(node: Node) -> dict[str, int]:
    free, whole, held = room_in(node.folder)
    return {"free": free, "whole": whole, "held": held}

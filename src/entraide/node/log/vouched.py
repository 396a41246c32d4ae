"""Who vouched for how much of our log, and when: its epochs, checkpoints and cosignatures.

A cosignature is verified before it is shown. Read with it what we cosigned of partners' logs, and
any fork that we were shown: two histories of one log, both signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError
from entraide.kernel.canonical import Json
from entraide.kernel.cosignature import verify_cosignatures
from entraide.kernel.note import NoteKey, parse_note, parse_vkey
from entraide.node.call import Call, Parameters
from entraide.node.log.former_witnesses import former_cards, witness_keys
from entraide.node.log.log_epochs import StoredLog, ended_logs, present_epoch, present_log
from entraide.node.runtime import Node

__all__ = ["ShowVouched", "show_vouched"]

_S: Final = 1_000


class ShowVouched(Parameters):
    """How many of the latest checkpoints that partners cosigned to show, for each epoch."""

    last: int = Field(default=20, ge=1, le=500)


async def show_vouched(call: Call, wanted: ShowVouched) -> Json:
    """Return the epochs of the log, who cosigned what size of it when, and what we cosigned."""
    return call.node.read(lambda c: _vouched(call.node, c, wanted.last))


def _vouched(node: Node, connection: Connection, last: int) -> dict[str, Any]:
    keys = witness_keys(connection, node.partners.values())
    parties = _parties(node, connection)
    present = present_log(node.keyring.log_key(node.settings.id))
    number = present_epoch(connection)
    ended = ended_logs(connection)
    epochs = [
        {**_told(each.log, each.epoch, connection), "size": each.size, "ended_ms": each.ended_ms,
         "lost": max(each.witnessed_size - each.size, 0)}
        for each in ended
    ]  # fmt: skip
    epochs.append({**_told(present, number, connection), "ended_ms": None, "lost": 0})
    logs = [(number, present), *((each.epoch, each.log) for each in reversed(ended))]
    rows = [
        row
        for epoch, log in logs
        for row in _cosigned(connection, (epoch, log, last), keys, parties)
    ]
    return {
        "epochs": epochs,
        "cosigned": rows,
        "witnessed": [_witnessed(row) for row in connection.execute(_WITNESSED)],
        "forks": [_fork(row) for row in connection.execute(select(schema.fork))],
    }


_WITNESSED: Final = select(
    schema.witnessed.c.partner, schema.witnessed.c.origin, schema.witnessed.c.size,
    schema.witnessed.c.at_ms,
).order_by(schema.witnessed.c.partner, schema.witnessed.c.origin)  # fmt: skip


def _parties(node: Node, connection: Connection) -> dict[str, str]:
    """Return which partner cosigns under which name."""
    cards = (*node.partners.values(), *former_cards(connection))
    return {parse_vkey(card.keys.key_set.witness).name: card.keys.key_set.party for card in cards}


def _told(log: StoredLog, epoch: int, connection: Connection) -> dict[str, Any]:
    return {"epoch": epoch, "origin": log.key.name, "size": log.size(connection)}


def _cosigned(
    connection: Connection,
    what: tuple[int, StoredLog, int],
    keys: Iterable[NoteKey],
    parties: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Yield each cosignature of the latest cosigned checkpoints, the largest first."""
    epoch, log, last = what
    table = log.checkpoint.c
    rows = connection.execute(
        select(table.size, table.note, table.at_ms)
        .where(table.cosigned > 0)
        .order_by(table.size.desc())
        .limit(last)
    )
    for row in rows:
        signed = {"epoch": epoch, "size": row.size, "signed_ms": row.at_ms}
        try:
            found = verify_cosignatures(parse_note(bytes(row.note)), keys)
        except EntraideError as error:
            yield {**signed, "partner": "", "cosigned_ms": None, "fault": error.code}
            continue
        for each in found:
            partner = parties.get(each.name, each.name)
            at_ms = each.timestamp_s * _S
            yield {**signed, "partner": partner, "cosigned_ms": at_ms, "fault": ""}


def _witnessed(row: Any) -> dict[str, Any]:
    return {"partner": row.partner, "origin": row.origin, "size": row.size, "at_ms": row.at_ms}


def _fork(row: Any) -> dict[str, Any]:
    return {"partner": row.partner, "code": row.code, "at_ms": row.at_ms}

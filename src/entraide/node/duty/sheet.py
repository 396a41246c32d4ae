"""The handover sheet: what is open, listed by the node itself, with its clocks.

What is overdue, what falls due before the next shift ends, what waits for a second officer, which
partners are away, which alarms stand, and the open points of the watch log. Ids and codes, no
content but the log's own words: who takes over opens them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from entraide.adapters.tables import schema
from entraide.kernel.canonical import Json
from entraide.node.duty.board import partner_health
from entraide.node.duty.dues import timed
from entraide.node.duty.four_eyes import half_approved
from entraide.node.duty.log import matters_shown
from entraide.node.duty.rows import note_digest, notes_of, officer_names, open_matters
from entraide.node.runtime import Node
from entraide.node.status import describe_node
from entraide.operations.watch import matters_of

__all__ = ["GROUPS", "open_points", "points_shown", "sheet_of"]

GROUPS: Final = ("overdue", "due", "four-eyes", "away", "alarm", "ending")
"""What the node lists, in this order; the open points of the log come after."""


def sheet_of(node: Node, until_ms: int) -> dict[str, Any]:
    """Return what is open now; ``until_ms`` is when the shift that takes over will end."""
    now_ms = node.world.now_ms()
    items = [
        *node.read(lambda c: _timed(c, now_ms, until_ms)),
        *node.read(lambda c: _for_two(c, now_ms)),
        *node.read(_away),
        *_alarms(describe_node(node)),
    ]
    return {"at_ms": now_ms, "until_ms": until_ms, "items": items, "points": node.read(_points)}


def points_shown(connection: Connection, points: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Return the points of a sheet with their words, as they stood on it."""
    named = [entry for each in points for entry in each["entries"]]
    notes = notes_of(connection, schema.watch_entry.c.id.in_(named))
    shown = matters_shown(matters_of(notes), officer_names(connection))
    opened = open_matters(connection)
    return [{**each, "open": each["entry"] in opened} for each in shown]


def _points(connection: Connection) -> list[Json]:
    """Return what is open in the log: the entries, and their digests, which bind their words."""
    notes = notes_of(connection, schema.watch_entry.c.root.in_(open_matters(connection)))
    return [
        {"entries": [note.id for note in matter.notes],
         "digests": [note_digest(note) for note in matter.notes]}
        for matter in matters_of(notes)
    ]  # fmt: skip


def open_points(connection: Connection) -> list[dict[str, Any]]:
    """Return the matters of the watch log that are open, the latest first, whoever wrote them."""
    chosen = schema.watch_entry.c.root.in_(open_matters(connection))
    return matters_shown(matters_of(notes_of(connection, chosen)), officer_names(connection))


def _item(group: str, kind: str, of: str, **more: Json) -> dict[str, Json]:
    row: dict[str, Json] = {"group": group, "kind": kind, "of": of, "partner": "", "due_ms": None}
    return {**row, "officer": "", "count": 0, **more}


def _timed(connection: Connection, now_ms: int, until_ms: int) -> list[dict[str, Json]]:
    return [
        _item("overdue" if each.due_ms < now_ms else "due", each.kind, each.id,
              partner=each.partner, due_ms=each.due_ms)
        for each in timed(connection, now_ms)
        if each.due_ms <= until_ms
    ]  # fmt: skip


def _for_two(connection: Connection, now_ms: int) -> list[dict[str, Json]]:
    names = officer_names(connection)
    return [
        _item("four-eyes", row.action, row.about, at_ms=row.at_ms,
              officer=names.get(row.officer, row.officer))
        for row in half_approved(connection, now_ms)
    ]  # fmt: skip


def _away(connection: Connection) -> list[dict[str, Json]]:
    return [
        _item("away", "partner", each["partner"], partner=each["partner"], count=each["outbox"])
        for each in partner_health(connection)
        if each["state"] == "away"
    ]


def _alarms(status: Mapping[str, Any]) -> list[dict[str, Json]]:
    forks = [_item("alarm", each["code"], "", partner=each["partner"]) for each in status["alarms"]]
    return [
        *forks,
        *(_item("ending", "agreement", each["agreement"]) for each in status["endings"]),
    ]

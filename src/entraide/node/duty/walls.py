"""Screens on the wall of the duty room: opened by an officer, for a shift, reading counts alone.

1. An officer orders a screen with her own signature, until the end of her shift, for twelve hours
   at most; she is told a code, once. It is valid for a quarter of an hour.
2. The code is typed at the screen, and used up; the screen's browser is given a secret of its own,
   of which only the digest is kept here. No officer is signed in there: the secret opens the board
   (``board``) and nothing else.
3. It ends at its hour, or when an officer closes it, whichever is first. Opening, typing in and
   closing stand in the log.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, Row, insert, select, update

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, TrustError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import to_base64
from entraide.node.call import Call, Parameters
from entraide.node.duty.log import running_shift
from entraide.node.duty.rows import officer_names
from entraide.node.people.passkeys import CODE_LIFETIME_MS, fresh_code, relying_party
from entraide.node.runtime import Node

__all__ = ["CloseWall", "OpenWall", "close_wall", "enter_wall", "list_walls", "open_wall",
           "wall_ends_ms"]  # fmt: skip

_WALL: Final = schema.wall_screen
_HOUR_MS: Final = 3_600_000
_MOST_HOURS: Final = 12


class OpenWall(Parameters):
    """A screen: until the end of the shift, or for so many hours where that is sooner."""

    hours: int = Field(default=_MOST_HOURS, ge=1, le=_MOST_HOURS)


class CloseWall(Parameters):
    """A screen, by the first digits of its id."""

    wall: str


async def open_wall(call: Call, wanted: OpenWall) -> Json:
    """Return a code with which one screen shows the board."""
    node, now_ms = call.node, call.node.world.now_ms()
    shift = node.read(lambda c: running_shift(c, now_ms))
    ends_ms = now_ms + wanted.hours * _HOUR_MS
    ends_ms = min(ends_ms, shift.until_ms) if shift else ends_ms
    text, code = fresh_code(node.world)
    row: dict[str, str | int] = {
        "id": node.fresh_id(),
        "officer": call.actor.pseudonym,
        "code": _digest(text),
        "secret": "",
        "opened_ms": now_ms,
        "ends_ms": ends_ms,
    }

    def keep(transaction: Transaction) -> None:
        transaction.connection.execute(insert(_WALL).values(row))
        transaction.log(call.event("wall.opened", str(row["id"])))

    await node.writer.run(keep)
    site = relying_party(node).origin
    return {"wall": row["id"], "code": code, "ends_ms": ends_ms, "address": f"{site}/wall"}


async def close_wall(call: Call, wanted: CloseWall) -> Json:
    """End a screen now."""

    def keep(transaction: Transaction) -> str:
        row = _find(transaction.connection, wanted.wall, transaction.now_ms)
        closed = update(_WALL).where(_WALL.c.id == row.id).values(closed_ms=transaction.now_ms)
        transaction.connection.execute(closed)
        transaction.log(call.event("wall.closed", row.id))
        return str(row.id)

    return {"wall": await call.node.writer.run(keep)}


async def list_walls(call: Call, _: Parameters) -> Json:
    """List the screens that have not ended, those opened last first."""
    node, now_ms = call.node, call.node.world.now_ms()
    return {"walls": node.read(lambda c: _listed(c, now_ms))}


async def enter_wall(node: Node, code: str) -> tuple[str, int]:
    """Return the secret of the screen at which this code was typed, and when it ends; TrustError.

    The code is used up by it.
    """
    text = code.replace("-", "").replace(" ", "").strip().lower()
    secret = to_base64(node.world.random(32))

    def keep(transaction: Transaction) -> int:
        now_ms = transaction.now_ms
        fresh = (_WALL.c.secret == "") & (_WALL.c.opened_ms > now_ms - CODE_LIFETIME_MS)
        this = fresh & (_WALL.c.code == _digest(text)) & _is_open(now_ms)
        row = transaction.connection.execute(select(_WALL).where(this)).one_or_none()
        if row is None:
            raise TrustError("wall.bad_code")
        values = {"secret": _digest(secret), "entered_ms": now_ms}
        transaction.connection.execute(update(_WALL).where(_WALL.c.id == row.id).values(values))
        transaction.log(Event("wall.entered", row.officer, row.id))
        return int(row.ends_ms)

    return secret, await node.writer.run(keep)


def wall_ends_ms(node: Node, secret: str) -> int | None:
    """Return when the screen with this secret ends; None where it has ended, or there is none."""
    now_ms = node.world.now_ms()
    held = select(_WALL.c.ends_ms).where(_WALL.c.secret == _digest(secret), _is_open(now_ms))
    found = node.read(lambda c: c.scalar(held)) if secret else None
    return int(found) if found is not None else None


def _is_open(now_ms: int) -> Any:
    return _WALL.c.closed_ms.is_(None) & (_WALL.c.ends_ms > now_ms)


def _find(connection: Connection, named: str, now_ms: int) -> Row[Any]:
    chosen = _WALL.c.id.startswith(named, autoescape=True) & _is_open(now_ms)
    rows = connection.execute(select(_WALL).where(chosen)).all()
    if not named or len(rows) != 1:
        raise InputError("wall.not_open", named=named[:64], found=len(rows))
    return rows[0]


def _listed(connection: Connection, now_ms: int) -> list[Json]:
    names = officer_names(connection)
    ordered = select(_WALL).where(_is_open(now_ms)).order_by(_WALL.c.opened_ms.desc(), _WALL.c.id)
    return [
        {
            "wall": row.id,
            "officer": names.get(row.officer, row.officer),
            "opened_ms": row.opened_ms,
            "entered_ms": row.entered_ms,
            "ends_ms": row.ends_ms,
        }
        for row in connection.execute(ordered)
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

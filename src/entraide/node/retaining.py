"""What partners gave us goes on the day that it must: the receiver's side of retention.

Two things end a reply's time here, whichever is first: the last day that the provider set on any of
its values, and the days that the agreement allows received data (``personal-data.retention-days``,
Article 3.4), counted from the day on which it came. A reply is signed as a whole and so it goes as
a whole: nothing of it stays beyond its day, though some of its values might have stayed longer.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters import schema
from entraide.adapters.sealed import ERASED
from entraide.exchange.bodies import read_body
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Reply
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.node.runtime import Node

__all__ = ["expired_replies"]

_GIVEN: Final = (Reply.KIND, Correction.KIND)


def expired_replies(node: Node, today: str) -> tuple[int, ...]:
    """Return the sequence numbers of received replies whose last day was before ``today``."""
    return node.read(lambda c: _expired(node, c, today))


def _expired(node: Node, connection: Connection, today: str) -> tuple[int, ...]:
    table = schema.message.c
    rows = connection.execute(
        select(table.seq, table.at_ms, table.content).where(
            table.incoming == 1, table.kind.in_(_GIVEN), table.content != ERASED
        )
    )
    return tuple(
        row.seq
        for row in rows
        if _last_day(node, Message.from_json(decode_canonical(row.content)), row.at_ms) < today
    )


def _last_day(node: Node, message: Message, came_ms: int) -> str:
    """Return the last day (ISO) on which a reply may be kept here."""
    came = dt.datetime.fromtimestamp(came_ms / 1_000, dt.UTC).date()
    agreed = [
        (came + dt.timedelta(days=policy.agreement.personal_data.retention_days)).isoformat()
        for policy in node.policies
        if policy.digest == message.agreement
    ]
    body = read_body(message)
    values = body.values if isinstance(body, Reply | Correction) else ()
    return min((*agreed, *(value.retention for value in values)), default=dt.date.max.isoformat())

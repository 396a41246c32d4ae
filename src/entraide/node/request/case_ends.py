"""What becomes of a closed case: on its last day everything that was said in it goes, and it too.

The stricter of two limits holds for what a partner released: the agreement's, counted from the day
on which it came (``retaining``), and the case's, counted from the day on which it was closed. With
the case also go our own questions and requests: they name persons for a purpose that is over.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.node.giving.self_erased import Erasing, erase_received
from entraide.node.operation.ends import erase_operations_of
from entraide.node.question.batch_rows import erase_batches
from entraide.node.runtime import Node

__all__ = ["end_cases", "last_day"]

_CASE: Final = schema.case_file.c
_CONVERSATION: Final = schema.conversation.c
_MESSAGE: Final = schema.message.c


def last_day(case: Row[Any]) -> str | None:
    """Return the last day (ISO) on which a closed case is kept; None while it is open."""
    if case.closed_ms is None:
        return None
    closed = dt.datetime.fromtimestamp(case.closed_ms / 1_000, dt.UTC).date()
    return (closed + dt.timedelta(days=case.retention_days)).isoformat()


async def end_cases(node: Node, today: str, erasing: Erasing) -> int:
    """Erase the closed cases whose last day was before today; return how many.

    Each case is one transaction: it is there whole or gone whole.
    """
    ended = node.read(lambda c: _ended(c, today))
    for case in ended:
        await node.writer.run(partial(_erase, node, case, erasing))
    return len(ended)


def _ended(connection: Connection, today: str) -> list[Row[Any]]:
    rows = connection.execute(select(schema.case_file).where(_CASE.closed_ms.is_not(None)))
    return [row for row in rows if (last_day(row) or today) < today]


def _erase(node: Node, case: Row[Any], erasing: Erasing, transaction: Transaction) -> None:
    connection = transaction.connection
    mine = (_CONVERSATION.case_reference == case.reference) & (_CONVERSATION.asking == 1)
    said = select(_MESSAGE.seq).join_from(
        schema.message,
        schema.conversation,
        (_MESSAGE.thread == _CONVERSATION.thread) & (_MESSAGE.partner == _CONVERSATION.partner),
    )
    held = connection.scalars(said.where(mine, _MESSAGE.content != ERASED)).all()
    erase_received(node, transaction, held, erasing)
    connection.execute(update(schema.conversation).where(mine).values(case_reference=""))
    erase_batches(transaction, case.reference)
    erase_operations_of(transaction, case.reference, erasing.because)
    connection.execute(delete(schema.case_file).where(_CASE.id == case.id))
    transaction.log(erasing.because("case.erased", case.id, {}))

"""Standing questions as they are stored, on either side: found, begun, renewed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, select, update

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import Query, read_body
from entraide.exchange.conversation import State
from entraide.exchange.standing import STANDS_MS, Standing, Unstanding
from entraide.kernel.message import Message
from entraide.node.mail.post import advance, state_of_thread

__all__ = ["STANDS", "begin", "end", "held_question", "row_of", "standing_rows", "taken_back"]

STANDS: Final = "standing"
_ENDED: Final = "ended"
_TABLE: Final = schema.standing_question
_MESSAGE: Final = schema.message.c
_END: Final = Prepared(
    update(_TABLE)
    .where(
        _TABLE.c.thread == bindparam("of_thread"),
        _TABLE.c.partner == bindparam("of_partner"),
        _TABLE.c.asking == bindparam("as_asker"),
        _TABLE.c.state == STANDS,
    )
    .values(state=_ENDED)
)
_QUESTION: Final = Prepared(
    select(_MESSAGE.content).where(
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.kind == Query.KIND,
        _MESSAGE.incoming == bindparam("was_incoming"),
        _MESSAGE.content != ERASED,
    )
)


def row_of(connection: Connection, thread: str, partner: str, *, asking: bool) -> Row[Any] | None:
    """Return what is stored of a standing question with a partner."""
    return connection.execute(
        select(_TABLE).where(*_mine(thread, partner, asking=asking))
    ).one_or_none()


def standing_rows(connection: Connection, *, asking: bool) -> Sequence[Row[Any]]:
    """Return what stands at this moment, oldest first."""
    return connection.execute(
        select(_TABLE)
        .where(_TABLE.c.asking == int(asking), _TABLE.c.state == STANDS)
        .order_by(_TABLE.c.from_ms, _TABLE.c.thread, _TABLE.c.partner)
    ).all()


def begin(transaction: Transaction, message: Message, body: Standing, *, asking: bool) -> None:
    """Let a question stand from the moment that its message was signed, or renew it."""
    partner = message.recipient if asking else message.sender
    before = row_of(transaction.connection, message.thread, partner, asking=asking)
    values: dict[str, Any] = {
        "state": STANDS,
        "ended": "",
        "purpose": message.purpose or "",
        "officer": body.officers[0],
        "second_officer": body.officers[1],
        "message": message.digest,
        "renewals": int(body.renewal),
        "until_ms": message.sent_ms + STANDS_MS,
    }
    if before is None:
        keys = {"thread": message.thread, "partner": partner, "asking": int(asking)}
        new = insert(_TABLE).values(**keys, **values, from_ms=message.sent_ms)
        transaction.connection.execute(new)
        return
    mine = _mine(message.thread, partner, asking=asking)
    transaction.connection.execute(update(_TABLE).where(*mine).values(**values))


def end(transaction: Transaction, talk: tuple[str, str], how: str, *, asking: bool) -> None:
    """Note how a standing question (thread, partner) ended; nothing where none stands."""
    of = {"of_thread": talk[0], "of_partner": talk[1], "as_asker": int(asking), "ended": how}
    _END.change(transaction.connection, of)


def held_question(
    connection: Connection, thread: str, partner: str, *, incoming: bool
) -> tuple[Message, Query] | None:
    """Return the question of a thread with a partner, if its content is still held."""
    of = {"of_thread": thread, "of_partner": partner, "was_incoming": int(incoming)}
    content = _QUESTION.scalar(connection, of)
    if content is None:
        return None
    message = Message.decode(content)
    body = read_body(message)
    return (message, body) if isinstance(body, Query) else None


def taken_back(transaction: Transaction, message: Message) -> None:
    """End a standing question of ours, now that its holder says that it is erased there."""
    thread, partner = message.thread, message.recipient
    if state_of_thread(transaction.connection, thread, partner, asking=True) is State.STANDING:
        advance(transaction, thread, partner, Unstanding.KIND, asking=True)
        end(transaction, (thread, partner), "withdrawn", asking=True)


def _mine(thread: str, partner: str, *, asking: bool) -> tuple[ColumnElement[bool], ...]:
    return (
        _TABLE.c.thread == thread,
        _TABLE.c.partner == partner,
        _TABLE.c.asking == int(asking),
    )

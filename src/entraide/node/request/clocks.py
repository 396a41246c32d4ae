"""The clocks of requests as the store keeps them: receipt, deadline and answer, nothing computed.

Each side keeps its own row for a request. What follows from it at a moment (due, left, overdue,
stage) is ``exchange.clocks``'s to compute, from the row and the delays of the thread.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import read_body
from entraide.exchange.clocks import Announced, Clock, deadline_of
from entraide.exchange.progress import Delayed
from entraide.exchange.releases import Request
from entraide.kernel.message import Message
from entraide.node.runtime import Node

__all__ = ["clock_of", "find_clock", "start_asker_clock", "start_clock", "stop_clock"]

_CLOCK: Final = schema.request_clock.c
_MESSAGE: Final = schema.message.c
_START: Final = Prepared(insert(schema.request_clock))
_STOP: Final = Prepared(
    update(schema.request_clock).where(
        _CLOCK.thread == bindparam("of_thread"),
        _CLOCK.partner == bindparam("of_partner"),
        _CLOCK.asking == bindparam("as_asker"),
        _CLOCK.answered_ms.is_(None),
    )
)
_FIND: Final = Prepared(
    select(schema.request_clock)
    .where(
        _CLOCK.thread == bindparam("of_thread"),
        _CLOCK.partner == bindparam("of_partner"),
        _CLOCK.asking == bindparam("as_asker"),
    )
    .order_by(_CLOCK.received_ms.desc())
    .limit(1)
)
_DELAYS: Final = Prepared(
    select(_MESSAGE.content)
    .where(
        _MESSAGE.thread == bindparam("of_thread"),
        _MESSAGE.partner == bindparam("of_partner"),
        _MESSAGE.kind == Delayed.KIND,
        _MESSAGE.incoming == bindparam("as_asker"),
    )
    .order_by(_MESSAGE.seq)
)


def start_clock(
    transaction: Transaction, request: Message, times: tuple[int, int], *, asking: bool
) -> None:
    """Note when a request was receipted and when it is due: ``times``, in UTC milliseconds."""
    row = {
        "digest": request.digest,
        "thread": request.thread,
        "partner": request.recipient if asking else request.sender,
        "asking": int(asking),
        "received_ms": times[0],
        "deadline_ms": times[1],
    }
    _START.change(transaction.connection, row)


def start_asker_clock(
    node: Node, transaction: Transaction, request: Message, received_ms: int
) -> None:
    """Start the asker's copy of the clock, from the time that the holder's receipt states."""
    policy = node.policy_under(request.agreement)
    body = read_body(request)
    if policy is None or not isinstance(body, Request):
        return  # the agreement ended meanwhile: the holder's clock alone counts
    deadline_ms = deadline_of(policy.agreement, body, received_ms)
    start_clock(transaction, request, (received_ms, deadline_ms), asking=True)


def stop_clock(transaction: Transaction, answer: Message, *, asking: bool) -> None:
    """Note that a request is answered: at the time that the answer states, on both sides."""
    stopped = {
        "of_thread": answer.thread,
        "of_partner": answer.sender if asking else answer.recipient,
        "as_asker": int(asking),
        "answered_ms": answer.sent_ms,
    }
    _STOP.change(transaction.connection, stopped)


def find_clock(
    connection: Connection, thread: str, partner: str, *, asking: bool
) -> tuple[Clock, tuple[Announced, ...]] | None:
    """Return the clock of a thread's request with its delays; None before any receipt."""
    of = {"of_thread": thread, "of_partner": partner, "as_asker": int(asking)}
    row = _FIND.first(connection, of)
    if row is None:
        return None
    delays = tuple(_announced(connection, of))
    return Clock.of(row.received_ms, row.deadline_ms, row.answered_ms, delays), delays


def clock_of(
    connection: Connection, thread: str, partner: str, asking_now: tuple[bool, int]
) -> dict[str, Any]:
    """Return a thread's clock as people and programs read it, computed for a moment; {} if none.

    ``asking_now`` is whether we asked, and the moment in UTC milliseconds.
    """
    asking, now_ms = asking_now
    found = find_clock(connection, thread, partner, asking=asking)
    if found is None:
        return {}
    clock, delays = found
    shown: dict[str, Any] = {
        "received_ms": clock.received_ms,
        "deadline_ms": clock.deadline_ms,
        "due_ms": clock.due_ms,
        "answered_ms": clock.answered_ms,
        "left_ms": clock.left_ms(now_ms),
        "overdue": clock.is_overdue(now_ms),
        "stage": clock.stage(now_ms).value,
    }
    if delays:
        last = delays[-1].delay
        shown["delay"] = {"reason": last.reason.value, "expected": last.expected}
    return shown


def _announced(connection: Connection, of: dict[str, Any]) -> list[Announced]:
    contents = _DELAYS.scalars(connection, of)
    messages = [Message.decode(content) for content in contents if content]
    bodies = [(read_body(message), message.sent_ms) for message in messages]
    return [Announced(body, sent_ms) for body, sent_ms in bodies if isinstance(body, Delayed)]

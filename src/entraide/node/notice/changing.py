"""Suspending, resuming and cancelling a notice of ours, and seeing who has not confirmed.

A cancellation may be given again: whoever has not confirmed and is not being told already is told
once more. A recipient that has a person in custody learns first that the pursuit is withdrawn.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.notice.bodies import NoticeChange, Published
from entraide.exchange.notice.lifecycle import ENDED, TRANSITIONS, Event, Life
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.notice.drafting import NameNotice
from entraide.node.notice.journal import withdrawals
from entraide.node.notice.rows import (
    Ours,
    erase_version,
    find_ours,
    forget_messages,
    move,
    recipients_of,
    standing,
    versions_of,
)
from entraide.node.notice.sending import change_body, deliver, note_cancelled, send_off
from entraide.node.record.erasure import finish_erasure
from entraide.vocabulary.erasure import ERASURE_REASONS

__all__ = ["CancelNotice", "cancel_notice", "notice_status", "resume_notice", "suspend_notice"]

_NO_REASON: Final = "none"


class CancelNotice(Parameters):
    """A notice, and why it ends: a code of ``ERASURE_REASONS``."""

    notice: str
    reason: str


async def suspend_notice(call: Call, wanted: NameNotice) -> Json:
    """Suspend a notice: recipients no longer screen it or act on it."""
    return await _change(call, wanted.notice, Event.SUSPEND)


async def resume_notice(call: Call, wanted: NameNotice) -> Json:
    """Put a suspended notice in force again."""
    return await _change(call, wanted.notice, Event.RESUME)


async def cancel_notice(call: Call, wanted: CancelNotice) -> Json:
    """Cancel a notice: recipients erase it and say so, signed; a draft is erased here at once."""
    node = call.node
    ERASURE_REASONS.find(wanted.reason)
    versions = node.read(lambda c: versions_of(c, wanted.notice))
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    told = [row for row in node.read(lambda c: recipients_of(c, ours.id)) if _to_tell(call, row)]
    again = not any((each.state, Event.CANCEL) in TRANSITIONS for each in versions)
    if again and not told and ours.state not in ENDED:
        raise InputError("notice.not_in_force", notice=ours.id, state=ours.state.value)
    withdrawn = withdrawals(call, ours.id, [row.partner for row in told])
    orders = [
        change_body(call, (ours.id, row.version), row.partner, (Event.CANCEL, wanted.reason))
        for row in told
    ]

    def keep(transaction: Transaction) -> None:
        for each in versions:
            if (each.state, Event.CANCEL) in TRANSITIONS:
                public = each.state in {Life.PUBLISHED, Life.SUSPENDED}
                move(transaction, each, Event.CANCEL, wanted.reason)
                if not public:
                    erase_version(transaction, each)
        for row in told:
            note_cancelled(transaction, ours.id, row.partner)
            _drop_unsent(transaction, ours.id, row.partner)
        for step in withdrawn:
            step.keep(transaction)
        send_off(transaction, tuple(orders))
        transaction.log(call.event("notice.cancelled", ours.id, ids={"reason": wanted.reason}))

    await node.writer.run(keep)
    await finish_erasure(node)
    outgoing = (*(step.outgoing for step in withdrawn), *orders)
    return {"notice": ours.id, "sent": await deliver(node, outgoing, ours.id)}


async def notice_status(call: Call, wanted: NameNotice) -> Json:
    """Return where a notice stands with each recipient, and who has not confirmed its erasure."""
    node, now_ms = call.node, call.node.world.now_ms()
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    current = node.read(lambda c: standing(c, ours.id)) or ours
    rows = node.read(lambda c: [_shown(c, row, now_ms) for row in recipients_of(c, ours.id)])
    return {
        "notice": ours.id,
        "version": current.version,
        "state": current.state.value,
        "reason": current.reason,
        "expires": current.expires,
        "recipients": rows,
        "unconfirmed": [row["partner"] for row in rows if row["unconfirmed_ms"]],
    }


async def _change(call: Call, notice: str, change: Event) -> Json:
    node = call.node
    ours = _standing(call, notice)
    orders = tuple(
        change_body(call, (ours.id, row.version), row.partner, (change, _NO_REASON))
        for row in node.read(lambda c: recipients_of(c, ours.id))
        if row.erased_ms is None and row.partner in node.partners
    )

    def keep(transaction: Transaction) -> None:
        move(transaction, ours, change)
        send_off(transaction, orders)
        transaction.log(call.event(f"notice.{change.value}", ours.id))

    await node.writer.run(keep)
    return {"notice": ours.id, "sent": await deliver(node, orders, ours.id)}


def _standing(call: Call, notice: str) -> Ours:
    found = call.node.read(lambda c: find_ours(c, notice))
    ours = call.node.read(lambda c: standing(c, notice))
    if ours is None:
        raise InputError("notice.not_in_force", notice=notice, state=found.state.value)
    return ours


def _to_tell(call: Call, row: Row[Any]) -> bool:
    """Tell whether a recipient may hold the notice and no order to erase it is on its way."""
    if row.erased_ms is not None or row.partner not in call.node.partners:
        return False
    if row.cancelled_ms is None:
        return True
    waiting = call.node.read(lambda c: _waiting(c, row.notice, row.partner))
    return NoticeChange.KIND not in waiting


def _drop_unsent(transaction: Transaction, notice: str, partner: str) -> None:
    """A notice that never left needs not arrive only to be erased."""
    if Published.KIND in _waiting(transaction.connection, notice, partner):
        forget_messages(transaction, notice, partner)


def _waiting(connection: Connection, notice: str, partner: str) -> frozenset[str]:
    """Return the kinds of message of a notice that wait for a partner in the outbox."""
    message, outbox = schema.message.c, schema.outbox.c
    rows = connection.scalars(
        select(message.kind)
        .join_from(schema.outbox, schema.message, outbox.message == message.seq)
        .where(message.thread == notice, message.partner == partner)
    )
    return frozenset(rows)


def _shown(connection: Connection, row: Row[Any], now_ms: int) -> dict[str, Any]:
    waits = bool(_waiting(connection, row.notice, row.partner))
    ordered, erased = row.cancelled_ms, row.erased_ms
    return {
        "partner": row.partner,
        "version": row.version,
        "verdict": row.verdict,
        "code": row.code,
        "waits": waits,
        "sent_ms": row.sent_ms,
        "answered_ms": row.answered_ms,
        "cancelled_ms": ordered,
        "erased_ms": erased,
        "unconfirmed_ms": now_ms - ordered if ordered and erased is None else 0,
    }

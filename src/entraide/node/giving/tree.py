"""The tree of copies: where what we gave is now, and what became of each copy.

The first branches are our own conversations; all further ones are what holders told us over their
signatures (``copies_told``). A copy is confirmed only where its holder's statement settles our
latest order; a holder that says nothing stands in the tree as under way, and one whom nobody can
reach as away, with since when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.conversation import State
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction, Executed, Withdrawal
from entraide.exchange.releases import Part, Reply
from entraide.exchange.statements import CopyEvent, CopyStatement, SignedStatement
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.mail.given_up import EXPIRED
from entraide.node.runtime import Node

__all__ = ["CopyState", "NameItem", "show_copies"]

_MESSAGE: Final = schema.message.c
_TOLD: Final = schema.copy_told.c
_HELD: Final = schema.conversation.c
_ORDERS: Final = (Correction.KIND, Withdrawal.KIND)
_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)


class CopyState(StrEnum):
    """Where one copy stands."""

    HELD = "held"
    UNDER_WAY = "under-way"
    AWAY = "away"
    REFUSED = "refused"
    NOT_CONFIRMED = "not-confirmed"
    DELETED = "copy-deleted"
    REPLACED = "copy-replaced"


_TOLD_STATES: Final = {
    CopyEvent.DELETED.value: CopyState.DELETED,
    CopyEvent.REPLACED.value: CopyState.REPLACED,
    CopyEvent.REFUSED.value: CopyState.REFUSED,
    CopyEvent.EXPIRED.value: CopyState.NOT_CONFIRMED,
    CopyEvent.AWAY.value: CopyState.AWAY,
}


_NEVER_CAME: Final = {
    State.REFUSED.value: CopyState.REFUSED,
    State.EXPIRED.value: CopyState.NOT_CONFIRMED,
}
_UNSETTLED: Final = frozenset(
    {
        State.CORRECTING.value,
        State.CORRECTING_CLOSED.value,
        State.WITHDRAWING.value,
        State.UNCORRECTED.value,
        State.UNCORRECTED_CLOSED.value,
        State.UNWITHDRAWN.value,
    }
)


class NameItem(Parameters):
    """An item: its thread, a message of it, a reference in it, or the id of a record behind it."""

    reference: str


@dataclass(frozen=True, slots=True)
class _Order:
    """Our latest order about an item, with the answer of whom it was given to."""

    digest: str
    kind: str
    sequence: int
    expires_ms: int


async def show_copies(call: Call, wanted: NameItem) -> Json:
    """Return the tree of copies of what was given, one root for each partner that got it."""
    node = call.node
    roots = node.read(lambda c: [_root(node, c, each) for each in _threads(c, wanted.reference)])
    if not roots:
        raise InputError("copies.nothing_given", reference=wanted.reference)
    return {"reference": wanted.reference, "copies": roots}


def _threads(connection: Connection, reference: str) -> list[tuple[str, str]]:
    """Return (thread, partner) of every conversation in which something of this was given."""
    threads = {reference}
    threads |= set(connection.scalars(select(_MESSAGE.thread).where(_MESSAGE.id == reference)))
    given, record = schema.reference.c, schema.record.c
    threads |= set(connection.scalars(select(given.thread).where(given.reference == reference)))
    threads |= set(
        connection.scalars(
            select(given.thread)
            .join_from(schema.reference, schema.record, given.rec == record.rec)
            .where(record.id == reference)
        )
    )
    rows = connection.execute(
        select(_MESSAGE.thread, _MESSAGE.partner)
        .where(_MESSAGE.incoming == 0, _MESSAGE.kind.in_(_GIVEN), _MESSAGE.thread.in_(threads))
        .distinct()
        .order_by(_MESSAGE.thread, _MESSAGE.partner)
    ).all()
    return [(row.thread, row.partner) for row in rows]


def _root(node: Node, connection: Connection, under: tuple[str, str]) -> dict[str, Any]:
    thread, partner = under
    rows = connection.execute(
        select(_MESSAGE.seq, _MESSAGE.kind, _MESSAGE.digest, _MESSAGE.sent_ms, _MESSAGE.expires_ms)
        .where(_MESSAGE.thread == thread, _MESSAGE.partner == partner, _MESSAGE.incoming == 0)
        .where(_MESSAGE.kind.in_((*_GIVEN, *_ORDERS)))
        .order_by(_MESSAGE.seq)
    ).all()
    orders = [row for row in rows if row.kind in _ORDERS]
    order = _order(orders[-1]) if orders else None
    given = [row for row in rows if row.kind in _GIVEN]
    state = (
        _heard_deleted(connection, under)
        or _erased_there(connection, partner, [row.digest for row in given])
        or _direct_state(connection, under, order)
    )
    return {
        "holder": partner,
        "giver": node.settings.id,
        "thread": thread,
        "item": given[0].digest,
        "since_ms": given[0].sent_ms,
        "verified": True,
        **state,
        "copies": _below(node, connection, [row.digest for row in given], order),
    }


def _order(row: Any) -> _Order:
    return _Order(row.digest, row.kind, row.seq, row.expires_ms)


def _heard_deleted(connection: Connection, under: tuple[str, str]) -> dict[str, Any] | None:
    """Return what a holder of a copy that we passed on stated, where it has deleted it.

    Its originator may have taken it back directly, without an order of ours.
    """
    thread, partner = under
    copied = schema.copied.c
    heard = connection.scalar(
        select(copied.heard).where(
            copied.incoming == 0, copied.thread == thread, copied.partner == partner
        )
    )
    said = SignedStatement.decode(bytes(heard)).statement if heard else None
    if isinstance(said, CopyStatement) and said.event is CopyEvent.DELETED:
        return _state(CopyState.DELETED, said.at_ms)
    return None


def _erased_there(
    connection: Connection, partner: str, items: Iterable[str]
) -> dict[str, Any] | None:
    """Return that a partner erased by its own decision what we had given it, and when."""
    ended = schema.ended_copy.c
    at_ms = connection.scalar(
        select(func.max(ended.at_ms)).where(ended.partner == partner, ended.item.in_(tuple(items)))
    )
    return None if at_ms is None else _state(CopyState.DELETED, int(at_ms))


def _direct_state(
    connection: Connection, under: tuple[str, str], order: _Order | None
) -> dict[str, Any]:
    """Return where a partner of ours stands with our latest order."""
    thread, partner = under
    mine = (_HELD.thread == thread, _HELD.partner == partner, _HELD.asking == 0)
    state = connection.scalar(select(_HELD.state).where(*mine))
    if order is None:
        return _state(_NEVER_CAME.get(state or "", CopyState.HELD), 0)
    if state in _UNSETTLED:
        return _unsettled(connection, partner, order)
    done = CopyState.DELETED if order.kind == Withdrawal.KIND else CopyState.REPLACED
    said = connection.scalar(
        select(_MESSAGE.sent_ms)
        .where(_MESSAGE.thread == thread, _MESSAGE.partner == partner, _MESSAGE.incoming == 1)
        .where(_MESSAGE.kind == Executed.KIND)
        .order_by(_MESSAGE.seq.desc())
        .limit(1)
    )
    return _state(done, int(said or 0))


def _unsettled(connection: Connection, partner: str, order: _Order) -> dict[str, Any]:
    gone, waits = schema.undelivered.c, schema.outbox.c
    outcome = connection.scalar(select(gone.outcome).where(gone.message == order.sequence))
    if outcome is not None:
        lost = CopyState.NOT_CONFIRMED if outcome == EXPIRED else CopyState.REFUSED
        return _state(lost, 0)
    fault = connection.scalar(select(waits.fault).where(waits.message == order.sequence))
    if not fault:
        return _state(CopyState.UNDER_WAY, 0)
    known = schema.partner.c
    seen_ms = connection.scalar(select(known.seen_ms).where(known.id == partner))
    return _state(CopyState.AWAY, int(seen_ms or 0))


def _below(
    node: Node, connection: Connection, parents: Iterable[str], order: _Order | None
) -> list[dict[str, Any]]:
    """Return the copies that were made from any of these, with theirs."""
    rows = connection.execute(
        select(schema.copy_told)
        .where(_TOLD.parent.in_(tuple(parents)))
        .order_by(_TOLD.at_ms, _TOLD.item)
    ).all()
    return [
        {
            "holder": row.holder,
            "giver": row.giver,
            "thread": "",
            "item": row.item,
            "since_ms": row.at_ms,
            "verified": _is_verified(node, row),
            **_told_state(row, order, _recall(connection, row), node.world.now_ms()),
            "copies": _below(node, connection, [row.item], order),
        }
        for row in rows
    ]


def _is_verified(node: Node, row: Row[Any]) -> bool:
    """Tell whether whoever spoke last of this copy is pinned, so that the signature was checked."""
    speaker = row.holder if row.event in {CopyEvent.DELETED, CopyEvent.REPLACED} else row.giver
    return node.known(speaker) is not None


def _recall(connection: Connection, row: Row[Any]) -> _Order | None:
    """Return our own order to the holder of a copy that another made."""
    found = connection.execute(
        select(_MESSAGE.seq, _MESSAGE.kind, _MESSAGE.digest, _MESSAGE.expires_ms).where(
            _MESSAGE.digest == row.recall, _MESSAGE.incoming == 0
        )
    ).first()
    return _order(found) if row.recall and found is not None else None


def _told_state(
    row: Row[Any], order: _Order | None, recall: _Order | None, now_ms: int
) -> dict[str, Any]:
    """Return where a copy stands; word that settles another order than our latest does not count.

    A copy that was refused under no order never came to its holder; deleted is for good. Of an
    order whose time is over without word nobody can say whether it was executed.
    """
    settled = row.order_digest != "" and order is not None and row.order_digest == order.digest
    never_came = row.event in {CopyEvent.REFUSED, CopyEvent.EXPIRED} and not row.order_digest
    if row.event in _TOLD_STATES and (settled or never_came or row.event == CopyEvent.DELETED):
        return _state(_TOLD_STATES[row.event], row.event_ms)
    latest = max((each.expires_ms for each in (order, recall) if each is not None), default=None)
    if latest is None:
        return _state(CopyState.HELD, 0)
    return _state(CopyState.UNDER_WAY if now_ms < latest else CopyState.NOT_CONFIRMED, 0)


def _state(state: CopyState, at_ms: int) -> dict[str, Any]:
    return {"copy_state": state.value, "at_ms": at_ms}

"""What this node counts of a partnership, and answering a partner that reviews it.

Counted are messages that passed between the two, by the time that their senders signed; what waits
in the outbox or never arrived is left out, as in reconciliation. A partner gets our figures only
where an agreement binds us both; they say nothing of any person, and each answer is logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.agreements.budgets import Budget
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import KINDS, Answer, Query, read_body
from entraide.exchange.figures import Clock, Figure, Item, Period, figures_of
from entraide.exchange.releases import Refusal
from entraide.exchange.review import Review
from entraide.kernel.message import Message
from entraide.node.mail.post import framing, seal
from entraide.node.runtime import Node

__all__ = ["answer_review", "figures_with", "is_bound_with"]

_MESSAGE: Final = schema.message.c
_ROWS: Final = 2_000
_MARKED: Final = frozenset({Query.KIND, Answer.KIND, Refusal.KIND})


async def answer_review(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Answer a partner's draft with ours for the same period.

    1. an agreement binds us both; 2. the period lies behind us; 3. it is counted; 4. and logged.
    """
    message, asked = admitted.message, admitted.body
    if not isinstance(asked, Review):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    if not is_bound_with(node, message.sender):  # 1
        raise RemoteProtocolError("review.no_agreement", partner=message.sender)
    if asked.period.until_ms > node.world.now_ms():  # 2
        raise RemoteProtocolError("review.not_over", partner=message.sender)
    figures = await figures_with(node, message.sender, asked.period)  # 3
    frame, pair = framing(node, message.thread), (message.recipient, message.sender)
    ours = Review(period=asked.period, figures=figures)
    answer = compose_outside(ours, pair, ("node", message.id), frame)
    event = Event(
        "review.answered",
        message.author,
        message.id,
        message.sender,
        {"from_ms": str(asked.period.from_ms), "until_ms": str(asked.period.until_ms)},
        {"theirs": message.digest, "ours": answer.digest},
    )
    await node.writer.run(lambda transaction: transaction.log(event))  # 4
    return seal(node, answer)


def is_bound_with(node: Node, partner: str) -> bool:
    """Tell whether an agreement, also one that has ended, binds this node and a partner."""
    pair = {node.settings.id, partner}
    return any(pair <= {p.id for p in policy.agreement.parties} for policy in node.policies)


async def figures_with(node: Node, partner: str, period: Period) -> tuple[Figure, ...]:
    """Count what passed with a partner, without holding up the node."""
    pair = (node.settings.id, partner)
    budgets = _budgets(node, pair)

    def count(connection: Connection) -> tuple[Figure, ...]:
        items = _items(connection, pair, period)
        return figures_of(items, (min(pair), max(pair)), period, budgets)

    return await asyncio.to_thread(node.read, count)


def _budgets(node: Node, pair: tuple[str, str]) -> dict[tuple[str, str], Budget]:
    """Return what each may ask for each purpose, under the agreements that bind both."""
    found: dict[tuple[str, str], Budget] = {}
    for policy in node.policies:
        agreement = policy.agreement
        if not set(pair) <= {party.id for party in agreement.parties}:
            continue
        for asker in pair:
            for purpose in agreement.exchange.purposes:
                budget = agreement.budget_for(asker, purpose)
                if budget is not None:
                    found[asker, purpose] = budget
    return found


def _items(connection: Connection, pair: tuple[str, str], period: Period) -> Iterator[Item]:
    us, partner = pair
    clocks = _clocks(connection, partner)
    outbox, lost = schema.outbox.c, schema.undelivered.c
    rows = connection.execution_options(yield_per=_ROWS).execute(
        select(
            _MESSAGE.kind, _MESSAGE.incoming, _MESSAGE.thread, _MESSAGE.sent_ms, _MESSAGE.digest,
            _MESSAGE.content,
        ).where(
            _MESSAGE.partner == partner,
            _MESSAGE.sent_ms >= period.from_ms,
            _MESSAGE.sent_ms < period.until_ms,
            _MESSAGE.seq.not_in(select(outbox.message).where(outbox.partner == partner)),
            _MESSAGE.seq.not_in(select(lost.message)),
        )
    )  # fmt: skip
    return map(partial(_item, us, partner, clocks), rows)


def _clocks(connection: Connection, partner: str) -> dict[str, Clock]:
    table = schema.request_clock.c
    rows = connection.execute(
        select(table.digest, table.received_ms, table.deadline_ms).where(table.partner == partner)
    )
    return {row.digest: Clock(row.received_ms, row.deadline_ms) for row in rows}


def _item(us: str, partner: str, clocks: dict[str, Clock], row: Row[tuple[object, ...]]) -> Item:
    kind = KINDS.get(row.kind)
    return Item(
        kind=row.kind,
        sender=partner if row.incoming else us,
        thread=row.thread,
        sent_ms=row.sent_ms,
        mark=_mark(row.content) if row.kind in _MARKED and row.content else "",
        clock=clocks.get(row.digest),
        under_agreement=kind is not None and kind.UNDER_AGREEMENT,
    )


def _mark(content: bytes) -> str:
    message = Message.decode(content)
    body = read_body(message)
    match body:
        case Query():
            return message.purpose or ""
        case Answer():
            return "hit" if body.hits else "no-hit"
        case Refusal():
            return body.ground
        case _:
            return ""

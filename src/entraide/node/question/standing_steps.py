"""The steps of a grid at which standing questions are searched again, and what leaves then.

At each step all of them are searched by the very search that answers questions, so that a late hit
knows no other records and no other visibility, and all late hits of a step leave together: their
moment tells nothing of when a record came. A hit ends the standing (``node.question.standing_held``
takes them in).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from entraide.adapters.searching.index import Sighting
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial
from entraide.exchange.answer import answer_event, compose_answer, reply
from entraide.exchange.bodies import Answer
from entraide.exchange.standing import Standing, is_new_step
from entraide.kernel.message import Message
from entraide.node.mail.post import Stored, advance, enqueue, framing, seal, sent
from entraide.node.question.answering import find_visible, record_references
from entraide.node.question.standing_held import decide_standing, end_standing
from entraide.node.question.standing_rows import STANDS, end, held_question, row_of, standing_rows
from entraide.node.record.erasure import try_to_finish
from entraide.node.request.threads import last_message
from entraide.node.runtime import Node

__all__ = ["screen_standing"]

_LAST: Final = "standing_ms"
"""The row of ``meta`` that says when standing questions were searched last."""


@dataclass(frozen=True, slots=True)
class _Late:
    """A late hit that is to go: the row, the message that left it standing, what was found."""

    row: Row[Any]
    standing: Message
    answer: Answer
    sightings: tuple[Sighting, ...]


async def screen_standing(node: Node) -> int:
    """At a new step, end what is over and search the rest; return how many became hits."""
    now_ms = node.world.now_ms()
    last_ms = node.read(_last_screened)
    if not is_new_step(last_ms, now_ms, node.settings.safeguards.standing_step_ms):
        return 0
    rows = node.read(lambda c: standing_rows(c, asking=False))
    over = [row for row in rows if row.until_ms <= now_ms]
    open_ = [row for row in rows if row.until_ms > now_ms]
    late: list[_Late] = []
    for row in open_:
        found = await _search(node, row)
        late += [found] if found else []

    def keep(transaction: Transaction) -> None:
        for each in over:
            end_standing(transaction, each, "expired", "expired")
            ids = {"code": "message.expired"}
            transaction.log(Event("standing.expired", "node", each.thread, each.partner, ids))
        for hit in late:
            _send_late(node, transaction, hit)
        _note_screened(transaction, now_ms)

    await node.writer.run(keep)
    for partner in {each.row.partner for each in late}:
        node.delivery.kick(partner)
    if over:
        await try_to_finish(node)
    return len(late)


async def _search(node: Node, row: Row[Any]) -> _Late | None:
    """Search for one standing question; None where nothing visible matches, or policy denies."""
    held = node.read(lambda c: held_question(c, row.thread, row.partner, incoming=True))
    card = node.partners.get(row.partner)
    if held is None or card is None:
        return None
    message = node.read(lambda c: last_message(c, row.thread, row.partner, Standing.KIND))
    decision, _ = decide_standing(node, message, held[1], counted=True)
    if isinstance(decision, Denial):
        return None
    sightings = await find_visible(node, held[1], card.keys.key_set.country)
    if not sightings:
        return None
    bands = [each.band for each in sightings]
    answer = compose_answer(decision, message, bands, node.fresh_id)
    return _Late(row, message, answer, sightings)


def _send_late(node: Node, transaction: Transaction, late: _Late) -> None:
    """Put a late hit into the outbox, unless its question ended meanwhile."""
    row = late.row
    now = row_of(transaction.connection, row.thread, row.partner, asking=False)
    if now is None or now.state != STANDS or now.message != late.standing.digest:
        return
    lifetime_ms = node.settings.exchange.query_lifetime_ms
    frame = framing(node, row.thread, lifetime_ms=lifetime_ms)
    message = reply(late.standing, late.answer, "node", frame)
    advance(transaction, row.thread, row.partner, answer_event(late.answer), asking=False)
    end(transaction, (row.thread, row.partner), "hit", asking=False)
    record_references(transaction, late.standing, late.answer, late.sightings)
    enqueue(transaction, Stored(message=message, incoming=False, envelope=seal(node, message)))
    transaction.log(sent(message))


def _last_screened(connection: Connection) -> int:
    meta = schema.meta.c
    return int(connection.scalar(select(meta.value).where(meta.key == _LAST)) or 0)


def _note_screened(transaction: Transaction, now_ms: int) -> None:
    table = schema.meta
    transaction.connection.execute(delete(table).where(table.c.key == _LAST))
    row = {"key": _LAST, "value": str(now_ms)}
    transaction.connection.execute(insert(table).values(row))

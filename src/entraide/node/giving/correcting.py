"""Correcting information that was given unasked: chosen again from the records as they are now.

Only fields that went before go again, unless the officer names categories. What was passed on is
its provider's to correct, not ours: it can be withdrawn here, nothing else.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial
from entraide.errors import InputError, PolicyError
from entraide.exchange.informing import categories_of_values
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.request import Choice, choose_values
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.giving.items import framework_of, third_party_decision
from entraide.node.giving.onward_taken import values_of
from entraide.node.request.choosing import Preview, own_values
from entraide.node.runtime import Node
from entraide.vocabulary.disclosure import category_of

__all__ = ["corrected_values", "is_information"]

_INFORMATION: Final = schema.information.c


def is_information(connection: Connection, item: Message) -> bool:
    """Tell whether an item of ours was given unasked."""
    found = select(_INFORMATION.item).where(
        _INFORMATION.thread == item.thread,
        _INFORMATION.partner == item.recipient,
        _INFORMATION.incoming == 0,
    )
    return connection.scalar(found) is not None


def corrected_values(
    node: Node, connection: Connection, item: Message, wanted: Preview
) -> tuple[ReleasedValue, ...]:
    """Return what stands in an item's place now; PolicyError where it may not pass any more."""
    if _copied(connection, item) is not None:
        raise InputError("copies.not_ours", thread=item.thread)
    before = values_of(item)
    choice = Choice(
        categories=wanted.categories or categories_of_values(before),
        without=wanted.without,
        evaluation=wanted.evaluation,
        handling=wanted.handling,
        handling_text=wanted.handling_text,
    )
    went = {value.prop for value in before}
    chosen = choose_values(own_values(node, _records(node, connection, item)), choice)
    if not wanted.categories:
        chosen = tuple(value for value in chosen if value.prop in went)
    chosen = tuple(value for value in chosen if category_of(value.prop))
    if not chosen:
        raise InputError("copies.withdraw_instead", thread=item.thread)
    frame = framework_of(connection, item)
    given = (chosen, frame)
    decision, _ = third_party_decision(node, given, item.recipient, item.purpose or "")
    if isinstance(decision, Denial):
        raise PolicyError("release.denied", article=decision.article, reason=decision.code)
    return chosen


def _copied(connection: Connection, item: Message) -> Row[Any] | None:
    table = schema.copied.c
    found = select(schema.copied).where(
        table.incoming == 0, table.thread == item.thread, table.partner == item.recipient
    )
    return connection.execute(found).one_or_none()


def _records(node: Node, connection: Connection, item: Message) -> dict[str, Record]:
    """Return the records behind the references of an item that its receiver may still see."""
    given, record = schema.reference.c, schema.record.c
    rows = connection.execute(
        select(given.reference, record.body)
        .join_from(schema.reference, schema.record, given.rec == record.rec)
        .where(given.thread == item.thread, given.partner == item.recipient)
    )
    key_set = node.pinned(item.recipient)
    country = key_set.country if key_set else ""
    found = {row.reference: decode_record(row.body) for row in rows}
    return {name: each for name, each in found.items() if each.visible_to(country)}

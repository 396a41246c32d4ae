"""Counting questions against the budgets of agreements, at the asker and (bindingly) the holder.

A count belongs to an agreement, an asker, a holder, a purpose and a calendar period in UTC. It goes
by the agreement's name, which an amendment keeps: a text that takes the place of another in
mid-month gives nobody a second budget. Every question counts, one person asked for
in five spellings five times. Only a question that policy let pass is counted, and counting it and
accepting it are one transaction.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.agreement import Agreement
from entraide.agreements.cedar import event_tag
from entraide.agreements.policy import Policy

__all__ = [
    "count_persons",
    "count_question",
    "persons_counted",
    "questions_asked",
    "questions_counted",
]

_BUDGET: Final = schema.budget.c
_COUNT: Final = (
    _BUDGET.agreement == bindparam("of_agreement"),
    _BUDGET.asker == bindparam("of_asker"),
    _BUDGET.purpose == bindparam("of_purpose"),
    _BUDGET.period_ms == bindparam("of_period"),
)
_USED: Final = Prepared(select(_BUDGET.used).where(*_COUNT))
_ONE_MORE: Final = Prepared(
    update(schema.budget)
    .where(*_COUNT, _BUDGET.used < bindparam("limit"))
    .values(used=_BUDGET.used + 1)
)


def questions_asked(
    connection: Connection, policy: Policy, pair: tuple[str, str], purpose: str, now_ms: int
) -> int:
    """Return how many questions (asker, holder) have passed in the present period."""
    return questions_counted(connection, policy.agreement, (pair, purpose), now_ms)


def questions_counted(
    connection: Connection,
    text: Agreement,
    what: tuple[tuple[str, str], str],
    now_ms: int,
) -> int:
    """Return the same count for a text that need not be in use; ``what`` is pair and purpose."""
    found = _USED.scalar(connection, _count(text, what, now_ms))
    return int(found or 0)


def count_question(
    transaction: Transaction, policy: Policy, pair: tuple[str, str], purpose: str
) -> bool:
    """Count one question of the pair (asker, holder); False, uncounted, where none is left."""
    budget = policy.agreement.budget_for(pair[0], purpose)
    if budget is None:
        return False
    count = _count(policy.agreement, (pair, purpose), transaction.now_ms)
    if _ONE_MORE.change(transaction.connection, {**count, "limit": budget.limit}):
        return True
    if _USED.scalar(transaction.connection, count) is not None:
        return False
    agreement, asker, _, period_ms = count.values()
    first = insert(schema.budget).values(
        agreement=agreement, asker=asker, purpose=purpose, period_ms=period_ms, used=1
    )
    transaction.connection.execute(first)
    return True


def _count(agreement: Agreement, what: tuple[tuple[str, str], str], now_ms: int) -> dict[str, Any]:
    """Return what names a count: agreement, asker and holder, purpose, period."""
    pair, purpose = what
    budget = agreement.budget_for(pair[0], purpose)
    return {
        "of_agreement": agreement.id,
        "of_asker": ">".join(pair),
        "of_purpose": purpose,
        "of_period": budget.span(now_ms).start if budget else 0,
    }


def persons_counted(
    connection: Connection, agreement: Agreement, pair: tuple[str, str], event: str
) -> int:
    """Return how many persons of lists (owner, who screens) have passed for an event, in all."""
    return int(_USED.scalar(connection, _of_event(agreement, pair, event)) or 0)


def count_persons(
    transaction: Transaction, agreement: Agreement, pair: tuple[str, str], counted: tuple[str, int]
) -> bool:
    """Count persons (event, how many) of the pair; False, uncounted, where fewer are left.

    The count belongs to the memorandum's name, so that an amendment does not begin it again.
    """
    event, persons = counted
    row = agreement.event(event)
    used = persons_counted(transaction.connection, agreement, pair, event)
    if row is None or used + persons > row.accreditations:
        return False
    of = _of_event(agreement, pair, event)
    values = {
        "agreement": of["of_agreement"],
        "asker": of["of_asker"],
        "purpose": of["of_purpose"],
        "period_ms": 0,
    }
    if used:
        more = update(schema.budget).where(*_COUNT).values(used=used + persons)
        transaction.connection.execute(more, of)
    else:
        transaction.connection.execute(insert(schema.budget).values(**values, used=persons))
    return True


def _of_event(agreement: Agreement, pair: tuple[str, str], event: str) -> dict[str, Any]:
    return {
        "of_agreement": agreement.id,
        "of_asker": ">".join(pair),
        "of_purpose": event_tag(event),
        "of_period": 0,
    }

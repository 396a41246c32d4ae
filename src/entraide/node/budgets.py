"""Counting questions against the budgets of agreements, at the asker and (bindingly) the holder.

A count belongs to an agreement, an asker, a holder, a purpose and a calendar period in UTC. Only a
question that policy let pass is counted, and counting it and accepting it are one transaction.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, insert, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Transaction
from entraide.agreements.policy import Policy

__all__ = ["count_question", "questions_asked"]


def questions_asked(
    connection: Connection, policy: Policy, pair: tuple[str, str], purpose: str, now_ms: int
) -> int:
    """Return how many questions (asker, holder) have passed in the present period."""
    table = schema.budget.c
    found = connection.scalar(select(table.used).where(*_row(policy, pair, purpose, now_ms)))
    return int(found or 0)


def count_question(
    transaction: Transaction, policy: Policy, pair: tuple[str, str], purpose: str
) -> bool:
    """Count one question of the pair (asker, holder); False, uncounted, where none is left."""
    budget = policy.agreement.budget_for(pair[0], purpose)
    if budget is None:
        return False
    row = _row(policy, pair, purpose, transaction.now_ms)
    table = schema.budget
    changed = transaction.connection.execute(
        update(table).where(*row, table.c.used < budget.limit).values(used=table.c.used + 1)
    )
    if changed.rowcount:
        return True
    if transaction.connection.scalar(select(table.c.used).where(*row)) is not None:
        return False
    transaction.connection.execute(
        insert(table).values(
            agreement=policy.digest,
            asker=">".join(pair),
            purpose=purpose,
            period_ms=_period(policy, pair[0], purpose, transaction.now_ms),
            used=1,
        )
    )
    return True


def _row(
    policy: Policy, pair: tuple[str, str], purpose: str, now_ms: int
) -> tuple[ColumnElement[bool], ...]:
    table = schema.budget.c
    return (
        table.agreement == policy.digest,
        table.asker == ">".join(pair),
        table.purpose == purpose,
        table.period_ms == _period(policy, pair[0], purpose, now_ms),
    )


def _period(policy: Policy, asker: str, purpose: str, now_ms: int) -> int:
    budget = policy.agreement.budget_for(asker, purpose)
    return budget.span(now_ms).start if budget else 0

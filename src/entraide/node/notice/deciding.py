"""What stands between a notice and its passing: the agreement, the record as it is now, the day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.agreements.decision import (
    Denial,
    PolicyQuestion,
    Referral,
    decide_without_agreement,
)
from entraide.agreements.policy import Permit
from entraide.errors import InputError, PolicyError
from entraide.kernel.message import Message
from entraide.kernel.record import Record, decode_record
from entraide.node.runtime import Node

__all__ = ["decide", "decide_under", "record_of", "shielded", "today"]


def today(node: Node) -> str:
    """Return the present day in UTC (ISO)."""
    return dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date().isoformat()


def decide(
    node: Node, question: PolicyQuestion, officers: tuple[str, ...]
) -> Permit | Referral | Denial:
    """Decide under every agreement of the pair, with the officers who looked; the first permits.

    A Referral is what more officers could still turn into a permit.
    """
    now_ms, pair = node.world.now_ms(), (question.asker, question.holder)
    other: Referral | Denial | None = None
    for policy in node.policies:
        if not policy.agreement.covers(*pair):
            continue
        decision = policy.decide(question, now_ms=now_ms, budget_used=0)
        if isinstance(decision, Referral):
            decision = policy.decide_reviewed(decision, officers, now_ms=now_ms, budget_used=0)
        if isinstance(decision, Permit):
            return decision
        other = decision if isinstance(decision, Referral) else other or decision
    return other or decide_without_agreement()


def decide_under(node: Node, message: Message, question: PolicyQuestion) -> Permit | Denial:
    """Decide under the agreement that a message names, as the one who gets what it says."""
    policy = node.policy_under(message.agreement)
    if policy is None:
        return decide_without_agreement()
    decision = policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
    if isinstance(decision, Referral):
        return Denial(decision.code, decision.article, decision.agreement)
    return decision


def record_of(connection: Connection, record_id: str) -> Record:
    """Return a record of ours; InputError where it is not held."""
    table = schema.record.c
    body = connection.scalar(select(table.body).where(table.id == record_id))
    if body is None:
        raise InputError("record.not_held", record=record_id)
    return decode_record(body)


def shielded(record: Record) -> None:
    """Refuse a notice about a person under protection; PolicyError, unless it was lifted."""
    if record.protected and not record.lifted:
        raise PolicyError("notice.protected", status=", ".join(sorted(record.protected)))

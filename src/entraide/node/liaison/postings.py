"""Postings as actions name them, and the check that an officer acts in one of the officer's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row, select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.exchange.progress import parse_day
from entraide.node.action import ASKING
from entraide.node.call import Call, Parameters
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.operation.journals import find_operation
from entraide.node.runtime import Node
from entraide.operations.offices.kinds import POSTING
from entraide.operations.offices.posting import Posting, PostingState, posting_of

__all__ = [
    "NamePosting",
    "check_posted",
    "find_posting",
    "last_day",
    "own_posting",
    "read_day",
    "today",
]

_OFFICER: Final = schema.officer.c


class NamePosting(Parameters):
    """A posting, by its id or the first digits of it."""

    posting: str


def find_posting(node: Node, named: str) -> tuple[Row[Any], Posting]:
    """Return a posting that is held here; InputError where it is none."""
    row = node.read(lambda c: find_operation(c, named))
    order = node.read(lambda c: held_journal(c, row.id)).journal.order
    if row.kind != POSTING or not order:
        raise InputError("operation.unknown_kind", kind=row.kind)
    return row, posting_of(order)


def own_posting(call: Call, named: str) -> tuple[Row[Any], Posting]:
    """Return the posting of the officer who acts, while it stands; PolicyError for any other."""
    row, posting = find_posting(call.node, named)
    posted = (posting.founding.party, posting.terms["officer"])
    if posted != (call.node.settings.id, call.actor.pseudonym):
        raise PolicyError("liaison.not_the_officer", posting=row.id)
    if posting.state(today(call.node)) is not PostingState.STANDING:
        raise PolicyError("liaison.not_standing", posting=row.id)
    return row, posting


def check_posted(node: Node, kind: str, body: Mapping[str, Any]) -> None:
    """Check that a posting to be notified is of an officer of ours, in the role that is told."""
    if kind != POSTING:
        return
    named = str(body.get("officer", ""))
    found = select(_OFFICER.role).where(_OFFICER.pseudonym == named)
    role = node.read(lambda c: c.scalar(found))
    if role not in ASKING or role != body.get("role"):
        raise InputError("liaison.no_such_officer", officer=named[:64])


def last_day(node: Node, agreement: str, day: str) -> str:
    """Return until when (ISO) what is of a day may be kept under an agreement (Art. 3.4)."""
    policy = node.policy_under(agreement)
    days = policy.agreement.personal_data.retention_days if policy else 0
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def read_day(text: str) -> str:
    """Return a day that is written as 2031-01-31; InputError where it is none."""
    if parse_day(text) is None:
        raise InputError("liaison.bad_day", found=text[:32])
    return text


def today(node: Node) -> str:
    """Return the present day (ISO, UTC)."""
    return dt.datetime.fromtimestamp(node.world.now_ms() / 1_000, dt.UTC).date().isoformat()

"""Counting a liaison officer's results: from the log, the clocks of requests and the journals.

What the officer did is what the log says under the officer's pseudonym, entry by entry, each made
by a signed order and covered by checkpoints that partners cosigned; how a request stood is its
clock; what came of an operation is its journal. The action takes a posting and a period, nothing
else: there is no figure that anybody could give. What lies before a restored backup stands in an
earlier epoch of the log and is not counted.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.agreements.budgets import DAY_MS, day_start
from entraide.errors import InputError
from entraide.exchange.bodies import Query
from entraide.exchange.information import Information
from entraide.exchange.progress import Clarification, Delayed
from entraide.exchange.releases import Part, Refusal, Reply, Request
from entraide.kernel.audit import Opening
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.liaison.postings import find_posting, read_day, today
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.oversight.accesses import openings_between
from entraide.node.request.clocks import find_clock
from entraide.node.runtime import Node
from entraide.operations.entry import Entry
from entraide.operations.offices.assistance import assistance_of
from entraide.operations.offices.kinds import ASSISTANCE, POSTING
from entraide.operations.offices.posting import Posting, posting_of
from entraide.operations.offices.results import Came, Handled, Training, Work, results_of

__all__ = ["ShowResults", "show_results"]

_ANSWERS: Final = frozenset(
    f"{body.KIND}.sent" for body in (Clarification, Delayed, Part, Reply, Refusal)
)
_ACTS: Final = {
    f"{Request.KIND}.sent": "requests_made",
    f"{Query.KIND}.sent": "questions",
    f"{Information.KIND}.sent": "spontaneous",
    "liaison.contacted": "contacts",
    "liaison.task_done": "tasks_done",
}
_WRITTEN: Final = {"task.done": "tasks_done", "threat.warned": "warnings"}
"""Entries of the posting's own journal that count."""


class ShowResults(Parameters):
    """A posting, or none for all of ours, and the first and last day that are counted."""

    posting: str | None = None
    first: str | None = None
    last: str | None = None


@dataclass(slots=True)
class _Seen:
    """What the log says of an officer in a period."""

    acts: Counter[str] = field(default_factory=Counter)
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    """For each thread and partner, when the officer first answered there."""
    asked: set[str] = field(default_factory=set)
    """Threads in which the officer asked."""
    written: set[str] = field(default_factory=set)
    """Operations in whose journals the officer wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One posting and the span in which work counts (UTC milliseconds, the end excluded)."""

    operation: str
    posting: Posting
    from_ms: int
    until_ms: int

    @property
    def partners(self) -> frozenset[str]:
        """The parties with which the officer works."""
        return frozenset(self.posting.terms["members"]) - {self.posting.founding.party}


async def show_results(call: Call, wanted: ShowResults) -> Json:
    """Return the results of one posting of ours, or of each; who looked stands in the log."""
    node = call.node
    chosen = _postings(node, wanted)
    spans = [_span(node, wanted, *each) for each in chosen]
    rows: list[Json] = await asyncio.to_thread(
        lambda: [node.read(lambda c, s=span: _told(node, c, s)) for span in spans]  # type: ignore[misc]
    )
    subject = wanted.posting or "postings"
    await node.writer.run(lambda t: t.log(call.event("liaison.results_read", subject)))
    return {"results": rows}


def _postings(node: Node, wanted: ShowResults) -> list[tuple[str, Posting]]:
    if wanted.posting is not None:
        row, posting = find_posting(node, wanted.posting)
        if posting.founding.party != node.settings.id:
            raise InputError("liaison.not_ours", posting=row.id)
        return [(row.id, posting)]
    table = schema.operation.c
    chosen = select(table.id).where(table.kind == POSTING, table.erased_ms == 0)
    ids = node.read(lambda c: c.scalars(chosen.order_by(table.opened_ms)).all())
    held = [(each, node.read(lambda c, i=each: held_journal(c, i))) for each in ids]  # type: ignore[misc]
    found = [(each, posting_of(journal.journal.order)) for each, journal in held]
    return [pair for pair in found if pair[1].founding.party == node.settings.id]


def _span(node: Node, wanted: ShowResults, operation: str, posting: Posting) -> _Wanted:
    """Return the days of the posting that lie in the wanted ones."""
    first, last = read_day(wanted.first or "2000-01-01"), read_day(wanted.last or today(node))
    starts = max(first, str(posting.terms["starts"]))
    until = min(last, str(posting.terms["until"]), today(node))
    ends_ms = day_start(dt.date.fromisoformat(until)) + DAY_MS
    if posting.ended is not None:
        ends_ms = min(ends_ms, posting.ended.at_ms)
    return _Wanted(
        operation=operation,
        posting=posting,
        from_ms=day_start(dt.date.fromisoformat(starts)),
        until_ms=ends_ms,
    )


def _told(node: Node, connection: Connection, wanted: _Wanted) -> dict[str, Any]:
    seen = _seen(connection, wanted)
    operations = _operations(connection, seen, wanted)
    work = Work(
        handled=tuple(_handled(connection, seen)),
        acts=seen.acts,
        came=tuple(each for order in operations for each in _came(order, wanted)),
        trainings=tuple(each for order in operations for each in _trainings(order, wanted, seen)),
    )
    until_ms = min(wanted.until_ms, node.world.now_ms())
    terms = wanted.posting.terms
    return {
        "posting": wanted.operation,
        "subject": terms["subject"],
        "host": terms["host"],
        "officer": terms["officer"],
        "from_ms": wanted.from_ms,
        "until_ms": until_ms,
        "figures": results_of(work, until_ms),
    }


def _seen(connection: Connection, wanted: _Wanted) -> _Seen:
    seen, officer = _Seen(), wanted.posting.terms["officer"]
    for opening in openings_between(connection, wanted.from_ms, wanted.until_ms):
        if opening.actor == officer:
            _note(seen, opening, wanted)
    return seen


def _note(seen: _Seen, opening: Opening, wanted: _Wanted) -> None:
    ids = dict(opening.ids)
    ours = opening.partner in wanted.partners or ids.get("posting") == wanted.operation
    if opening.action == "journal.written":
        seen.written.add(ids["subject"])
        if ids["subject"] == wanted.operation and ids["kind"] in _WRITTEN:
            seen.acts[_WRITTEN[ids["kind"]]] += 1
    elif ours and opening.action in _ACTS:
        seen.acts[_ACTS[opening.action]] += 1
        seen.asked |= {ids["thread"]} if "thread" in ids else set()
    elif ours and opening.action in _ANSWERS:
        seen.first.setdefault((ids["thread"], opening.partner), opening.at_ms)


def _handled(connection: Connection, seen: _Seen) -> Iterator[Handled]:
    for (thread, partner), first_ms in seen.first.items():
        found = find_clock(connection, thread, partner, asking=False)
        if found is not None:
            clock, _ = found
            yield Handled(
                received_ms=clock.received_ms,
                due_ms=clock.due_ms,
                answered_ms=clock.answered_ms,
                first_ms=first_ms,
            )


def _operations(connection: Connection, seen: _Seen, wanted: _Wanted) -> list[tuple[Entry, ...]]:
    """Return the journals in which the officer wrote, or in whose case the officer asked."""
    talk, table = schema.conversation.c, schema.operation.c
    cases = select(talk.case_reference).where(
        talk.thread.in_(seen.asked), talk.asking == 1, talk.case_reference != ""
    )
    mine = table.id.in_(seen.written) | table.case_reference.in_(cases)
    ids = connection.scalars(select(table.id).where(mine, table.erased_ms == 0)).all()
    orders = [held_journal(connection, each).journal.order for each in ids]
    return [order for order in orders if order and wanted.partners & _members(order)]


def _members(order: tuple[Entry, ...]) -> frozenset[str]:
    members: Any = order[0].body["members"]
    return frozenset(members)


def _came(order: tuple[Entry, ...], wanted: _Wanted) -> Iterator[Came]:
    """Yield what was reported in the period, proved where evidence was ever named for it."""
    backed = {str(each.body["result"]) for each in order if each.kind == "result.proved"}
    for claim in order:
        told = claim.kind == "result.claimed" and wanted.from_ms <= claim.at_ms < wanted.until_ms
        if told:
            yield Came(
                operation=claim.operation,
                what=str(claim.body["what"]),
                count=int(str(claim.body["count"])),
                is_proved=bool(claim.body["evidence"]) or claim.digest in backed,
            )


def _trainings(order: tuple[Entry, ...], wanted: _Wanted, seen: _Seen) -> Iterator[Training]:
    """Yield what recipients confirmed in the period, where the officer wrote in the journal."""
    if order[0].kind != ASSISTANCE or order[0].operation not in seen.written:
        return
    for offer in assistance_of(order).offers.values():
        said = offer.evaluated
        if said is not None and wanted.from_ms <= said.at_ms < wanted.until_ms:
            yield Training(people=int(str(said.body["people"])), days=int(str(said.body["days"])))

"""Offices in the yearly report for the public: postings, sessions of committees, assistance.

Counted from the journals that are held: what was erased meanwhile is counted no more. Of assistance
the recipient's figures count, once it has evaluated it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.node.operation.journal_shelf import held_journal
from entraide.operations.entry import Entry
from entraide.operations.offices.assistance import assistance_of
from entraide.operations.offices.committee import committee_of
from entraide.operations.offices.kinds import ASSISTANCE, COMMITTEE, POSTING
from entraide.operations.offices.posting import posting_of
from entraide.safeguards.public_figures import Section, protect, section

__all__ = ["assistance_given", "postings_begun", "sessions_held"]

_Span = tuple[int, int]


def postings_begun(connection: Connection, span: _Span, us: str) -> Section:
    """Return the liaison officers whose posting was accepted by the host, of those notified."""
    counts: Counter[tuple[str, ...]] = Counter()
    for order in _orders(connection, POSTING):
        posting = posting_of(order)
        host, sender = str(posting.terms["host"]), posting.founding.party
        if _within(posting.founding, span) and host in posting.accepted:
            ours = sender == us
            counts["sent" if ours else "received", host if ours else sender] += 1
    return section("postings", ("way", "partner"), counts)


def sessions_held(connection: Connection, span: _Span, us: str) -> Section:
    """Return the sessions of committees that were held, decisions taken and actions done."""
    counts: Counter[tuple[str, ...]] = Counter()
    for order in _orders(connection, COMMITTEE):
        committee = committee_of(order)
        if not _within(committee.founding, span) or us not in committee.present:
            continue
        decisions = committee.decisions.values()
        done = sum(each.done is not None for each in committee.actions.values())
        counts["sessions",] += committee.is_held
        counts["decisions",] += sum(each.is_taken for each in decisions)
        counts["actions",] += len(committee.actions)
        counts["actions-done",] += done
    return section("committee", ("kind",), counts)


def assistance_given(connection: Connection, span: _Span, us: str) -> Section:
    """Return the assistance that was given or received, with people and days as evaluated."""
    counts: Counter[tuple[str, str, str]] = Counter()
    people: Counter[tuple[str, str, str]] = Counter()
    days: Counter[tuple[str, str, str]] = Counter()
    for key, said in _evaluated(connection, span, us):
        counts[key] += 1
        people[key] += int(str(said.body["people"]))
        days[key] += int(str(said.body["days"]))
    rows = tuple(
        (*key, protect(count), protect(people[key]), protect(days[key]))
        for key, count in sorted(counts.items())
    )
    return Section("assistance", ("way", "partner", "kind", "count", "people", "days"), rows)


def _evaluated(
    connection: Connection, span: _Span, us: str
) -> Iterator[tuple[tuple[str, str, str], Entry]]:
    for order in _orders(connection, ASSISTANCE):
        assistance = assistance_of(order)
        needer, form = assistance.founding.party, str(assistance.terms["form"])
        for offer in assistance.offers.values():
            said, giver = offer.evaluated, offer.entry.party
            if said is not None and _within(said, span) and us in {needer, giver}:
                way, partner = ("sent", needer) if giver == us else ("received", giver)
                yield (way, partner, form), said


def _orders(connection: Connection, kind: str) -> Iterator[tuple[Entry, ...]]:
    table = schema.operation.c
    chosen = select(table.id).where(table.kind == kind, table.erased_ms == 0)
    for operation in connection.scalars(chosen).all():
        order = held_journal(connection, operation).journal.order
        if order:
            yield order


def _within(entry: Entry, span: _Span) -> bool:
    return span[0] <= entry.at_ms < span[1]

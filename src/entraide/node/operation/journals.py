"""Keeping journals in the store, and the circle of members to whom their entries go.

Reading them is in ``journal_shelf``; nothing that follows from entries is stored. What each member
may get is decided here, for writing, receiving and asking alike: the article that lets the parties
have such an operation, then the policy on its terms, for each pair; of an office its form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, PolicyQuestion, Side, about_office
from entraide.agreements.policy import Decision, Policy
from entraide.agreements.terms import Form
from entraide.errors import InputError
from entraide.node.operation.journal_shelf import held_journal
from entraide.operations.admitting import OPERATIONS
from entraide.operations.deconfliction import Mine
from entraide.operations.entry import Entry, SignedEntry
from entraide.operations.event_terms import is_event_agreed
from entraide.operations.journal import Journal

__all__ = [
    "all_held",
    "decide",
    "find_operation",
    "keep_journal",
    "operation_row",
]

_OPERATION: Final = schema.operation.c
_ENTRY: Final = schema.journal_entry.c


def operation_row(connection: Connection, operation: str) -> Row[Any] | None:
    """Return the row of an operation; None where it is not known here."""
    found = select(schema.operation).where(_OPERATION.id == operation)
    return connection.execute(found).one_or_none()


def find_operation(connection: Connection, named: str) -> Row[Any]:
    """Return the one operation whose id starts so; InputError otherwise."""
    rows = connection.execute(
        select(schema.operation).where(
            _OPERATION.id.startswith(named, autoescape=True), _OPERATION.erased_ms == 0
        )
    ).all()
    if not named or len(rows) != 1:
        raise InputError("operation.not_found", operation=named[:64], found=len(rows))
    return rows[0]


def all_held(connection: Connection, now_ms: int) -> tuple[Mine, ...]:
    """Return every operation that is held here: its journal, its case of ours, whether it runs."""
    rows = connection.execute(
        select(_OPERATION.id, _OPERATION.kind, _OPERATION.case_reference).where(
            _OPERATION.erased_ms == 0
        )
    ).all()
    held = ((row, held_journal(connection, row.id).journal.order) for row in rows)
    return tuple(
        Mine(order, row.case_reference, OPERATIONS[row.kind].runs(order, now_ms))
        for row, order in held
        if order
    )


def keep_journal(
    transaction: Transaction, before: Journal, after: Journal, brought: Iterable[SignedEntry]
) -> None:
    """Keep what a journal has become: new entries, those that wait no more, those refused."""
    connection = transaction.connection
    known = {**before.held, **before.waiting}
    for each in brought:
        digest = each.entry.digest
        if digest not in known and (digest in after.held or digest in after.waiting):
            _insert(transaction, each, waiting=digest in after.waiting)
            known[digest] = each.entry
    for digest in before.waiting:
        mine = _ENTRY.digest == digest
        if digest in after.held:
            connection.execute(update(schema.journal_entry).where(mine).values(waiting=0))
        elif digest not in after.waiting:
            connection.execute(delete(schema.journal_entry).where(mine))
    founding = after.founding
    if founding is not None:
        changed = update(schema.operation).where(_OPERATION.id == founding.operation)
        connection.execute(changed.values(changed_ms=transaction.now_ms))


def _insert(transaction: Transaction, signed: SignedEntry, *, waiting: bool) -> None:
    entry, connection = signed.entry, transaction.connection
    if not entry.seen:
        _found(transaction, entry)
    row = {
        "operation": entry.operation,
        "digest": entry.digest,
        "party": entry.party,
        "number": entry.number,
        "waiting": int(waiting),
        "came_ms": transaction.now_ms,
        "signed": fresh_key(connection).seal("journal_entry.signed", signed.encode()),
    }
    connection.execute(insert(schema.journal_entry).values(**row))


def _found(transaction: Transaction, founding: Entry) -> None:
    row = {
        "id": founding.operation,
        "kind": founding.kind,
        "agreement": str(founding.body["agreement"]),
        "purpose": OPERATIONS[founding.kind].purpose(founding),
        "case_reference": "",
        "opened_ms": transaction.now_ms,
        "read_ms": 0,
        "changed_ms": transaction.now_ms,
        "erased_ms": 0,
    }
    transaction.connection.execute(insert(schema.operation).values(**row))


def decide(
    policy: Policy, founding: Entry, pair: tuple[str, str], side: Side, now_ms: int
) -> Decision:
    """Decide whether the entries of an operation may go; ``pair`` is (who gets, who gives).

    An office is decided by its form alone (Art. 6.1). Any other operation is denied by its article
    where the memorandum has none, and then decided as information given unasked.
    """
    operation = OPERATIONS[founding.kind]
    if operation.office is not None:
        question = about_office(operation.office(founding), pair, side)
    elif not _allows(policy, founding):
        article = f"Art. {operation.article}"
        return Denial("policy.form_not_agreed", article, policy.agreement.id)
    else:
        question = _information(founding, pair, side)
    return policy.decide(question, now_ms=now_ms, budget_used=0)


def _allows(policy: Policy, founding: Entry) -> bool:
    agreement = policy.agreement
    allowed = {
        "4.3": agreement.observation.controlled_delivery,
        "5.1": agreement.missions.joint_teams,
        "5.5": is_event_agreed(agreement, founding.body),
    }
    return allowed[OPERATIONS[founding.kind].article]


def _information(founding: Entry, pair: tuple[str, str], side: Side) -> PolicyQuestion:
    terms = founding.body
    categories: Any = terms["categories"]
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.SPONTANEOUS,
        purpose=str(terms["purpose"]),
        offence=str(terms["offence"]),
        categories=tuple(categories),
        has_case=bool(str(terms["case"]).strip()),
        has_legal_basis=bool(str(terms["legal_basis"] or "").strip()),
        urgent=False,
        side=side,
    )

"""What stands in the store of lists and their screening, and where a list is in its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select

from entraide.adapters.files.accreditations import Accredited
from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.agreement import Agreement
from entraide.agreements.chapters.cooperation import EventRow
from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.policy import Policy
from entraide.agreements.terms import Form
from entraide.kernel.canonical import decode_canonical
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.operation.journals import operation_row
from entraide.node.runtime import Node
from entraide.operations.entry import Entry
from entraide.operations.event import Cell, CellState
from entraide.operations.event_folding import EVENT_FOLD
from entraide.operations.kinds import EVENT

__all__ = [
    "Standing",
    "cell_of",
    "day_at",
    "forget_lists",
    "forget_screened",
    "is_admitted",
    "lists_of",
    "person_of",
    "screening_question",
    "standing_cell",
    "unannounced",
]

_LIST: Final = schema.accreditation_list.c
_PERSON: Final = schema.accreditation.c


@dataclass(frozen=True, slots=True)
class Standing:
    """A cell that stands, with the policy and what is agreed of its event."""

    cell: Cell
    policy: Policy
    row: EventRow

    @property
    def founding(self) -> Entry:
        """What was proposed and joined."""
        return self.cell.founding

    @property
    def agreement(self) -> Agreement:
        """The memorandum under which it stands."""
        return self.policy.agreement


def day_at(now_ms: int) -> str:
    """Return the day (ISO, UTC) of a moment."""
    return dt.datetime.fromtimestamp(now_ms / 1_000, dt.UTC).date().isoformat()


def cell_of(connection: Connection, operation: str) -> Cell | None:
    """Return a cell whose journal is held here; None where it is not one, or erased."""
    row = operation_row(connection, operation)
    if row is None or row.erased_ms or row.kind != EVENT:
        return None
    journal = held_journal(connection, operation).journal
    return journal.stands(EVENT_FOLD) if journal.held else None


def standing_cell(node: Node, operation: str) -> Standing | None:
    """Return a cell that stands today and in which we are; None otherwise."""
    cell = node.read(lambda c: cell_of(c, operation))
    if cell is None or node.settings.id not in cell.active:
        return None
    policy = node.policy_under(str(cell.terms["agreement"]))
    row = policy.agreement.event(str(cell.terms["event"])) if policy else None
    stands = cell.state(day_at(node.world.now_ms())) is CellState.STANDING
    if policy is None or row is None or not stands:
        return None
    return Standing(cell, policy, row)


def screening_question(founding: Entry, pair: tuple[str, str], side: Side) -> PolicyQuestion:
    """Return how policy sees the screening of a list; ``pair`` is (owner, who screens)."""
    terms: Any = founding.body
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.SCREENING,
        purpose=str(terms["purpose"]),
        offence=str(terms["offence"]),
        categories=tuple(terms["categories"]),
        has_case=bool(str(terms["case"]).strip()),
        has_legal_basis=bool(str(terms["legal_basis"] or "").strip()),
        urgent=False,
        side=side,
        event=str(terms["event"]),
    )


def is_admitted(standing: Standing, entry: str, party: str) -> bool:
    """Tell whether enough officers of a party let a list be screened there, and none refused."""
    listed = standing.cell.lists.get(entry)
    if listed is None or party in listed.refused:
        return False
    two = Form.SCREENING in standing.agreement.exchange.two_officers_for
    return len(set(listed.admitted_by(party))) >= (2 if two else 1)


def lists_of(connection: Connection, operation: str | None = None) -> Sequence[Row[Any]]:
    """Return the lists of ours that were announced, of one operation or of all."""
    mine = select(schema.accreditation_list).where(_LIST.entry != "")
    if operation is not None:
        mine = mine.where(_LIST.operation == operation)
    return connection.execute(mine.order_by(_LIST.made_ms, _LIST.root)).all()


def unannounced(connection: Connection) -> Sequence[Row[Any]]:
    """Return the lists of ours whose announcement was not found in a journal yet."""
    return connection.execute(select(schema.accreditation_list).where(_LIST.entry == "")).all()


def person_of(body: bytes) -> Accredited:
    """Return a person of a list as it was kept."""
    return Accredited(**decode_canonical(body))


def forget_lists(transaction: Transaction, roots: Sequence[str]) -> int:
    """Delete lists of ours with every person and answer; return how many persons."""
    connection = transaction.connection
    persons = _PERSON.root.in_(roots)
    count = connection.scalar(select(func.count()).where(persons)) or 0
    doom_bodies(transaction, _PERSON.person, persons)
    for table in (
        schema.accreditation,
        schema.accreditation_batch,
        schema.screening,
        schema.accreditation_list,
    ):
        connection.execute(delete(table).where(table.c.root.in_(roots)))
    return count


def forget_screened(transaction: Transaction, operation: str) -> None:
    """Delete what is kept of the lists of others that were screened here."""
    for table in (schema.screened_batch, schema.screened_person):
        transaction.connection.execute(delete(table).where(table.c.operation == operation))

"""The tables of liaison officers at home: contacts with authorities of the host, and their tasks.

Neither leaves: a task that is shared is written into the posting's journal, and its entry noted
here. Words, names and numbers lie sealed; both go on their last day, or with the posting.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["liaison_tables"]


def liaison_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Add two tables: contacts and tasks."""
    contact = Table(
        "liaison_contact",
        metadata,
        Column("id", Text, primary_key=True),
        Column("operation", Text, nullable=False),  # the posting
        Column("officer", Text, nullable=False),  # pseudonym
        Column("day", Text, nullable=False),
        Column("keep_until", Text, nullable=False),
        Column("body", Sealed("liaison_contact.body"), nullable=False),
        Index("liaison_contact_operation", "operation"),
    )
    task = Table(
        "liaison_task",
        metadata,
        Column("id", Text, primary_key=True),
        Column("operation", Text, nullable=False),
        Column("officer", Text, nullable=False),
        Column("due", Text, nullable=False),
        Column("keep_until", Text, nullable=False),
        Column("done_ms", BigInteger),
        Column("shared", Text, nullable=False),  # the journal's entry; empty while it is at home
        Column("body", Sealed("liaison_task.body"), nullable=False),
        Index("liaison_task_operation", "operation"),
    )
    return contact, task

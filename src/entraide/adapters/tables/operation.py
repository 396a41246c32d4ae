"""The tables of operations: which there are, and the entries of their journals.

What an entry says lies sealed, with its signature; in the clear stand its digest, its party and its
number. What an operation amounts to is computed from its entries, never stored.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, PrimaryKeyConstraint, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["operation_tables"]


def operation_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Add two tables: operations, and the entries of their journals."""
    operation = Table(
        "operation",
        metadata,
        Column("id", Text, primary_key=True),
        Column("kind", Text, nullable=False),  # of its founding entry
        Column("agreement", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("case_reference", Text, nullable=False),  # of our own case; empty until we join
        Column("opened_ms", BigInteger, nullable=False),
        Column("read_ms", BigInteger, nullable=False),  # when an officer here read it last
        Column("changed_ms", BigInteger, nullable=False),
        Column("erased_ms", BigInteger, nullable=False),  # zero while its journal is here
    )
    entry = Table(
        "journal_entry",
        metadata,
        Column("operation", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("party", Text, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("waiting", Integer, nullable=False),  # for entries that it has seen
        Column("came_ms", BigInteger, nullable=False),
        Column("signed", Sealed("journal_entry.signed"), nullable=False),
        PrimaryKeyConstraint("operation", "digest"),
    )
    return operation, entry

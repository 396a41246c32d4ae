"""The table of the cases in which this agency asks."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table

from entraide.adapters.tables.column_types import Text

__all__ = ["case_table"]


def case_table(metadata: MetaData) -> Table:
    """Add the table to a schema; conversations name a case by its reference."""
    return Table(
        "case_file",
        metadata,
        Column("id", Text, primary_key=True),  # random: what the log names
        Column("reference", Text, nullable=False, unique=True),
        Column("legal_basis", Text, nullable=False),
        Column("purposes", Text, nullable=False),  # codes, with a space between
        Column("offence", Text, nullable=False),
        Column("owner", Text, nullable=False),  # pseudonym
        Column("retention_days", Integer, nullable=False),  # from the day it is closed
        Column("opened_ms", BigInteger, nullable=False),
        Column("closed_ms", BigInteger),
        Column("outcome", Text, nullable=False),  # empty while it is open
    )

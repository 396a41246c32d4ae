"""The tables of certificates and witness keys that partners had before their present ones."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, PrimaryKeyConstraint, Table

from entraide.adapters.tables.column_types import Text

__all__ = ["certificate_table", "witness_table"]


def certificate_table(metadata: MetaData) -> Table:
    """Add the table to a schema; ``until_ms`` is when the overlap with the later one ends."""
    return Table(
        "former_certificate",
        metadata,
        Column("partner", Text, nullable=False),
        Column("pin", Text, nullable=False),
        Column("certificate", LargeBinary, nullable=False),
        Column("until_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("partner", "pin"),
    )


def witness_table(metadata: MetaData) -> Table:
    """Add the table of former witness keys, each with the card that named it."""
    return Table(
        "former_witness",
        metadata,
        Column("partner", Text, nullable=False),
        Column("version", BigInteger, nullable=False),  # of the key set that followed it
        Column("card", LargeBinary, nullable=False),
        PrimaryKeyConstraint("partner", "version"),
    )

"""The table of certificates that partners showed before their present one."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, PrimaryKeyConstraint, Table

from entraide.adapters.column_types import Text

__all__ = ["certificate_table"]


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

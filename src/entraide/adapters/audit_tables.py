"""The tables of the audit log, and the metadata that all tables of the store belong to.

Log entries, the nodes of their tree, signed checkpoints, what we cosigned for others, and proof
that a partner's log forked. The other tables are in ``schema``, which names these too.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.column_types import Text

__all__ = ["checkpoint", "fork", "log_entry", "log_node", "metadata", "witnessed"]

metadata: Final = MetaData()

log_entry: Final = Table(
    "log_entry",
    metadata,
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
    Column("opening", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("subject", Text, nullable=False),  # id by which people ask for a proof
    Index("log_subject", "subject"),
)

log_node: Final = Table(
    "log_node",
    metadata,
    Column("level", Integer, nullable=False),
    Column("idx", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("level", "idx"),
    sqlite_with_rowid=False,
)

checkpoint: Final = Table(
    "checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
    Column("cosigned", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

witnessed: Final = Table(
    "witnessed",
    metadata,
    Column("partner", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

fork: Final = Table(
    "fork",
    metadata,
    Column("partner", Text, primary_key=True),
    Column("evidence", LargeBinary, nullable=False),
    Column("code", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

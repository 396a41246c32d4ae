"""The tables of the audit log: the present epoch, the ended ones, and what we cosigned for others.

``schema`` is where they are read from, with all others; they stand here for their number.
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

from entraide.adapters.tables.column_types import Text

__all__ = [
    "checkpoint",
    "fork",
    "log_entry",
    "log_epoch",
    "log_node",
    "metadata",
    "past_checkpoint",
    "past_entry",
    "past_node",
    "witnessed",
]

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

log_epoch: Final = Table(  # the logs that this node kept before the present one
    "log_epoch",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("vkey", Text, nullable=False),
    Column("size", BigInteger, nullable=False),  # entries that we still hold
    Column("witnessed_size", BigInteger, nullable=False),  # entries that partners saw
    Column("key_set", LargeBinary, nullable=False),  # as the root keys signed it
    Column("ended_ms", BigInteger, nullable=False),
)

past_entry: Final = Table(
    "past_entry",
    metadata,
    Column("epoch", Integer, nullable=False),
    Column("idx", BigInteger, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Column("opening", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("subject", Text, nullable=False),
    PrimaryKeyConstraint("epoch", "idx"),
    Index("past_subject", "subject"),
)

past_node: Final = Table(
    "past_node",
    metadata,
    Column("epoch", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("idx", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("epoch", "level", "idx"),
    sqlite_with_rowid=False,
)

past_checkpoint: Final = Table(
    "past_checkpoint",
    metadata,
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("cosigned", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("epoch", "size"),
)

witnessed: Final = Table(
    "witnessed",
    metadata,
    Column("partner", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("partner", "origin"),
)

fork: Final = Table(
    "fork",
    metadata,
    Column("partner", Text, primary_key=True),
    Column("evidence", LargeBinary, nullable=False),
    Column("code", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

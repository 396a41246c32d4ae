"""The tables of attachments and of messages that never reached their partner."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.tables.column_types import Text

__all__ = ["transfer_tables"]


def transfer_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Add the two tables to a schema that has the messages: undelivered ones, attachments."""
    undelivered = Table(
        "undelivered",
        metadata,
        Column(
            "message", BigInteger, ForeignKey("message.seq"), primary_key=True, autoincrement=False
        ),
        Column("outcome", Text, nullable=False),  # "expired" or "refused"
        Column("code", Text, nullable=False),
    )
    attachment = Table(
        "attachment",
        metadata,
        Column("incoming", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("message", BigInteger, ForeignKey("message.seq"), nullable=False),  # the offer
        Column("partner", Text, nullable=False),
        Column("thread", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("chunk_size", BigInteger, nullable=False),
        Column("held", BigInteger, nullable=False),  # chunks that the receiver holds
        Column("bitmap", LargeBinary, nullable=False),  # which; empty at the sender
        Column("source", Text, nullable=False),  # the sender's file, and what it was when offered
        Column("stamp", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_ms", BigInteger, nullable=False),
        Column("fault", Text, nullable=False),
        Column("at_ms", BigInteger, nullable=False),
        Column("expires_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("incoming", "id"),
        Index("attachment_state", "incoming", "state"),
    )
    return undelivered, attachment

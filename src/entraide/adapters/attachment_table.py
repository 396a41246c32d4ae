"""The table of attachments: what was offered, to or by whom, and how much of it has arrived.

``schema`` is where it is read from, with all others.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.audit_tables import metadata
from entraide.adapters.column_types import Text

__all__ = ["attachment"]

attachment: Final = Table(
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

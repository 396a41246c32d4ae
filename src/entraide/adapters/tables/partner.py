"""The tables of partners, of how contact with them went, and of keys, believed or not."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.tables.column_types import Text

__all__ = ["partner_tables"]


def partner_tables(metadata: MetaData) -> tuple[Table, Table, Table, Table]:
    """Add the tables to a schema: partners, days of contact, former keys, revocations."""
    partner = Table(
        "partner",
        metadata,
        Column("id", Text, primary_key=True),
        Column("card", LargeBinary, nullable=False),
        Column("pinned_ms", BigInteger, nullable=False),
        Column("pinned_by", Text, nullable=False),
        Column("seen_ms", BigInteger, nullable=False),
        Column("fault", Text, nullable=False),
    )
    partner_day = Table(  # one bit for each hour (UTC), the lowest for the first of the day
        "partner_day",
        metadata,
        Column("partner", Text, nullable=False),
        Column("day", BigInteger, nullable=False),  # since 1 January 1970
        Column("reached", Integer, nullable=False),
        Column("missed", Integer, nullable=False),
        PrimaryKeyConstraint("partner", "day"),
    )
    former_key = Table(  # signing keys that others have followed, and until when they were in use
        "former_key",
        metadata,
        Column("partner", Text, nullable=False),
        Column("key", LargeBinary, nullable=False),
        Column("until_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("partner", "key"),
    )
    revocation = Table(  # keys that their agency's roots revoked, by id; our own among them
        "revocation",
        metadata,
        Column("party", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("signed", LargeBinary, nullable=False),
        PrimaryKeyConstraint("party", "key"),
    )
    return partner, partner_day, former_key, revocation

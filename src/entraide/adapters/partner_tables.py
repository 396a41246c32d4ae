"""The tables of partners and of the keys that are, were, or must not be believed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, PrimaryKeyConstraint, Table

from entraide.adapters.column_types import Text

__all__ = ["partner_tables"]


def partner_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """Add the three tables to a schema: partners, their former keys, revocations."""
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
    return partner, former_key, revocation

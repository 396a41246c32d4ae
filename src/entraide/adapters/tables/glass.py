"""The tables of the sealed account: what opens it, its uses, its wrong tries, why it was used.

Of a passphrase there is a hash only (Argon2id), and after its one use not even that. What people
wrote about a use lies sealed.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, PrimaryKeyConstraint, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["glass_tables"]

_serial: Final = BigInteger().with_variant(Integer, "sqlite")


def glass_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """Add three tables: sealed accounts with their use, wrong tries, explanations."""
    glass = Table(
        "glass",
        metadata,
        Column("id", Text, primary_key=True),
        Column("state", Text, nullable=False),  # proposed, ready, used or void
        Column("first", Text, nullable=False),  # who set it up: pseudonyms
        Column("second", Text, nullable=False),
        Column("first_half", Text, nullable=False),  # hashes; empty once it was used or is void
        Column("second_half", Text, nullable=False),
        Column("set_ms", BigInteger, nullable=False),
        Column("session", Text, nullable=False),  # digest of the session's secret
        Column("claimed", Text, nullable=False),  # whose name was given: a pseudonym
        Column("opened_ms", BigInteger),
        Column("ends_ms", BigInteger),
        Column("closed_ms", BigInteger),  # when two officers had explained its use
        Column("body", Sealed("glass.body"), nullable=False),  # why it was opened
    )
    tries = Table(
        "glass_try",
        metadata,
        Column("seq", _serial, primary_key=True, autoincrement=True),
        Column("at_ms", BigInteger, nullable=False),
    )
    reason = Table(
        "glass_reason",
        metadata,
        Column("glass", Text, nullable=False),
        Column("officer", Text, nullable=False),  # pseudonym
        Column("at_ms", BigInteger, nullable=False),
        Column("body", Sealed("glass_reason.body"), nullable=False),
        PrimaryKeyConstraint("glass", "officer"),
    )
    return glass, tries, reason

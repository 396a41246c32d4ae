"""The tables of postings in blocks: what a search reads of keys that many records hold.

They are derived from ``posting``, which stays the truth. Only common keys stand here; the blocks
of one hold every record of it up to ``upto`` and none beyond, so that records added later (their
numbers are higher) need no change. ``posting_blocks`` writes them, ``schema`` is where they are
read from.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table

from entraide.adapters.tables.audit import metadata

__all__ = ["common_key", "posting_block"]

common_key: Final = Table(
    "common_key",
    metadata,
    Column(
        "key",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("held", BigInteger, nullable=False),  # how many records its blocks hold
    Column("upto", BigInteger, nullable=False),
)

posting_block: Final = Table(
    "posting_block",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("recs", LargeBinary, nullable=False),  # each less ``first``, four bytes, in order
    PrimaryKeyConstraint("key", "first"),
    sqlite_with_rowid=False,
)

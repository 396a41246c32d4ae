"""The tables of the duty room: its watch log, shifts, wall screens, and what lacks a second pair of
eyes.

What officers write stands sealed, each entry under a key of its own; ids, times and codes do not.
Nothing here leaves the node.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["wall_table", "watch_tables"]

_serial: Final = BigInteger().with_variant(Integer, "sqlite")


def watch_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """Add three tables: entries of the watch log, shifts, approvals that wait for a second."""
    entry = Table(
        "watch_entry",
        metadata,
        Column("seq", _serial, primary_key=True, autoincrement=True),  # the order of writing
        Column("id", Text, nullable=False, unique=True),
        Column("root", Text, nullable=False),  # the first entry of its matter; its own id if first
        Column("kind", Text, nullable=False),  # written, corrected or closed
        Column("of", Text, nullable=False),  # the entry that it corrects or closes; or empty
        Column("shift", Text, nullable=False),  # under which it was written; or empty
        Column("officer", Text, nullable=False),  # pseudonym
        Column("severity", Text, nullable=False),
        Column("happened_ms", BigInteger, nullable=False),
        Column("at_ms", BigInteger, nullable=False),
        Column("body", Sealed("watch_entry.body"), nullable=False),
        Index("watch_entry_root", "root"),
        Index("watch_entry_at", "at_ms"),
    )
    shift = Table(
        "watch_shift",
        metadata,
        Column("id", Text, primary_key=True),
        Column("officer", Text, nullable=False),  # pseudonym
        Column("follows", Text, nullable=False),  # the shift that was taken over; empty if none
        Column("begun_ms", BigInteger, nullable=False),
        Column("until_ms", BigInteger, nullable=False),  # as planned
        Column("handed_ms", BigInteger),
        Column("ended_ms", BigInteger),
        Column("sheet", Text, nullable=False),  # digest of the handover sheet; empty until then
        Column("body", Sealed("watch_shift.body"), nullable=False),
        Index("watch_shift_begun", "begun_ms"),
    )
    half = Table(
        "half_approved",
        metadata,
        Column("payload", Text, primary_key=True),  # SHA-256 of what is approved
        Column("action", Text, nullable=False),
        Column("about", Text, nullable=False),  # thread, notice, operation ... or empty
        Column("officer", Text, nullable=False),  # who approved first: a pseudonym
        Column("order", Text, nullable=False),  # digest of the latest order that approved it
        Column("at_ms", BigInteger, nullable=False),
    )
    return entry, shift, half


def wall_table(metadata: MetaData) -> Table:
    """Add the table of wall screens: no secret stands in it, only digests."""
    return Table(
        "wall_screen",
        metadata,
        Column("id", Text, primary_key=True),
        Column("officer", Text, nullable=False),  # pseudonym
        Column("code", Text, nullable=False),  # digest of what is typed at the screen, once
        Column("secret", Text, nullable=False),  # digest of what its cookie holds; empty before
        Column("opened_ms", BigInteger, nullable=False),
        Column("ends_ms", BigInteger, nullable=False),
        Column("entered_ms", BigInteger),
        Column("closed_ms", BigInteger),
    )

"""The tables of a store's own upkeep: keys that must be destroyed, imports that go on.

``schema`` is where they are read from, with all others; they stand here for their number.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table

from entraide.adapters.tables.audit import metadata
from entraide.adapters.tables.column_types import Text

__all__ = ["doomed_key", "import_job"]

doomed_key: Final = Table(  # keys of bodies that are gone: destroyed after the commit
    "doomed_key",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
)

import_job: Final = Table(
    "import_job",
    metadata,
    Column("source", Text, primary_key=True),
    Column("next_offset", BigInteger, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("rejects_size", BigInteger, nullable=False),
    Column("done", Integer, nullable=False),
)

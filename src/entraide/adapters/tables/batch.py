"""The table of batches of questions: what of each is still to be asked.

The questions lie sealed until the last of them is asked, or the rest is given up; then they are
erased, and what was asked is in the messages alone.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.audit import metadata
from entraide.adapters.tables.column_types import Text

__all__ = ["question_batch"]

question_batch: Final = Table(
    "question_batch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, nullable=False),  # a pseudonym
    Column("case_reference", Text, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    Column("lines", Sealed("question_batch.lines")),
)

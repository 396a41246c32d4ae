"""The tables of oversight's answers: what officers explained, what was decided on unusual asking,
and which officers are suspended.

``schema`` is where they are read from, with all others. Words that people wrote are sealed under
keys of their own, so that they can be erased like any body.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.audit import metadata
from entraide.adapters.tables.column_types import Text

__all__ = ["access_explanation", "suspended_officer", "unusual_decision"]

access_explanation: Final = Table(  # of a sampled access, by the officer whose access it was
    "access_explanation",
    metadata,
    Column("sample", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("officer", Text, nullable=False),  # a pseudonym
    Column("words", Sealed("access_explanation.words"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("sample", "epoch", "entry"),
)

unusual_decision: Final = Table(  # what a person decided on unusual asking that was reported
    "unusual_decision",
    metadata,
    Column("rule", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("decision", Text, nullable=False),
    Column("words", Sealed("unusual_decision.words"), nullable=False),
    Column("decided_by", Text, nullable=False),  # a pseudonym
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("rule", "who", "day"),
)

suspended_officer: Final = Table(  # who may do nothing here for now
    "suspended_officer",
    metadata,
    Column("officer", Text, primary_key=True),  # the name
    Column("ordered_by", Text, nullable=False),  # a pseudonym, or keeper
    Column("at_ms", BigInteger, nullable=False),
)

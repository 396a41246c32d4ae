"""The tables of major events: accreditation lists at their owner, batches at who screens them.

A person of a list lies sealed under a key of its own. Who screens a list keeps no person: only that
a batch came, and for each person a mark under the node's own secret, so that nobody is screened
twice in one list. What is left of a dissolved cell are its figures and the hashes of its entries.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["event_tables"]


def event_tables(metadata: MetaData) -> tuple[Table, Table, Table, Table, Table, Table, Table]:
    """Add seven tables: lists, persons, batches, screenings; batches and persons held; the dead."""
    return (*_ours(metadata), *_theirs(metadata), _dissolved(metadata))


def _ours(metadata: MetaData) -> tuple[Table, Table, Table, Table]:
    """Add our accreditation lists, and how far each is at each partner."""
    accreditation_list = Table(
        "accreditation_list",
        metadata,
        Column("root", Text, primary_key=True),  # of its batches
        Column("operation", Text, nullable=False),
        Column("persons", BigInteger, nullable=False),
        Column("batches", BigInteger, nullable=False),
        Column("entry", Text, nullable=False),  # that announced it; empty until then
        Column("made_ms", BigInteger, nullable=False),
        Index("accreditation_list_operation", "operation"),
    )
    accreditation = Table(
        "accreditation",
        metadata,
        Column("root", Text, nullable=False),
        Column("number", BigInteger, nullable=False),  # its place in the list
        Column("person", Sealed("accreditation.person"), nullable=False),
        PrimaryKeyConstraint("root", "number"),
    )
    accreditation_batch = Table(
        "accreditation_batch",
        metadata,
        Column("root", Text, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("salt", Text, nullable=False),
        Column("leaf", Text, nullable=False),
        PrimaryKeyConstraint("root", "number"),
    )
    screening = Table(
        "screening",
        metadata,
        Column("root", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("message", Text, nullable=False),  # digest of the one that brought the batch
        Column("answer", Text, nullable=False),  # id of the answer; empty until it came
        Column("referred", Integer, nullable=False),
        Column("code", Text, nullable=False),  # of a denial
        Column("changed_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("root", "partner", "number"),
    )
    return accreditation_list, accreditation, accreditation_batch, screening


def _theirs(metadata: MetaData) -> tuple[Table, Table]:
    """Add what we keep of the lists that partners let us screen."""
    screened_batch = Table(
        "screened_batch",
        metadata,
        Column("operation", Text, nullable=False),
        Column("list", Text, nullable=False),  # the entry that announced it
        Column("number", BigInteger, nullable=False),
        Column("asker", Text, nullable=False),
        Column("message", Text, nullable=False),  # id of the one that brought the batch
        Column("answer", Text, nullable=False),  # id of our answer; empty until it went
        Column("came_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("list", "number"),
        Index("screened_batch_answer", "answer"),
    )
    screened_person = Table(
        "screened_person",
        metadata,
        Column("operation", Text, nullable=False),
        Column("list", Text, nullable=False),
        Column("mark", Text, nullable=False),
        PrimaryKeyConstraint("list", "mark"),
    )
    return screened_batch, screened_person


def _dissolved(metadata: MetaData) -> Table:
    """Add what is left of a cell once it is dissolved."""
    return Table(
        "dissolved",
        metadata,
        Column("operation", Text, primary_key=True),
        Column("event", Text, nullable=False),
        Column("agreement", Text, nullable=False),
        Column("figures", Text, nullable=False),  # canonical JSON: counts, of nobody
        Column("entries", Text, nullable=False),  # their digests in order, apart by spaces
        Column("at_ms", BigInteger, nullable=False),
    )

"""The tables of safeguards: samples of accesses, alerts of unusual asking, subject requests, own
checks, standing questions.

``schema`` is where they are read from, with all others. Words that people wrote and what tells of
a person are sealed under keys of their own, so that they can be erased like any body.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.audit import metadata
from entraide.adapters.tables.column_types import Text

__all__ = [
    "access_sample",
    "own_check",
    "sampled_access",
    "standing_question",
    "subject_request",
    "unusual",
]

_serial: Final = BigInteger().with_variant(Integer, "sqlite")

access_sample: Final = Table(
    "access_sample",
    metadata,
    Column("sample", Text, primary_key=True),
    Column("seed", Text, nullable=False),
    Column("officer", Text, nullable=False),  # who drew it, a pseudonym
    Column("wanted", Text, nullable=False),  # the filter, as canonical JSON
    Column("population", BigInteger, nullable=False),
    Column("log_size", BigInteger, nullable=False),  # the log as it was when it was drawn
    Column("at_ms", BigInteger, nullable=False),
)

sampled_access: Final = Table(
    "sampled_access",
    metadata,
    Column("sample", Text, nullable=False),
    Column("epoch", Integer, nullable=False),  # of the log in which the entry stands
    Column("entry", BigInteger, nullable=False),
    Column("judgement", Text, nullable=False),  # empty until it is judged
    Column("remarks", Sealed("sampled_access.remarks")),
    Column("judged_by", Text, nullable=False),
    Column("judged_ms", BigInteger),
    PrimaryKeyConstraint("sample", "epoch", "entry"),
)

unusual: Final = Table(  # what was reported, so that it is reported once a day
    "unusual",
    metadata,
    Column("rule", Text, nullable=False),
    Column("who", Text, nullable=False),  # our officer, a partner, or partner/officer there
    Column("day", BigInteger, nullable=False),
    Column("found", BigInteger, nullable=False),
    Column("most", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("rule", "who", "day"),
)

subject_request: Final = Table(
    "subject_request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("admissible_ms", BigInteger),
    Column("due_ms", BigInteger),
    Column("closed_ms", BigInteger),
    Column("outcome", Text, nullable=False),
    Column("file", Sealed("subject_request.file"), nullable=False),  # the person, what was found
)

own_check: Final = Table(
    "own_check",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("subject", Sealed("own_check.subject"), nullable=False),
    Index("own_check_at", "at_ms"),
)

standing_question: Final = Table(
    "standing_question",
    metadata,
    Column("thread", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("asking", Integer, nullable=False),
    Column("state", Text, nullable=False),  # proposed, standing, ended
    Column("ended", Text, nullable=False),  # how: hit, expired, withdrawn, denied
    Column("purpose", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("second_officer", Text, nullable=False),
    Column("message", Text, nullable=False),  # digest of the message that left it standing
    Column("renewals", Integer, nullable=False),
    Column("from_ms", BigInteger, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("thread", "partner", "asking"),
    Index("standing_question_state", "asking", "state"),
)

"""The tables of notices: ours and whom they went to, partners' and what they matched, pursuit.

What a notice says and why its reviewers let it pass is sealed; the rest is ids, states and days.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["notice_tables"]


def notice_tables(metadata: MetaData) -> tuple[Table, ...]:
    """Add the tables: notice, notice_recipient, notice_copy, notice_match, sighting, pursuit."""
    return (*_ours(metadata), *_theirs(metadata), *_both(metadata))


def _ours(metadata: MetaData) -> tuple[Table, ...]:
    notice = Table(
        "notice",
        metadata,
        Column("id", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("colour", Text, nullable=False),
        Column("drafter", Text, nullable=False),  # pseudonym
        Column("expires", Text, nullable=False),  # last day (ISO)
        Column("reason", Text, nullable=False),  # why refused or cancelled, a code
        Column("body", Sealed("notice.body"), nullable=False),  # notice, record, addressees
        Column("review", Sealed("notice.review"), nullable=False),  # answers in writing
        Column("changed_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", "version"),
        Index("notice_state", "state", "expires"),
    )
    recipient = Table(
        "notice_recipient",
        metadata,
        Column("notice", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("version", Integer, nullable=False),  # the last that was sent
        Column("verdict", Text, nullable=False),  # "", accepted or refused
        Column("code", Text, nullable=False),
        Column("sent_ms", BigInteger, nullable=False),
        Column("answered_ms", BigInteger),
        Column("cancelled_ms", BigInteger),  # when its erasure was first ordered, or it expired
        Column("erased_ms", BigInteger),  # when the recipient's signed statement came
        PrimaryKeyConstraint("notice", "partner"),
    )
    return notice, recipient


def _theirs(metadata: MetaData) -> tuple[Table, ...]:
    copy = Table(
        "notice_copy",
        metadata,
        Column("notice", Text, nullable=False),
        Column("partner", Text, nullable=False),  # the issuer
        Column("version", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("verdict", Text, nullable=False),  # "" while it waits for a person
        Column("code", Text, nullable=False),
        Column("colour", Text, nullable=False),
        Column("agreement", Text, nullable=False),
        Column("officer", Text, nullable=False),  # who accepted or refused
        Column("expires", Text, nullable=False),
        Column("body", Sealed("notice.copy"), nullable=False),
        Column("came_ms", BigInteger, nullable=False),
        Column("changed_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("notice", "partner"),
        Index("notice_copy_state", "state", "verdict", "expires"),
    )
    match = Table(
        "notice_match",
        metadata,
        Column("notice", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("rec", BigInteger, nullable=False),
        Column("score", Float, nullable=False),
        Column("band", Text, nullable=False),
        Column("at_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("notice", "partner", "rec"),
        Index("notice_match_rec", "rec"),
    )
    return copy, match


def _both(metadata: MetaData) -> tuple[Table, ...]:
    sighting = Table(  # written here and not yet approved by enough officers
        "notice_sighting",
        metadata,
        Column("id", Text, primary_key=True),
        Column("notice", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("body", Sealed("notice.sighting"), nullable=False),
        Column("at_ms", BigInteger, nullable=False),
    )
    step = Table(
        "pursuit_step",
        metadata,
        Column("notice", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("step", Text, nullable=False),
        Column("power", Text, nullable=False),
        Column("on_day", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("days", Integer, nullable=False),
        Column("message", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        PrimaryKeyConstraint("notice", "partner", "number"),
    )
    return sighting, step

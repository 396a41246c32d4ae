"""The tables of what is passed on: information given, questions to providers, copies, threads.

Nothing here tells of a person in the clear: digests, parties, times, names of fields and signed
statements that hold no value. What was given itself lies in the messages.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.column_types import Text

__all__ = ["copy_tables", "discussion_tables", "ended_tables"]


def copy_tables(metadata: MetaData) -> tuple[Table, Table, Table, Table]:
    """Add four tables: information, questions to pass on, copies here, copies we were told of."""
    return (*_given(metadata), *_copied(metadata))


def _given(metadata: MetaData) -> tuple[Table, Table]:
    """Add what was given unasked, and what was asked about passing on."""
    information = Table(  # what correcting needs when the text is gone, and who took note
        "information",
        metadata,
        Column("thread", Text, nullable=False),
        Column("partner", Text, nullable=False),
        Column("incoming", Integer, nullable=False),
        Column("item", Text, nullable=False),
        Column("offence", Text, nullable=False),
        Column("has_basis", Integer, nullable=False),
        Column("noted_ms", BigInteger),
        PrimaryKeyConstraint("thread", "partner", "incoming"),
    )
    onward = Table(
        "onward",
        metadata,
        Column("request", Text, nullable=False),  # digest of the question
        Column("incoming", Integer, nullable=False),
        Column("partner", Text, nullable=False),
        Column("thread", Text, nullable=False),  # in which the item was given
        Column("item", Text, nullable=False),
        Column("recipient", Text, nullable=False),
        Column("state", Text, nullable=False),  # "asked", "granted", "denied"
        Column("ground", Text, nullable=False),
        Column("permission", LargeBinary, nullable=False),  # signed; empty where none
        Column("at_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("request", "incoming"),
    )
    return information, onward


def _copied(metadata: MetaData) -> tuple[Table, Table]:
    """Add the copies that went through here, and those of which we were told."""
    copied = Table(  # items that were passed on: each as it came, and as it went
        "copied",
        metadata,
        Column("item", Text, nullable=False),  # digest of the message that brought the copy
        Column("incoming", Integer, nullable=False),
        Column("partner", Text, nullable=False),
        Column("thread", Text, nullable=False),
        Column("standing", Text, nullable=False),  # digest of what stands in its place now
        Column("parent", Text, nullable=False),  # the copy from which it was made
        Column("provider", Text, nullable=False),  # who gave that one, and is told
        Column("origin", Text, nullable=False),  # who gave it first
        Column("way", LargeBinary, nullable=False),  # by which it came, canonical JSON
        Column("fields", LargeBinary, nullable=False),  # which fields went, canonical JSON
        Column("agreement", Text, nullable=False),  # under which it went or came
        Column("permitted", Integer, nullable=False),
        Column("due", Text, nullable=False),  # the provider's order that is to go on
        Column("carries", Text, nullable=False),  # the provider's order that went on last
        Column("carried_by", Text, nullable=False),  # by which message of ours
        Column("heard", LargeBinary, nullable=False),  # what its holder stated last, signed
        PrimaryKeyConstraint("item", "incoming"),
        Index("copied_thread", "thread", "partner"),
        Index("copied_parent", "parent"),
    )
    told = Table(  # copies that others made, as they told us
        "copy_told",
        metadata,
        Column("item", Text, primary_key=True),
        Column("parent", Text, nullable=False),
        Column("giver", Text, nullable=False),
        Column("holder", Text, nullable=False),
        Column("via", Text, nullable=False),
        Column("at_ms", BigInteger, nullable=False),
        Column("signed", LargeBinary, nullable=False),
        Column("event", Text, nullable=False),  # of the latest word, and the order it settles
        Column("order_digest", Text, nullable=False),
        Column("event_ms", BigInteger, nullable=False),
        Column("event_signed", LargeBinary, nullable=False),
        Column("recall", Text, nullable=False),  # our own order to this holder, if we gave one
        Index("copy_told_parent", "parent"),
    )
    return copied, told


def ended_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Add two tables: permissions that are over, and copies that their receivers erased."""
    permission = Table(
        "ended_permission",
        metadata,
        Column("permission", Text, primary_key=True),  # digest of the signed permission
        Column("provider", Text, nullable=False),
        Column("signed", LargeBinary, nullable=False),  # the provider's statement
        Column("at_ms", BigInteger, nullable=False),
    )
    copy = Table(
        "ended_copy",
        metadata,
        Column("item", Text, nullable=False),  # digest of what we gave
        Column("partner", Text, nullable=False),
        Column("at_ms", BigInteger, nullable=False),  # when it says that it erased it
        PrimaryKeyConstraint("item", "partner"),
    )
    return permission, copy


def discussion_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Add two tables: threads of several parties, and what each said in them."""
    discussion = Table(
        "discussion",
        metadata,
        Column("thread", Text, primary_key=True),
        Column("terms", Sealed("discussion.terms"), nullable=False),  # the same for every member
        Column("agreement", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("opened_ms", BigInteger, nullable=False),
        Column("read_ms", BigInteger, nullable=False),  # when an officer here read it last
    )
    post = Table(
        "post",
        metadata,
        Column("thread", Text, nullable=False),
        Column("party", Text, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        Column("message", BigInteger, nullable=False),  # one of the messages that carry it
        Column("seen", LargeBinary, nullable=False),  # what its author had seen, canonical JSON
        Column("sent_ms", BigInteger, nullable=False),
        PrimaryKeyConstraint("thread", "party", "number"),
    )
    return discussion, post

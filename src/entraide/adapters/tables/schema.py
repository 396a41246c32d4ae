"""The tables of a node's store: one schema for every engine (SQLAlchemy Core, no ORM).

Three groups: *holdings* (records, their match cards and candidate keys), *exchange* (partners,
agreements, messages, conversations, outbox, attachments, budgets, references) and *audit*
(officers here, the log in ``audit_tables``). Times are UTC milliseconds, cursors are sequence
numbers. What tells of people stands in columns of type ``Sealed``: under a key of its own, which
lies apart (``adapters.sealing.vault``).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from entraide.adapters.sealing.sealed import Sealed
from entraide.adapters.tables.audit import (
    checkpoint,
    fork,
    log_entry,
    log_epoch,
    log_node,
    metadata,
    past_checkpoint,
    past_entry,
    past_node,
    witnessed,
)
from entraide.adapters.tables.batch import question_batch
from entraide.adapters.tables.case import case_table
from entraide.adapters.tables.certificate import certificate_table, witness_table
from entraide.adapters.tables.column_types import Text
from entraide.adapters.tables.console import console_tables
from entraide.adapters.tables.copy import copy_tables, discussion_tables, ended_tables
from entraide.adapters.tables.event import event_tables
from entraide.adapters.tables.glass import glass_tables
from entraide.adapters.tables.index import common_key, posting_block
from entraide.adapters.tables.liaison import liaison_tables
from entraide.adapters.tables.notice import notice_tables
from entraide.adapters.tables.operation import operation_tables
from entraide.adapters.tables.oversight import (
    access_explanation,
    suspended_officer,
    unusual_decision,
)
from entraide.adapters.tables.partner import partner_tables
from entraide.adapters.tables.safeguard import (
    access_sample,
    own_check,
    sampled_access,
    standing_question,
    subject_request,
    unusual,
)
from entraide.adapters.tables.transfer import transfer_tables
from entraide.adapters.tables.upkeep import doomed_key, import_job
from entraide.adapters.tables.watch import wall_table, watch_tables

__all__ = [
    "SCHEMA_VERSION", "access_explanation", "access_sample", "accreditation", "accreditation_batch",
    "accreditation_list", "agreement", "alert", "approval", "assertion", "attachment", "budget",
    "case_file", "checkpoint", "common_key", "conversation", "copied", "copy_told", "declaration",
    "discussion", "dissolved", "doomed_key", "ended_copy", "ended_permission", "fork",
    "former_certificate", "former_key", "former_witness", "glass", "glass_reason", "glass_try",
    "half_approved", "import_job", "information", "journal_entry", "liaison_contact",
    "liaison_task", "log_entry", "log_epoch", "log_node", "message", "meta", "metadata", "notice",
    "notice_copy", "notice_match", "notice_recipient", "notice_sighting", "officer", "onward",
    "operation", "outbox", "own_check", "partner", "partner_day", "passkey", "passkey_code",
    "past_checkpoint", "past_entry", "past_node", "post", "posting", "posting_block",
    "pursuit_step", "question_batch", "received_hit", "record", "reference", "request_clock",
    "revocation", "sampled_access", "screened_batch", "screened_person", "screening",
    "standing_question", "subject_request", "suspended_officer", "undelivered", "unusual",
    "unusual_decision", "wall_screen", "watch_entry", "watch_shift", "witnessed",
]  # fmt: skip

SCHEMA_VERSION: Final = 4

_serial: Final = BigInteger().with_variant(Integer, "sqlite")

meta: Final = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)

record: Final = Table(
    "record",
    metadata,
    Column("rec", _serial, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("digest", Text, nullable=False),
    Column("body", Sealed("record.body"), nullable=False),
    Column("card", Sealed("record.card"), nullable=False),
    Column("withheld_from", Text, nullable=False),  # "", "*" or "de es": who must not see it
    Column("changed_ms", BigInteger, nullable=False),
    Column("keep_until", Text, nullable=False),  # the first last day of any of its values
    Index("record_keep_until", "keep_until"),
)

posting: Final = Table(
    "posting",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("rec", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "rec"),
    Index("posting_rec", "rec"),
    sqlite_with_rowid=False,
)

officer: Final = Table(
    "officer",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False, unique=True),
    Column("added_ms", BigInteger, nullable=False),
)

approval: Final = Table(
    "approval",
    metadata,
    Column("payload", Text, nullable=False),
    Column("pseudonym", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("payload", "pseudonym"),
)

passkey, passkey_code, assertion = console_tables(metadata)
partner, partner_day, former_key, revocation = partner_tables(metadata)
former_certificate = certificate_table(metadata)
former_witness = witness_table(metadata)

agreement: Final = Table(
    "agreement",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("signed", LargeBinary, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)

declaration: Final = Table(
    "declaration",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("agreement", Text, nullable=False),
    Column("signed", LargeBinary, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)
"""What parties declared about their memoranda; ``agreement`` is the text's digest."""

message: Final = Table(
    "message",
    metadata,
    Column("seq", _serial, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("incoming", Integer, nullable=False),
    Column("partner", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("content", Sealed("message.content"), nullable=False),
    Column("envelope", Sealed("message.envelope"), nullable=False),  # exact, for identical retries
    Column("response", Sealed("message.response")),  # exact bytes of what we answered to it
    Column("at_ms", BigInteger, nullable=False),
    Column("sent_ms", BigInteger, nullable=False),  # as signed: the same on both sides
    Column("expires_ms", BigInteger, nullable=False),
    Index("message_id", "incoming", "partner", "id", unique=True),
    Index("message_of_thread", "thread", "partner", "incoming", "kind"),
    Index("message_at", "kind", "at_ms"),  # who asked how often, of late
    Index("message_digest", "partner", "incoming", "digest", "sent_ms", "kind"),  # reconciliation
    sqlite_autoincrement=True,  # as in PostgreSQL: a number is never given twice
)

conversation: Final = Table(
    "conversation",
    metadata,
    Column("thread", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("asking", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("thread", "partner", "asking"),
    Index("conversation_state", "state"),
)

request_clock: Final = Table(
    "request_clock",
    metadata,
    Column("digest", Text, primary_key=True),  # of the request
    Column("thread", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("asking", Integer, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("deadline_ms", BigInteger, nullable=False),
    Column("answered_ms", BigInteger),
    Index("request_clock_thread", "thread", "partner"),
)

received_hit: Final = Table(
    "received_hit",
    metadata,
    Column("reference", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("answer", Text, nullable=False),  # id of the message that gave it
    PrimaryKeyConstraint("reference", "partner"),
)

alert: Final = Table(
    "alert",
    metadata,
    Column("seq", _serial, primary_key=True, autoincrement=True),
    Column("officer", Text, nullable=False),  # pseudonym
    Column("thread", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger),
    Index("alert_officer", "officer", "seen_ms"),
)

outbox: Final = Table(
    "outbox",
    metadata,
    Column("seq", _serial, primary_key=True, autoincrement=True),
    Column("message", BigInteger, ForeignKey("message.seq"), nullable=False),
    Column("partner", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_ms", BigInteger, nullable=False),
    Column("fault", Text, nullable=False),
    Index("outbox_due", "partner", "next_ms", "seq"),
    Index("outbox_message", "message"),
    sqlite_autoincrement=True,  # the same
)

undelivered, attachment = transfer_tables(metadata)

information, onward, copied, copy_told = copy_tables(metadata)
ended_permission, ended_copy = ended_tables(metadata)
discussion, post = discussion_tables(metadata)
operation, journal_entry = operation_tables(metadata)
liaison_contact, liaison_task = liaison_tables(metadata)
(
    accreditation_list,
    accreditation,
    accreditation_batch,
    screening,
    screened_batch,
    screened_person,
    dissolved,
) = event_tables(metadata)
case_file = case_table(metadata)
watch_entry, watch_shift, half_approved = watch_tables(metadata)
wall_screen = wall_table(metadata)
glass, glass_try, glass_reason = glass_tables(metadata)

budget: Final = Table(
    "budget",
    metadata,
    Column("agreement", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("period_ms", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    PrimaryKeyConstraint("agreement", "asker", "purpose", "period_ms"),
)

reference: Final = Table(
    "reference",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("rec", BigInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("partner", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

notice, notice_recipient, notice_copy, notice_match, notice_sighting, pursuit_step = notice_tables(
    metadata
)

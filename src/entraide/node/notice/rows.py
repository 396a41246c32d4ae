"""Our own notices as they are stored: each version with its life, its review and its recipients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from entraide.adapters.sealing.bodies import blank_messages, doom_bodies
from entraide.adapters.sealing.sealed import ERASED, fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.notice.bodies import Published, Sighting
from entraide.exchange.notice.lifecycle import Event, Life, live
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.review import Review
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.node.mail.outbox import finish_row, note_undelivered

__all__ = [
    "Draft",
    "Ours",
    "add_version",
    "erase_version",
    "find_ours",
    "forget_messages",
    "keep_review",
    "move",
    "recipients_of",
    "standing",
    "versions_of",
]

_NOTICE: Final = schema.notice
_ABOUT: Final = (Published.KIND, Sighting.KIND)
"""Kinds of message that tell of a person; the steps of a pursuit are codes and stay."""
_CANCELLED: Final = "notice.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice with what stays at the issuer: the record behind it, whom it is to go to."""

    notice: Notice
    record: str | None
    to: tuple[str, ...]

    def encode(self) -> bytes:
        """Return the bytes that are sealed."""
        return encode_canonical(
            {"notice": self.notice.to_json(), "record": self.record, "to": list(self.to)}
        )

    @classmethod
    def decode(cls, data: bytes) -> Draft:
        """Read what was sealed."""
        value = decode_canonical(data)
        notice = Notice.from_json(value["notice"])
        return cls(notice=notice, record=value["record"], to=tuple(value["to"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A version of a notice of ours, as it stands; ``draft`` is None once it was erased."""

    id: str
    version: int
    state: Life
    colour: str
    drafter: str
    reason: str
    expires: str
    changed_ms: int
    draft: Draft | None
    review: Review | None

    def told(self) -> Draft:
        """Return what it says; InputError where that was erased."""
        if self.draft is None:
            raise InputError("notice.erased", notice=self.id)
        return self.draft


def add_version(transaction: Transaction, draft: Draft) -> None:
    """Keep a new version as a draft."""
    notice, key = draft.notice, fresh_key(transaction.connection)
    transaction.connection.execute(
        insert(_NOTICE).values(
            id=notice.id,
            version=notice.version,
            state=Life.DRAFTED.value,
            colour=notice.colour.value,
            drafter=notice.drafter,
            expires=notice.expires,
            reason="",
            body=key.seal("notice.body", draft.encode()),
            review=ERASED,
            changed_ms=transaction.now_ms,
        )
    )


def versions_of(connection: Connection, notice: str | None = None) -> tuple[Ours, ...]:
    """Return all versions of a notice, or of all notices, latest first."""
    query = select(_NOTICE).order_by(_NOTICE.c.changed_ms.desc(), _NOTICE.c.version.desc())
    if notice is not None:
        query = query.where(_NOTICE.c.id == notice).order_by(None)
        query = query.order_by(_NOTICE.c.version.desc())
    return tuple(_ours(row) for row in connection.execute(query))


def find_ours(connection: Connection, notice: str) -> Ours:
    """Return the latest version of a notice; InputError where it is none of ours."""
    found = versions_of(connection, notice)
    if not found:
        raise InputError("notice.unknown", notice=notice)
    return found[0]


def standing(connection: Connection, notice: str) -> Ours | None:
    """Return the version that recipients have: published or suspended; None where there is none."""
    public = {Life.PUBLISHED, Life.SUSPENDED}
    return next((each for each in versions_of(connection, notice) if each.state in public), None)


def move(transaction: Transaction, ours: Ours, event: Event, reason: str = "") -> Life:
    """Move a version by the table of its life, as it stands in this transaction."""
    state = live(_state(transaction.connection, ours), event)
    transaction.connection.execute(
        update(_NOTICE)
        .where(*_this(ours))
        .values(state=state.value, reason=reason, changed_ms=transaction.now_ms)
    )
    return state


def keep_review(transaction: Transaction, ours: Ours, review: Review) -> None:
    """Keep the answers in writing, in the place of earlier ones."""
    doom_bodies(transaction, _NOTICE.c.review, *_this(ours))
    sealed = fresh_key(transaction.connection).seal(
        "notice.review", encode_canonical(review.to_json())
    )
    transaction.connection.execute(update(_NOTICE).where(*_this(ours)).values(review=sealed))


def erase_version(transaction: Transaction, ours: Ours) -> None:
    """Erase what a version says and what its reviewers wrote; ``finish_erasure`` follows."""
    for column in (_NOTICE.c.body, _NOTICE.c.review):
        doom_bodies(transaction, column, *_this(ours))
    transaction.connection.execute(
        update(_NOTICE).where(*_this(ours)).values(body=ERASED, review=ERASED)
    )


def recipients_of(connection: Connection, notice: str) -> tuple[Row[Any], ...]:
    """Return whom a notice was sent to, with what each made of it."""
    table = schema.notice_recipient
    rows = connection.execute(
        select(table).where(table.c.notice == notice).order_by(table.c.partner)
    )
    return tuple(rows)


def forget_messages(transaction: Transaction, notice: str, partner: str) -> tuple[str, ...]:
    """Blank every message with a partner that tells of a notice's person; return their digests.

    What still waits in the outbox is not sent any more.
    """
    table, connection = schema.message.c, transaction.connection
    about = (
        table.thread == notice,
        table.partner == partner,
        table.kind.in_(_ABOUT),
        table.content != ERASED,
    )
    rows = connection.execute(select(table.seq, table.incoming, table.digest).where(*about)).all()
    waiting = set(
        connection.scalars(
            select(schema.outbox.c.message).where(
                schema.outbox.c.message.in_([row.seq for row in rows])
            )
        )
    )
    for sequence in sorted(waiting):
        finish_row(transaction, sequence)
        note_undelivered(transaction, sequence, "expired", _CANCELLED)
    blank_messages(transaction, *about)
    return tuple(row.digest for row in rows if row.incoming)


def _state(connection: Connection, ours: Ours) -> Life:
    return Life(connection.execute(select(_NOTICE.c.state).where(*_this(ours))).scalar_one())


def _this(ours: Ours) -> tuple[Any, Any]:
    return _NOTICE.c.id == ours.id, _NOTICE.c.version == ours.version


def _ours(row: Row[Any]) -> Ours:
    return Ours(
        id=row.id,
        version=row.version,
        state=Life(row.state),
        colour=row.colour,
        drafter=row.drafter,
        reason=row.reason,
        expires=row.expires,
        changed_ms=row.changed_ms,
        draft=Draft.decode(row.body) if row.body else None,
        review=Review.from_json(decode_canonical(row.review)) if row.review else None,
    )

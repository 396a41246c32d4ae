"""Screening partners' notices: against our records when one is accepted, and every record later.

``search`` works both ways with the same matching: a notice's subject is looked for among the
records, a new record's subject among the notices. The second runs in the very transaction that
keeps the record, so that none slips through between. What is found is shown to an officer and never
sent by itself. Records that are withheld from partners are screened too: only our officers see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from entraide.adapters.searching.index import OWN, Sighting
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.exchange.notice.bodies import Verdict
from entraide.exchange.notice.lifecycle import IN_FORCE
from entraide.exchange.notice.notice import Notice
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.record import Record
from entraide.match import Found, MemoryIndex, Subject, search
from entraide.node.alerts import Word, leave_word
from entraide.node.runtime import Node

__all__ = ["MATCHED", "Watchlist", "matches_of", "notices_about", "screen_now"]

MATCHED: Final = "notice:match"
"""What an officer is told of a match."""
_MOST: Final = 20
_COPY: Final = schema.notice_copy.c
_SCREENED: Final = (
    _COPY.verdict == Verdict.ACCEPTED.value,
    _COPY.state.in_([state.value for state in IN_FORCE]),
)


async def screen_now(node: Node, notice: str, partner: str) -> int:
    """Look for a notice's subject among our records; return how many may be it."""
    row = node.read(lambda c: _screened(c, _COPY.notice == notice, _COPY.partner == partner))
    if not row:
        return 0
    subject = _subject(row[0])
    if not _can_be_found(subject):
        return 0
    found = await node.searcher.find(subject, OWN, _MOST)

    def keep(transaction: Transaction) -> int:
        now = _screened(transaction.connection, _COPY.notice == notice, _COPY.partner == partner)
        if not now or now[0].version != row[0].version:
            return 0  # it ended, or was replaced, while we looked
        return sum(_note(transaction, now[0], each) for each in found)

    return await node.writer.run(keep)


@dataclass(slots=True)
class Watchlist:
    """The accepted notices in force, indexed once and again whenever they change."""

    _stamp: tuple[int, int, int] = (0, 0, 0)
    _index: MemoryIndex = field(default_factory=MemoryIndex)
    _rows: list[Row[Any]] = field(default_factory=list)

    def screen(self, transaction: Transaction, records: Iterable[tuple[int, Record]]) -> int:
        """Screen records that are kept in this transaction; return how many matches are new."""
        self._renew(transaction.connection)
        if not len(self._index):
            return 0
        return sum(self._one(transaction, rec, record) for rec, record in records)

    def _one(self, transaction: Transaction, rec: int, record: Record) -> int:
        subject = Subject.from_properties(record.schema, record.properties())
        return sum(
            _note(
                transaction,
                self._rows[each.rec],
                Sighting(rec, record.id, each.comparison.score, each.comparison.band),
            )
            for each in search(self._index, subject, limit=_MOST)
        )

    def _renew(self, connection: Connection) -> None:
        counts = select(func.count(), func.max(_COPY.changed_ms), func.sum(_COPY.version)).where(
            *_SCREENED
        )
        count, changed, versions = connection.execute(counts).one()
        stamp = (int(count), int(changed or 0), int(versions or 0))
        if stamp == self._stamp:
            return
        self._stamp, self._index = stamp, MemoryIndex()
        self._rows = _screened(connection)
        for at, row in enumerate(self._rows):
            subject = _subject(row)
            if _can_be_found(subject):
                self._index.add(at, subject)


def matches_of(connection: Connection, notice: str, partner: str) -> list[dict[str, Any]]:
    """Return the records of ours that a notice may mean, best first."""
    match, record = schema.notice_match.c, schema.record.c
    rows = connection.execute(
        select(record.id, match.score, match.band, match.at_ms)
        .join_from(schema.notice_match, schema.record, match.rec == record.rec)
        .where(match.notice == notice, match.partner == partner)
        .order_by(match.score.desc(), record.id)
    )
    return [
        {"record": row.id, "score": round(row.score, 4), "band": row.band, "at_ms": row.at_ms}
        for row in rows
    ]


def notices_about(connection: Connection, subject: Subject) -> list[tuple[Notice, Found]]:
    """Return the accepted notices in force that may be about a subject, best first."""
    notices = [Notice.from_json(decode_canonical(row.body)) for row in _screened(connection)]
    index = MemoryIndex()
    for at, notice in enumerate(notices):
        if _can_be_found(notice.subject()):
            index.add(at, notice.subject())
    if not len(index):
        return []
    return [(notices[each.rec], each) for each in search(index, subject, limit=_MOST)]


def _screened(connection: Connection, *where: Any) -> list[Row[Any]]:
    query = select(schema.notice_copy).where(*_SCREENED, *where)
    return list(connection.execute(query.order_by(_COPY.notice, _COPY.partner)))


def _subject(row: Row[Any]) -> Subject:
    return Notice.from_json(decode_canonical(row.body)).subject()


def _can_be_found(subject: Subject) -> bool:
    return bool(subject.names or subject.identifiers)


def _note(transaction: Transaction, row: Row[Any], found: Sighting) -> int:
    """Keep a match and tell the officer who accepted the notice; 0 where it is known already."""
    table, connection = schema.notice_match, transaction.connection
    this = (table.c.notice == row.notice, table.c.partner == row.partner)
    known = select(table.c.rec).where(*this, table.c.rec == found.rec)
    if connection.scalar(known) is not None:
        return 0
    connection.execute(
        insert(table).values(
            notice=row.notice,
            partner=row.partner,
            rec=found.rec,
            score=found.score,
            band=found.band,
            at_ms=transaction.now_ms,
        )
    )
    leave_word(transaction, Word(row.officer, row.notice, row.partner, MATCHED))
    return 1

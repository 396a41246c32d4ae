"""What partners gave us, searchable at once: an index in memory over received copies.

It is made when a check first needs it and again when a reply came or was corrected. It never
outlives the truth: whatever it finds is looked up in the store, where an erased copy is no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, func, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.tables import schema
from entraide.exchange.bodies import read_body
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction
from entraide.exchange.releases import Part, Reply
from entraide.kernel.message import Message
from entraide.match import MemoryIndex, Subject, search
from entraide.node.memorandum.ending import received_replies
from entraide.node.subject.search import released_subjects
from entraide.safeguards.checking import Seen, births_agree, is_usable

__all__ = ["Copies"]

_MOST: Final = 20
_GIVEN: Final = (Part.KIND, Reply.KIND, Correction.KIND, Information.KIND)


@dataclass(slots=True)
class _Copy:
    sequence: int
    message: Message
    births: tuple[str, ...]

    @property
    def handling(self) -> tuple[str, ...]:
        body = read_body(self.message)
        values = body.values if isinstance(body, Part | Reply | Correction | Information) else ()
        return tuple(value.handling for value in values)


@dataclass(slots=True)
class Copies:
    """The index of one node's received copies."""

    _mark: tuple[int, int] = (-1, -1)
    _index: MemoryIndex = field(default_factory=MemoryIndex)
    _held: list[_Copy] = field(default_factory=list)

    def find(self, connection: Connection, subject: Subject, purpose: str) -> list[Seen]:
        """Return the copies that may be the subject and may be used for this purpose."""
        self._renew(connection)
        found: list[Seen] = []
        for hit in search(self._index, subject, limit=_MOST):
            copy = self._held[hit.rec]
            message = copy.message
            usable = is_usable(copy.handling, message.purpose or "", purpose)
            if usable and _is_held(connection, copy.sequence):
                found.append(
                    Seen(
                        source="copy",
                        id=message.thread,
                        band=hit.comparison.band,
                        by_number=not subject.names,
                        with_birth=births_agree(subject.birth_dates, copy.births),
                        partner=message.sender,
                    )
                )
        return found

    def _renew(self, connection: Connection) -> None:
        mark = _mark_of(connection)
        if mark == self._mark:
            return
        self._index, self._held = MemoryIndex(), []
        for sequence, _, message in received_replies(connection):
            for subject in released_subjects(message):
                self._index.add(len(self._held), subject)
                self._held.append(_Copy(sequence, message, subject.birth_dates))
        self._mark = mark


def _mark_of(connection: Connection) -> tuple[int, int]:
    """Return what changes whenever something is given: read from an index alone."""
    table = schema.message.c
    row = connection.execute(
        select(func.count(), func.max(table.at_ms)).where(table.kind.in_(_GIVEN))
    ).one()
    return int(row[0]), int(row[1] or 0)


def _is_held(connection: Connection, sequence: int) -> bool:
    table = schema.message.c
    held = select(table.seq).where(table.seq == sequence, table.content != ERASED)
    return connection.scalar(held) is not None

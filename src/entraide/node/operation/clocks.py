"""What is overdue in an operation is told to those on duty here, once, and logged.

A missing go, results that were not reported within the hour, a leg that is late, an authorisation
that runs out while goods are on the way (``operations.dues``). What is stored is only that somebody
was told; a journal is read again only where it has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.node.alerts import Word, leave_word
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.people.actor import Role
from entraide.node.runtime import Node
from entraide.operations.dues import DUES, Due, dues_of

__all__ = ["HEARERS", "OperationClocks"]

HEARERS: Final = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR})
"""Roles that hear of what is overdue."""
_OPERATION: Final = schema.operation.c
_RUNNING: Final = select(_OPERATION.id, _OPERATION.changed_ms).where(
    _OPERATION.erased_ms == 0, _OPERATION.kind.in_(sorted(DUES))
)


@dataclass(slots=True)
class OperationClocks:
    """The clocks of a node's operations; what is due in each is kept until its journal changes."""

    node: Node
    _dues: dict[str, tuple[int, tuple[Due, ...]]] = field(default_factory=dict)

    async def escalate(self) -> int:
        """Tell whoever should know of what has become overdue; return how much that was."""
        now_ms = self.node.world.now_ms()
        if not self.node.read(lambda c: self._untold(c, now_ms)):
            return 0
        return await self.node.writer.run(self._tell_all)

    def _tell_all(self, transaction: Transaction) -> int:
        found = self._untold(transaction.connection, transaction.now_ms)
        for operation, due in found:
            for officer in _hearers(transaction.connection):
                leave_word(transaction, Word(officer, operation, due.party, due.what))
            ids = {"stage": "overdue", "what": due.what}
            transaction.log(Event("clock.told", "node", operation, due.party, ids))
        return len(found)

    def _untold(self, connection: Connection, now_ms: int) -> list[tuple[str, Due]]:
        late = [
            (operation, due)
            for operation, dues in self._all(connection)
            for due in dues
            if due.at_ms < now_ms
        ]
        told = _told(connection) if late else frozenset()
        return [each for each in late if (each[0], each[1].party, each[1].what) not in told]

    def _all(self, connection: Connection) -> list[tuple[str, tuple[Due, ...]]]:
        before, now = self._dues, dict[str, tuple[int, tuple[Due, ...]]]()
        for row in connection.execute(_RUNNING):
            known = before.get(row.id)
            if known is None or known[0] != row.changed_ms:
                known = (row.changed_ms, dues_of(held_journal(connection, row.id).journal.order))
            now[row.id] = known
        self._dues = now
        return [(operation, dues) for operation, (_, dues) in now.items()]


def _told(connection: Connection) -> frozenset[tuple[str, str, str]]:
    table = schema.alert.c
    rows = connection.execute(
        select(table.thread, table.partner, table.what)
        .where(table.what.startswith("operation:", autoescape=True))
        .distinct()
    )
    return frozenset((row.thread, row.partner, row.what) for row in rows)


def _hearers(connection: Connection) -> tuple[str, ...]:
    table = schema.officer.c
    roles = [role.value for role in sorted(HEARERS)]
    found = connection.scalars(select(table.pseudonym).where(table.role.in_(roles)))
    return tuple(dict.fromkeys(found)) or ("node",)

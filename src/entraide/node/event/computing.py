"""Entries that a node writes by itself: what they say is computed, no officer types it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.adapters.store.writer import Event, Transaction
from entraide.exchange.journaling import Journaled
from entraide.kernel.canonical import Json
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.operation.journaled import audience_of, batches, giving, message_to, send
from entraide.node.operation.journals import keep_journal
from entraide.node.runtime import Node
from entraide.operations.admitting import admit_entries, breach_of
from entraide.operations.entry import Entry, sign_entry

__all__ = ["write_computed"]

_NODE: Final = "node"


def write_computed(
    transaction: Transaction, node: Node, operation: str, said: tuple[str, Mapping[str, Json]]
) -> frozenset[str]:
    """Write an entry (kind, body) where the rules allow it; return the parties to whom it goes."""
    held, us = held_journal(transaction.connection, operation), node.settings.id
    place = held.journal.next_place(us)
    entry = Entry(
        operation=operation,
        party=us,
        author=_NODE,
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind=said[0],
        at_ms=max(transaction.now_ms, place.not_before_ms),
        body=said[1],
    )
    founding = held.journal.founding
    if founding is None or breach_of(held.journal, entry) is not None:
        return frozenset()
    signed = sign_entry(entry, node.keyring.signing)
    grown, _ = admit_entries(held.journal, (entry,))
    keep_journal(transaction, held.journal, grown, (signed,))
    transaction.log(
        Event(
            "journal.written", _NODE, operation, "", {"kind": entry.kind}, {"entry": entry.digest}
        )
    )
    now = held_journal(transaction.connection, operation)
    (batch,) = batches(now, (entry,))
    to = audience_of(now) - {us}
    for party in sorted(to):
        permit = giving(node, founding, party)
        if permit is not None:
            message = message_to(node, permit, Journaled(entries=batch), operation)
            send(transaction, node, message)
    return to

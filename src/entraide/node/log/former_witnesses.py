"""The witness keys of partners, present and former: what an older one cosigned stays proved.

A partner's witness key changes with a later key set (``succession``). Its public key before is kept
with the card that named it, so that a proof over an old checkpoint carries the card that its reader
needs. A witness counts once, with however many of its keys it signed (``kernel.cosignature``).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.kernel.card import Card, decode_card
from entraide.kernel.key_set import KeySet
from entraide.kernel.note import NoteKey, parse_vkey

__all__ = ["former_cards", "keep_former_witness", "witness_keys"]


def keep_former_witness(transaction: Transaction, before: KeySet, after: KeySet) -> None:
    """Keep the pinned card whose witness key another one follows; before the card is replaced."""
    if before.witness == after.witness:
        return
    table, connection = schema.former_witness, transaction.connection
    pinned = connection.scalar(
        select(schema.partner.c.card).where(schema.partner.c.id == after.party)
    )
    row = {"partner": after.party, "version": after.version, "card": pinned}
    connection.execute(insert(table).values(row))


def former_cards(connection: Connection) -> tuple[Card, ...]:
    """Return the cards of partners that named their former witness keys, the oldest first."""
    table = schema.former_witness.c
    rows = connection.scalars(select(table.card).order_by(table.partner, table.version))
    return tuple(decode_card(bytes(row)) for row in rows)


def witness_keys(connection: Connection, pinned: Iterable[Card]) -> tuple[NoteKey, ...]:
    """Return every key with which these partners cosign, or did."""
    present = tuple(pinned)
    parties = {card.keys.key_set.party for card in present}
    former = (card for card in former_cards(connection) if card.keys.key_set.party in parties)
    keys = (parse_vkey(card.keys.key_set.witness) for card in (*present, *former))
    return tuple(dict.fromkeys(keys))

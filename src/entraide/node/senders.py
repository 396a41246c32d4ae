"""The keys by which messages of partners are believed: present, former, revoked.

What a partner sent under the key before stays believed until its later key set was issued; nothing
that is signed with a key that its roots revoked is believed from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from entraide.adapters import schema
from entraide.adapters.writer import Event, Transaction
from entraide.exchange.admission import FormerKey, Known
from entraide.kernel.card import Card, encode_card
from entraide.kernel.key_set import KeySet
from entraide.kernel.keys import VerifyKey

__all__ = ["follow", "known_senders", "revoked_keys"]


def known_senders(connection: Connection, cards: Mapping[str, Card]) -> dict[str, Known]:
    """Return what is known of each pinned partner's signing keys."""
    former: dict[str, list[FormerKey]] = defaultdict(list)
    for row in connection.execute(select(schema.former_key)):
        former[row.partner].append(FormerKey(VerifyKey(bytes(row.key)), row.until_ms))
    revoked = revoked_keys(connection, cards)
    return {
        party: Known(card.keys.key_set, tuple(former[party]), revoked[party])
        for party, card in cards.items()
    }


def revoked_keys(connection: Connection, parties: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the ids of the keys that each agency revoked."""
    table = schema.revocation.c
    found: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(table.party, table.key)):
        found[row.party].add(row.key)
    return {party: frozenset(found[party]) for party in parties}


def follow(transaction: Transaction, before: KeySet, card: Card) -> None:
    """Put a later card in the place of the pinned one; the key before is a former one."""
    after, former = card.keys.key_set, schema.former_key
    transaction.connection.execute(
        update(schema.partner)
        .where(schema.partner.c.id == after.party)
        .values(card=encode_card(card))
    )
    if before.signing != after.signing:
        same = (former.c.partner == after.party) & (former.c.key == before.signing.raw)
        transaction.connection.execute(delete(former).where(same))
        transaction.connection.execute(
            insert(former).values(
                partner=after.party, key=before.signing.raw, until_ms=after.issued_ms
            )
        )
    ids = {"signing": after.signing.key_id, "version": str(after.version)}
    changed = {"roots": "changed"} if before.roots != after.roots else {}
    transaction.log(
        Event("partner.keys_followed", "node", after.party, after.party, {**ids, **changed})
    )

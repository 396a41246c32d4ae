"""The keys by which messages of partners are believed: present, former, revoked.

What a partner sent under the key before stays believed until its later key set was issued; nothing
that is signed with a key that its roots revoked is believed from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.exchange.admission import FormerCertificate, FormerKey, Known
from entraide.kernel.card import Card, encode_card
from entraide.kernel.key_set import KeySet
from entraide.kernel.keys import VerifyKey
from entraide.kernel.message import MAX_LIFETIME_MS
from entraide.node.log.former_witnesses import keep_former_witness

OVERLAP_MS: Final = MAX_LIFETIME_MS
"""How long a certificate may still be shown after the key set that names another: as long as the
announcement may travel."""

__all__ = ["OVERLAP_MS", "follow", "known_senders", "revoked_keys"]


def known_senders(connection: Connection, cards: Mapping[str, Card]) -> dict[str, Known]:
    """Return what is known of each pinned partner's signing keys."""
    former: dict[str, list[FormerKey]] = defaultdict(list)
    for row in connection.execute(select(schema.former_key)):
        former[row.partner].append(FormerKey(VerifyKey(bytes(row.key)), row.until_ms))
    shown: dict[str, list[FormerCertificate]] = defaultdict(list)
    for row in connection.execute(select(schema.former_certificate)):
        one = FormerCertificate(bytes(row.certificate), row.pin, row.until_ms)
        shown[row.partner].append(one)
    revoked = revoked_keys(connection, cards)
    return {
        party: Known(card.keys.key_set, tuple(former[party]), revoked[party], tuple(shown[party]))
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
    keep_former_witness(transaction, before, after)
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
    if before.tls != after.tls:
        _keep_certificate(transaction, before, after)
    ids = {"signing": after.signing.key_id, "version": str(after.version)}
    changed = {"roots": "changed"} if before.roots != after.roots else {}
    transaction.log(
        Event("partner.keys_followed", "node", after.party, after.party, {**ids, **changed})
    )


def _keep_certificate(transaction: Transaction, before: KeySet, after: KeySet) -> None:
    """Let the certificate before be shown for the overlap."""
    table = schema.former_certificate
    same = (table.c.partner == after.party) & (table.c.pin == before.tls_pin)
    transaction.connection.execute(delete(table).where(same))
    transaction.connection.execute(
        insert(table).values(
            partner=after.party,
            pin=before.tls_pin,
            certificate=before.tls,
            until_ms=after.issued_ms + OVERLAP_MS,
        )
    )

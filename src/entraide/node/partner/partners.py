"""Partners: whose cards are pinned here, and how a card comes to be.

A card is pinned only when the fingerprint that an officer compared by another channel is the one
that the card bears. A later card of the same agency replaces the first only under the same root
keys, or under others that the first ones signed, and with a key set that is not older. What a card
names must be usable and its own: a node that pinned another's certificate, or bytes that are none,
could not be opened again. The log that it names may be of any epoch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.adapters.wire import tls
from entraide.errors import InputError, TrustError
from entraide.kernel.canonical import Json
from entraide.kernel.card import Card, decode_card, encode_card, verify_card
from entraide.kernel.key_set import KeySet, verify_succession
from entraide.kernel.note import parse_vkey
from entraide.node.call import Call, Parameters, brought
from entraide.node.keys.identity import own_keys
from entraide.node.keys.keyring import epoch_of, witness_name
from entraide.node.partner.senders import follow
from entraide.node.runtime import Node

__all__ = ["AddPartner", "add_partner", "check_usable", "list_partners"]

_DIGITS: Final = re.compile(r"\D")


class AddPartner(Parameters):
    """A card as it stands in its file, and the fingerprint that was compared."""

    card: str
    fingerprint: str


async def add_partner(call: Call, wanted: AddPartner) -> Json:
    """Pin a partner's card."""
    node, card = call.node, _verified(call.node, wanted)
    key_set = card.keys.key_set
    before = node.pinned(key_set.party)
    _check_succession(before, card)
    _check_age(node.partners.get(key_set.party), card)
    check_usable(node, key_set)

    def pin(transaction: Transaction) -> None:
        if before is not None and before.version < key_set.version:
            follow(transaction, before, card)
        else:
            _pin(transaction, call, card)

    await node.writer.run(pin)
    node.renew_partners()
    return {"partner": key_set.party, "name": key_set.name, "country": key_set.country}


def _verified(node: Node, wanted: AddPartner) -> Card:
    """Return the card of another agency, whose digits somebody compared."""
    with brought():
        card = decode_card(wanted.card.encode())
    verify_card(card, node.world.now_ms())
    key_set = card.keys.key_set
    if key_set.party == node.settings.id:
        raise InputError("partner.is_ourselves", party=key_set.party)
    if _DIGITS.sub("", wanted.fingerprint) != _DIGITS.sub("", key_set.fingerprint):
        raise TrustError("partner.fingerprint_differs", party=key_set.party)
    return card


def _pin(transaction: Transaction, call: Call, card: Card) -> None:
    """Keep a card in the place of one that was pinned before."""
    key_set = card.keys.key_set
    transaction.connection.execute(
        delete(schema.partner).where(schema.partner.c.id == key_set.party)
    )
    transaction.connection.execute(
        insert(schema.partner).values(
            id=key_set.party,
            card=encode_card(card),
            pinned_ms=transaction.now_ms,
            pinned_by=call.actor.pseudonym,
            seen_ms=0,
            fault="",
        )
    )
    transaction.log(
        call.event(
            "partner.pinned",
            key_set.party,
            partner=key_set.party,
            ids={"signing": key_set.signing.key_id, "version": str(key_set.version)},
            digests={"tls": key_set.tls_pin},
        )
    )


async def list_partners(call: Call, _: Parameters) -> Json:
    """List pinned partners with what is waiting for them and what was last seen of them."""
    rows = call.node.read(
        lambda c: c.execute(select(schema.partner).order_by(schema.partner.c.id)).all()
    )
    heard = call.node.read(_heard)
    listed: list[Json] = []
    for row in rows:
        key_set = decode_card(row.card).keys.key_set
        listed.append(
            {
                "partner": row.id,
                "name": key_set.name,
                "country": key_set.country,
                "fingerprint": key_set.fingerprint,
                "expires_ms": key_set.expires_ms,
                "seen_ms": max(row.seen_ms, heard.get(row.id, 0)),
                "fault": row.fault,
            }
        )
    return {"partners": listed}


def _heard(connection: Connection) -> dict[str, int]:
    """Return when each partner last showed us its log: it does so whenever that has grown."""
    table = schema.witnessed.c
    rows = connection.execute(select(table.partner, func.max(table.at_ms)).group_by(table.partner))
    return {str(row[0]): int(row[1]) for row in rows}


def check_usable(node: Node, key_set: KeySet) -> None:
    """Refuse keys that would fail later, or that another agency has shown as its own."""
    ours = (own_keys(node).key_set,) if node.folder.key_set.is_file() else ()
    _check_names(key_set)
    _check_own(key_set, (*ours, *node.pinned_keys()))


def _check_names(key_set: KeySet) -> None:
    """Refuse keys that do not parse or do not bear the name of their use."""
    tls.check_certificate(key_set.tls)
    try:
        epoch_of(parse_vkey(key_set.log).name, key_set.party)
    except TrustError as error:
        raise TrustError("partner.key_of_another", party=key_set.party) from error
    if parse_vkey(key_set.witness).name != witness_name(key_set.party):
        raise TrustError("partner.key_of_another", party=key_set.party)


def _check_own(key_set: KeySet, others: Iterable[KeySet]) -> None:
    """Refuse a card that shows another agency's keys as its own."""
    ours = _keys_of(key_set)
    for other in others:
        if other.party != key_set.party and ours & _keys_of(other):
            raise TrustError("partner.key_of_another", party=key_set.party)


def _keys_of(key_set: KeySet) -> set[str]:
    roots = {root.key_id for root in key_set.roots.keys}
    return roots | {
        key_set.tls_pin,
        key_set.signing.key_id,
        key_set.opening.key_id,
        key_set.log.split("+", 1)[-1],
        key_set.witness.split("+", 1)[-1],
    }


def _check_succession(before: KeySet | None, card: Card) -> None:
    after = card.keys.key_set
    if before is None:
        return
    if before.roots != after.roots:
        _check_roots(before, card)
    if after.version < before.version:
        raise TrustError("partner.older_card", party=after.party, version=after.version)
    if after.version == before.version and after != before:
        raise TrustError("partner.other_keys", party=after.party, version=after.version)


def _check_age(before: Card | None, card: Card) -> None:
    """Refuse a card written before the pinned one: it could name fewer versions."""
    if before is not None and card.issued_ms < before.issued_ms:
        key_set = card.keys.key_set
        raise TrustError("partner.older_card", party=key_set.party, version=key_set.version)


def _check_roots(before: KeySet, card: Card) -> None:
    """Other root keys follow only where the root keys before them signed the set too."""
    try:
        verify_succession(before, card.keys)
    except TrustError as error:
        raise TrustError("roots.changed", party=before.party) from error

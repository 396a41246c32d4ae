"""A node's public face: its key set, signed by root keys that stay away, and its card."""

from __future__ import annotations

from typing import Final

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.wire import tls
from entraide.errors import ConfigError, StoreError, TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.card import Card, encode_card, sign_card, verify_card
from entraide.kernel.encoding import Fields
from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, verify_threshold
from entraide.kernel.keys import VerifyKey
from entraide.kernel.note import parse_vkey
from entraide.node.call import Call, Parameters, brought
from entraide.node.keys.keyring import epoch_of
from entraide.node.runtime import Node

__all__ = [
    "YEAR_MS",
    "AdoptKeySet",
    "ProposeKeySet",
    "adopt_key_set",
    "card_under",
    "check_may_serve",
    "own_card",
    "own_keys",
    "propose_key_set",
    "show_card",
]

YEAR_MS: Final = 365 * 24 * 3_600_000
"""Signing keys live a year at most."""


class AdoptKeySet(Parameters):
    """A key set that the root keys have signed, as canonical JSON text."""

    signed: str


class ProposeKeySet(Parameters):
    """The public root keys (base64url) and how many of them must sign."""

    roots: tuple[str, ...]
    threshold: int = 1


async def propose_key_set(call: Call, wanted: ProposeKeySet) -> Json:
    """Return the node's public keys in the form that its root keys sign, unsigned."""
    with brought():
        keys = [Fields({"key": text}, "root").data("key") for text in wanted.roots]
    roots = Roots(wanted.threshold, tuple(VerifyKey(raw) for raw in keys))
    proposed = _proposed(call.node, roots, _certificate(call.node))
    return {"keyset": encode_canonical(proposed.to_json()).decode()}


def _proposed(node: Node, roots: Roots, certificate: bytes) -> KeySet:
    now_ms, settings = node.world.now_ms(), node.settings
    log = node.keyring.log_key(settings.id)
    return KeySet(
        party=settings.id,
        country=settings.country,
        name=settings.name,
        version=_next_version(node),
        roots=roots,
        signing=node.keyring.signing.public,
        opening=node.keyring.opening[0].public,
        log=log.vkey,
        witness=node.keyring.witness_key(settings.id).vkey,
        tls=certificate,
        issued_ms=now_ms,
        expires_ms=now_ms + YEAR_MS,
    )


def _next_version(node: Node) -> int:
    """Return a version that no partner holds: one more, and one more for each epoch passed over."""
    present = _current(node)
    if present is None:
        return 1
    named = epoch_of(parse_vkey(present.key_set.log).name, node.settings.id)
    return present.key_set.version + max(1, node.keyring.log_epoch - named)


async def adopt_key_set(call: Call, wanted: AdoptKeySet) -> Json:
    """Keep a signed key set as the node's own, if it is this node's and its roots signed it."""
    node = call.node
    with brought():
        signed = SignedKeySet.from_json(decode_canonical(wanted.signed.encode()))
    key_set = signed.key_set
    if _keys(key_set) != _keys(_proposed(node, key_set.roots, _certificate(node))):
        raise TrustError("card.not_our_key", party=key_set.party)
    if key_set.log != node.keyring.log_key(node.settings.id).vkey:
        raise TrustError("card.not_our_log", party=key_set.party)
    verify_threshold(signed)
    present = _current(node)
    if present and present.key_set.roots != key_set.roots:
        raise TrustError("roots.changed", party=key_set.party)
    if present and present.key_set.version > key_set.version:
        raise TrustError("card.older_key_set", version=key_set.version)
    write_atomically(node.folder.key_set, encode_canonical(signed.to_json()), mode=0o644)
    event = call.event(
        "keyset.adopted", key_set.signing.key_id, ids={"version": str(key_set.version)}
    )
    await node.writer.run(lambda transaction: transaction.log(event))
    return {"version": key_set.version, "fingerprint": key_set.fingerprint}


def _keys(key_set: KeySet) -> tuple[object, ...]:
    """Return what must be this node's own in a key set that its roots signed."""
    of_whom = (key_set.party, key_set.country)
    return (*of_whom, key_set.signing, key_set.opening, key_set.log, key_set.witness, key_set.tls)


def _certificate(node: Node) -> bytes:
    return tls.read_certificate(node.folder.tls_certificate)


def own_keys(node: Node) -> SignedKeySet:
    """Return the signed key set; ConfigError says how to get one where there is none."""
    present = _current(node)
    if present is None:
        raise ConfigError("card.no_key_set", path=str(node.folder.root))
    return present


def own_card(node: Node) -> Card:
    """Return the node's card as of now, verified as a partner will verify it.

    StoreError while the node may sign nothing; TrustError where the root keys have not yet signed
    the key of the present log epoch.
    """
    check_may_serve(node)
    return card_under(node, own_keys(node))


def check_may_serve(node: Node) -> None:
    """Refuse to face partners: StoreError for a restored node, TrustError for a log key unsigned.

    The root keys must have signed the key of the present log epoch before anybody may rely on it.
    """
    if node.writer.refusal is not None:
        raise StoreError(node.writer.refusal)
    present = _current(node)
    if present and present.key_set.log != node.keyring.log_key(node.settings.id).vkey:
        raise TrustError("card.not_our_log", party=present.key_set.party)


def card_under(node: Node, keys: SignedKeySet) -> Card:
    """Return a card as of now under a key set of ours, also one of an ended log epoch."""
    now_ms = node.world.now_ms()
    card = sign_card(keys, node.settings.addresses, node.keyring.signing, now_ms)
    verify_card(card, now_ms)
    return card


async def show_card(call: Call, _: Parameters) -> Json:
    """Return the card and its fingerprint."""
    card = own_card(call.node)
    return {
        "card": encode_card(card).decode(),
        "fingerprint": card.keys.key_set.fingerprint,
        "expires_ms": card.keys.key_set.expires_ms,
    }


def _current(node: Node) -> SignedKeySet | None:
    if not node.folder.key_set.is_file():
        return None
    return SignedKeySet.from_json(decode_canonical(node.folder.key_set.read_bytes()))

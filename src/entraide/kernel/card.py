"""A node's card: how strangers come to know each other without a hub and without first-use trust.

A card wraps the key set that the root keys signed with what changes more often (addresses,
protocol versions) and is signed by the node's own signing key. This module reads and verifies a
card in itself; it pins nothing: whether the root keys are the right ones is for two people to
compare, by the fingerprint of the key set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.errors import TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.key_set import SignedKeySet, verify_threshold
from entraide.kernel.keys import SigningKey
from entraide.kernel.protocol import PROTOCOL_VERSIONS

__all__ = [
    "CARD_CONTEXT",
    "SKEW_MS",
    "Card",
    "decode_card",
    "encode_card",
    "sign_card",
    "verify_card",
]

CARD_CONTEXT: Final = "card/1"
SKEW_MS: Final = 300_000
"""How far two honest clocks may differ: five minutes."""
_FORM_CARD: Final = "entraide.card/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a node tells of itself: key set, addresses, versions; signed by its signing key."""

    keys: SignedKeySet
    addresses: tuple[str, ...]
    protocol: tuple[str, ...]
    issued_ms: int
    signature: bytes

    def content(self) -> bytes:
        """Return the bytes that the signing key signs."""
        return encode_canonical(self._content())

    def to_json(self) -> Json:
        """Return the form in which it travels."""
        return {"content": self._content(), "signature": to_base64(self.signature)}

    def _content(self) -> Json:
        return {
            "addresses": list(self.addresses),
            "form": _FORM_CARD,
            "issued_ms": self.issued_ms,
            "keys": self.keys.to_json(),
            "protocol": list(self.protocol),
        }


def sign_card(
    keys: SignedKeySet, addresses: tuple[str, ...], signing: SigningKey, now_ms: int
) -> Card:
    """Make the card of a node whose signing key is in the key set."""
    if signing.public != keys.key_set.signing:
        raise TrustError("card.not_our_key", party=keys.key_set.party)
    unsigned = Card(
        keys=keys,
        addresses=addresses,
        protocol=PROTOCOL_VERSIONS,
        issued_ms=now_ms,
        signature=b"",
    )
    return Card(
        keys=keys,
        addresses=addresses,
        protocol=PROTOCOL_VERSIONS,
        issued_ms=now_ms,
        signature=signing.sign(unsigned.content(), context=CARD_CONTEXT),
    )


def verify_card(card: Card, now_ms: int) -> None:
    """Verify a card in itself; whether its root keys are the right ones is for people to compare.

    1. enough different root keys signed the key set;
    2. the key set is in its period;
    3. its signing key signed the card;
    4. it names an address under HTTPS, and a protocol version that this release speaks.
    """
    key_set = card.keys.key_set
    verify_threshold(card.keys)  # 1
    if not key_set.issued_ms - SKEW_MS <= now_ms < key_set.expires_ms:  # 2
        raise TrustError("card.out_of_period", party=key_set.party)
    key_set.signing.verify(card.signature, card.content(), context=CARD_CONTEXT)  # 3
    secure = all(address.startswith("https://") for address in card.addresses)
    if not (card.addresses and secure and set(card.protocol) & set(PROTOCOL_VERSIONS)):  # 4
        raise TrustError("card.no_common_version", party=key_set.party)


def encode_card(card: Card) -> bytes:
    """Return the canonical bytes of a card file."""
    return encode_canonical(card.to_json())


def decode_card(data: bytes) -> Card:
    """Read a card file; RemoteProtocolError where it is malformed, nothing is verified yet."""
    fields = Fields(decode_canonical(data.strip()), "card file")
    content = Fields(fields.inner("content"), "card")
    signature = fields.data("signature")
    fields.done()
    content.exactly("form", _FORM_CARD)
    card = Card(
        keys=SignedKeySet.from_json(content.inner("keys")),
        addresses=content.texts("addresses", limit=8),
        protocol=content.texts("protocol", limit=16),
        issued_ms=content.integer("issued_ms"),
        signature=signature,
    )
    content.done()
    return card

"""What is sealed opens with both secrets of the hybrid key and with neither alone (X-Wing).

Whoever breaks X25519 one day, with a quantum computer, still lacks ML-KEM-768; whoever finds a flaw
in ML-KEM-768 still lacks X25519.
"""

from __future__ import annotations

import re
import secrets

import pytest

from entraide.errors import RemoteProtocolError
from entraide.kernel.encoding import from_base64
from entraide.kernel.envelope import CONTENT_KEY_BYTES, Recipient, open_envelope, seal_envelope
from entraide.kernel.keys import OpeningKey

MLKEM = 64
MLKEM_CIPHERTEXT, X25519_POINT, TAG = 1_088, 32, 16
PARTY = "es.bureau"
MESSAGE = b"what nobody may read in thirty years"


def sealed_to(key: OpeningKey) -> bytes:
    recipient = Recipient(PARTY, key.public)
    return seal_envelope(MESSAGE, (recipient,), secrets.token_bytes(CONTENT_KEY_BYTES))


def shown_as(seed: bytes, genuine: OpeningKey) -> OpeningKey:
    """Return a key of these secrets under the genuine one's name, so that opening is tried."""
    key = OpeningKey(seed)
    object.__setattr__(key, "public", genuine.public)
    return key


def test_both_secrets_together_open_it() -> None:
    key = OpeningKey.generate()
    assert open_envelope(sealed_to(key), PARTY, (OpeningKey(key.seed),)) == MESSAGE


@pytest.mark.parametrize("half", ["ML-KEM-768 wrong", "X25519 wrong", "both wrong"])
def test_with_either_secret_wrong_nothing_opens(half: str) -> None:
    key, other = OpeningKey.generate(), OpeningKey.generate()
    seeds = {
        "ML-KEM-768 wrong": other.seed[:MLKEM] + key.seed[MLKEM:],
        "X25519 wrong": key.seed[:MLKEM] + other.seed[MLKEM:],
        "both wrong": other.seed,
    }
    envelope = sealed_to(key)
    with pytest.raises(RemoteProtocolError, match=r"envelope\.does_not_open"):
        open_envelope(envelope, PARTY, (shown_as(seeds[half], key),))


def test_one_content_key_is_wrapped_afresh_every_time_by_both_halves() -> None:
    """An old envelope that was broken opens no other: neither half's secret is used twice."""
    key, content_key = OpeningKey.generate(), secrets.token_bytes(CONTENT_KEY_BYTES)
    recipient = Recipient(PARTY, key.public)
    one, another = (wrapped(seal_envelope(MESSAGE, (recipient,), content_key)) for _ in range(2))
    assert len(one) == len(another) == MLKEM_CIPHERTEXT + X25519_POINT + CONTENT_KEY_BYTES + TAG
    assert one[:MLKEM_CIPHERTEXT] != another[:MLKEM_CIPHERTEXT]
    point = slice(MLKEM_CIPHERTEXT, MLKEM_CIPHERTEXT + X25519_POINT)
    assert one[point] != another[point]


def wrapped(envelope: bytes) -> bytes:
    """Return the wrapped content key: ML-KEM's ciphertext, X25519's point, the sealed key."""
    header = re.search(rb'"wrapped":"([\w-]+)"', envelope)
    assert header is not None
    return from_base64(header[1].decode())

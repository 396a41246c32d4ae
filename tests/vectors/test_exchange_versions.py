"""What every released version of the protocol wrote is still read, byte for byte.

The files are never written again; ``tests.vectors.freeze`` says how one is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from entraide.agreements.declarations import (
    decode_declaration,
    encode_declaration,
    verify_declaration,
)
from entraide.agreements.signing import decode_signed, encode_signed, verify_agreement
from entraide.exchange.attachment import Held
from entraide.exchange.bodies import KINDS, read_body
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.card import decode_card, encode_card, verify_card
from entraide.kernel.checkpoint import encode_checkpoint, open_checkpoint
from entraide.kernel.envelope import open_envelope
from entraide.kernel.key_set import SignedKeySet, verify_succession, verify_threshold
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.message import SignedMessage, verify_message
from entraide.kernel.note import parse_vkey
from entraide.kernel.protocol import PROTOCOL_VERSIONS
from entraide.kernel.revocation import decode_revocation, encode_revocation, verify_revocation
from tests import samples
from tests.vectors.freeze import FOLDER, PRESENT, WRITTEN, name_of

SIGNING: Final = SigningKey(b"s" * 32).public
OPENING: Final = OpeningKey(b"o" * 96)
NOW: Final = 1_796_169_600_000
VECTORS: Final = sorted(FOLDER.glob("exchange-*/*"))


def read(name: str) -> bytes:
    return (PRESENT / name).read_bytes()


def agreement(data: bytes) -> bytes:
    signed = decode_signed(data)
    verify_agreement(signed)
    return encode_signed(signed)


def card(data: bytes) -> bytes:
    read_card = decode_card(data)
    verify_card(read_card, NOW)
    return encode_card(read_card)


def checkpoint(data: bytes) -> bytes:
    key = parse_vkey(decode_card(read("card")).keys.key_set.log)
    point = open_checkpoint(data, (key,))
    assert (point.size, point.root) == (7, bytes(range(32)))
    return encode_checkpoint(point).encode() + data[len(encode_checkpoint(point).encode()) :]


def declaration(data: bytes) -> bytes:
    signed = decode_declaration(data)
    verify_declaration(signed, decode_signed(read("agreement")).agreement)
    return encode_declaration(signed)


def envelope(data: bytes) -> bytes:
    opened = open_envelope(data, "es.bureau", (OPENING,))
    assert opened == read("message-receipt")
    return data


def held(data: bytes) -> bytes:
    return Held.decode(data, 4).encode()


def key_set(data: bytes) -> bytes:
    signed = SignedKeySet.from_json(decode_canonical(data))
    verify_threshold(signed)
    return encode_canonical(signed.to_json())


def later_key_set(data: bytes) -> bytes:
    before = SignedKeySet.from_json(decode_canonical(read("keyset"))).key_set
    verify_succession(before, SignedKeySet.from_json(decode_canonical(data)))
    return key_set(data)


def message(data: bytes) -> bytes:
    signed = SignedMessage.decode(data)
    body = read_body(verify_message(signed, SIGNING))
    if signed.message.version == body.VERSION:  # an earlier one is read and never written
        assert encode_canonical(body.to_json()) == encode_canonical(dict(signed.message.body))
    assert signed.message.kind == body.KIND
    return signed.encode()


def revocation(data: bytes) -> bytes:
    signed = decode_revocation(data)
    verify_revocation(signed, "ma.bureau", decode_card(read("card")).keys.key_set.roots)
    return encode_revocation(signed)


READERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "agreement": agreement,
    "card": card,
    "checkpoint": checkpoint,
    "declaration": declaration,
    "declaration-by-later-roots": declaration,
    "envelope": envelope,
    "held": held,
    "keyset": key_set,
    "keyset-of-later-roots": later_key_set,
    "revocation": revocation,
}


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_a_released_version_wrote_is_read_and_written_again_byte_for_byte(path: Path) -> None:
    reader = message if path.name.startswith("message-") else READERS[path.name]
    assert reader(path.read_bytes()) == path.read_bytes()


def test_every_version_that_cards_may_name_has_its_vectors_and_none_is_lost() -> None:
    folders = {path.parent.name for path in VECTORS}
    assert folders >= {f"exchange-{version}" for version in PROTOCOL_VERSIONS}
    assert {path.name for path in VECTORS if path.parent == PRESENT} >= set(WRITTEN)


def test_every_kind_of_message_has_a_vector() -> None:
    kept = {path.name for path in PRESENT.glob("message-*")}
    wanted = {name_of(body) for body in samples.BODIES}
    assert kept >= wanted, "give it a body in tests.samples and run tests.vectors.freeze"
    assert {body.KIND for body in samples.BODIES} == set(KINDS)

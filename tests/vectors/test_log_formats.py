"""Our own formats, frozen: entries, trees, tiles, checkpoints, cosignatures, requests, proofs.

A change that breaks one of these breaks every log and proof file that is already out there: it
needs a new version of the format, not a new vector.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from entraide.kernel.audit import commit, parse_opening
from entraide.kernel.checkpoint import checkpoint_of, open_checkpoint, sign_checkpoint
from entraide.kernel.cosignature import Cosigned, cosign_checkpoint, verify_cosignatures
from entraide.kernel.keys import SigningKey
from entraide.kernel.merkle import Frontier, consistency_proof, leaf_hash
from entraide.kernel.note import encode_note, parse_note, parse_vkey
from entraide.kernel.proof_bundle import check_bundle
from entraide.kernel.tiles import bundles_for, encode_bundle, encode_tile, tile_hashes, tiles_for
from entraide.kernel.witness import (
    Accept,
    Conflict,
    Fork,
    Known,
    encode_request,
    encode_size,
    judge,
    parse_request,
    verify_fork,
)
from tests.unit.kernel.log_story import opening, reader

FROZEN: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data/log-1.json").read_text(encoding="utf-8")
)
SIZE = 300
LOG_KEY, SPAIN_KEY, GERMANY_KEY = (
    parse_vkey(FROZEN["vkeys"][name]) for name in ("log", "es", "de")
)


def salt(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


ENTRIES = [commit(opening(number), salt(number)) for number in range(SIZE)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def test_entries_and_leaf_hashes() -> None:
    for text, number in zip(FROZEN["openings"], (0, 7), strict=True):
        assert parse_opening(text.encode()) == opening(number)
    assert {at: ENTRIES[int(at)].hex() for at in FROZEN["entries"]} == FROZEN["entries"]
    assert {at: LEAVES[int(at)].hex() for at in FROZEN["leaf_hashes"]} == FROZEN["leaf_hashes"]


@pytest.mark.parametrize("size", FROZEN["roots"])
def test_roots(size: str) -> None:
    assert Frontier().extend(LEAVES[: int(size)]).root.hex() == FROZEN["roots"][size]


def test_tiles_and_bundles() -> None:
    read = reader(LEAVES)
    tiles = {tile.path: encode_tile(tile_hashes(tile, read)) for tile in tiles_for(0, SIZE)}
    bundles = {
        each.path: encode_bundle(ENTRIES[each.index * 256 :][: each.width])
        for each in bundles_for(0, SIZE)
    }
    for made, frozen in ((tiles, FROZEN["tiles"]), (bundles, FROZEN["bundles"])):
        assert {path: hashlib.sha256(data).hexdigest() for path, data in made.items()} == frozen


def test_checkpoint_and_cosignatures() -> None:
    data = FROZEN["checkpoint"].encode()
    checkpoint = open_checkpoint(data, [LOG_KEY])
    assert checkpoint.root == Frontier().extend(LEAVES).root
    log = SigningKey(hashlib.sha256(b"log").digest())
    assert encode_note(sign_checkpoint(checkpoint, log)) == data
    spain = SigningKey(hashlib.sha256(b"es").digest())
    line = cosign_checkpoint(checkpoint, SPAIN_KEY.name, spain, 1_700_000_100)
    assert line.line == FROZEN["cosignature_ed25519"]
    note = parse_note(FROZEN["cosigned"].encode())
    assert verify_cosignatures(note, [SPAIN_KEY, GERMANY_KEY]) == (
        Cosigned("es.bureau/witness", 1_700_000_100),
        Cosigned("de.bureau/witness", 1_700_000_200),
    )


def test_a_witness_decides_as_frozen() -> None:
    data = FROZEN["request"].encode()
    request = parse_request(data)
    note = FROZEN["checkpoint"].encode()
    assert encode_request(9, consistency_proof(9, SIZE, reader(LEAVES)), note) == data
    known = Known(9, Frontier().extend(LEAVES[:9]).root, b"")
    assert isinstance(judge(known, request, [LOG_KEY]), Accept)
    assert judge(None, request, [LOG_KEY]) == Conflict(0)
    assert encode_size(9).decode() == FROZEN["conflict"]


def test_the_fork_is_proved() -> None:
    first, second = (text.encode() for text in FROZEN["fork"])
    assert verify_fork(Fork(first, second), [LOG_KEY]) == checkpoint_of(first)[0]


def test_the_proof_file_is_checked_offline() -> None:
    checked = check_bundle(FROZEN["proof"].encode(), is_trusted=lambda key: key == LOG_KEY)
    assert checked.opening == opening(7)
    assert (checked.index, checked.size, checked.trusted) == (7, SIZE, True)
    assert [each.name for each in checked.witnesses] == ["es.bureau/witness", "de.bureau/witness"]
    assert checked.cards == (b"card",)

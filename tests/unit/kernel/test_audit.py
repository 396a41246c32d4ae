"""Commitments bind and hide; openings hold no words; bundles prove what they say and no more."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.audit import (
    ENTRY_SIZE,
    Opening,
    commit,
    encode_opening,
    parse_opening,
    verify_opening,
)
from entraide.kernel.checkpoint import checkpoint_of
from entraide.kernel.cosignature import cosign_checkpoint, witness_note_key
from entraide.kernel.keys import SigningKey
from entraide.kernel.lines import encode_base64
from entraide.kernel.merkle import inclusion_proof
from entraide.kernel.note import NoteKey, encode_note, parse_note
from entraide.kernel.proof_bundle import (
    ProofBundle,
    check_bundle,
    encode_bundle_proof,
    key_fingerprint,
    parse_bundle_proof,
)
from entraide.kernel.witness_keys import WitnessKey
from tests.unit.kernel.log_story import (
    LOG,
    LOG_KEY,
    ORIGIN,
    Story,
    opening,
    reader,
    salt,
    signed,
    stored,
)

SPAIN = SigningKey(hashlib.sha256(b"es").digest())
GERMANY = WitnessKey(hashlib.sha256(b"de").digest())
SPAIN_KEY = witness_note_key("es.bureau/witness", SPAIN.public)
GERMANY_KEY = witness_note_key("de.bureau/witness", GERMANY.public)


def bundle(size: int = 20, index: int = 7) -> ProofBundle:
    rows = Story.of(size).rows
    note = parse_note(signed(rows, size))
    checkpoint, _ = checkpoint_of(encode_note(note))
    lines = (
        cosign_checkpoint(checkpoint, SPAIN_KEY.name, SPAIN, 1_700_000_100),
        cosign_checkpoint(checkpoint, GERMANY_KEY.name, GERMANY, 1_700_000_200),
    )
    return ProofBundle(
        index=index,
        path=inclusion_proof(index, size, reader([row.leaf_hash for row in rows])),
        note=encode_note(note.signed_also(lines)),
        opening=opening(index),
        salt=salt(index),
        log_key=LOG_KEY,
        witnesses=(SPAIN_KEY, GERMANY_KEY),
        cards=(b"card of es.bureau", b"\x00\xff"),
    )


def test_an_entry_binds_every_field_of_its_opening_and_its_salt() -> None:
    said = opening(1)
    entry = commit(said, salt(1))
    verify_opening(entry, said, salt(1))
    others = (
        replace(said, action="query.denied"),
        replace(said, at_ms=said.at_ms + 1),
        replace(said, actor="officer-7f3b"),
        replace(said, partner=""),
        replace(said, ids=()),
        replace(said, digests=()),
    )
    for other in others:
        with pytest.raises(TrustError):
            verify_opening(entry, other, salt(1))
    for bad in (salt(2), salt(1)[:31], salt(1) + b"\x00", b""):
        with pytest.raises(TrustError):
            verify_opening(entry, said, bad)
    with pytest.raises(TrustError):
        verify_opening(b"\x02" + entry[1:], said, salt(1))


def test_an_entry_shows_neither_its_length_nor_its_content() -> None:
    short, long = Opening(action="a", at_ms=0, actor="x"), opening(1)
    assert len(commit(short, salt(1))) == len(commit(long, salt(2))) == ENTRY_SIZE
    assert commit(long, salt(1)) != commit(long, salt(2))


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "Abdellatif Benali"},
        {"actor": "عبد"},
        {"partner": "two words"},
        {"ids": (("name", "Benali, Abdellatif"),)},
        {"ids": (("Name", "x"),)},
        {"ids": (("a", "1"), ("a", "2"))},
        {"digests": (("a", "abc"),)},
        {"action": "Query"},
        {"at_ms": -1},
        {"at_ms": 2**53},
        {"ids": tuple((f"n{number}", "1") for number in range(65))},
    ],
)
def test_an_opening_takes_no_free_text(change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(opening(1), **change)


def test_openings_are_read_back_whatever_the_order_of_their_pairs() -> None:
    said = replace(opening(1), ids=(("b", "2"), ("a", "1")))
    assert parse_opening(encode_opening(said)) == said
    assert said.ids == (("a", "1"), ("b", "2"))


@pytest.mark.parametrize(
    "change",
    [
        {"at_ms": True},
        {"at_ms": "1"},
        {"ids": []},
        {"ids": {"a": 1}},
        {"actor": None},
        {"note": "x"},
        {"actor": "two words"},
    ],
)
def test_a_malformed_opening_is_refused(change: dict[str, object]) -> None:
    value = json.loads(encode_opening(opening(1))) | change
    data = json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
    with pytest.raises(RemoteProtocolError):
        parse_opening(data)


def test_a_salt_of_another_length_is_never_used() -> None:
    for length in (0, 31, 33, 64):
        with pytest.raises(InputError):
            commit(opening(1), bytes(length))


def test_a_bundle_says_what_was_logged_where_and_who_saw_it_when() -> None:
    data = encode_bundle_proof(bundle())
    checked = check_bundle(data, is_trusted=lambda key: key in {LOG_KEY, SPAIN_KEY}, quorum=1)
    assert checked.opening == opening(7)
    assert (checked.index, checked.size, checked.origin) == (7, 20, ORIGIN)
    assert checked.trusted
    assert checked.log_fingerprint == key_fingerprint(LOG_KEY)
    seen = {each.name: (each.timestamp_s, each.trusted) for each in checked.witnesses}
    assert seen == {
        "es.bureau/witness": (1_700_000_100, True),
        "de.bureau/witness": (1_700_000_200, False),
    }
    assert checked.cards == (b"card of es.bureau", b"\x00\xff")
    assert parse_bundle_proof(data) == bundle_like(data)


def bundle_like(data: bytes) -> ProofBundle:
    """The bundle with the note of this run (ML-DSA signatures differ each time)."""
    return replace(bundle(), note=parse_bundle_proof(data).note)


def test_a_bundle_alone_claims_no_trust() -> None:
    checked = check_bundle(encode_bundle_proof(bundle()))
    assert not checked.trusted
    assert not any(each.trusted for each in checked.witnesses)


def test_witnesses_that_the_reader_does_not_know_fill_no_quorum() -> None:
    data = encode_bundle_proof(bundle())
    with pytest.raises(TrustError) as caught:
        check_bundle(data, is_trusted=lambda key: key == LOG_KEY, quorum=1)
    assert caught.value.code == "proof.too_few_witnesses"
    with pytest.raises(TrustError):
        check_bundle(data, quorum=1)


def test_a_trusted_key_that_did_not_sign_lends_no_trust_to_a_namesake() -> None:
    true = bundle()
    forger = SigningKey.generate()
    checkpoint, note = checkpoint_of(true.note)
    forged = note.signatures[:1]
    line = cosign_checkpoint(checkpoint, SPAIN_KEY.name, forger, 1_700_000_100)
    fake = replace(
        true,
        note=encode_note(replace(note, signatures=(*forged, line))),
        witnesses=(SPAIN_KEY, witness_note_key(SPAIN_KEY.name, forger.public)),
    )
    checked = check_bundle(encode_bundle_proof(fake), is_trusted=lambda key: key == SPAIN_KEY)
    assert not checked.witnesses[0].trusted


@pytest.mark.parametrize(
    "change",
    [
        {"index": 6},
        {"opening": opening(6)},
        {"salt": salt(6)},
        {"path": ()},
        {"log_key": NoteKey("es.bureau/log", 1, LOG.public.raw)},
        {"log_key": NoteKey(ORIGIN, 1, SPAIN.public.raw)},
        {"witnesses": (SPAIN_KEY, NoteKey("xx.bureau/witness", 4, SPAIN.public.raw))},
        {"witnesses": (NoteKey(ORIGIN, 4, LOG.public.raw),)},
    ],
)
def test_a_bundle_with_another_part_proves_nothing(change: dict[str, object]) -> None:
    with pytest.raises(TrustError):
        check_bundle(encode_bundle_proof(replace(bundle(), **change)))


def test_a_bundle_with_a_short_salt_is_malformed() -> None:
    with pytest.raises(RemoteProtocolError):
        check_bundle(encode_bundle_proof(replace(bundle(), salt=b"short")))


def test_a_bundle_with_a_broken_cosignature_is_refused_whole() -> None:
    true = bundle()
    _, note = checkpoint_of(true.note)
    wrong = note.signatures[1]
    broken = replace(wrong, data=wrong.data[:-1] + bytes([wrong.data[-1] ^ 1]))
    signatures = (note.signatures[0], broken, note.signatures[2])
    data = encode_bundle_proof(
        replace(true, note=encode_note(replace(note, signatures=signatures)))
    )
    with pytest.raises(TrustError) as caught:
        check_bundle(data)
    assert caught.value.code == "signature.invalid"


def test_a_bundle_discloses_no_other_entry() -> None:
    data = encode_bundle_proof(bundle())
    for number in (6, 8):
        for part in (stored(number).entry, salt(number), encode_opening(opening(number))):
            assert part not in data
            assert encode_base64(part).encode() not in data

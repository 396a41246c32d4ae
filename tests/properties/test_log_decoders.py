"""Every decoder that faces a partner: whatever comes in, a value or one of our errors comes out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide.errors import EntraideError, RemoteProtocolError, TrustError
from entraide.kernel.audit import encode_opening, parse_opening
from entraide.kernel.checkpoint import checkpoint_of, open_checkpoint
from entraide.kernel.cosignature import cosign_checkpoint, verify_cosignatures, witness_note_key
from entraide.kernel.keys import SigningKey
from entraide.kernel.merkle import consistency_proof, inclusion_proof
from entraide.kernel.note import (
    encode_note,
    encode_signatures,
    parse_note,
    parse_signatures,
    parse_vkey,
)
from entraide.kernel.proof import encode_proof, parse_proof
from entraide.kernel.proof_bundle import (
    ProofBundle,
    check_bundle,
    encode_bundle_proof,
    parse_bundle_proof,
)
from entraide.kernel.tiles import encode_bundle, parse_bundle, parse_path, parse_tile
from entraide.kernel.witness import (
    Accept,
    Known,
    encode_request,
    encode_size,
    judge,
    parse_request,
    parse_size,
)
from tests.soaking import examples
from tests.unit.kernel.log_story import LOG_KEY, Story, opening, reader, salt, signed

ROWS = Story.of(20).rows
READ = reader([row.leaf_hash for row in ROWS])
WITNESS = SigningKey.generate()
WITNESS_KEY = witness_note_key("es.bureau/witness", WITNESS.public)
POINT = checkpoint_of(signed(ROWS, 20))[0]
LINE = cosign_checkpoint(POINT, WITNESS_KEY.name, WITNESS, 1_700_000_000)
NOTE = encode_note(parse_note(signed(ROWS, 20)).signed_also([LINE]))
REQUEST = encode_request(9, consistency_proof(9, 20, READ), signed(ROWS, 20))
BUNDLE = encode_bundle_proof(
    ProofBundle(
        index=7,
        path=inclusion_proof(7, 20, READ),
        note=NOTE,
        opening=opening(7),
        salt=salt(7),
        log_key=LOG_KEY,
        witnesses=(WITNESS_KEY,),
        cards=(b"card",),
    )
)
ENTRIES = encode_bundle([row.entry for row in ROWS])

Decoder = Callable[[bytes], object]


def text(decoder: Callable[[str], object]) -> Decoder:
    return lambda data: decoder(data.decode("utf-8", "replace"))


DECODERS: dict[str, tuple[Decoder, bytes]] = {
    "note": (parse_note, NOTE),
    "checkpoint": (checkpoint_of, NOTE),
    "signed checkpoint": (lambda data: open_checkpoint(data, [LOG_KEY]), NOTE),
    "cosignatures": (lambda data: verify_cosignatures(parse_note(data), [WITNESS_KEY]), NOTE),
    "signature lines": (text(parse_signatures), encode_signatures([LINE]).encode()),
    "verifier key": (text(parse_vkey), WITNESS_KEY.vkey.encode()),
    "request": (parse_request, REQUEST),
    "size": (parse_size, encode_size(12)),
    "proof": (parse_proof, BUNDLE),
    "bundle": (parse_bundle_proof, BUNDLE),
    "checked bundle": (check_bundle, BUNDLE),
    "opening": (parse_opening, encode_opening(opening(7))),
    "entries": (lambda data: parse_bundle(data, 20), ENTRIES),
    "tile": (lambda data: parse_tile(data, 3), bytes(96)),
    "path": (text(parse_path), b"tile/0/x001/x234/067.p/17"),
}


@st.composite
def damaged(draw: st.DrawFn, valid: bytes) -> bytes:
    """A valid input with some bytes replaced, cut out, doubled or put in."""
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 40)))
        put = draw(st.one_of(st.binary(max_size=4), st.just(bytes(data[at:end]) * 2)))
        data[at:end] = put
    return bytes(data)


@pytest.mark.parametrize("name", DECODERS)
def test_a_valid_input_is_read(name: str) -> None:
    decoder, valid = DECODERS[name]
    decoder(valid)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.data())
@settings(deadline=None, max_examples=examples(150))
def test_garbage_and_damage_come_out_as_our_errors_only(name: str, data: st.DataObject) -> None:
    decoder, valid = DECODERS[name]
    given_bytes = data.draw(st.one_of(st.binary(max_size=200), damaged(valid)))
    try:
        decoder(given_bytes)
    except EntraideError as error:
        assert isinstance(error, RemoteProtocolError | TrustError)  # noqa: PT017 - any raise may come


@given(st.data())
@settings(deadline=None, max_examples=examples(200))
def test_what_a_decoder_takes_it_writes_back_byte_for_byte(data: st.DataObject) -> None:
    pairs: dict[str, tuple[Decoder, Callable[[object], bytes]]] = {
        "note": (parse_note, encode_note),  # type: ignore[dict-item]
        "proof": (parse_proof, encode_proof),  # type: ignore[dict-item]
        "bundle": (parse_bundle_proof, encode_bundle_proof),  # type: ignore[dict-item]
        "opening": (parse_opening, encode_opening),  # type: ignore[dict-item]
    }
    name = data.draw(st.sampled_from(sorted(pairs)))
    decode, encode = pairs[name]
    given_bytes = data.draw(damaged(DECODERS[name][1]))
    try:
        value = decode(given_bytes)
    except EntraideError:
        return
    assert encode(value) == given_bytes


@given(at=st.integers(0, len(BUNDLE) - 1), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=examples(400))
@example(at=len(BUNDLE) - 2, bit=0)
def test_one_flipped_bit_of_a_proof_file_never_proves_anything_else(at: int, bit: int) -> None:
    """A bundle's extra is not signed: a flipped key or card may only lose trust, never gain it."""
    flipped = bytearray(BUNDLE)
    flipped[at] ^= 1 << bit
    true = check_bundle(BUNDLE, is_trusted=lambda key: key in {LOG_KEY, WITNESS_KEY})
    try:
        seen = check_bundle(bytes(flipped), is_trusted=lambda key: key in {LOG_KEY, WITNESS_KEY})
    except EntraideError:
        return
    assert (seen.opening, seen.index, seen.size) == (true.opening, true.index, true.size)
    assert set(seen.witnesses) <= set(true.witnesses)


@given(damaged(REQUEST))
@settings(deadline=None, max_examples=examples(300))
def test_a_damaged_request_is_never_accepted_as_another_history(data: bytes) -> None:
    known = Known(9, checkpoint_of(signed(ROWS, 9))[0].root, signed(ROWS, 9))
    try:
        verdict = judge(known, parse_request(data), [LOG_KEY])
    except RemoteProtocolError:
        return
    if isinstance(verdict, Accept):
        assert (verdict.known.size, verdict.known.root) == (20, POINT.root)

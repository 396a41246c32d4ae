"""The one list of decoders that face a partner, each with valid inputs to start from.

Facing a partner means: its input can come from another agency, over the wire, in a file or inside
something that did. ``test_the_list_is_complete`` runs the valid inputs and watches which readers
of the source are entered; a reader that none of them enters must stand in ``NOT_FACING`` with the
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from entraide.adapters.wire import partner_client
from entraide.agreements.declarations import decode_declaration, is_declared
from entraide.agreements.signing import decode_signed, missing_signatures
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Arrival, Known, admit
from entraide.exchange.attachment import Held
from entraide.exchange.bodies import read_body
from entraide.exchange.review import Draft, SignedReview, decode_review, encode_review
from entraide.exchange.statements import sign_statement, verify_statement
from entraide.kernel.audit import encode_opening, parse_opening
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.card import decode_card, encode_card, verify_card
from entraide.kernel.checkpoint import checkpoint_of, open_checkpoint
from entraide.kernel.chunk import Layout, open_chunk, seal_chunk
from entraide.kernel.cosignature import cosign_checkpoint, verify_cosignatures
from entraide.kernel.envelope import open_envelope
from entraide.kernel.key_set import SignedKeySet, verify_threshold
from entraide.kernel.merkle import consistency_proof, inclusion_proof
from entraide.kernel.message import Message, SignedMessage, sign_message
from entraide.kernel.note import (
    encode_note,
    encode_signatures,
    parse_note,
    parse_signatures,
    parse_vkey,
)
from entraide.kernel.post_file import Answered, Ending, Heading, Letter, Refused, encode_line
from entraide.kernel.post_file import parse_line as parse_post_line
from entraide.kernel.proof_bundle import (
    ProofBundle,
    check_bundle,
    encode_bundle_proof,
    parse_bundle_proof,
)
from entraide.kernel.revocation import decode_revocation, encode_revocation, verify_revocation
from entraide.kernel.tiles import encode_bundle, parse_bundle, parse_path, parse_tile
from entraide.kernel.witness import encode_request, encode_size, judge, parse_request, parse_size
from entraide.kernel.witnessed import open_witnessed
from entraide.operations.admitting import admit_entries
from entraide.operations.entry import sign_entry, verify_entry
from entraide.operations.journal import Journal
from entraide.operations.offices.minutes import decode_minutes, encode_minutes, verify_minutes
from tests import (
    samples,
    samples_of_copies,
    samples_of_notices,
    samples_of_offices,
    samples_of_operations,
)
from tests.unit.agreements.given import ES, MA, NOW
from tests.unit.kernel.log_story import LOG_KEY, Story, opening, reader, salt, signed
from tests.unit.operations.given import standing

CORPUS: Final = Path(__file__).parents[1] / "corpus"
ROWS: Final = Story.of(20).rows
READ: Final = reader([row.leaf_hash for row in ROWS])
WITNESS_KEY: Final = parse_vkey(samples.KEYS.witness)
POINT: Final = checkpoint_of(signed(ROWS, 20))[0]
LINE: Final = cosign_checkpoint(POINT, WITNESS_KEY.name, samples.WITNESS, 1_700_000_000)
NOTE: Final = encode_note(parse_note(signed(ROWS, 20)).signed_also([LINE]))
PROOF: Final = encode_bundle_proof(
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
LAYOUT: Final = Layout(id=samples.ID, size=70_000, chunk_size=65_536)
CHUNK: Final = seal_chunk(LAYOUT, 1, bytes(4_464), b"k" * 32, b"n" * 12)
MINUTES: Final = samples_of_offices.minutes(samples.KEYS, samples.SIGNING)
REPLY: Final = next(body for body in samples.BODIES if body.KIND == "review")


@dataclass(frozen=True)
class Decoder:
    """What takes a partner's bytes, and valid bytes."""

    decode: Callable[[bytes], object]
    valid: tuple[bytes, ...]


def _opened(data: bytes) -> object:
    return open_envelope(data, ES, (samples.OPENING,))


def _admitted(data: bytes) -> object:
    arrival = Arrival(signed=data, recipient=ES, tls_pin=samples.KEYS.tls_pin, now_ms=NOW + 10)
    return admit(arrival, lambda party: Known(samples.KEYS) if party == MA else None)


def _signed_by_the_partner(data: bytes) -> object:
    """Whatever a partner says over its own signature: everything after the signature is reached."""
    message = Message.from_json(decode_canonical(data))
    return _admitted(sign_message(message, samples.SIGNING).encode())


def _body(message: Message, data: bytes) -> object:
    return read_body(replace(message, body=decode_canonical(data)))


def _card(data: bytes) -> object:
    card = decode_card(data)
    verify_card(card, NOW)
    return card


def _key_set(data: bytes) -> object:
    keys = SignedKeySet.from_json(decode_canonical(data))
    verify_threshold(keys)
    return keys


def _agreement(data: bytes) -> object:
    return missing_signatures(decode_signed(data))


def _declaration(data: bytes) -> object:
    return is_declared(decode_declaration(data), samples.AGREEMENT.agreement)


def _revocation(data: bytes) -> object:
    revocation = decode_revocation(data)
    verify_revocation(revocation, MA, samples.KEYS.roots)
    return revocation


def _statement(data: bytes) -> object:
    known = Known(samples.KEYS)
    return verify_statement(data, lambda party: known if party == MA else None, NOW + 10)


def _entry(data: bytes) -> object:
    known = Known(samples.KEYS)
    signed = verify_entry(data, lambda party: known if party == MA else None, NOW + 10)
    return admit_entries(standing(), (signed.entry,))


def _judged(data: bytes) -> object:
    return judge(None, parse_request(data), [LOG_KEY])


def _text(decode: Callable[[str], object]) -> Callable[[bytes], object]:
    def decoded(data: bytes) -> object:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RemoteProtocolError("line.not_text") from error
        return decode(text)

    return decoded


def _code(data: bytes) -> object:
    return partner_client._believed((400, data))


def _office(data: bytes) -> object:
    """The founding entry of an office, as a member takes it in."""
    signed = verify_entry(data, lambda party: Known(samples.KEYS) if party == MA else None, NOW)
    return admit_entries(Journal(), (signed.entry,))


def _minutes(data: bytes) -> object:
    minutes = decode_minutes(data)
    verify_minutes(minutes)
    return minutes


def _review() -> bytes:
    """A review whose second draft is from the other side, under keys made for it."""
    ours = samples.message_of(REPLY)
    theirs = samples.message_of(REPLY, sender=ES, recipient=MA)
    return encode_review(
        SignedReview(
            tuple(
                Draft(sign_message(one, samples.SIGNING), samples.SIGNED_KEYS)
                for one in (ours, theirs)
            )
        )
    )


_POST: Final = (
    Heading(sender=MA, recipient=ES, made_ms=NOW),
    Letter(samples.sealed(samples.BODIES[0])),
    Answered(samples.DIGEST, samples.sealed(samples.BODIES[1])),
    Refused(samples.DIGEST, "message.expired"),
    Ending(samples.ID, 3, b"s" * 64),
)

DECODERS: Final[Mapping[str, Decoder]] = {
    "envelope": Decoder(_opened, tuple(samples.sealed(body) for body in samples.BODIES[:3])),
    "signed-message": Decoder(
        SignedMessage.decode, (samples.signed_message(samples.BODIES[0]).encode(),)
    ),
    "admission": Decoder(
        _admitted, tuple(samples.signed_message(body).encode() for body in samples.BODIES[:4])
    ),
    "admission-of-signed": Decoder(
        _signed_by_the_partner, tuple(samples.message_of(body).content() for body in samples.BODIES)
    ),
    **{
        f"body-{body.KIND}": Decoder(
            partial(_body, samples.message_of(body)), (encode_canonical(body.to_json()),)
        )
        for body in samples.BODIES
    },
    **{
        f"body-{message.kind}-1": Decoder(
            partial(_body, message), (encode_canonical(dict(message.body)),)
        )
        for message in samples.earlier_messages()
    },
    "body-notice-by-passkey": Decoder(
        partial(_body, samples.message_of(samples_of_notices.BY_PASSKEY)),
        (encode_canonical(samples_of_notices.BY_PASSKEY.to_json()),),
    ),
    "card": Decoder(_card, (encode_card(samples.CARD),)),
    "key-set": Decoder(
        _key_set,
        tuple(encode_canonical(k.to_json()) for k in (samples.SIGNED_KEYS, samples.FOLLOWING)),
    ),
    "agreement": Decoder(_agreement, (samples.BODIES[4].signed,)),  # type: ignore[attr-defined]
    "declaration": Decoder(
        _declaration,
        tuple(
            samples.encode_declaration(one)
            for one in (samples.DECLARATION, samples.LATER_DECLARATION)
        ),
    ),
    "revocation": Decoder(_revocation, (encode_revocation(samples.REVOCATION),)),
    "statement": Decoder(
        _statement,
        tuple(
            sign_statement(one, samples.SIGNING)
            for one in (
                samples_of_copies.PERMISSION,
                samples_of_copies.REVOKED,
                samples_of_copies.TOLD,
            )
        ),
    ),
    "journal-entry": Decoder(
        _entry,
        tuple(
            sign_entry(each, samples.SIGNING).encode()
            for each in (samples_of_operations.FOUNDING, *samples_of_operations.ENTRIES)
        ),
    ),
    "office": Decoder(
        _office,
        tuple(sign_entry(each, samples.SIGNING).encode() for each in samples_of_offices.FOUNDINGS),
    ),
    "minutes": Decoder(_minutes, (encode_minutes(MINUTES),)),
    "review": Decoder(decode_review, (_review(),)),
    "post-line": Decoder(parse_post_line, tuple(encode_line(line)[:-1] for line in _POST)),
    "refusal-over-http": Decoder(_code, (b'{"code":"message.expired","status":400}',)),
    "held-chunks": Decoder(lambda data: Held.decode(data, 4), (samples.HELD.encode(),)),
    "chunk": Decoder(lambda data: open_chunk(LAYOUT, 1, data, b"k" * 32), (CHUNK,)),
    "note": Decoder(parse_note, (NOTE,)),
    "checkpoint": Decoder(lambda data: open_checkpoint(data, [LOG_KEY]), (NOTE,)),
    "witnessed": Decoder(lambda data: open_witnessed(data, [LOG_KEY], [WITNESS_KEY]), (NOTE,)),
    "cosignatures": Decoder(
        lambda data: verify_cosignatures(parse_note(data), [WITNESS_KEY]), (NOTE,)
    ),
    "signature-lines": Decoder(_text(parse_signatures), (encode_signatures([LINE]).encode(),)),
    "verifier-key": Decoder(
        _text(parse_vkey), (samples.KEYS.witness.encode(), samples.KEYS.log.encode())
    ),
    "witness-request": Decoder(
        _judged, (encode_request(9, consistency_proof(9, 20, READ), signed(ROWS, 20)),)
    ),
    "witness-size": Decoder(parse_size, (encode_size(12),)),
    "proof": Decoder(parse_bundle_proof, (PROOF,)),
    "proof-checked": Decoder(check_bundle, (PROOF,)),
    "opening": Decoder(parse_opening, (encode_opening(opening(7)),)),
    "entries": Decoder(
        lambda data: parse_bundle(data, 20), (encode_bundle([row.entry for row in ROWS]),)
    ),
    "tile": Decoder(lambda data: parse_tile(data, 3), (bytes(96),)),
    "tile-path": Decoder(_text(parse_path), (b"tile/0/x001/x234/067.p/17", b"tile/entries/000")),
}

NOT_FACING: Final[Mapping[str, str]] = {
    "exchange.batch.read_questions": "the file that an officer here chose",
    "exchange.notice.questions.parse_answer": "what an officer here types",
    "exchange.notice.review.Review.from_json": "our own review, read from our sealed store",
    "kernel.message.Message.decode": "reads what this node stored",
    "kernel.record.decode_record": "reads what this node stored",
    "kernel.marking.Marking.from_json": "reads the agency's own import files and store",
    "kernel.recovery.open_backup": "reads the agency's own backup",
    "agreements.reading.parse_agreement": "reads YAML that the agency's own lawyer wrote",
    "agreements.document.read_yaml": "the same",
    "match.cards.decode_card": "reads what this node stored",
}
"""Readers that no partner's bytes reach, and why."""


def corpus_of(name: str) -> tuple[bytes, ...]:
    """Return the valid inputs of a decoder and those that once broke one."""
    kept = sorted((CORPUS / name).glob("*"))
    return (*DECODERS[name].valid, *(path.read_bytes() for path in kept))

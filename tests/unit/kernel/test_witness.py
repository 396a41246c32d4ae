"""A witness's statuses, one by one, and what it keeps as evidence (C2SP tlog-witness)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.errors import RemoteProtocolError, TrustError
from entraide.kernel.checkpoint import Checkpoint, sign_checkpoint
from entraide.kernel.keys import SigningKey
from entraide.kernel.merkle import EMPTY_ROOT, consistency_proof
from entraide.kernel.note import encode_note, encode_signatures, parse_note, parse_signatures
from entraide.kernel.proof import (
    LogProof,
    Trusted,
    encode_proof,
    parse_proof,
    verify_proof,
)
from entraide.kernel.witness import (
    REFUSALS,
    Accept,
    AddCheckpoint,
    Conflict,
    Known,
    Refuse,
    encode_request,
    encode_size,
    fork_between,
    judge,
    parse_request,
    parse_size,
    verify_fork,
)
from entraide.vocabulary.messages.kernel import MESSAGES
from tests.unit.kernel.log_story import LOG, LOG_KEY, ORIGIN, Story, reader, signed, stored

ROWS = Story.of(40).rows
READ = reader([row.leaf_hash for row in ROWS])
REWRITTEN = [*ROWS[:20], stored(20, ".differently"), *ROWS[21:]]
REWRITTEN_READ = reader([row.leaf_hash for row in REWRITTEN])


def request(old: int, new: int) -> AddCheckpoint:
    return AddCheckpoint(old, consistency_proof(old, new, READ), signed(ROWS, new))


def known(size: int) -> Known:
    verdict = judge(None, request(0, size), [LOG_KEY])
    assert isinstance(verdict, Accept)
    return verdict.known


def code(verdict: object) -> tuple[str, int]:
    assert isinstance(verdict, Refuse)
    return verdict.code, verdict.status


def test_growth_is_accepted_and_becomes_what_is_known() -> None:
    seen: Known | None = None
    for old, new in ((0, 0), (0, 7), (7, 7), (7, 8), (8, 40)):
        asked = parse_request(
            encode_request(old, consistency_proof(old, new, READ), signed(ROWS, new))
        )
        verdict = judge(seen, asked, [LOG_KEY])
        assert verdict == Accept(Known(new, asked.checkpoint.root, signed(ROWS, new)))
        assert isinstance(verdict, Accept)
        seen = verdict.known


def test_404_for_a_log_that_is_not_witnessed() -> None:
    assert code(judge(None, request(0, 5), [])) == ("witness.unknown_log", 404)
    other = replace(LOG_KEY, name="es.bureau/log")
    assert code(judge(None, request(0, 5), [other])) == ("witness.unknown_log", 404)


def test_403_for_a_checkpoint_that_the_log_did_not_sign() -> None:
    forged = replace(request(0, 5), note=signed(ROWS, 5, SigningKey.generate()))
    assert code(judge(None, forged, [LOG_KEY])) == ("witness.not_signed", 403)
    note = parse_note(signed(ROWS, 5))
    broken = replace(note, signatures=(replace(note.signatures[0], data=bytes(64)),))
    half = replace(request(0, 5), note=encode_note(note.signed_also(broken.signatures)))
    assert code(judge(None, half, [LOG_KEY])) == ("witness.not_signed", 403)


def test_400_where_the_old_size_is_beyond_the_new() -> None:
    backwards = replace(request(0, 5), old_size=9)
    assert code(judge(known(9), backwards, [LOG_KEY])) == ("witness.old_beyond_new", 400)


def test_409_with_our_size_where_the_log_remembers_another() -> None:
    assert judge(known(9), request(0, 20), [LOG_KEY]) == Conflict(9)
    assert judge(known(9), request(8, 20), [LOG_KEY]) == Conflict(9)
    assert judge(None, request(8, 20), [LOG_KEY]) == Conflict(0)
    assert parse_size(encode_size(9)) == 9


def test_a_restored_backup_gets_no_second_cosignature_for_its_old_size() -> None:
    assert judge(known(20), request(5, 9), [LOG_KEY]) == Conflict(20)


def test_422_for_an_empty_log_with_a_root() -> None:
    note = encode_note(sign_checkpoint(Checkpoint(ORIGIN, 0, bytes(32)), LOG))
    verdict = judge(None, AddCheckpoint(0, (), note), [LOG_KEY])
    assert code(verdict) == ("witness.empty_root", 422)
    assert bytes(32) != EMPTY_ROOT


def test_422_for_a_proof_that_is_wrong_missing_or_too_much() -> None:
    asked = request(9, 20)
    for proof in ((), asked.proof[:-1], (*asked.proof, bytes(32)), (bytes(32),)):
        verdict = judge(known(9), replace(asked, proof=proof), [LOG_KEY])
        assert code(verdict) == ("witness.inconsistent", 422)
    for old in (None, known(0)):
        verdict = judge(old, replace(request(0, 20), proof=(bytes(32),)), [LOG_KEY])
        assert code(verdict) == ("witness.inconsistent", 422)
    again = replace(request(9, 9), proof=(bytes(32),))
    assert code(judge(known(9), again, [LOG_KEY])) == ("witness.inconsistent", 422)


def test_a_log_rewritten_by_its_own_key_is_refused_and_the_fork_is_evidence() -> None:
    longer = AddCheckpoint(30, consistency_proof(30, 40, REWRITTEN_READ), signed(REWRITTEN, 40))
    assert code(judge(known(30), longer, [LOG_KEY])) == ("witness.inconsistent", 422)
    same = AddCheckpoint(30, (), signed(REWRITTEN, 30))
    verdict = judge(known(30), same, [LOG_KEY])
    assert code(verdict) == ("witness.forked", 422)
    assert isinstance(verdict, Refuse)
    assert verdict.fork is not None
    assert verify_fork(verdict.fork, [LOG_KEY]).size == 30


def test_a_fork_is_kept_even_where_the_answer_is_only_a_conflict() -> None:
    verdict = judge(known(30), AddCheckpoint(0, (), signed(REWRITTEN, 30)), [LOG_KEY])
    assert isinstance(verdict, Conflict)
    assert verdict.size == 30
    assert verdict.fork == fork_between(signed(ROWS, 30), signed(REWRITTEN, 30), [LOG_KEY])


def test_nobody_can_accuse_a_log_of_what_it_did_not_sign() -> None:
    true, forged = signed(ROWS, 30), signed(REWRITTEN, 30, SigningKey.generate())
    for first, second in ((true, forged), (true, true), (true, signed(ROWS, 31)), (true, b"x")):
        assert fork_between(first, second, [LOG_KEY]) is None
    assert fork_between(true, signed(REWRITTEN, 30), []) is None


HEAD = b"old 9\n" + b"A" * 43 + b"=\n\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"old 9\n",
        b"old 09\n\n" + signed(ROWS, 20),
        b"old -1\n\n" + signed(ROWS, 20),
        b"new 9\n\n" + signed(ROWS, 20),
        b"old 9\n\n\n" + signed(ROWS, 20),
        b"old 9\nAAAA\n\n" + signed(ROWS, 20),
        b"old 9\r\n\r\n" + signed(ROWS, 20),
        HEAD + signed(ROWS, 20)[:-1],
        b"old 9\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + signed(ROWS, 20),
        b"old 9\n\n" + b"x" * 700_000,
    ],
)
def test_400_for_a_malformed_request(data: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_request(data)


def test_63_lines_of_proof_are_taken() -> None:
    data = b"old 9\n" + (b"A" * 43 + b"=\n") * 63 + b"\n" + signed(ROWS, 20)
    assert len(parse_request(data).proof) == 63


def test_a_malformed_size_is_refused() -> None:
    for data in (b"", b"9", b"09\n", b"9\n\n", b"-1\n", b"9" * 30 + b"\n", b"\xff\n"):
        with pytest.raises(RemoteProtocolError):
            parse_size(data)


def test_the_answer_of_a_witness_is_signature_lines() -> None:
    lines = parse_note(signed(ROWS, 9)).signatures
    assert parse_signatures(encode_signatures(lines)) == lines


def test_every_refusal_has_its_sentence() -> None:
    assert set(REFUSALS) <= set(MESSAGES)


def test_proof_files_come_back_as_written() -> None:
    for extra in (b"", b"extra\x00\xff"):
        proof = LogProof(3, (bytes(32), bytes(range(32))), signed(ROWS, 20), extra)
        assert parse_proof(encode_proof(proof)) == proof


PROOF = encode_proof(LogProof(3, (bytes(32),), signed(ROWS, 20), b"x")).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROOF.replace("@v1", "@v2"),
        PROOF.replace("index 3", "index 03"),
        PROOF.replace("index 3", "Index 3"),
        PROOF.replace("index 3\n", ""),
        PROOF.replace("extra eA==", "extra "),
        PROOF.replace("extra eA==", "extra eB=="),
        PROOF.replace("extra eA==\nindex 3", "index 3\nextra eA=="),
        PROOF.replace("\n\n", "\n\n\n", 1),
        PROOF.replace("A" * 43 + "=\n", ("A" * 43 + "=\n") * 65),
        PROOF[:-1],
        "x" * (4 * 1024 * 1024 + 1),
    ],
)
def test_a_malformed_proof_file_is_refused(text: str) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_proof(text.encode())


def test_a_proof_without_enough_witnesses_is_refused() -> None:
    proof = LogProof(0, (), signed(ROWS, 1))
    assert verify_proof(proof, ROWS[0].entry, Trusted((LOG_KEY,))).cosigned == ()
    with pytest.raises(TrustError):
        verify_proof(proof, ROWS[0].entry, Trusted((LOG_KEY,), (), 1))
    with pytest.raises(TrustError):
        verify_proof(proof, ROWS[1].entry, Trusted((LOG_KEY,)))
    with pytest.raises(TrustError):
        verify_proof(proof, ROWS[0].entry, Trusted(()))

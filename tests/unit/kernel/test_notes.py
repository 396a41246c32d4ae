"""Notes, checkpoints and cosignatures: what is refused, what is ignored, who counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.errors import EntraideError, InputError, RemoteProtocolError, TrustError
from entraide.kernel.checkpoint import (
    Checkpoint,
    checkpoint_of,
    encode_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from entraide.kernel.cosignature import (
    Cosigned,
    cosign_checkpoint,
    verify_cosignatures,
    witness_note_key,
)
from entraide.kernel.keys import SigningKey
from entraide.kernel.note import (
    MAX_NOTE,
    MAX_SIGNATURES,
    Note,
    NoteKey,
    NoteSignature,
    encode_note,
    log_note_key,
    parse_note,
    parse_vkey,
    sign_note,
    verify_note,
)
from entraide.kernel.witness_keys import WitnessKey, WitnessVerifyKey

LOG = SigningKey.generate()
LOG_KEY = log_note_key("ma.bureau/log", LOG.public)
POINT = Checkpoint("ma.bureau/log", 5, bytes(range(32)))
ED, ML = SigningKey.generate(), WitnessKey.generate()
ED_KEY = witness_note_key("es.bureau/witness", ED.public)
ML_KEY = witness_note_key("de.bureau/witness", ML.public)


def cosigned(*lines: tuple[str, SigningKey | WitnessKey, int]) -> Note:
    note = sign_checkpoint(POINT, LOG)
    return note.signed_also(cosign_checkpoint(POINT, *line) for line in lines)


def test_both_kinds_of_witness_are_counted_and_strangers_are_ignored() -> None:
    note = cosigned((ED_KEY.name, ED, 100), (ML_KEY.name, ML, 200), ("x", ED, 300))
    again = parse_note(encode_note(note))
    assert verify_cosignatures(again, [ED_KEY, ML_KEY]) == (
        Cosigned(ED_KEY.name, 100),
        Cosigned(ML_KEY.name, 200),
    )
    assert verify_cosignatures(again, [ML_KEY]) == (Cosigned(ML_KEY.name, 200),)
    assert open_checkpoint(encode_note(note), [LOG_KEY]) == POINT


def test_a_witness_that_signs_often_or_with_two_keys_counts_once() -> None:
    second = witness_note_key(ED_KEY.name, ML.public)
    note = cosigned((ED_KEY.name, ED, 300), (ED_KEY.name, ED, 100), (ED_KEY.name, ML, 200))
    assert verify_cosignatures(note, [ED_KEY, second]) == (Cosigned(ED_KEY.name, 100),)


def test_one_key_under_two_names_is_not_two_witnesses() -> None:
    twin = witness_note_key("fr.bureau/witness", ED.public)
    with pytest.raises(TrustError) as caught:
        verify_cosignatures(cosigned((ED_KEY.name, ED, 100)), [ED_KEY, twin])
    assert caught.value.code == "cosignature.key_counted_twice"


@pytest.mark.parametrize(("key", "named"), [(ED, ED_KEY), (ML, ML_KEY)])
def test_a_cosignature_holds_for_its_own_time_tree_and_log_only(
    key: SigningKey | WitnessKey, named: NoteKey
) -> None:
    line = cosign_checkpoint(POINT, named.name, key, 100)
    later = replace(line, data=(101).to_bytes(8) + line.data[8:])
    others = (
        replace(POINT, size=6),
        replace(POINT, root=bytes(32)),
        replace(POINT, origin="ma.bureau/lof"),
    )
    notes = [Note(encode_checkpoint(other), (line,)) for other in others]
    for note in (*notes, Note(encode_checkpoint(POINT), (later,))):
        with pytest.raises(TrustError):
            verify_cosignatures(note, [named])


def test_the_name_of_an_ml_dsa_witness_is_signed_too() -> None:
    other = NoteKey("fr.bureau/witness", ML_KEY.kind, ML_KEY.public)
    line = cosign_checkpoint(POINT, ML_KEY.name, ML, 100)
    stolen = replace(line, name=other.name, key_id=other.key_id)
    with pytest.raises(TrustError):
        verify_cosignatures(Note(encode_checkpoint(POINT), (stolen,)), [other])


def test_an_undated_or_cut_cosignature_is_refused() -> None:
    line = cosign_checkpoint(POINT, ED_KEY.name, ED, 100)
    for data in (bytes(8) + line.data[8:], line.data[:8], line.data[:-1], b"\xff" * 72):
        note = Note(encode_checkpoint(POINT), (replace(line, data=data),))
        with pytest.raises(TrustError):
            verify_cosignatures(note, [ED_KEY])
    for timestamp in (0, -1, 2**63):
        with pytest.raises(InputError):
            cosign_checkpoint(POINT, ED_KEY.name, ED, timestamp)


def test_a_cosignature_that_is_signed_without_a_date_is_refused() -> None:
    message = f"cosignature/v1\ntime 0\n{encode_checkpoint(POINT)}".encode()
    line = NoteSignature(ED_KEY.name, ED_KEY.key_id, bytes(8) + ED.sign_exact(message))
    with pytest.raises(TrustError) as caught:
        verify_cosignatures(Note(encode_checkpoint(POINT), (line,)), [ED_KEY])
    assert caught.value.code == "cosignature.not_dated"


def test_a_witness_key_cannot_sign_a_plain_note() -> None:
    text = encode_checkpoint(POINT)
    line = NoteSignature(ED_KEY.name, ED_KEY.key_id, ED.sign_exact(text.encode()))
    with pytest.raises(TrustError) as caught:
        verify_note(Note(text, (line,)), [ED_KEY])
    assert caught.value.code == "note.wrong_key_kind"


def test_a_log_signature_is_no_cosignature_nor_the_reverse() -> None:
    note = sign_checkpoint(POINT, LOG)
    disguised = NoteKey(LOG_KEY.name, 4, LOG_KEY.public)
    assert verify_cosignatures(note, [disguised]) == ()
    with pytest.raises(TrustError):
        verify_cosignatures(note, [LOG_KEY])
    with pytest.raises(TrustError):
        verify_note(note, [ED_KEY])


def test_signatures_of_unknown_keys_are_ignored_but_one_bad_known_one_condemns() -> None:
    note = sign_checkpoint(POINT, LOG)
    stranger = sign_note(note.text, "ma.bureau/log", SigningKey.generate())
    assert verify_note(note.signed_also([stranger]), [LOG_KEY]) == (LOG_KEY,)
    bad = replace(note.signatures[0], data=bytes(64))
    for signatures in ((bad,), (note.signatures[0], bad)):
        with pytest.raises(TrustError) as caught:
            verify_note(replace(note, signatures=signatures), [LOG_KEY])
        assert caught.value.code == "signature.invalid"
    with pytest.raises(TrustError):
        verify_note(note, [])
    with pytest.raises(TrustError):
        verify_note(note, [log_note_key("ma.bureau/log", SigningKey.generate().public)])


def test_a_log_speaks_only_for_its_own_origin() -> None:
    note = Note(encode_checkpoint(replace(POINT, origin="es.bureau/log")), ())
    signed = note.signed_also([sign_note(note.text, LOG_KEY.name, LOG)])
    with pytest.raises(TrustError) as caught:
        open_checkpoint(encode_note(signed), [LOG_KEY])
    assert caught.value.code == "checkpoint.unknown_log"


GOOD = encode_note(sign_checkpoint(POINT, LOG)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        GOOD[:-1],
        GOOD + "\n",
        GOOD + "more\n",
        GOOD.replace("— ", "- "),
        GOOD.replace("— ma", "—  ma"),
        GOOD.replace("— ma.bureau/log ", "— ma+bureau/log "),
        GOOD.replace("— ma.bureau/log ", "— ma\u00a0bureau/log "),
        GOOD.replace("— ma.bureau/log ", "— "),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("bureau", "bu\treau"),
        GOOD.rstrip("=\n") + "\n",
        GOOD.replace("\n\n", "\n"),
        GOOD.split("— ", maxsplit=1)[0] + "— x " + "A" * 9000 + "\n",
        GOOD.split("— ", maxsplit=1)[0] + "— x AAAA\n",
        GOOD + GOOD.rpartition("\n\n")[2] * MAX_SIGNATURES,
    ],
)
def test_a_malformed_note_is_refused(text: str) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_note(text.encode())


def test_a_note_that_is_too_long_or_not_text_is_refused() -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        parse_note(b"a" * (MAX_NOTE + 1))
    assert caught.value.code == "note.too_long"
    with pytest.raises(RemoteProtocolError):
        parse_note(GOOD.encode()[:5] + b"\xff" + GOOD.encode()[5:])


def test_sixteen_signatures_of_the_longest_kind_are_taken() -> None:
    lines = tuple(cosign_checkpoint(POINT, f"w{number}", ML, 1) for number in range(16))
    note = sign_checkpoint(POINT, LOG).signed_also(lines)
    assert len(parse_note(encode_note(note)).signatures) == 17


def test_the_last_empty_line_parts_text_from_signatures() -> None:
    note = Note("one\n\ntwo\n\n", (sign_note("one\n\ntwo\n\n", "x", LOG),))
    assert parse_note(encode_note(note)) == note


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n+1\n" + "A" * 43 + "=\n",
        "a\n١\n" + "A" * 43 + "=\n",
        "a\n9223372036854775808\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 42 + "B=\n",
        "a\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\n\n",
        "a\n1\n" + "A" * 43 + "=",
        "a" * 256 + "\n1\n" + "A" * 43 + "=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_checkpoint(text)


def test_extension_lines_are_kept_as_they_are() -> None:
    point = replace(POINT, extensions=("further", "lines"))
    assert parse_checkpoint(encode_checkpoint(point)) == point
    line = cosign_checkpoint(point, ED_KEY.name, ED, 9)
    assert verify_cosignatures(Note(encode_checkpoint(point), (line,)), [ED_KEY])


def test_what_has_no_checkpoint_text_is_not_made() -> None:
    for change in ({"size": -1}, {"root": b""}, {"origin": "a\nb"}, {"extensions": ("",)}):
        with pytest.raises(InputError):
            replace(POINT, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [LOG_KEY, ED_KEY, ML_KEY])
def test_a_verifier_key_is_read_back_and_its_id_must_belong(key: NoteKey) -> None:
    assert parse_vkey(key.vkey) == key
    name, key_id, material = key.vkey.split("+", 2)
    wrong = f"{int(key_id, 16) ^ 1:08x}"
    broken = ("", name, f"{name}+{key_id}", f"{name}+{wrong}+{material}", f"{name}+{key_id}+")
    for text in (*broken, f"{name}+{key_id.upper()}x+{material}", f"+{key_id}+{material}"):
        with pytest.raises(EntraideError):
            parse_vkey(text)


def test_names_with_spaces_or_without_letters_are_not_given() -> None:
    for name in ("", "two words", "a+b", "x" * 256, "a\nb", "\ud800"):
        with pytest.raises(InputError):
            log_note_key(name, LOG.public)
        with pytest.raises(InputError):
            witness_note_key(name, ED.public)
    with pytest.raises(InputError):
        sign_note("no newline", "x", LOG)


def test_a_witness_key_is_its_seed() -> None:
    again = WitnessKey(ML.seed)
    assert again.public == ML.public
    signature = again.sign_exact(b"message")
    ML.public.verify_exact(signature, b"message")
    for wrong in (signature[:-1], b"", bytes(2420)):
        with pytest.raises(TrustError):
            ML.public.verify_exact(wrong, b"message")
    with pytest.raises(TrustError):
        WitnessKey(b"short")
    with pytest.raises(TrustError):
        WitnessVerifyKey(b"short")
    assert "seed" not in repr(ML)


def test_a_checkpoint_can_be_read_before_it_is_believed() -> None:
    assert checkpoint_of(GOOD.encode())[0] == POINT

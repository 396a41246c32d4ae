"""Who signed what: thresholds, strangers, copies signed in parallel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.agreements.policy import compile_policy
from entraide.agreements.reading import parse_agreement
from entraide.agreements.signing import (
    Missing,
    Signature,
    SignedAgreement,
    decode_signed,
    encode_signed,
    merge_signatures,
    missing_signatures,
    sign_agreement,
    verify_agreement,
)
from entraide.agreements.templates import police_cooperation
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.keys import SigningKey
from tests.unit.agreements.given import (
    DE,
    ES,
    MA,
    ROOTS,
    STARTS,
    agreement_of,
    party,
    signed_by_all,
    text_of,
)

UNSIGNED = SignedAgreement(agreement_of())
SIGNED = signed_by_all(UNSIGNED.agreement)
SECOND = SigningKey(b"\x77" * 32)


def two_of_two() -> SignedAgreement:
    both = party(MA, ROOTS[MA], SECOND, threshold=2)
    return SignedAgreement(police_cooperation((both, party(ES)), STARTS))


def test_a_memorandum_holds_once_every_party_has_signed() -> None:
    verify_agreement(SIGNED)
    assert missing_signatures(SIGNED) == ()


def test_the_party_that_has_not_signed_is_named() -> None:
    part = sign_agreement(sign_agreement(UNSIGNED, MA, ROOTS[MA]), DE, ROOTS[DE])
    with pytest.raises(TrustError, match=ES) as caught:
        verify_agreement(part)
    assert caught.value.code == "agreement.not_signed"
    assert missing_signatures(part) == (Missing(ES, 1),)
    with pytest.raises(TrustError, match=ES):
        compile_policy(part)


def test_one_key_that_signs_twice_counts_once() -> None:
    once = sign_agreement(two_of_two(), MA, ROOTS[MA])
    twice = sign_agreement(once, MA, ROOTS[MA])
    assert missing_signatures(twice) == (Missing(MA, 1), Missing(ES, 1))
    done = sign_agreement(sign_agreement(twice, MA, SECOND), ES, ROOTS[ES])
    verify_agreement(done)


def test_a_party_cannot_sign_for_another() -> None:
    with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
        sign_agreement(UNSIGNED, ES, ROOTS[MA])
    with pytest.raises(InputError, match=r"agreement\.no_such_party"):
        sign_agreement(UNSIGNED, "fr.bureau", ROOTS[MA])


def test_a_signature_shown_under_another_name_is_refused() -> None:
    stolen = replace(SIGNED.signatures[0], party=MA)
    with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
        verify_agreement(replace(SIGNED, signatures=(*SIGNED.signatures, stolen)))


@pytest.mark.parametrize("value", [b"", b"\0" * 64, b"\0" * 63])
def test_a_false_signature_is_refused_and_counts_for_nothing(value: bytes) -> None:
    false = Signature(MA, ROOTS[MA].key_id, value)
    forged = SignedAgreement(UNSIGNED.agreement, (false,))
    assert len(missing_signatures(forged)) == 3
    with pytest.raises(TrustError, match=r"agreement\.signature"):
        verify_agreement(forged)


def test_a_signature_made_for_another_use_is_refused() -> None:
    other = ROOTS[MA].sign(UNSIGNED.agreement.canonical(), context="message/1")
    forged = SignedAgreement(UNSIGNED.agreement, (Signature(MA, ROOTS[MA].key_id, other),))
    with pytest.raises(TrustError, match=r"agreement\.signature"):
        verify_agreement(forged)


def test_signatures_do_not_survive_an_amendment() -> None:
    amended = parse_agreement(text_of().replace("limit: 500", "limit: 501"))
    with pytest.raises(TrustError, match=r"agreement\.signature"):
        verify_agreement(SignedAgreement(amended, SIGNED.signatures))


def test_copies_signed_in_parallel_merge_to_one() -> None:
    copies = [sign_agreement(UNSIGNED, name, key) for name, key in ROOTS.items()]
    merged = merge_signatures(merge_signatures(copies[2], copies[0]), copies[1])
    assert merged == SIGNED
    assert merge_signatures(merged, merged) == merged


def test_copies_of_two_memoranda_do_not_merge() -> None:
    with pytest.raises(TrustError, match=r"agreement\.not_the_same"):
        merge_signatures(SIGNED, SignedAgreement(agreement_of(MA, ES)))


def test_a_copy_with_a_false_signature_does_not_spoil_ours() -> None:
    false = SignedAgreement(UNSIGNED.agreement, (Signature(ES, ROOTS[ES].key_id, b"\x01" * 64),))
    with pytest.raises(TrustError, match=ES):
        merge_signatures(sign_agreement(UNSIGNED, MA, ROOTS[MA]), false)


def test_a_signed_memorandum_travels_as_bytes() -> None:
    data = encode_signed(SIGNED)
    assert decode_signed(data) == SIGNED
    verify_agreement(decode_signed(data))
    assert decode_signed(encode_signed(UNSIGNED)) == UNSIGNED


def changed(**changes: object) -> bytes:
    return encode_canonical({**decode_canonical(encode_signed(SIGNED)), **changes})  # type: ignore[dict-item]


SIGNATURES = decode_canonical(encode_signed(SIGNED))["signatures"]
BODIES = {
    "another kind": changed(kind="signed-memorandum/2"),
    "an unknown field": changed(extra=1),
    "no agreement": changed(agreement=None),
    "an agreement of one word": changed(agreement="yes"),
    "no signatures": changed(signatures=None),
    "signatures out of order": changed(signatures=SIGNATURES[::-1]),
    "a signature twice": changed(signatures=[*SIGNATURES, SIGNATURES[-1]]),
    "a signature that is a word": changed(signatures=["x"]),
    "a value that is a number": changed(signatures=[{**SIGNATURES[0], "value": 7}]),
    "a party that is a number": changed(signatures=[{**SIGNATURES[0], "party": 7}]),
    "a signature with more": changed(signatures=[{**SIGNATURES[0], "more": 7}]),
    "other spacing": encode_signed(SIGNED).replace(b",", b", ", 1),
    "not UTF-8": b"\xff" + encode_signed(SIGNED),
    "too many bytes": encode_signed(SIGNED) + b" " * (1 << 20),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_a_partner_malforms_is_refused_as_the_partner_s_fault(name: str) -> None:
    with pytest.raises(RemoteProtocolError):
        decode_signed(BODIES[name])


@pytest.mark.parametrize(
    ("path", "value"),
    [("memorandum", "1"), ("id", 7), ("title", " Two  spaces "), ("title", True)],
)
def test_one_meaning_in_another_form_is_refused(path: str, value: object) -> None:
    agreement = decode_canonical(encode_signed(SIGNED))["agreement"]
    with pytest.raises(RemoteProtocolError, match="agreement"):
        decode_signed(changed(agreement={**agreement, path: value}))

"""Approvals by passkey as a partner verifies them: none that was made for something else holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.adapters.sealing.passkeys import HeldPasskey, shown_to_others
from entraide.errors import RemoteProtocolError, TrustError
from entraide.exchange.notice.review import Signature, Vouched, verify_review
from entraide.kernel.encoding import to_base64
from entraide.kernel.passkey import Assertion, approval_challenge, verify_approval
from tests.authenticator import Authenticator
from tests.notices import notice_of, vouched_for

ORDER, PAYLOAD = "1" * 64, "2" * 64
KEY = Authenticator("http://localhost:8450")


def shown(key: Authenticator = KEY, challenge: bytes | None = None) -> Signature:
    response = key.sign(challenge or approval_challenge(ORDER, PAYLOAD))
    found = shown_to_others(response, key._public(), ORDER)
    return Signature("officer-one", found.key, found.signature, found.said)


def holds(signature: Signature, payload: str = PAYLOAD) -> bool:
    assert signature.passkey is not None
    try:
        verify_approval(signature.key, signature.signature, signature.passkey, payload)
    except TrustError:
        return False
    return True


def test_an_approval_holds_for_its_order_its_payload_and_its_key_alone() -> None:
    made = shown()
    assert made.passkey is not None
    assert holds(made)
    assert not holds(made, "3" * 64)
    assert not holds(replace(made, passkey=replace(made.passkey, order="3" * 64)))
    assert not holds(replace(made, key=shown(Authenticator(KEY.origin)).key))
    assert not holds(shown(challenge=bytes.fromhex(PAYLOAD)))
    assert not holds(shown(challenge=hashlib.sha256(f"{ORDER}{PAYLOAD}".encode()).digest()))


def test_a_key_without_its_user_and_an_answer_to_another_ceremony_approve_nothing() -> None:
    assert not holds(shown(replace(KEY, flags=0x01)))
    assert not holds(shown(replace(KEY, flags=0x04)))
    made = shown()
    assert made.passkey is not None
    for client in (b"", b"[]", b"nothing", b"[" * 3_000,
                   made.passkey.client.replace(b"webauthn.get", b"webauthn.create")):  # fmt: skip
        assert not holds(replace(made, passkey=replace(made.passkey, client=client)))


def test_a_weak_or_unknown_kind_of_key_approves_nothing() -> None:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - here alone
        Encoding,
        PublicFormat,
    )

    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    weak = rsa.generate_private_key(65_537, 1_024)  # noqa: S505 - weak on purpose
    small = weak.public_key().public_bytes(*spki)
    other = ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(*spki)
    for key in (small, other, b"", b"\0" * 91):
        assert not holds(replace(shown(), key=key))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=90), st.binary(max_size=120), st.binary(max_size=60))
def test_whatever_a_partner_writes_for_an_assertion_is_refused_and_never_a_crash(
    key: bytes, signature: bytes, said: bytes
) -> None:
    forged = Assertion(authenticator=said, client=said, order=ORDER)
    assert not holds(Signature("officer-one", key, signature, forged))


def test_a_notice_reviewed_by_passkeys_is_believed_and_one_passkey_is_not_two_officers() -> None:
    notice = notice_of()
    bare = vouched_for(notice, officers=())
    payload = bare.payload(notice)
    keys = (KEY, Authenticator(KEY.origin))
    signed = tuple(
        replace(shown(key, approval_challenge(ORDER, payload)), officer=f"officer-{at}")
        for at, key in enumerate(keys)
    )
    assert verify_review(notice, Vouched(bare.said, bare.to, signed)) == ()
    twice = (signed[0], replace(signed[0], officer="officer-1"))
    (found,) = verify_review(notice, Vouched(bare.said, bare.to, twice))
    assert found.code == "notice.not_two_officers"
    (found,) = verify_review(replace(notice, case="N-2"), Vouched(bare.said, bare.to, signed))
    assert found.code == "notice.review_signature"


def test_a_signature_travels_as_it_was_and_nothing_beside_it() -> None:
    made = shown()
    assert Signature.from_json(made.to_json()) == made
    without = {key: each for key, each in made.to_json().items() if key != "passkey"}
    with pytest.raises(RemoteProtocolError):  # the key of a passkey is no officer's own key
        Signature.from_json(without)
    more = {**made.to_json(), "passkey": {**made.passkey.to_json(), "site": "x"}}  # type: ignore[union-attr]
    with pytest.raises(RemoteProtocolError):
        Signature.from_json(more)


def test_no_name_of_an_officer_is_in_what_a_partner_gets() -> None:
    made = json.dumps(shown().to_json())
    assert to_base64(KEY.credential) not in made
    assert HeldPasskey.__name__ not in made
    assert "Secret" not in made

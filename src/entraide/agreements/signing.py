"""Signatures of the parties under a memorandum: made, checked, collected, carried.

What is signed is the canonical form, under the context ``memorandum/1``, by root keys that the
memorandum itself names. Parties sign copies in parallel, so signatures of two copies merge.

The order of verification:
  1. every signature is by a root key of the party that it names;
  2. every signature holds over the canonical form;
  3. each party has as many different keys under it as its threshold asks.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.chapters.general import Party
from entraide.agreements.reading import agreement_of_json
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.keys import SigningKey, VerifyKey

__all__ = [
    "Missing",
    "Signature",
    "SignedAgreement",
    "decode_signed",
    "encode_signed",
    "merge_signatures",
    "missing_signatures",
    "sign_agreement",
    "verify_agreement",
    "verify_signature",
]

_CONTEXT: Final = "memorandum/1"
_KIND: Final = "signed-memorandum/1"
_LARGEST: Final = 1 << 20
"""Bytes of an encoded memorandum with its signatures; the reader of a text stops far below."""


@dataclass(frozen=True, slots=True, order=True)
class Signature:
    """One root key's signature for a party."""

    party: str
    key_id: str
    value: bytes


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """A memorandum and the signatures gathered so far, in one order and without repetition."""

    agreement: Agreement
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        """Keep one order, so that one set of signatures has one byte form."""
        object.__setattr__(self, "signatures", tuple(sorted(set(self.signatures))))


@dataclass(frozen=True, slots=True)
class Missing:
    """How many more keys of a party must sign."""

    party: str
    lacking: int


def sign_agreement(signed: SignedAgreement, party: str, root_key: SigningKey) -> SignedAgreement:
    """Add a party's signature; TrustError where the key is not one of its roots."""
    agreement = signed.agreement
    if _root(agreement.party(party), root_key.key_id) is None:
        raise TrustError("agreement.not_a_root_key", party=party, key=root_key.key_id)
    value = root_key.sign(agreement.canonical(), context=_CONTEXT)
    one = Signature(party, root_key.key_id, value)
    return SignedAgreement(agreement, (*signed.signatures, one))


def verify_agreement(signed: SignedAgreement) -> None:
    """Return where every party has signed; TrustError naming the one that has not."""
    message = signed.agreement.canonical()
    for one in signed.signatures:
        verify_signature(signed.agreement, one, message, context=_CONTEXT)  # 1 and 2
    for lack in _lacking(signed.agreement, signed.signatures):  # 3
        raise TrustError("agreement.not_signed", party=lack.party, lacking=lack.lacking)


def missing_signatures(signed: SignedAgreement) -> tuple[Missing, ...]:
    """Return what each party still owes; signatures that do not hold count for nothing."""
    message = signed.agreement.canonical()
    valid = (one for one in signed.signatures if _is_valid(signed.agreement, one, message))
    return _lacking(signed.agreement, valid)


def merge_signatures(first: SignedAgreement, second: SignedAgreement) -> SignedAgreement:
    """Return one copy with the signatures of both; TrustError if one does not hold.

    Copies of different memoranda do not merge.
    """
    message = first.agreement.canonical()
    if second.agreement.canonical() != message:
        raise TrustError(
            "agreement.not_the_same", one=first.agreement.digest, other=second.agreement.digest
        )
    both = SignedAgreement(first.agreement, (*first.signatures, *second.signatures))
    for one in both.signatures:
        verify_signature(both.agreement, one, message, context=_CONTEXT)
    return both


def encode_signed(signed: SignedAgreement) -> bytes:
    """Return the canonical bytes of a memorandum with its signatures."""
    signatures: list[Json] = [
        {"party": one.party, "key": one.key_id, "value": base64.b64encode(one.value).decode()}
        for one in signed.signatures
    ]
    return encode_canonical(
        {"kind": _KIND, "agreement": to_json(signed.agreement), "signatures": signatures}
    )


def decode_signed(data: bytes) -> SignedAgreement:
    """Read what ``encode_signed`` wrote; RemoteProtocolError for anything else.

    Signatures are read, not verified: a copy that lacks some, or holds a false one, decodes.
    """
    if len(data) > _LARGEST:
        raise RemoteProtocolError("agreement.too_many_bytes", most=_LARGEST)
    body = decode_canonical(data)
    if body.get("kind") != _KIND:
        raise RemoteProtocolError("agreement.not_a_memorandum")
    try:
        signed = SignedAgreement(agreement_of_json(body.get("agreement")), _signatures(body))
        same = encode_signed(signed) == data
    except InputError as error:
        where = str(error.data.get("path", ""))
        raise RemoteProtocolError("agreement.unreadable", problem=error.code, path=where) from error
    if not same:
        raise RemoteProtocolError("agreement.other_form")
    return signed


def _signatures(body: dict[str, Any]) -> tuple[Signature, ...]:
    try:
        return tuple(
            Signature(str(one["party"]), str(one["key"]), base64.b64decode(one["value"]))
            for one in body["signatures"]
        )
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise RemoteProtocolError("agreement.not_a_memorandum") from error


def _lacking(agreement: Agreement, valid: Iterable[Signature]) -> tuple[Missing, ...]:
    held = Counter(party for party, _ in {(one.party, one.key_id) for one in valid})
    return tuple(
        Missing(party.id, party.root.threshold - held[party.id])
        for party in agreement.parties
        if held[party.id] < party.root.threshold
    )


def _root(party: Party, key_id: str) -> VerifyKey | None:
    return next((key for key in party.root.keys if key.key_id == key_id), None)


def verify_signature(agreement: Agreement, one: Signature, message: bytes, *, context: str) -> None:
    """Verify one signature of a party over a message; TrustError where it does not hold.

    The key must be one that the memorandum names as a root of the party that the signature names.
    """
    party = next((party for party in agreement.parties if party.id == one.party), None)
    key = _root(party, one.key_id) if party else None
    if key is None:
        raise TrustError("agreement.not_a_root_key", party=one.party[:64], key=one.key_id[:64])
    try:
        key.verify(one.value, message, context=context)
    except TrustError as error:
        raise TrustError("agreement.signature", party=one.party, key=one.key_id) from error


def _is_valid(agreement: Agreement, one: Signature, message: bytes) -> bool:
    try:
        verify_signature(agreement, one, message, context=_CONTEXT)
    except TrustError:
        return False
    return True

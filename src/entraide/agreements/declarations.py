"""Declarations of a party about a memorandum: that it suspends, resumes or terminates it.

A declaration needs no consent of the others, only the signatures that the party's own threshold
asks, by the root keys that the memorandum names, or by those that followed them: then it carries
the key sets that prove it (``later_roots``). It is never retroactive: it applies from the moment
at which it is made, or later; a termination not before the agreed notice has run (Art. 8.4 and
8.5). What all of a memorandum's declarations amount to is in ``standing``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import DAY_MS
from entraide.agreements.later_roots import MOST_SETS, roots_of
from entraide.agreements.signing import Signature
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.key_set import Roots, SignedKeySet
from entraide.kernel.keys import SigningKey

__all__ = [
    "Act",
    "Declaration",
    "SignedDeclaration",
    "decode_declaration",
    "encode_declaration",
    "is_declared",
    "merge_declarations",
    "sign_declaration",
    "verify_declaration",
]

_CONTEXT: Final = "memorandum-declaration/1"
_KIND: Final = "signed-declaration/1"
_KIND_BY_LATER_ROOTS: Final = "signed-declaration/2"
_LARGEST: Final = 1 << 16
_MOST_SIGNATURES: Final = 16
_MOST_REASON: Final = 2_000


class Act(StrEnum):
    """What a party declares."""

    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One party's declaration; moments are UTC milliseconds.

    ``agreement`` is the digest of the text it is about, ``made_ms`` when it was made (a later one
    of the same party replaces what an earlier one said), ``from_ms`` the first moment at which it
    applies.
    """

    agreement: str
    party: str
    act: Act
    made_ms: int
    from_ms: int
    reason: str

    def __post_init__(self) -> None:
        """Refuse what applies before it was said, and what says no reason."""
        if self.from_ms < self.made_ms:
            raise InputError("declaration.retroactive")
        if not 0 < len(self.reason.strip()) <= _MOST_REASON:
            raise InputError("declaration.no_reason", most=_MOST_REASON)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in lower-case hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return encode_canonical(self.to_json())

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "act": self.act.value,
            "agreement": self.agreement,
            "from_ms": self.from_ms,
            "made_ms": self.made_ms,
            "party": self.party,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, value: object) -> Declaration:
        """Read that object; RemoteProtocolError where it is malformed."""
        fields = Fields(value, "declaration")
        act = fields.token("act", limit=16)
        if act not in tuple(Act):
            raise RemoteProtocolError("field.malformed", field="declaration.act")
        declaration = cls(
            agreement=fields.hexadecimal("agreement", digits=64),
            party=fields.token("party", limit=64),
            act=Act(act),
            made_ms=fields.integer("made_ms"),
            from_ms=fields.integer("from_ms"),
            reason=fields.text("reason", limit=_MOST_REASON),
        )
        fields.done()
        return declaration


@dataclass(frozen=True, slots=True)
class SignedDeclaration:
    """A declaration and the signatures gathered so far, in one order and without repetition."""

    declaration: Declaration
    signatures: tuple[Signature, ...] = ()
    succession: tuple[SignedKeySet, ...] = ()
    """The key sets that lead from the roots in the memorandum to those that signed."""

    def __post_init__(self) -> None:
        """Keep one order, so that one set of signatures has one byte form."""
        object.__setattr__(self, "signatures", tuple(sorted(set(self.signatures))))


def sign_declaration(
    signed: SignedDeclaration, agreement: Agreement, root_key: SigningKey
) -> SignedDeclaration:
    """Add a signature; TrustError where the key is none of the declaring party's roots."""
    one = signed.declaration
    _check_terms(one, agreement)
    value = root_key.sign(one.canonical(), context=_CONTEXT)
    added = Signature(one.party, root_key.key_id, value)
    with_it = replace(signed, signatures=(*signed.signatures, added))
    _verify_each(with_it, _roots(with_it, agreement))
    return with_it


def verify_declaration(signed: SignedDeclaration, agreement: Agreement) -> None:
    """Return where the party has declared this about this memorandum.

    1. it is about this text, by a party of it; 2. a termination keeps the agreed notice (Art. 8.5);
    3. every signature is by a root key of that party, of the memorandum or of the key sets that
    followed, and holds; 4. there are as many as their threshold asks. InputError for 1 and 2,
    TrustError for 3 and 4.
    """
    one = signed.declaration
    _check_terms(one, agreement)  # 1 and 2
    roots = _roots(signed, agreement)
    _verify_each(signed, roots)  # 3
    lacking = roots.threshold - len({each.key_id for each in signed.signatures})
    if lacking > 0:  # 4
        raise TrustError("agreement.not_signed", party=one.party, lacking=lacking)


def is_declared(signed: SignedDeclaration, agreement: Agreement) -> bool:
    """Tell whether the declaration holds: whether ``verify_declaration`` would return."""
    try:
        verify_declaration(signed, agreement)
    except (InputError, TrustError):
        return False
    return True


def merge_declarations(
    copies: Iterable[SignedDeclaration], agreement: Agreement
) -> SignedDeclaration:
    """Return one copy with the signatures of all; TrustError if one does not hold.

    The caller gives copies of one declaration. Where root keys followed others between two copies,
    the longest chain of key sets counts, and of the signatures those of its keys.
    """
    held = tuple(copies)
    for each in held:
        _verify_each(each, _roots(each, agreement))
    latest = max(held, key=lambda each: len(each.succession))
    named = {key.key_id for key in _roots(latest, agreement).keys}
    signatures = (one for each in held for one in each.signatures if one.key_id in named)
    return replace(latest, signatures=tuple(signatures))


def encode_declaration(signed: SignedDeclaration) -> bytes:
    """Return the canonical bytes of a declaration with its signatures."""
    signatures: list[Json] = [
        {"key": one.key_id, "value": to_base64(one.value)} for one in signed.signatures
    ]
    declared = signed.declaration.to_json()
    if not signed.succession:
        return encode_canonical({"kind": _KIND, "declaration": declared, "signatures": signatures})
    sets: list[Json] = [each.to_json() for each in signed.succession]
    content: dict[str, Json] = {"declaration": declared, "signatures": signatures}
    return encode_canonical({"kind": _KIND_BY_LATER_ROOTS, **content, "succession": sets})


def decode_declaration(data: bytes) -> SignedDeclaration:
    """Read what ``encode_declaration`` wrote; RemoteProtocolError for anything else.

    Signatures are read, not verified.
    """
    if len(data) > _LARGEST:
        raise RemoteProtocolError("agreement.too_many_bytes", most=_LARGEST)
    fields = Fields(decode_canonical(data), "signed_declaration")
    kind = fields.text("kind", limit=64)
    if kind not in {_KIND, _KIND_BY_LATER_ROOTS}:
        raise RemoteProtocolError("declaration.none")
    try:
        declaration = Declaration.from_json(fields.inner("declaration"))
    except InputError as error:
        raise RemoteProtocolError("declaration.none", problem=error.code) from error
    signatures = tuple(
        _signature(declaration.party, each)
        for each in fields.items("signatures", limit=_MOST_SIGNATURES)
    )
    succession = _succession(fields) if kind == _KIND_BY_LATER_ROOTS else ()
    fields.done()
    signed = SignedDeclaration(declaration, signatures, succession)
    if encode_declaration(signed) != data:
        raise RemoteProtocolError("agreement.other_form")
    return signed


def _signature(party: str, value: Any) -> Signature:
    fields = Fields(value, "signed_declaration.signature")
    one = Signature(party, fields.text("key", limit=64), fields.data("value", limit=96))
    fields.done()
    return one


def _succession(fields: Fields) -> tuple[SignedKeySet, ...]:
    items = fields.items("succession", limit=MOST_SETS)
    try:
        return tuple(SignedKeySet.from_json(each) for each in items)
    except TrustError as error:  # a key or a threshold that can be none
        raise RemoteProtocolError("declaration.none", problem=error.code) from error


def _roots(signed: SignedDeclaration, agreement: Agreement) -> Roots:
    return roots_of(agreement.party(signed.declaration.party), signed.succession)


def _verify_each(signed: SignedDeclaration, roots: Roots) -> None:
    """Verify every signature; TrustError where one is not by these roots or does not hold."""
    party, content = signed.declaration.party, signed.declaration.canonical()
    by_id = {key.key_id: key for key in roots.keys}
    for one in signed.signatures:
        key = by_id.get(one.key_id)
        if key is None or one.party != party:
            raise TrustError("agreement.not_a_root_key", party=party, key=one.key_id[:64])
        try:
            key.verify(one.value, content, context=_CONTEXT)
        except TrustError as error:
            raise TrustError("agreement.signature", party=party, key=one.key_id) from error


def _check_terms(one: Declaration, agreement: Agreement) -> None:
    if one.agreement != agreement.digest:
        raise InputError("declaration.other_text", one=one.agreement, other=agreement.digest)
    agreement.party(one.party)
    notice = agreement.final_provisions.termination.notice_days
    if one.act is Act.TERMINATE and one.from_ms < one.made_ms + notice * DAY_MS:
        raise InputError("declaration.notice", days=notice)

"""A review of a partnership: what each side counted, compared row by row, and signed by both.

Each side sends the figures that it computed as a signed message, its *draft*. The document holds
both drafts as they were signed, so that where the counts differ it says so, and neither side can
put words into the other's mouth. Both sign the same bytes with their root keys, as a memorandum is
signed. Figures hold no personal data (``figures``).

The order of verification:
  1. there are two drafts of two parties, about each other and about the period of the document;
  2. each party's roots, in their threshold, signed the key set that stands beside its draft;
  3. that key set's signing key signed the draft;
  4. every signature under the whole is by a root key of its party, and holds.
Whether the root keys are the right ones is for people to compare, by the fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, Self

from entraide.errors import RemoteProtocolError, TrustError
from entraide.exchange.figures import Figure, Period
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields
from entraide.kernel.key_set import (
    Signatures,
    SignedKeySet,
    read_signatures,
    signatures_to_json,
    verify_threshold,
    with_signature,
)
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.message import SignedMessage, verify_message

__all__ = [
    "MOST_DAYS_MS",
    "Compared",
    "Draft",
    "Review",
    "SignedReview",
    "compare_drafts",
    "decode_review",
    "encode_review",
    "missing_parties",
    "sign_review",
    "verify_review",
]

MOST_DAYS_MS: Final = 366 * 86_400_000
"""A review covers a year at most: what a node will count for a partner in one go."""
_CONTEXT: Final = "review/1"
_FORM: Final = "entraide.review/1"
_MOST_FIGURES: Final = 1_024
_LARGEST: Final = 1 << 20
_PARTIES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One side's draft: the figures that it computed for a period."""

    KIND: ClassVar[str] = "review"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = False

    period: Period
    figures: tuple[Figure, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "figures": [
                {
                    "asker": each.asker,
                    "detail": each.detail or None,
                    "name": each.name,
                    "value": [] if each.value is None else [each.value],
                }
                for each in self.figures
            ],
            "from_ms": self.period.from_ms,
            "until_ms": self.period.until_ms,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a draft; figures out of order or given twice are malformed."""
        fields = Fields(value, "review")
        items = fields.items("figures", limit=_MOST_FIGURES)
        read = cls(
            period=Period(fields.integer("from_ms"), fields.integer("until_ms")),
            figures=tuple(_figure(item) for item in items),
        )
        fields.done()
        keys = [_key(each) for each in read.figures]
        _check(keys == sorted(set(keys)), "figures")
        spanned = read.period.until_ms - read.period.from_ms
        _check(0 < spanned <= MOST_DAYS_MS, "until_ms")
        return read


@dataclass(frozen=True, slots=True)
class Draft:
    """A signed draft with the key set under which it was signed."""

    signed: SignedMessage
    keys: SignedKeySet

    @property
    def party(self) -> str:
        """Whose figures these are."""
        return self.signed.message.sender

    @property
    def review(self) -> Review:
        """The figures."""
        return Review.from_json(self.signed.message.body)


@dataclass(frozen=True, slots=True)
class SignedReview:
    """Both drafts, in the order of their parties, and the root signatures under the whole."""

    drafts: tuple[Draft, ...]
    signatures: Signatures = ()

    def __post_init__(self) -> None:
        """Keep one order, so that one review has one byte form on both sides."""
        object.__setattr__(self, "drafts", tuple(sorted(self.drafts, key=lambda d: d.party)))
        object.__setattr__(self, "signatures", tuple(sorted(set(self.signatures))))

    def canonical(self) -> bytes:
        """Return the bytes that the root keys sign."""
        return encode_canonical(self.content())

    def content(self) -> dict[str, Json]:
        """Return the object that is signed."""
        drafts: list[Json] = [
            {"draft": decode_canonical(each.signed.encode()), "keys": each.keys.to_json()}
            for each in self.drafts
        ]
        return {"drafts": drafts, "form": _FORM}


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure as each party counted it, in the order of the parties."""

    asker: str
    name: str
    detail: str
    values: tuple[int | None, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the two sides counted differently."""
        return len(set(self.values)) > 1


def compare_drafts(review: SignedReview) -> tuple[Compared, ...]:
    """Return every figure that either side counted; one that a side lacks is None there."""
    sides = [{_key(each): each.value for each in draft.review.figures} for draft in review.drafts]
    keys = sorted({key for side in sides for key in side})
    return tuple(Compared(*key, tuple(side.get(key) for side in sides)) for key in keys)


def sign_review(review: SignedReview, root: SigningKey) -> SignedReview:
    """Add the signature of a root key; TrustError where it is none of the two parties'."""
    if _owner(review, root.key_id) is None:
        raise TrustError("review.not_a_root", key=root.key_id)
    value = root.sign(review.canonical(), context=_CONTEXT)
    return replace(review, signatures=with_signature(review.signatures, root, value))


def verify_review(review: SignedReview) -> None:
    """Verify a review as far as it is signed (the module says in which order)."""
    parties = {draft.party for draft in review.drafts}
    periods = {draft.review.period for draft in review.drafts}
    about = {draft.signed.message.recipient for draft in review.drafts}
    if len(parties) != _PARTIES or about != parties or len(periods) != 1:  # 1
        raise TrustError("review.of_others", parties=", ".join(sorted(parties)))
    for draft in review.drafts:
        _verify_draft(draft)  # 2 and 3
    for key_id, value in review.signatures:  # 4
        draft_of = _owner(review, key_id)
        if draft_of is None:
            raise TrustError("review.not_a_root", key=key_id)
        root = next(k for k in draft_of.keys.key_set.roots.keys if k.key_id == key_id)
        root.verify(value, review.canonical(), context=_CONTEXT)


def missing_parties(review: SignedReview) -> tuple[str, ...]:
    """Return the parties whose threshold of root keys has not signed the whole yet."""
    signed = {key_id for key_id, _ in review.signatures}
    return tuple(
        draft.party
        for draft in review.drafts
        if len(signed & {key.key_id for key in draft.keys.key_set.roots.keys})
        < draft.keys.key_set.roots.threshold
    )


def encode_review(review: SignedReview) -> bytes:
    """Return the canonical bytes of a review with its signatures."""
    return encode_canonical(
        {**review.content(), "signatures": signatures_to_json(review.signatures)}
    )


def decode_review(data: bytes) -> SignedReview:
    """Read what ``encode_review`` wrote; nothing is verified yet."""
    if len(data) > _LARGEST:
        raise RemoteProtocolError("review.too_large", most=_LARGEST)
    fields = Fields(decode_canonical(data.strip()), "review")
    fields.exactly("form", _FORM)
    drafts = tuple(_draft(each) for each in fields.items("drafts", limit=_PARTIES))
    review = SignedReview(drafts, read_signatures(fields))
    fields.done()
    _check(encode_review(review) == data.strip(), "form")
    return review


def _verify_draft(draft: Draft) -> None:
    key_set = draft.keys.key_set
    verify_threshold(draft.keys)
    if key_set.party != draft.party or draft.signed.key_id != key_set.signing.key_id:
        raise TrustError("keyset.of_another", party=key_set.party)
    verify_message(draft.signed, key_set.signing)


def _owner(review: SignedReview, key_id: str) -> Draft | None:
    """Return the draft whose party has this root key."""
    owners = (d for d in review.drafts if key_id in _root_ids(d.keys.key_set.roots.keys))
    return next(owners, None)


def _root_ids(keys: Iterable[VerifyKey]) -> frozenset[str]:
    return frozenset(key.key_id for key in keys)


def _draft(value: object) -> Draft:
    fields = Fields(value, "review.draft")
    signed = SignedMessage.decode(encode_canonical(fields.inner("draft")))
    keys = SignedKeySet.from_json(fields.inner("keys"))
    fields.done()
    if signed.message.kind != Review.KIND or signed.message.version != Review.VERSION:
        raise RemoteProtocolError("message.unknown_kind", message=signed.message.id)
    Review.from_json(signed.message.body)
    return Draft(signed, keys)


def _figure(value: object) -> Figure:
    fields = Fields(value, "review.figure")
    figure = Figure(
        asker=fields.token("asker", limit=64),
        name=fields.token("name", limit=64),
        detail=fields.line_or_none("detail", limit=64) or "",
        value=_value(fields),
    )
    fields.done()
    return figure


def _value(fields: Fields) -> int | None:
    held = fields.items("value", limit=1)
    return Fields({"value": held[0]}, "review.figure").integer("value") if held else None


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.asker, figure.name, figure.detail


def _check(holds: bool, field: str) -> None:
    if not holds:
        raise RemoteProtocolError("field.malformed", field=f"review.{field}")

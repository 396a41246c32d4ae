"""What orders of oversight answer: proofs, cosignatures, comparisons with a partner, figures."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.values import Code, Digest, Id, Moment

__all__ = [
    "Compared",
    "CosignedRow",
    "Epoch",
    "Explained",
    "Fork",
    "Judged",
    "Lacking",
    "PartnershipReview",
    "Proof",
    "SampleRow",
    "Samples",
    "Section",
    "Settled",
    "Sum",
    "Vouched",
    "Witnessed",
    "WitnessedNote",
    "YearReport",
]


class Epoch(TypedDict):
    """A span of the log: the first, or one that began where a backup took over."""

    epoch: int
    """1, unless a restored backup began the log anew."""
    origin: str
    """The log's name, as checkpoints carry it."""
    size: int
    """Entries that are held."""
    ended_ms: Moment | None
    lost: int
    """Entries that a partner had cosigned and the backup did not hold."""


class CosignedRow(TypedDict):
    """A partner's signature under a checkpoint of ours."""

    epoch: int
    """1, unless a restored backup began the log anew."""
    size: int
    """Entries that the checkpoint covers."""
    signed_ms: Moment
    partner: str
    """Its id; empty where the signature could not be read."""
    cosigned_ms: Moment | None
    fault: Code


class Witnessed(TypedDict):
    """What we cosigned of a partner's log."""

    partner: Id
    origin: str
    """The log's name, as checkpoints carry it."""
    size: int
    """Entries that the checkpoint covers."""
    at_ms: Moment


class Fork(TypedDict):
    """A partner that showed two histories of its log."""

    partner: Id
    code: Code
    at_ms: Moment


class Vouched(TypedDict):
    """The epochs of our log, who cosigned what of it when, and what we cosigned of others'."""

    epochs: list[Epoch]
    cosigned: list[CosignedRow]
    witnessed: list[Witnessed]
    forks: list[Fork]


class Proof(TypedDict):
    """The proof of one entry."""

    id: str
    proof: str
    """The file, in base64: a tlog-proof, which ``entraide audit check`` verifies anywhere."""


class WitnessedNote(TypedDict):
    """A partner's checkpoint with our cosignature."""

    partner: Id
    note: str
    """The signed note (C2SP tlog-checkpoint)."""


class Sum(TypedDict):
    """What both sides hold of what one of them sent."""

    sender: Id
    here: int
    """Messages that are held here."""
    there: int
    """Messages that the partner holds."""
    root_here: Digest
    root_there: Digest


class Lacking(TypedDict):
    """A message that one side has and the other has not."""

    message: Id
    digest: Digest
    sender: Id
    by: Id
    """The side that lacks it."""


class Compared(TypedDict):
    """A comparison with a partner of what each sent the other."""

    partner: Id
    cutoff_ms: Moment
    """What was sent since is not compared: it may still be under way."""
    equal: bool
    rounds: int
    """Exchanges that it took."""
    sums: list[Sum]
    lacking: list[Lacking]
    more: bool
    """Whether more is lacking than is listed."""


class PartnershipReview(TypedDict):
    """A review of a partnership by both sides."""

    review: str
    """The document whole, canonical JSON signed by both; docs/review.md names its fields."""
    differing: int
    """Figures that the two sides count differently."""


_Judgements = TypedDict("_Judgements", {"justified": int, "to-be-explained": int, "unlawful": int})


class SampleRow(_Judgements):
    """A sample of accesses, and how many were judged how."""

    sample: Id
    at_ms: Moment
    population: int
    """How many accesses it was drawn from."""
    size: int
    """Accesses in it."""
    open: int
    """Accesses that nobody has judged."""


class Samples(TypedDict):
    """The samples that were drawn."""

    samples: list[SampleRow]


class Judged(TypedDict):
    """A finding on one access of a sample."""

    sample: Id
    entry: int
    judgement: Code


class Explained(TypedDict):
    """An access that its officer explained."""

    sample: Id
    entry: int


class Settled(TypedDict):
    """A decision on unusual asking."""

    rule: Code
    who: str
    decision: Code


class Section(TypedDict):
    """A table of the yearly report."""

    name: Code
    columns: list[Code]
    rows: list[list[str | int]]
    """Cells in the order of the columns; counts are rounded so that nobody can be singled out."""


class YearReport(TypedDict):
    """The figures of a year; no person is in them."""

    year: int
    sections: list[Section]
    markdown: str
    """The same as a page, in the reader's language."""

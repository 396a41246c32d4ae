"""Chapters 8 and 9: the life of the memorandum, and the safeguards that stand above the rest.

A day starts at 00:00 UTC. ``expires`` and ``review_by`` are the first day on which nothing passes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from entraide.agreements.provisions import Choice, Coded, Count, Day, Many, Part, Text, provision
from entraide.agreements.terms import AfterEnd
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import OFFENCE_ENTRIES

__all__ = ["FinalProvisions", "Safeguards", "Termination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """How it ends and what happens to the data then."""

    notice_days: int = field(metadata=provision("", Count(1, 366), mark("Days of notice")))
    data: AfterEnd = field(metadata=provision("", Choice(AfterEnd), mark("The data afterwards")))


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalProvisions:
    """Chapter 8."""

    entry_into_force: date = field(
        metadata=provision("8.1", Day(), mark("First day on which it applies"))
    )
    expires: date = field(
        metadata=provision("8.2", Day(), mark("First day on which it no longer applies"))
    )
    amendment: str = field(metadata=provision("8.3", Text(), mark("Amendment")))
    suspension: str = field(metadata=provision("8.4", Text(), mark("Suspension")))
    termination: Termination = field(
        metadata=provision("8.5", Part(Termination), mark("Termination and the data afterwards"))
    )
    least_protocol_version: int = field(
        metadata=provision("8.6", Count(1, 1000), mark("Oldest protocol version allowed"))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguards:
    """Chapter 9."""

    excluded_offences: tuple[str, ...] = field(
        metadata=provision(
            "9.1",
            Many(Coded(OFFENCE_ENTRIES), least=0),
            mark("Offences excluded besides those that no agreement can cover"),
        )
    )
    death_penalty: str = field(
        metadata=provision("9.2", Text(), mark("Assurance on the death penalty"))
    )
    torture: str = field(
        metadata=provision("9.3", Text(), mark("Assurance on torture and ill-treatment"))
    )
    non_refoulement: str = field(
        metadata=provision("9.4", Text(), mark("Assurance on non-refoulement"))
    )
    transfer_basis: str = field(
        metadata=provision("9.5", Text(), mark("Legal basis of the transfer of personal data"))
    )
    review_by: date = field(
        metadata=provision(
            "9.6", Day(), mark("Day of the review; from it on nothing passes until renewed")
        )
    )

"""Chapter 3, protection of personal data: what binds whoever received something.

The days for data subjects that a draft starts from are those of the Commission for the Control of
INTERPOL's Files: 4 months for access, 9 months for correction or deletion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from entraide.agreements.provisions import Choice, Coded, Count, Many, Part, provision
from entraide.agreements.terms import Grading, OnwardTransfer
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.language import mark

__all__ = ["PersonalData", "SubjectRequests"]

_CENTURY: Final = 100 * 366


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRequests:
    """Days to answer a data subject."""

    access_days: int = field(metadata=provision("", Count(1, 366), mark("To give access")))
    correction_days: int = field(
        metadata=provision("", Count(1, 366), mark("To correct or delete"))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """Chapter 3."""

    handling: tuple[str, ...] = field(
        metadata=provision(
            "3.1", Many(Coded(HANDLING)), mark("Handling codes of everything that passes")
        )
    )
    grading: Grading = field(
        metadata=provision("3.2", Choice(Grading), mark("Evaluation that goes with it"))
    )
    onward_transfer: OnwardTransfer = field(
        metadata=provision("3.3", Choice(OnwardTransfer), mark("Transfer to third parties"))
    )
    retention_days: int = field(
        metadata=provision("3.4", Count(1, _CENTURY), mark("Days that received data may be kept"))
    )
    correction_days: int = field(
        metadata=provision("3.5", Count(1, 366), mark("Days to apply a correction"))
    )
    deletion_days: int = field(
        metadata=provision(
            "3.6", Count(1, 366), mark("Days to delete and to send the signed receipt")
        )
    )
    subject_requests: SubjectRequests = field(
        metadata=provision("3.7", Part(SubjectRequests), mark("Days to answer a data subject"))
    )

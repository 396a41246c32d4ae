"""The closed lists of words that a memorandum may use, and their labels.

They are the project's own terms (forms of exchange, detail of a hit) or the terms of a source that
is named beside them; the codes of the field itself live in ``vocabulary``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from entraide.vocabulary.language import mark

__all__ = [
    "EACH",
    "TERM_LABELS",
    "AfterEnd",
    "Closeness",
    "Form",
    "Grading",
    "HitDetail",
    "OnwardTransfer",
    "OtherForm",
    "Reason",
    "RefusalGround",
    "ScreeningAnswer",
]

EACH: Final = "each"
"""Where a budget names no party or purpose: each of them has this budget of its own."""


class Form(StrEnum):
    """How information passes."""

    HIT_NO_HIT = "hit-no-hit"
    REQUEST = "request"
    SPONTANEOUS = "spontaneous"
    NOTICE = "notice"
    STANDING = "standing"
    SCREENING = "screening"


class HitDetail(StrEnum):
    """What a hit may say besides that it is one; a reference is random for each answer."""

    NONE = "none"
    BAND = "band"
    BAND_AND_REFERENCE = "band+reference"


class Closeness(StrEnum):
    """How close a record must be to a person of an accreditation list to be referred."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


class ScreeningAnswer(StrEnum):
    """What the answer to a person of an accreditation list may say; never a reason."""

    OUTCOME = "outcome"
    OUTCOME_AND_BAND = "outcome+band"


class Reason(StrEnum):
    """What every question names about itself (never its content)."""

    CASE = "case"
    LEGAL_BASIS = "legal-basis"


class OnwardTransfer(StrEnum):
    """Whether what was received may be passed to a third authority or state."""

    NEVER = "never"
    WITH_PERMISSION = "with-permission"
    AS_MARKED = "as-marked"


class Grading(StrEnum):
    """The evaluation grid that accompanies what is released."""

    FOUR_BY_FOUR = "4x4"
    SIX_BY_SIX = "6x6"


class RefusalGround(StrEnum):
    """Why a request may be refused; the reason code of the answer (Directive 2023/977, Art. 6)."""

    NATIONAL_SECURITY = "national-security"
    ONGOING_INVESTIGATION = "ongoing-investigation"
    SAFETY_OF_A_PERSON = "safety-of-a-person"
    NOT_AVAILABLE = "not-available"
    DISPROPORTIONATE = "disproportionate"
    MINOR_OFFENCE = "minor-offence"
    AUTHORISATION_REFUSED = "authorisation-refused"
    OWNER_REFUSES = "owner-refuses"
    SAFEGUARDS = "safeguards"


class OtherForm(StrEnum):
    """Other forms of cooperation."""

    LIAISON_OFFICERS = "liaison-officers"
    TRAINING = "training"
    TECHNICAL_ASSISTANCE = "technical-assistance"
    EXPERT_MEETINGS = "expert-meetings"
    JOINT_COMMITTEE = "joint-committee"


class AfterEnd(StrEnum):
    """What happens to exchanged data once the agreement ends."""

    DELETE = "delete"
    RETURN = "return"
    KEEP_UNTIL_RETENTION = "keep-until-retention"


TERM_LABELS: Final[dict[StrEnum, str]] = {
    Form.HIT_NO_HIT: mark("Search in the partner's index, answered by hit or no-hit"),
    Form.REQUEST: mark("Request for the data behind a hit or in a case"),
    Form.SPONTANEOUS: mark("Information given without being asked"),
    Form.NOTICE: mark("Notices and diffusions"),
    Form.STANDING: mark("A search left standing for 30 days after a no-hit"),
    Form.SCREENING: mark("Accreditation lists of a major event, screened"),
    HitDetail.NONE: mark("Only that there is a hit"),
    HitDetail.BAND: mark("The hit and how close it is, as a band"),
    HitDetail.BAND_AND_REFERENCE: mark("The same and a random reference to ask further"),
    Closeness.STRONG: mark("Only a record that agrees strongly"),
    Closeness.POSSIBLE: mark("A record that agrees strongly or possibly"),
    Closeness.WEAK: mark("Any record that may be the person"),
    ScreeningAnswer.OUTCOME: mark("No objection, or refer to the bureau; nothing else"),
    ScreeningAnswer.OUTCOME_AND_BAND: mark("The same and how close it is, as a band"),
    Reason.CASE: mark("A reference to the case"),
    Reason.LEGAL_BASIS: mark("The legal basis of the question"),
    OnwardTransfer.NEVER: mark("Never"),
    OnwardTransfer.WITH_PERMISSION: mark("With the provider's written permission"),
    OnwardTransfer.AS_MARKED: mark(
        "As each value is marked: H0 and H1 may go on, H2 and H3 with the provider's permission"
    ),
    Grading.FOUR_BY_FOUR: mark("4x4 evaluation of source and information"),
    Grading.SIX_BY_SIX: mark("6x6 evaluation of source and information"),
    RefusalGround.NATIONAL_SECURITY: mark("Essential interests of national security"),
    RefusalGround.ONGOING_INVESTIGATION: mark("Harm to an ongoing investigation"),
    RefusalGround.SAFETY_OF_A_PERSON: mark("Danger to the safety of a person"),
    RefusalGround.NOT_AVAILABLE: mark("The information is not available"),
    RefusalGround.DISPROPORTIONATE: mark("Disproportionate or irrelevant to the purpose"),
    RefusalGround.MINOR_OFFENCE: mark("The offence is a minor one in the holder's law"),
    RefusalGround.AUTHORISATION_REFUSED: mark("A judicial authority refused its authorisation"),
    RefusalGround.OWNER_REFUSES: mark("The state that provided the information refuses"),
    RefusalGround.SAFEGUARDS: mark("A safeguard of chapter 9 stands against it"),
    OtherForm.LIAISON_OFFICERS: mark("Liaison officers"),
    OtherForm.TRAINING: mark("Training"),
    OtherForm.TECHNICAL_ASSISTANCE: mark("Technical assistance"),
    OtherForm.EXPERT_MEETINGS: mark("Meetings of experts"),
    OtherForm.JOINT_COMMITTEE: mark("A joint committee"),
    AfterEnd.DELETE: mark("Deleted, with a signed receipt"),
    AfterEnd.RETURN: mark("Returned, then deleted with a signed receipt"),
    AfterEnd.KEEP_UNTIL_RETENTION: mark("Kept until the retention period ends, then deleted"),
}

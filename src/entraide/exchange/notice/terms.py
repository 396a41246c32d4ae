"""The closed lists of words of a notice: its colours, the status of the person, why it ends.

Colours are INTERPOL's. The status of the person is stated on every notice that is about one (RPD
Article 44). Why a notice is cancelled is a code of ``vocabulary.erasure``, why a recipient refuses
one a ground of the memorandum (Article 2.8): both exist and are not listed again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["STATUS_LABELS", "TEXT_LABELS", "Colour", "PersonStatus", "Stage", "TextPart"]


class Colour(StrEnum):
    """What a notice asks for or warns of."""

    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    BLACK = "black"
    ORANGE = "orange"
    PURPLE = "purple"
    SILVER = "silver"
    UN_SPECIAL = "un-special"


class PersonStatus(StrEnum):
    """What the person is in the matter (RPD Article 44)."""

    CONVICTED = "convicted"
    CHARGED = "charged"
    SUSPECT = "suspect"
    WITNESS = "witness"
    VICTIM = "victim"
    MISSING = "missing"
    UNIDENTIFIED = "unidentified"
    DECEASED = "deceased"
    POSSIBLE_THREAT = "possible-threat"
    SANCTIONED = "sanctioned"


class Stage(StrEnum):
    """Whether a person is sought to be tried or to serve a sentence."""

    PROSECUTION = "prosecution"
    SENTENCE = "sentence"


class TextPart(StrEnum):
    """The parts of a notice that are written in words."""

    FACTS = "facts"
    WARNING = "warning"
    CIRCUMSTANCES = "circumstances"
    METHOD = "method"
    ASSETS = "assets"
    LISTING = "listing"
    ASSESSMENT = "assessment"
    REPORT = "report"


STATUS_LABELS: Final[dict[str, str]] = {
    PersonStatus.CONVICTED: mark("convicted"),
    PersonStatus.CHARGED: mark("charged"),
    PersonStatus.SUSPECT: mark("suspect"),
    PersonStatus.WITNESS: mark("witness"),
    PersonStatus.VICTIM: mark("victim"),
    PersonStatus.MISSING: mark("missing"),
    PersonStatus.UNIDENTIFIED: mark("unidentified"),
    PersonStatus.DECEASED: mark("deceased"),
    PersonStatus.POSSIBLE_THREAT: mark("possible threat"),
    PersonStatus.SANCTIONED: mark("under United Nations sanctions"),
}
TEXT_LABELS: Final[dict[str, str]] = {
    TextPart.FACTS: mark("Facts that link the person to the crime"),
    TextPart.WARNING: mark("The threat that is warned of"),
    TextPart.CIRCUMSTANCES: mark("Circumstances"),
    TextPart.METHOD: mark("Method of the crime"),
    TextPart.ASSETS: mark("Assets that are sought"),
    TextPart.LISTING: mark("Resolution and entry of the Security Council's list"),
    TextPart.ASSESSMENT: mark("Which authority assessed the threat, and on which grounds"),
    TextPart.REPORT: mark("Police record of the disappearance or discovery"),
}

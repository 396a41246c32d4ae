"""Chapters 4 to 7: cooperation beyond information, and how it is assessed.

Articles 4.3 and 5.1 decide whether the parties may have controlled deliveries and joint teams,
Article 6.1 which offices (``operations``), Article 7.1 when the committee is due; the others are
signed with the rest, and people act on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from entraide.agreements.provisions import Choice, Count, Flag, Many, Text, provision
from entraide.agreements.terms import OtherForm
from entraide.vocabulary.language import mark

__all__ = ["Assessment", "Missions", "Observation", "OtherForms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Chapter 4."""

    cross_border_observation: bool = field(
        metadata=provision("4.1", Flag(), mark("Observation across the border"))
    )
    pursuit: bool = field(metadata=provision("4.2", Flag(), mark("Pursuit across the border")))
    controlled_delivery: bool = field(
        metadata=provision("4.3", Flag(), mark("Controlled delivery"))
    )
    conditions: str = field(
        metadata=provision("4.4", Text(), mark("Conditions: authorisation, limits, report"))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Missions:
    """Chapter 5."""

    joint_teams: bool = field(metadata=provision("5.1", Flag(), mark("Joint teams")))
    missions: bool = field(
        metadata=provision("5.2", Flag(), mark("Missions on the other's territory"))
    )
    special_techniques: bool = field(
        metadata=provision("5.3", Flag(), mark("Special investigative techniques"))
    )
    conditions: str = field(
        metadata=provision("5.4", Text(), mark("Conditions: invitation, command, law that applies"))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherForms:
    """Chapter 6."""

    forms: tuple[OtherForm, ...] = field(
        metadata=provision(
            "6.1", Many(Choice(OtherForm), least=0), mark("Other forms of cooperation")
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Chapter 7."""

    meeting_months: int = field(
        metadata=provision("7.1", Count(1, 60), mark("Months between assessment meetings"))
    )
    disputes: str = field(metadata=provision("7.2", Text(), mark("How problems are resolved")))

"""Chapters 4 to 7: cooperation beyond information, and how it is assessed.

Articles 4.3, 5.1 and 5.5 decide whether the parties may have controlled deliveries, joint teams and
cells for major events (``operations``), Article 6.1 which offices, Article 7.1 when the committee
is due; the others are signed with the rest, and people act on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from entraide.agreements.chapters.general import NAME, PARTY_ID
from entraide.agreements.provisions import (
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Part,
    Pattern,
    Text,
    provision,
)
from entraide.agreements.terms import Closeness, OtherForm, ScreeningAnswer
from entraide.vocabulary.language import mark

__all__ = ["Assessment", "EventRow", "Missions", "Observation", "OtherForms"]


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


_EVENT_ID: Final = Pattern(re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "world-cup-2030")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A major event: who hosts it, when its cell dissolves, how accreditations are screened."""

    id: str = field(metadata=provision("", _EVENT_ID))
    name: str = field(metadata=provision("", NAME))
    hosts: tuple[str, ...] = field(
        metadata=provision("", Many(PARTY_ID, most=32), mark("The parties that host it"))
    )
    dissolves: date = field(
        metadata=provision(
            "", Day(), mark("Day on which the cell is dissolved and its data erased, at the latest")
        )
    )
    accreditations: int = field(
        metadata=provision(
            "",
            Count(0, 1_000_000),
            mark("Persons that each party may have screened at each other, in all"),
        )
    )
    answers: ScreeningAnswer = field(
        metadata=provision("", Choice(ScreeningAnswer), mark("What the answer may say"))
    )
    refer_from: Closeness = field(
        metadata=provision("", Choice(Closeness), mark("How close a record leads to a referral"))
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
    events: tuple[EventRow, ...] = field(
        default=(),
        metadata=provision(
            "5.5",
            Many(Part(EventRow), most=16),
            mark("Major events: their cells, and the screening of accreditation lists"),
            optional=True,
        ),
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

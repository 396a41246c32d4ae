"""Chapter 2, exchange of information: what may pass, why, how, how often and how fast.

Most denials name an article of this chapter. The defaults for deadlines are those of Directive
(EU) 2023/977, Article 5; the grounds of refusal follow its Article 6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from entraide.agreements.budgets import Period
from entraide.agreements.chapters.general import PARTY_ID
from entraide.agreements.provisions import (
    Choice,
    Coded,
    Count,
    Many,
    Part,
    Pattern,
    article_of,
    provision,
)
from entraide.agreements.terms import EACH, Form, HitDetail, Reason, RefusalGround
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import OFFENCE_ENTRIES
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["GROUNDS_ARTICLE", "BudgetRow", "Deadlines", "Exchange", "Hits"]

_LANGUAGE: Final = Pattern(re.compile(r"[a-z]{2,3}"), "fr")
_PURPOSE: Final = Coded(PURPOSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Hours from receipt to answer; the defaults are Directive (EU) 2023/977, Art. 5."""

    urgent_direct_hours: int = field(
        metadata=provision("", Count(1, 8760), mark("Urgent, and the holder has direct access"))
    )
    urgent_hours: int = field(metadata=provision("", Count(1, 8760), mark("Urgent otherwise")))
    ordinary_hours: int = field(metadata=provision("", Count(1, 8760), mark("Everything else")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What an answer to a search may say, and when it leaves."""

    detail: HitDetail = field(
        metadata=provision("", Choice(HitDetail), mark("none, band or band+reference"))
    )
    most: int = field(metadata=provision("", Count(1, 100), mark("Hits in one answer, at most")))
    answer_after_milliseconds: int = field(
        metadata=provision(
            "", Count(0, 60_000), mark("Time each answer waits, so that its speed tells nothing")
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """A budget for an asking party (or each) and a purpose (or each)."""

    asker: str = field(metadata=provision("", PARTY_ID))
    purpose: str = field(metadata=provision("", Coded(PURPOSES, also=EACH)))
    limit: int = field(metadata=provision("", Count(0, 1_000_000_000)))
    period: Period = field(metadata=provision("", Choice(Period)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Chapter 2."""

    offences: tuple[str, ...] = field(
        metadata=provision(
            "2.1", Many(Coded(OFFENCE_ENTRIES)), mark("Domains and offences that it covers")
        )
    )
    categories: tuple[str, ...] = field(
        metadata=provision("2.2", Many(Coded(CATEGORIES)), mark("Kinds of data that may pass"))
    )
    purposes: tuple[str, ...] = field(
        metadata=provision("2.3", Many(_PURPOSE), mark("Purposes for which they may pass"))
    )
    sensitive_purposes: tuple[str, ...] = field(
        metadata=provision(
            "2.4",
            Many(_PURPOSE, least=0),
            mark("Purposes that wait for a person at the party that is asked"),
        )
    )
    forms: tuple[Form, ...] = field(
        metadata=provision("2.5", Many(Choice(Form)), mark("Forms of exchange"))
    )
    deadlines: Deadlines = field(
        metadata=provision("2.6", Part(Deadlines), mark("Hours to answer, from receipt"))
    )
    languages: tuple[str, ...] = field(
        metadata=provision("2.7", Many(_LANGUAGE), mark("Languages of requests and answers"))
    )
    refusal_grounds: tuple[RefusalGround, ...] = field(
        metadata=provision("2.8", Many(Choice(RefusalGround)), mark("Grounds of refusal"))
    )
    hits: Hits = field(
        metadata=provision("2.9", Part(Hits), mark("What the answer to a search may say"))
    )
    budgets: tuple[BudgetRow, ...] = field(
        metadata=provision(
            "2.10",
            Many(Part(BudgetRow), most=1000),
            mark("How often each party may ask; the most exact row counts"),
        )
    )
    each_question_names: tuple[Reason, ...] = field(
        metadata=provision("2.11", Many(Choice(Reason)), mark("What each question must name"))
    )
    two_officers_for: tuple[Form, ...] = field(
        metadata=provision(
            "2.12", Many(Choice(Form), least=0), mark("Forms where two officers must concur")
        )
    )


GROUNDS_ARTICLE: Final = article_of(Exchange, "refusal_grounds")
"""What a refusal with one of the grounds names."""

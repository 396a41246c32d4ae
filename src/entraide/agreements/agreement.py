"""The memorandum: what the parties agree, as one frozen value.

The eight chapters follow INTERPOL's model of a bilateral police co-operation agreement; the ninth,
*Safeguards*, is ours. Each field carries its article, shape and meaning (``provisions``), and every
provision must be written: a memorandum has no hidden default. One meaning has one canonical form,
whatever the order and spacing of the text it was read from; that form is what the parties sign.
Reading is in ``reading``, deciding in ``policy``.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entraide.agreements import consistency
from entraide.agreements.budgets import Budget
from entraide.agreements.chapters.closing import FinalProvisions, Safeguards
from entraide.agreements.chapters.cooperation import (
    Assessment,
    EventRow,
    Missions,
    Observation,
    OtherForms,
)
from entraide.agreements.chapters.exchange import Exchange
from entraide.agreements.chapters.general import NAME, PARTY_ID, General, Observer, Party
from entraide.agreements.chapters.personal_data import PersonalData
from entraide.agreements.provisions import (
    Count,
    Many,
    Part,
    Shape,
    key_of,
    provision,
    provisions_of,
)
from entraide.agreements.terms import EACH
from entraide.errors import InputError
from entraide.kernel.canonical import Json, encode_canonical
from entraide.kernel.keys import VerifyKey
from entraide.vocabulary.language import mark

__all__ = ["Agreement", "to_json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A memorandum whose provisions agree with each other; InputError where they do not."""

    memorandum: int = field(metadata=provision("", Count(1, 3), mark("Version of this form")))
    id: str = field(metadata=provision("", PARTY_ID, mark("Name of the memorandum")))
    title: str = field(metadata=provision("", NAME, mark("Title")))
    general: General = field(metadata=provision("1", Part(General), mark("General provisions")))
    exchange: Exchange = field(
        metadata=provision("2", Part(Exchange), mark("Exchange of information"))
    )
    personal_data: PersonalData = field(
        metadata=provision("3", Part(PersonalData), mark("Protection of personal data"))
    )
    observation: Observation = field(
        metadata=provision("4", Part(Observation), mark("Observation and pursuit"))
    )
    missions: Missions = field(
        metadata=provision("5", Part(Missions), mark("Missions and joint teams"))
    )
    other_forms: OtherForms = field(
        metadata=provision("6", Part(OtherForms), mark("Other forms of cooperation"))
    )
    assessment: Assessment = field(
        metadata=provision("7", Part(Assessment), mark("Assessment and resolving problems"))
    )
    final_provisions: FinalProvisions = field(
        metadata=provision("8", Part(FinalProvisions), mark("Final provisions"))
    )
    safeguards: Safeguards = field(metadata=provision("9", Part(Safeguards), mark("Safeguards")))

    def __post_init__(self) -> None:
        """Refuse provisions that contradict each other."""
        consistency.check(self)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The parties, by id."""
        return self.general.parties

    @property
    def observers(self) -> tuple[Observer, ...]:
        """Who may read the text and what is declared about it, and nothing else (Art. 1.4)."""
        return self.general.observers

    @property
    def everyone(self) -> tuple[Party | Observer, ...]:
        """Parties and observers."""
        return (*self.parties, *self.observers)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in lower-case hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """Return the one byte form of this memorandum: what the parties sign."""
        return encode_canonical(to_json(self))

    def party(self, party_id: str) -> Party:
        """Return a party; InputError where there is none of this id."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise InputError("agreement.no_such_party", party=party_id[:64], agreement=self.id)

    def covers(self, asker: str, holder: str) -> bool:
        """Tell whether both are parties, and not the same one (Art. 1.1)."""
        return asker != holder and {asker, holder} <= {party.id for party in self.parties}

    def budget_for(self, asker: str, purpose: str) -> Budget | None:
        """Return the budget of an asker and purpose (Art. 2.10), None where nothing is allowed.

        The most exact row counts: party and purpose, then party, then purpose, then each.
        """
        rows = {(row.asker, row.purpose): row for row in self.exchange.budgets}
        for key in ((asker, purpose), (asker, EACH), (EACH, purpose), (EACH, EACH)):
            if key in rows:
                return Budget(rows[key].limit, rows[key].period)
        return None

    def event(self, event: str) -> EventRow | None:
        """Return what is agreed on a major event (Art. 5.5); None where nothing is."""
        return next((row for row in self.missions.events if row.id == event), None)

    def deadline_hours(self, *, urgent: bool, direct: bool) -> int:
        """Return the hours to answer (Art. 2.6); ``direct`` where the holder has direct access."""
        terms = self.exchange.deadlines
        if not urgent:
            return terms.ordinary_hours
        return terms.urgent_direct_hours if direct else terms.urgent_hours


def to_json(value: Any) -> Json:
    """Return a memorandum, or a part of it, as the JSON value that its keys describe.

    Lists whose order does not count are sorted, so that one meaning has one form.
    """
    match value:
        case VerifyKey():
            return base64.urlsafe_b64encode(value.raw).decode().rstrip("=")
        case date():
            return value.isoformat()
        case str():
            return str(value)
        case bool() | int():
            return value
        case _:
            return {
                key_of(name): _member(getattr(value, name), one.shape)
                for name, one in provisions_of(type(value))
                if getattr(value, name) or not one.optional
            }


def _member(value: Any, shape: Shape) -> Json:
    if not isinstance(shape, Many):
        return to_json(value)
    items = [to_json(one) for one in value]
    return items if shape.ordered else sorted(items, key=encode_canonical)

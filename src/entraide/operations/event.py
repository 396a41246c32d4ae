"""A major event's cell as its journal tells it: venues, watch, matters, incidents, lists.

Entries are folded into it in the journal's order (``event_folding``), alike
at every member. A *matter* is an entry of the watch log or an incident: it is raised,
acknowledged, closed. Who must be told of one, and since when, is computed (``escalation``). Which
entry may be written when is in ``event_rules``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.growing import Growing
from entraide.operations.proposals import Proposals
from entraide.operations.tasks import Tasks

__all__ = [
    "BATCH",
    "Cell",
    "CellState",
    "Handover",
    "Listed",
    "Matter",
]

BATCH: Final = 100
"""Persons of an accreditation list in one batch; the last holds the rest."""


class CellState(StrEnum):
    """Where a cell stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    STANDING = "standing"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class Matter:
    """A log entry or an incident, with what became of it."""

    entry: Entry
    raised: tuple[Entry, ...] = ()
    acknowledged: Entry | None = None
    """Since it was raised last."""
    closed: Entry | None = None

    @property
    def severity(self) -> str:
        """How severe it is: as written, or as raised last."""
        last = self.raised[-1] if self.raised else self.entry
        return str(last.body["severity"])

    @property
    def since_ms(self) -> int:
        """Since when it is of this severity."""
        return (self.raised[-1] if self.raised else self.entry).at_ms

    @property
    def is_incident(self) -> bool:
        """Tell whether it is an incident."""
        return self.entry.kind == "incident.opened"

    @property
    def is_open(self) -> bool:
        """Tell whether it still calls for somebody."""
        calls = self.is_incident or self.severity != "information"
        return calls and self.closed is None


@dataclass(frozen=True, slots=True)
class Handover:
    """A watch handed over, and the entry by which another officer took it."""

    handed: Entry
    taken: Entry | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An accreditation list: who let it be screened, who refused, what came of it at each."""

    announced: Entry
    admitted: tuple[Entry, ...] = ()
    refused: Mapping[str, Entry] = field(default_factory=dict)
    screened: Mapping[str, Entry] = field(default_factory=dict)

    def admitted_by(self, party: str) -> tuple[str, ...]:
        """Return the officers of a party who let it be screened."""
        return tuple(each.author for each in self.admitted if each.party == party)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the journal amounts to."""

    founding: Entry
    joined: frozenset[str]
    declined: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    venues: Mapping[str, Entry] = field(default_factory=dict)
    days: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    matters: Growing[Matter] = field(default_factory=Growing)
    watches: Mapping[str, str] = field(default_factory=dict)
    """The officer who has the watch of each party that keeps one."""
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    begun: tuple[Entry, ...] = ()
    """Watches that an officer began while another had it: nothing was handed over."""
    tasks: Tasks = field(default_factory=dict)
    proposals: Proposals = field(default_factory=dict)
    """Other days of dissolution."""
    lists: Mapping[str, Listed] = field(default_factory=dict)

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was proposed and joined."""
        return self.founding.body

    @property
    def hosts(self) -> frozenset[str]:
        """The parties in whose states it takes place."""
        return frozenset(self.terms["hosts"])

    @property
    def active(self) -> frozenset[str]:
        """The parties that have joined and not left."""
        return self.joined - self.left

    @property
    def until(self) -> str:
        """The day (ISO) on which it dissolves: as proposed, or as all agreed last."""
        agreed = [
            str(each.entry.body["until"])
            for each in self.proposals.values()
            if self.active <= set(each.agreed)
        ]
        return agreed[-1] if agreed else str(self.terms["dissolves"])

    def state(self, day: str) -> CellState:
        """Return where the cell stands on a day (ISO)."""
        if self.hosts & (self.declined | self.left):
            return CellState.DECLINED
        if day >= self.until:
            return CellState.DISSOLVED
        return CellState.STANDING if self.hosts <= self.joined else CellState.PROPOSED

    def party_of(self, country: object) -> str | None:
        """Return the party of a state that is in the cell."""
        found = (row["party"] for row in self.terms["states"] if row["country"] == country)
        return next(found, None)

    def open_of(self) -> frozenset[str]:
        """Return what is open: matters that call for somebody, and tasks that are not done."""
        matters = {key for key, each in self.matters.items() if each.is_open}
        return frozenset(matters | {key for key, each in self.tasks.items() if each.done is None})

    def handing_of(self, party: str) -> Handover | None:
        """Return the handover of a party that nobody has taken yet."""
        mine = (each for each in self.handovers.values() if each.handed.party == party)
        return next((each for each in mine if each.taken is None), None)

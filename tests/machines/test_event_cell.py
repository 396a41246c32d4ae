"""A cell of three states under any interleaving of writing, hearing, silence and lies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from entraide.errors import RemoteProtocolError
from entraide.operations.admitting import admit_entries, breach_of
from entraide.operations.entry import Entry
from entraide.operations.event import Cell
from entraide.operations.event_folding import event_of
from entraide.operations.event_telling import tell_event
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import PARTIES
from tests.unit.operations.given_events import MINUTE_MS, cell_founding, on, spoken

party = st.sampled_from(PARTIES)
officer = st.sampled_from(("officer-a", "officer-b"))
choice = st.integers(0, 50)


class CellMachine(RuleBasedStateMachine):
    """Three members write what they may as far as they have heard; anyone hears anyone, or not."""

    def __init__(self) -> None:
        super().__init__()
        self.journals: dict[str, Journal] = {}
        self.clock = NOW

    @initialize()
    def found(self) -> None:
        journal = Journal().add(cell_founding())
        self.journals = dict.fromkeys(PARTIES, journal)
        for joiner in (ES, DE):
            self._write(joiner, "officer-a", "event.joined", {})
            for other in PARTIES:
                self.hear(joiner, other)

    @rule(party=party, officer=officer, severity=st.sampled_from(("information", "critical")))
    def log(self, party: str, officer: str, severity: str) -> None:
        body = {"severity": severity, "venue": None, "happened_ms": NOW, "text": "A gate"}
        self._write(party, officer, "log.written", body)

    @rule(party=party, officer=officer, at=choice)
    def acknowledge(self, party: str, officer: str, at: int) -> None:
        self._about(party, officer, at, "matter.acknowledged")

    @rule(party=party, officer=officer, at=choice)
    def close(self, party: str, officer: str, at: int) -> None:
        self._about(party, officer, at, "matter.closed", words="Over")

    @rule(party=party, officer=officer)
    def begin(self, party: str, officer: str) -> None:
        self._write(party, officer, "shift.begun", {"words": "First"})

    @rule(party=party, officer=officer, honest=st.booleans())
    def hand_over(self, party: str, officer: str, honest: bool) -> None:
        open_now = sorted(self._cell(party).open_of())
        listed = open_now if honest else [*open_now, "0" * 64]
        handed = self._write(party, officer, "shift.handed", {"open": listed, "words": "So"})
        assert honest or not handed, "a list that hides or invents stands nowhere"

    @rule(party=party, officer=officer)
    def take_over(self, party: str, officer: str) -> None:
        waiting = self._cell(party).handing_of(party)
        if waiting is not None:
            taken = self._write(party, officer, "shift.taken", {"handing": waiting.handed.digest})
            assert not taken or waiting.handed.author != officer

    @rule(party=party, until=st.sampled_from((on(0), on(40), on(60), on(61))))
    def end_otherwise(self, party: str, until: str) -> None:
        body = {"until": until, "words": "Otherwise"}
        proposed = self._write(party, "officer-a", "until.proposed", body)
        assert not proposed or until <= on(60)

    @rule(party=party, at=choice)
    def agree(self, party: str, at: int) -> None:
        proposals = sorted(self._cell(party).proposals)
        if proposals:
            body = {"proposal": proposals[at % len(proposals)]}
            self._write(party, "officer-a", "until.agreed", body)

    @rule(speaker=party, listener=party)
    def hear(self, speaker: str, listener: str) -> None:
        """A listener gets all that it lacks, in an order of nobody's choice: the last first."""
        lacking = self.journals[speaker].beyond(self.journals[listener].heads)
        grown, refused = admit_entries(self.journals[listener], tuple(reversed(lacking)))
        assert refused == ()
        self.journals[listener] = grown

    @rule(liar=party, listener=party, at=choice)
    def lie(self, liar: str, listener: str, at: int) -> None:
        """A member sends what its own node would refuse; the listener refuses it too."""
        journal = self.journals[liar]
        honest = spoken(journal, liar, "note", at_ms=self._now(journal), text="Forged")
        forged = (
            replace(honest, kind="shift.taken", body={"handing": "0" * 64}),
            replace(honest, kind="until.proposed", body={"until": on(61), "words": "For ever"}),
            replace(honest, number=honest.number + 1),
            replace(honest, party="fr.bureau"),
            replace(honest, kind="accreditation.screened", body=_screened()),
        )[at % 5]
        self.hear(liar, listener)
        before = self.journals[listener]
        try:
            after, _ = admit_entries(before, (forged,))
        except RemoteProtocolError:
            after = before
        assert after.held == before.held

    @invariant()
    def no_watch_is_held_by_two_and_no_cell_outlives_its_agreement(self) -> None:
        for journal in self.journals.values():
            cell = event_of(journal.order)
            assert cell.until <= str(cell.terms["latest"])
            assert set(cell.watches) <= set(PARTIES)

    def teardown(self) -> None:
        """Once all have heard all, every member tells the same, to the last figure."""
        for _ in range(2):
            for speaker in PARTIES if self.journals else ():
                for listener in PARTIES:
                    self.hear(speaker, listener)
        told = [tell_event(each.order, on(0)) for each in self.journals.values()]
        assert all(each == told[0] for each in told)
        assert all(each.waiting == {} and each.forks == () for each in self.journals.values())

    def _about(self, party: str, officer: str, at: int, kind: str, **body: Any) -> None:
        matters = sorted(self._cell(party).matters)
        if matters:
            self._write(party, officer, kind, {"of": matters[at % len(matters)], **body})

    def _cell(self, party: str) -> Cell:
        return event_of(self.journals[party].order)

    def _now(self, journal: Journal) -> int:
        self.clock += MINUTE_MS // 10
        return max(self.clock, journal.next_place(MA).not_before_ms)

    def _write(self, party: str, officer: str, kind: str, body: dict[str, Any]) -> bool:
        """Write an entry where the rules allow it; tell whether they did."""
        journal = self.journals[party]
        entry: Entry = spoken(
            journal, party, kind, at_ms=self._now(journal), author=officer, **body
        )
        if breach_of(journal, entry) is not None:
            return False
        self.journals[party], _ = admit_entries(journal, (entry,))
        return True


def _screened() -> dict[str, Any]:
    return {"list": "0" * 64, "partner": ES, "no_objection": 0, "referred": 0}


TestCell = CellMachine.TestCase
TestCell.settings = settings(deadline=None, max_examples=15, stateful_step_count=25)

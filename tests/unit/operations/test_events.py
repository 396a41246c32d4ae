"""Cells of major events: their rules, what is open, escalation by the clock, figures, their end."""

from __future__ import annotations

from typing import Any

import pytest

from entraide.errors import RemoteProtocolError
from entraide.operations import event_folding
from entraide.operations.admitting import OPERATIONS, admit_entries, breach_of
from entraide.operations.escalation import escalated
from entraide.operations.event_figures import figures_of
from entraide.operations.event_folding import EVENT_FOLD, event_audience, event_of
from entraide.operations.event_kinds import EVENT, EVENT_KINDS
from entraide.operations.event_rules import EVENT_RULES
from entraide.operations.event_telling import tell_event
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given_events import (
    DAY_MS,
    MINUTE_MS,
    TERMS,
    cell_founding,
    on,
    said,
    spoken,
    standing_cell,
)


def test_every_kind_of_entry_of_an_event_has_a_rule_and_a_fold() -> None:
    assert EVENT in OPERATIONS
    assert set(EVENT_KINDS) == set(event_folding._APPLIED) == set(EVENT_RULES) | {EVENT}
    assert all(EVENT_RULES.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"members": [ES, MA, DE]},
        {"hosts": [ES, DE]},  # it is proposed by one that does not host it
        {"hosts": ["fr.bureau", MA]},
        {"states": TERMS["states"][:2]},
        {"states": [*TERMS["states"][:2], {"country": "DE", "party": MA}]},
        {"dissolves": on(0)},
        {"dissolves": on(61)},  # beyond the agreement's last day
    ],
)
def test_terms_that_contradict_themselves_found_no_cell(changes: dict[str, object]) -> None:
    with pytest.raises(RemoteProtocolError, match=r"journal\.(not_allowed|unknown_party)"):
        admit_entries(Journal(), (cell_founding(**changes),))


def logged(journal: Journal, party: str = MA, **changes: Any) -> tuple[Journal, str]:
    body = {"severity": "serious", "venue": None, "happened_ms": NOW, "text": "A gate", **changes}
    return said(journal, party, "log.written", **body)


def test_a_cell_stands_once_every_host_has_joined_and_only_members_get_its_entries() -> None:
    journal = Journal().add(cell_founding())
    assert event_audience(journal.stands(EVENT_FOLD)) == {MA}
    assert event_of(journal.order).state(on(0)).value == "proposed"
    assert breach_of(journal, spoken(journal, MA, "shift.begun", words="First")) is not None
    journal, _ = said(journal, ES, "event.joined")
    assert event_of(journal.order).state(on(0)).value == "standing"
    assert event_audience(journal.stands(EVENT_FOLD)) == {MA, ES}
    assert breach_of(journal, spoken(journal, DE, "note", text="Uninvited")) is not None
    journal, _ = said(journal, MA, "event.left", words="We cannot")
    assert event_of(journal.order).state(on(0)).value == "declined"
    assert event_audience(journal.stands(EVENT_FOLD)) == {ES}


def test_a_venue_is_named_by_a_host_in_its_own_state_alone() -> None:
    journal = standing_cell()
    for party, country in ((DE, "DE"), (MA, "ES")):
        wrong = spoken(journal, party, "venue.named", venue="v", name="V", country=country)
        assert breach_of(journal, wrong) is not None
    journal, _ = said(journal, MA, "venue.named", venue="v", name="V", country="MA")
    again = spoken(journal, MA, "venue.named", venue="v", name="Other", country="MA")
    assert breach_of(journal, again) is not None
    stranger = spoken(journal, ES, "day.set", venue="v", day=on(1), what="Match")
    assert breach_of(journal, stranger) is not None
    late = spoken(journal, MA, "day.set", venue="v", day=on(30), what="Match")
    assert breach_of(journal, late) is not None
    journal, _ = said(journal, MA, "day.set", venue="v", day=on(1), what="Match")
    assert tell_event(journal.order, on(0))["days"][0]["what"] == "Match"


def test_a_watch_goes_over_with_exactly_what_is_open_and_two_officers_sign() -> None:
    journal, _ = said(standing_cell(), MA, "shift.begun", words="First watch")
    journal, matter = logged(journal, ES)
    journal, _ = logged(journal, ES, severity="information")  # calls for nobody
    for opened in ([], ["0" * 64], [matter, "0" * 64]):
        short = spoken(journal, MA, "shift.handed", open=opened, words="All quiet")
        assert breach_of(journal, short) == "it does not list exactly what is open"
    stranger = {"author": "officer-b", "open": [matter], "words": "Not mine"}
    assert breach_of(journal, spoken(journal, MA, "shift.handed", **stranger)) is not None
    journal, handing = said(journal, MA, "shift.handed", open=[matter], words="Gate 4")
    assert event_of(journal.order).watches[MA] == "officer-a", "until it is taken"
    alone = spoken(journal, MA, "shift.taken", handing=handing)
    assert breach_of(journal, alone) is not None
    other = spoken(journal, ES, "shift.taken", author="officer-b", handing=handing)
    assert breach_of(journal, other) is not None
    journal, _ = said(journal, MA, "shift.taken", author="officer-b", handing=handing)
    assert event_of(journal.order).watches[MA] == "officer-b"
    assert figures_of(journal.order)["handovers"] == {
        "taken": 1, "on_time": 0, "late": 1, "without": 0
    }  # fmt: skip
    journal, _ = said(journal, MA, "shift.begun", author="officer-c", words="B fell ill")
    assert figures_of(journal.order)["handovers"]["without"] == 1


@pytest.mark.parametrize(("minute", "on_time"), [(5 * 60 + 50, 1), (6 * 60 + 16, 0), (18 * 60, 1)])
def test_a_handover_is_on_time_near_a_change_of_shift(minute: int, on_time: int) -> None:
    journal, _ = said(standing_cell(), MA, "shift.begun", words="First watch")
    journal, handing = said(journal, MA, "shift.handed", open=[], words="Quiet")
    at_ms = NOW - NOW % DAY_MS + DAY_MS + minute * MINUTE_MS
    taken = {"at_ms": at_ms, "author": "officer-b", "handing": handing}
    journal, _ = said(journal, MA, "shift.taken", **taken)
    assert figures_of(journal.order)["handovers"]["on_time"] == on_time


def test_escalation_follows_from_severity_and_the_clock_and_ends_with_an_acknowledgement() -> None:
    journal, matter = logged(standing_cell())
    assert reached(journal, NOW + 29 * MINUTE_MS) == []
    assert reached(journal, NOW + 30 * MINUTE_MS) == ["Head"]
    raised = {"of": matter, "severity": "critical", "words": "It spreads"}
    journal, _ = said(journal, ES, "matter.raised", at_ms=NOW + MINUTE_MS, **raised)
    assert reached(journal, NOW + 2 * MINUTE_MS) == ["Head"]
    assert reached(journal, NOW + 11 * MINUTE_MS) == ["All hosts"]
    lower = spoken(journal, ES, "matter.raised", **{**raised, "severity": "serious"})
    assert breach_of(journal, lower) is not None
    for party in (MA, ES):  # who wrote it, who raised it
        own = spoken(journal, party, "matter.acknowledged", of=matter)
        assert breach_of(journal, own) is not None
    journal, _ = said(journal, DE, "matter.acknowledged", of=matter)
    assert reached(journal, NOW + DAY_MS) == []
    journal, _ = said(journal, MA, "matter.closed", of=matter, words="Opened")
    assert event_of(journal.order).open_of() == frozenset()


def reached(journal: Journal, now_ms: int) -> list[str]:
    return [step.to for _, step in escalated(event_of(journal.order), now_ms)]


def test_an_incident_is_closed_once_its_tasks_are_done_and_its_times_are_counted() -> None:
    journal, incident = said(
        standing_cell(), ES, "incident.opened", nature="drone", severity="critical", venue=None,
        happened_ms=NOW, countries=["ES", "MA"], text="Over the stadium",
    )  # fmt: skip
    due_ms = NOW + 60 * MINUTE_MS
    task = {"title": "Jam it", "owner": ES, "due_ms": due_ms, "incident": incident}
    journal, task_id = said(journal, MA, "task.set", **task)
    early = spoken(journal, ES, "matter.closed", of=incident, words="Gone")
    assert breach_of(journal, early) is not None
    acknowledged = {"at_ms": NOW + 4 * MINUTE_MS, "of": incident}
    journal, _ = said(journal, MA, "matter.acknowledged", **acknowledged)
    journal, _ = said(journal, ES, "task.done", task=task_id, words="Jammed")
    journal, _ = said(journal, ES, "matter.closed", at_ms=NOW + 9 * MINUTE_MS, of=incident,
                      words="Landed")  # fmt: skip
    figures = figures_of(journal.order)
    assert figures["tasks"] == {"set": 1, "done": 1, "on_time": 1}
    assert figures["incidents"] == [
        {
            "nature": "drone", "count": 1, "open": 0,
            "minutes_to_acknowledgement": 4, "minutes_to_closure": 9,
        }
    ]  # fmt: skip


def test_another_day_of_dissolution_needs_all_and_never_passes_the_agreements_last() -> None:
    journal = standing_cell()
    for until in (on(61), on(30), on(-1)):
        wrong = spoken(journal, MA, "until.proposed", until=until, words="Longer")
        assert breach_of(journal, wrong) is not None
    journal, longer = said(journal, MA, "until.proposed", until=on(60), words="Longer")
    journal, _ = said(journal, ES, "until.agreed", proposal=longer)
    assert event_of(journal.order).until == on(30)
    journal, _ = said(journal, DE, "until.agreed", proposal=longer)
    assert event_of(journal.order).until == on(60)
    journal, today = said(journal, ES, "until.proposed", until=on(0), words="Over")
    for party in (MA, DE):
        journal, _ = said(journal, party, "until.agreed", proposal=today)
    assert event_of(journal.order).state(on(0)).value == "dissolved"
    assert breach_of(journal, spoken(journal, MA, "note", text="One more")) is not None


def test_a_list_is_announced_version_by_version_and_decided_once_by_each_officer() -> None:
    journal = standing_cell()
    body = {"version": 1, "persons": 101, "batches": 2, "root": "ab" * 32}
    for wrong in ({"version": 2}, {"batches": 1}, {"persons": 0, "batches": 0}):
        entry = spoken(journal, MA, "accreditation.announced", **{**body, **wrong})
        assert breach_of(journal, entry) is not None
    journal, entry_id = said(journal, MA, "accreditation.announced", **body)
    assert breach_of(journal, spoken(journal, MA, "accreditation.admitted", list=entry_id))
    journal, _ = said(journal, ES, "accreditation.admitted", list=entry_id)
    assert breach_of(journal, spoken(journal, ES, "accreditation.admitted", list=entry_id))
    journal, _ = said(journal, ES, "accreditation.admitted", author="officer-b", list=entry_id)
    told = {"list": entry_id, "partner": ES, "no_objection": 100, "referred": 1}
    forged = spoken(journal, ES, "accreditation.screened", **told)
    assert breach_of(journal, forged) is not None, "only its owner counts"
    wrong_sum = spoken(journal, MA, "accreditation.screened", **{**told, "referred": 2})
    assert breach_of(journal, wrong_sum) is not None
    journal, _ = said(journal, MA, "accreditation.screened", **told)
    row = figures_of(journal.order)["accreditations"][0]
    assert (row["screened"], row["no_objection"], row["referred"]) == (101, 100, 1)


def test_outside_its_table_an_entry_stands_nowhere() -> None:
    journal = standing_cell()
    for kind, body in (("evidence.entered", {}), ("log.written", {"text": "no severity"})):
        with pytest.raises(RemoteProtocolError):
            admit_entries(journal, (spoken(journal, MA, kind, **body),))

"""Joint action days: who acts follows from the journal, whatever is missing or contradicted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import RemoteProtocolError
from entraide.operations.action import REPORT_WITHIN_MS, ActionState, action_of
from entraide.operations.admitting import admit_entries, breach_of
from entraide.operations.dues import dues_of
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import PARTIES, write
from tests.unit.operations.given_actions import DAY, MINUTE_MS, MOMENT, cleared, joined, proposed

ENDS = MOMENT + 30 * MINUTE_MS


def gone(journal: Journal, *parties: str) -> Journal:
    for party in parties:
        journal = journal.add(write(journal, party, "go.given", words="Yes", without=[]))
    return journal


@pytest.mark.parametrize(
    "changes",
    [
        {"moment_ms": NOW},
        {"answer_by_ms": MOMENT + 1},
        {"answer_by_ms": NOW},
        {"window_minutes": 0},
        {"window_minutes": 1_441},
        {"contacts": DAY["contacts"][:2]},
        {"states": [*DAY["states"][:2], {**DAY["states"][2], "party": ES}]},
        {"members": [ES, MA, DE]},
    ],
)
def test_a_plan_that_contradicts_itself_proposes_no_day(changes: dict[str, object]) -> None:
    with pytest.raises(RemoteProtocolError, match=r"journal\.not_allowed"):
        admit_entries(Journal(), (proposed(**changes),))


def test_no_go_before_all_have_deconflicted_and_none_after_the_time_to_answer() -> None:
    assert breach_of(joined(), write(joined(), MA, "go.given", words="Yes", without=[])) is not None
    journal = cleared()
    assert breach_of(journal, write(journal, MA, "go.given", words="Yes", without=[])) is None
    for late in (MOMENT - 9 * MINUTE_MS, MOMENT):
        entry = write(journal, MA, "go.given", at_ms=late, words="Yes", without=[])
        assert breach_of(journal, entry) is not None
    recall = write(journal, MA, "nogo.given", at_ms=MOMENT - 1, words="No")
    assert breach_of(journal, recall) is None
    too_late = write(journal, MA, "nogo.given", at_ms=MOMENT, words="No")
    assert breach_of(journal, too_late) is not None


def test_a_missing_go_is_a_no_go_and_who_stands_out_reports_nothing() -> None:
    journal = gone(cleared(), MA, ES)
    journal = journal.add(write(journal, ES, "nogo.given", words="Recalled"))
    day = action_of(journal.order)
    assert day.acting == {MA}
    assert day.state(MOMENT) is ActionState.UNDER_WAY
    claim = {"what": "arrest", "count": 1, "words": "One", "evidence": []}
    for party, is_refused in ((MA, False), (ES, True), (DE, True)):
        entry = write(journal, party, "result.claimed", at_ms=MOMENT, **claim)
        assert (breach_of(journal, entry) is not None) is is_refused
    assert breach_of(journal, write(journal, MA, "result.claimed", **claim)) is not None
    assert action_of(cleared().order).state(MOMENT) is ActionState.STOOD_DOWN


def test_results_are_due_within_the_hour_and_overdue_is_computed() -> None:
    journal = gone(cleared(), MA, ES)
    told = write(journal, MA, "results.complete", at_ms=MOMENT, words="Done")
    journal, _ = admit_entries(journal, (told,))
    day = action_of(journal.order)
    assert day.state(ENDS + REPORT_WITHIN_MS) is ActionState.REPORTING
    assert day.state(ENDS + REPORT_WITHIN_MS + 1) is ActionState.OVERDUE
    dues = {(due.what, due.party): due.at_ms for due in dues_of(journal.order)}
    assert dues == {
        ("operation:answer-missing", DE): MOMENT - 10 * MINUTE_MS,
        ("operation:results-overdue", ES): ENDS + REPORT_WITHIN_MS,
    }
    early = write(journal, MA, "action.closed", at_ms=ENDS, words="Done")
    assert breach_of(journal, early) is not None
    never = write(journal, MA, "action.closed", at_ms=ENDS + 26 * 60 * MINUTE_MS, words="Never")
    assert breach_of(journal, never) is None


def test_only_who_proposed_it_calls_it_off_and_then_nobody_acts() -> None:
    journal = gone(cleared(), MA, ES)
    assert breach_of(journal, write(journal, ES, "action.closed", words="Off")) is not None
    off = write(journal, MA, "action.closed", words="Off")
    meanwhile = write(journal, ES, "nogo.given", words="No")
    journal, _ = admit_entries(journal, (off, meanwhile))
    day = action_of(journal.order)
    assert (day.acting, day.state(MOMENT)) == (frozenset(), ActionState.CALLED_OFF)
    assert dues_of(journal.order) == ()


def test_a_member_answers_an_operation_no_more_often_than_a_day_allows() -> None:
    journal = joined()
    for clear in (True, False, True, False):
        entry = write(journal, ES, "deconfliction.answered", clear=clear)
        journal, _ = admit_entries(journal, (entry,))
    fifth = write(journal, ES, "deconfliction.answered", clear=True)
    assert breach_of(journal, fifth) is not None
    other = write(journal, DE, "deconfliction.answered", clear=True)
    assert breach_of(journal, other) is None


_SAID = (
    ("go.given", {"words": "Yes", "without": []}),
    ("nogo.given", {"words": "No"}),
    ("deconfliction.answered", {"clear": False}),
    ("deconfliction.answered", {"clear": True}),
    ("identifier.added", {"of": "vehicle", "value": "99-Z", "born": None}),
)


@st.composite
def days(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw what three members write before the moment while some hear nothing of others."""
    start = cleared()
    journals = dict.fromkeys(PARTIES, start)
    written: list[Entry] = []
    for _ in range(draw(st.integers(1, 9))):
        party = draw(st.sampled_from(PARTIES))
        heard = draw(st.lists(st.sampled_from(written), max_size=4)) if written else []
        for entry in sorted(heard, key=lambda each: each.height):
            if all(digest in journals[party].held for digest in entry.seen):
                journals[party] = journals[party].add(entry)
        kind, body = draw(st.sampled_from(_SAID))
        entry = write(journals[party], party, kind, **body)
        if breach_of(journals[party], entry) is None:
            journals[party] = journals[party].add(entry)
            written.append(entry)
    return tuple(written)


@settings(deadline=None, max_examples=60)
@given(days(), st.data())
def test_whatever_is_late_or_contradicted_all_members_agree_who_acts_and_no_doubt_acts(
    written: tuple[Entry, ...], data: st.DataObject
) -> None:
    ends = []
    for _ in range(2):
        journal = cleared()
        for entry in data.draw(st.permutations([*written, *written[:2]])):
            journal, refused = admit_entries(journal, (entry,))
            assert refused == ()
        ends.append(action_of(journal.order))
    one, other = ends
    assert one.acting == other.acting
    if one.acting:
        assert one.clearance.is_clear
    order = journal.order
    for party in one.acting:
        go = max(at for at, each in enumerate(order) if _is(each, party, "go.given"))
        since = order[go + 1 :]
        assert not any(_is(each, party, "nogo.given") for each in since)
        assert not any(each.kind == "identifier.added" or _is_doubt(each) for each in since)


def _is(entry: Entry, party: str, kind: str) -> bool:
    return (entry.party, entry.kind) == (party, kind)


def _is_doubt(entry: Entry) -> bool:
    return entry.kind == "deconfliction.answered" and entry.body["clear"] is False


HALF = (NOW + MOMENT - 10 * MINUTE_MS) // 2


def silent() -> Journal:
    """Return a day on which Germany has joined, and said nothing."""
    journal = joined()
    for party in (ES, MA):
        journal = journal.add(write(journal, party, "deconfliction.answered", clear=True))
    return journal


def go(journal: Journal, party: str, at_ms: int, *without: str) -> Entry:
    return write(journal, party, "go.given", at_ms=at_ms, words="Yes", without=list(without))


def test_a_state_goes_without_a_silent_member_only_by_name_and_after_half_of_the_time() -> None:
    journal = silent()
    assert action_of(journal.order).clearance.awaited == {DE}
    assert breach_of(journal, go(journal, MA, HALF)) is not None
    assert breach_of(journal, go(journal, MA, HALF - 1, DE)) is not None
    assert breach_of(journal, go(journal, MA, HALF, DE, ES)) is not None
    assert breach_of(journal, go(journal, MA, HALF, MA)) is not None
    knowing = go(journal, MA, HALF, DE)
    assert breach_of(journal, knowing) is None
    assert action_of(journal.add(knowing).order).acting == {MA}


def test_a_silent_member_that_comes_back_with_a_doubt_stops_who_went_without_it() -> None:
    journal = silent()
    gone = journal.add(go(journal, MA, HALF, DE))
    doubt = write(journal, DE, "deconfliction.answered", at_ms=HALF, clear=False)
    assert action_of(gone.add(doubt).order).acting == frozenset()
    later = write(gone, DE, "deconfliction.answered", clear=False)
    stopped = gone.add(later)
    assert action_of(stopped.order).acting == frozenset()
    assert breach_of(stopped, go(stopped, MA, HALF + 1, DE)) is not None
    clear = write(gone, DE, "deconfliction.answered", clear=True)
    assert action_of(gone.add(clear).order).acting == {MA}


def test_a_further_target_gives_a_silent_member_half_of_what_is_left() -> None:
    journal = silent()
    journal = journal.add(
        write(journal, MA, "identifier.added", at_ms=HALF, of="phone", value="+212 1", born=None)
    )
    for party in (ES, MA):
        journal = journal.add(write(journal, party, "deconfliction.answered", clear=True))
    assert breach_of(journal, go(journal, MA, HALF + 1, DE)) is not None
    assert breach_of(journal, go(journal, MA, (HALF + MOMENT - 10 * MINUTE_MS) // 2, DE)) is None


def test_who_is_awaited_is_due_when_others_may_go_without_it() -> None:
    due = [each for each in dues_of(silent().order) if each.what.endswith("deconfliction-missing")]
    assert [(each.party, each.at_ms) for each in due] == [(DE, HALF)]

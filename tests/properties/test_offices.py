"""Laws of offices: whatever the parties write in whatever order, some things never come about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.operations.admitting import breach_of
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from entraide.operations.offices.assistance import assistance_of
from entraide.operations.offices.committee import committee_of
from entraide.operations.offices.posting import posting_of
from entraide.operations.rules import day_of
from entraide.vocabulary.assistance import questions_for
from tests.samples_of_offices import DAY, LINKS, founding_of
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import write

FEW = settings(deadline=None, max_examples=25)
PARTIES = (DE, ES, MA)
Turn = tuple[int, str, str, int]
OFFICERS = ("officer-1", "officer-2")
TURNS = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(PARTIES), st.sampled_from(OFFICERS), st.integers(0, 4)
    ),
    min_size=8,
    max_size=25,
)
ANSWERS = [
    {"question": each, "answer": "A whole sentence of an answer."} for each in questions_for([])
]
EVIDENCE = [{"sha256": "ab" * 32, "size": 1, "name": "list"}]
SPAN = {"starts": DAY, "until": DAY, "people": 3, "days": 1}


def pick(digests: list[str], at: int) -> str:
    return digests[at % len(digests)] if digests else "0" * 64


def of_kind(journal: Journal, kind: str) -> list[str]:
    return [each.digest for each in journal.order if each.kind == kind]


def assisting(journal: Journal, at: int) -> dict[str, dict[str, Any]]:
    offer = pick(of_kind(journal, "offer.made"), at)
    return {
        "evaluation.made": {"delivery": pick(of_kind(journal, "delivery.made"), at),
                            "reached": "fully", "people": 3, "days": 1, "words": "Good"},
        "delivery.made": {"offer": offer, **SPAN, "words": "Held", "evidence": EVIDENCE},
        "check.confirmed": {"check": pick(of_kind(journal, "check.made"), at)},
        "check.made": {"offer": offer, "verdict": "refused" if at == 4 else "go-ahead",
                       "conditions": None, "answers": ANSWERS},
        "offer.accepted": {"offer": offer},
        "offer.made": {"what": "Course", "risks": ["none"], **SPAN},
        "offer.declined": {"offer": offer, "words": "No"},
        "need.withdrawn": {"words": "No more"},
    }  # fmt: skip


def sitting(journal: Journal, at: int) -> dict[str, dict[str, Any]]:
    session = committee_of(journal.order)
    decision = pick(list(session.decisions), at)
    named = (sorted(session.present), [ES, MA], list(PARTIES))[at % 3]
    return {
        "action.done": {"action": pick(of_kind(journal, "action.set"), at), "words": "Done"},
        "decision.agreed": {"decision": decision},
        "action.set": {"decision": decision, "title": "Do", "owner": PARTIES[at % 3], "due": DAY},
        "decision.proposed": {"item": pick(of_kind(journal, "item.proposed"), at), "text": "T",
                              "by": named, **LINKS},
        "session.attended": {"head": "Head"},
        "item.proposed": {"title": "Item", **LINKS},
        "decision.refused": {"decision": decision, "words": "No"},
        "session.closed": {},
        "session.excused": {"words": "Ill"},
    }  # fmt: skip


def posted(journal: Journal, at: int) -> dict[str, dict[str, Any]]:
    return {
        "task.done": {"task": pick(of_kind(journal, "task.set"), at), "words": "Done"},
        "task.set": {"title": "Ask", "owner": PARTIES[at % 3], "due": DAY},
        "posting.accepted": {},
        "threat.warned": {"domain": "drugs", "words": "Route"},
        "duties.notified": {"contact": "C", "duties": "D"},
        "posting.declined": {"words": "No"},
        "posting.left": {"words": "Gone"},
        "posting.ended": {"words": "Over"},
    }


def played(founding: Entry, turns: list[Turn], says: Any) -> Journal:
    """Return the journal of turns in which each writes something that members let stand.

    As a rule the furthest thing that may be written, so that offices get somewhere.
    """
    journal = Journal().add(founding)
    for which, party, officer, at in turns:
        bodies = says(journal, at)
        kinds = list(bodies)
        first = which if which < len(kinds) else 0
        for kind in kinds[first:] + kinds[:first]:
            entry = replace(
                write(journal, party, kind, at_ms=max(NOW, last_ms(journal)), **bodies[kind]),
                author=officer,
            )
            if breach_of(journal, entry) is None:
                journal = journal.add(entry)
                break
    return journal


def giving(turns: list[Turn]) -> list[Turn]:
    """Return the turns of two parties: of a third one the other two would never get far."""
    return [(which, ES if party == DE else party, *rest) for which, party, *rest in turns]


def last_ms(journal: Journal) -> int:
    return max(each.at_ms for each in journal.order)


@FEW
@given(TURNS)
def test_nothing_is_delivered_without_a_check_that_a_second_officer_of_the_giver_confirmed(
    turns: list[Turn],
) -> None:
    journal = played(founding_of("assistance.needed", (ES, MA)), giving(turns), assisting)
    for offer in assistance_of(journal.order).offers.values():
        if offer.delivered is None:
            assert offer.evaluated is None
            continue
        check = offer.confirmed
        assert check is not None
        assert check.confirmed is not None
        assert check.entry.body["verdict"] != "refused"
        assert check.entry.party == check.confirmed.party == offer.entry.party
        assert check.entry.author != check.confirmed.author
        assert day_of(check.confirmed) <= str(offer.delivered.body["starts"])


@FEW
@given(TURNS)
def test_a_decision_binds_nobody_who_did_not_agree_and_actions_follow_from_taken_ones_alone(
    turns: list[Turn],
) -> None:
    journal = played(founding_of("committee.convened", PARTIES), turns, sitting)
    session = committee_of(journal.order)
    for decision in session.decisions.values():
        assert len(decision.by) >= 2
        assert set(decision.by) <= set(session.present)
        assert not (decision.is_taken and decision.refused)
        if decision.is_taken:
            assert set(decision.by) == set(decision.agreed)
    for action in session.actions.values():
        assert session.decisions[str(action.setting.body["decision"])].is_taken
        assert action.done is None or action.done.party == action.setting.body["owner"]


@FEW
@given(TURNS)
def test_an_officer_is_given_tasks_only_by_and_for_those_who_accepted(
    turns: list[Turn],
) -> None:
    journal = played(founding_of("posting.notified", PARTIES), turns, posted)
    posting = posting_of(journal.order)
    answered = [each.party for each in journal.order if each.kind == "posting.accepted"]
    assert len(answered) == len(set(answered))
    assert not posting.accepted & posting.declined
    for task in posting.tasks.values():
        assert {task.setting.party, task.setting.body["owner"]} <= posting.accepted
        assert posting.terms["host"] in posting.accepted

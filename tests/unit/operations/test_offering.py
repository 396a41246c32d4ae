"""What is offered to be written: what the rules let stand, beside the row that it is about."""

from __future__ import annotations

from entraide.operations.action_telling import tell_action
from entraide.operations.admitting import OPERATIONS, admit_entries, breach_of
from entraide.operations.asked import asked_of
from entraide.operations.journal import Journal
from entraide.operations.kinds import (
    COMPUTED,
    DELIVERY_KINDS,
    EVENT_KINDS,
    TEAM_KINDS,
    kinds_of,
)
from entraide.operations.offering import offers_of
from entraide.operations.offices.telling import tell_assistance
from entraide.operations.rules import day_at
from entraide.operations.telling import tell_team
from tests.given_offices import OFFER
from tests.samples_of_offices import FOUNDINGS
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import founding, standing, write
from tests.unit.operations.given_actions import DAY, joined


def offered(journal: Journal, party: str) -> set[tuple[str, str]]:
    told = tell_team(journal.order, "2026-12-02")
    who, now_ms = (party, "officer"), NOW
    return {
        (each.kind, str(next(iter(each.fixed.values()), "")))
        for each in offers_of(journal, told, who, now_ms)
    }


def test_who_was_asked_may_join_or_decline_and_nobody_else_writes_yet() -> None:
    proposed = Journal().add(founding())
    assert {kind for kind, _ in offered(proposed, ES)} == {
        "team.joined", "team.declined", "team.left",
    }  # fmt: skip
    assert {kind for kind, _ in offered(proposed, MA)} == {"team.left"}


def test_a_task_is_offered_to_its_owner_and_evidence_to_who_holds_it() -> None:
    task = write(standing(), MA, "task.set", title="Watch", owner=ES, due="2026-12-24")
    journal, _ = admit_entries(standing(), (task,))
    entered = {"sha256": "a" * 64, "size": 1, "name": "x", "words": "x", "place": "x"}
    exhibit = write(journal, MA, "evidence.entered", **entered)
    journal, _ = admit_entries(journal, (exhibit,))
    assert ("task.done", task.digest) in offered(journal, ES)
    assert "task.done" not in {kind for kind, _ in offered(journal, MA)}
    assert ("evidence.handed", exhibit.digest) in offered(journal, MA)
    assert "evidence.handed" not in {kind for kind, _ in offered(journal, ES)}
    handed = write(journal, MA, "evidence.handed", evidence=exhibit.digest, to=DE)
    journal, _ = admit_entries(journal, (handed,))
    assert ("evidence.taken", handed.digest) in offered(journal, DE)
    assert "evidence.taken" not in {kind for kind, _ in offered(journal, ES)}


def test_nothing_is_offered_that_the_rules_refuse_whatever_is_written() -> None:
    """Every kind that is not offered is refused for a body that its shape allows."""
    closed = standing()
    for party in (DE, ES):
        closed = closed.add(write(closed, party, "team.left", words="done"))
    kinds = {kind for kind, _ in offered(closed, MA)}
    assert kinds == set()
    refused = write(closed, MA, "note", text="x")
    assert breach_of(closed, refused) is not None


def test_every_field_of_every_kind_has_a_form() -> None:
    known = {"choice", "count", "country", "day", "digest", "flag", "line", "many", "moment",
             "one", "party", "rows", "text", "token"}  # fmt: skip
    for name in OPERATIONS:
        for kind in kinds_of(name).values():
            for asked in asked_of(kind.fields):
                assert {asked.form, *(each.form for each in asked.parts)} <= known
    assert asked_of(TEAM_KINDS["result.claimed"].fields)[0].known[0] == "arrest"
    assert set(DELIVERY_KINDS) & COMPUTED == {"deconfliction.answered"}
    assert set(EVENT_KINDS) & COMPUTED == {"accreditation.screened"}


def test_the_rights_check_is_offered_to_who_offered_assistance_and_to_nobody_else() -> None:
    journal = Journal().add(FOUNDINGS[2])
    offer = write(journal, ES, "offer.made", at_ms=NOW, **OFFER)
    journal, _ = admit_entries(journal, (offer,))
    accepted = write(journal, MA, "offer.accepted", offer=offer.digest)
    journal, _ = admit_entries(journal, (accepted,))
    told = tell_assistance(journal.order, day_at(NOW))
    for party, expected in ((ES, True), (MA, False)):
        kinds = {each.kind for each in offers_of(journal, told, (party, "officer"), NOW)}
        assert ("check.made" in kinds) is expected


def test_a_go_without_a_silent_member_is_offered_once_it_may_be_given() -> None:
    journal = joined()
    for party in (ES, MA):
        journal = journal.add(write(journal, party, "deconfliction.answered", clear=True))
    half = (NOW + DAY["answer_by_ms"]) // 2
    for now_ms, expected in ((half - 1, False), (half, True)):
        told = tell_action(journal.order, now_ms)
        kinds = {each.kind for each in offers_of(journal, told, (MA, "officer"), now_ms)}
        assert ("go.given" in kinds) is expected

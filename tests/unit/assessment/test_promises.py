"""The tracker calls done exactly what is kept; a draft from promises promises nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from entraide.agreements.reading import parse_agreement
from entraide.agreements.terms import OtherForm
from entraide.assessment import Held, Promise, draft_from_promises, promises_of, track
from entraide.register.together import join_readings
from tests.unit.agreements.given import DE, ES, MA, party
from tests.unit.register.readings import SENTENCE, met, page

TOLD = page(
    met("2031-03-04", "ES", outcomes=(
        ("joint_teams", "agreed"), ("joint_committee", "under_study"),
        ("liaison_officers", "discussed"), ("mou_signed", "announced"),
        ("convergence_of_views", "agreed"),
    )),
    home="MA",
)  # fmt: skip


def promises() -> dict[str, Promise]:
    found = promises_of(join_readings([TOLD]).entries)
    return {each.outcome.type: each for each in found}


def held(
    kind: str, *, partner: str = "ES", since: str = "2031-06-01", in_force: bool = True
) -> Held:
    return Held(
        kind=kind, reference="r", partners=frozenset({partner}), since=since, in_force=in_force
    )


def states(*things: Held) -> dict[str, str]:
    tracked = track(promises().values(), things)
    return {each.promise.outcome.type: each.state for each in tracked}


def test_what_binds_is_a_promise_with_its_sentence_and_what_is_discussed_is_none() -> None:
    found = promises()
    assert found.keys() == {"joint_teams", "joint_committee", "mou_signed", "convergence_of_views"}
    assert found["joint_teams"].sentences[0][1].text == SENTENCE
    assert found["joint_teams"].partners == ("ES",)


def test_done_is_exactly_what_is_kept() -> None:
    assert states(held("joint_team")) == {
        "joint_teams": "done", "joint_committee": "open", "mou_signed": "open",
        "convergence_of_views": "untracked",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("thing", "state"),
    [
        (held("memorandum"), "done"),
        (held("memorandum", in_force=False), "begun"),
        (held("memorandum", partner="IT"), "open"),
        (held("memorandum", since="2030-01-01"), "open"),
        (held("joint_team"), "open"),
    ],
    ids=["in force", "a draft", "with another", "from before the promise", "another thing"],
)
def test_a_memorandum_that_was_announced(thing: Held, state: str) -> None:
    assert states(thing)["mou_signed"] == state


def decision(*answers: tuple[str, str | None], kept: bool = True) -> Held:
    partners = frozenset({"ES"})
    return Held(
        kind="decision", reference="d", partners=partners, since="2031-06-01", in_force=kept,
        answers=answers,
    )  # fmt: skip


def test_a_decision_alone_never_makes_done_what_an_object_of_the_node_must_keep() -> None:
    decided = decision(("joint_teams", None))
    assert states(decided)["joint_teams"] == "begun"
    assert states(decided, held("joint_team"))["joint_teams"] == "done"
    (both,) = track([promises()["joint_teams"]], [decided, held("joint_team")])
    assert both.kept_by == ("r", "d")
    assert states(decided)["joint_committee"] == "open"


@pytest.mark.parametrize(
    ("day", "kept", "state"),
    [
        (None, True, "done"),
        ("2031-03-04", True, "done"),
        ("2031-03-05", True, "untracked"),
        (None, False, "begun"),
    ],
    ids=["any meeting", "this meeting", "another meeting", "actions are open"],
)
def test_what_no_object_keeps_is_done_once_every_action_of_its_decision_is(
    day: str | None, kept: bool, state: str
) -> None:
    decided = decision(("convergence_of_views", day), kept=kept)
    assert states(decided)["convergence_of_views"] == state


def test_a_draft_from_promises_carries_their_sentences_and_nothing_that_nobody_promised() -> None:
    drafted = draft_from_promises(
        join_readings([TOLD]).entries, (party(MA), party(ES)), starts=date(2031, 7, 1)
    )
    agreement = parse_agreement(drafted.text)
    assert agreement.missions.joint_teams
    assert not agreement.observation.controlled_delivery, "no page speaks of it"
    assert not agreement.missions.missions
    assert OtherForm.JOINT_COMMITTEE not in agreement.other_forms.forms, "only under study"
    assert drafted.sentences == 4
    said = drafted.text.replace("\n", " ")
    assert SENTENCE in said
    before_article = said.split("Art. 5.1")[0].rsplit("Chapter 5", 1)[1]
    assert SENTENCE in before_article, "the sentence stands beside its article"


def test_a_meeting_with_somebody_else_says_nothing_about_these_parties() -> None:
    drafted = draft_from_promises(
        join_readings([TOLD]).entries, (party(MA), party(DE)), starts=date(2031, 7, 1)
    )
    assert not drafted.sentences

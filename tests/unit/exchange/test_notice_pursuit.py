"""The life of a notice and the steps of a pursuit: who may take which, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.errors import RemoteProtocolError
from entraide.exchange.notice import lifecycle, pursuit
from entraide.exchange.notice.lifecycle import ENDED, Event, Life, live
from entraide.exchange.notice.notice import Judicial, Notice
from entraide.exchange.notice.pursuit import (
    CLOSED,
    STEPS,
    Power,
    Pursuit,
    Step,
    Taken,
    check_step,
    deadlines_of,
    stand,
)
from entraide.exchange.notice.terms import Colour
from tests.unit.exchange.given_notices import FEW, RED


def test_nothing_is_published_that_was_not_in_review() -> None:
    before = {state for (state, event), _ in lifecycle.TRANSITIONS.items() if event == "publish"}
    assert before == {Life.IN_REVIEW}


def test_what_has_ended_never_comes_back() -> None:
    assert {Life.REFUSED, Life.AMENDED, Life.CANCELLED, Life.EXPIRED} == ENDED
    for state in ENDED:
        for event in Event:
            with pytest.raises(RemoteProtocolError, match=r"notice\.out_of_turn"):
                live(state, event)


@FEW
@given(st.lists(st.sampled_from(list(Event)), max_size=12))
def test_whatever_happens_only_review_leads_to_publication(events: list[Event]) -> None:
    state, answered = Life.DRAFTED, False
    for event in events:
        try:
            state = live(state, event)
        except RemoteProtocolError:
            continue
        answered = answered or event is Event.ANSWER
        assert answered or state not in {Life.PUBLISHED, Life.SUSPENDED, Life.AMENDED}


def test_the_diagrams_hold_every_row_of_their_tables() -> None:
    assert lifecycle.diagram().count("-->") == len(lifecycle.TRANSITIONS) + 1 + len(ENDED)
    assert pursuit.diagram().count("-->") == len(pursuit.TRANSITIONS) + 1 + len(CLOSED)


FOUND = (Step.LOCATED, Step.IDENTITY_CONFIRMED, Step.ARRESTED)


TO_THE_END = (*FOUND, Step.FILE_SENT, Step.FILE_RECEIVED, Step.SURRENDERED)


def journal(*steps: Step, on: str = "2026-03-01") -> tuple[Taken, ...]:
    return tuple(
        Taken(
            number=number,
            step=step,
            power=STEPS[step].power,
            on=on,
            reason="humanitarian" if STEPS[step].reasoned else None,
            days=STEPS[step].days,
        )
        for number, step in enumerate(steps, start=1)
    )


def test_a_pursuit_goes_from_the_place_to_surrender() -> None:
    assert stand(journal(*TO_THE_END)) is Pursuit.SURRENDERED
    assert stand(journal(*FOUND, Step.RELEASED)) is Pursuit.RELEASED
    assert stand(journal(*FOUND, Step.WITHDRAWN)) is Pursuit.RELEASE_DUE
    assert stand(journal(*FOUND, Step.WITHDRAWN, Step.RELEASED)) is Pursuit.RELEASED


@pytest.mark.parametrize("step", list(Step))
def test_no_step_is_taken_by_the_state_that_has_not_the_power(step: Step) -> None:
    (taken,) = journal(step)
    other = Power.REQUESTING if taken.power is Power.EXECUTING else Power.EXECUTING
    with pytest.raises(RemoteProtocolError, match=r"pursuit\.not_your_power"):
        check_step((), replace(taken, power=other), Colour.RED)


@pytest.mark.parametrize("colour", [each for each in Colour if each is not Colour.RED])
def test_nobody_is_arrested_on_a_notice_that_is_not_red(colour: Colour) -> None:
    *before, arrest = journal(*FOUND)
    with pytest.raises(RemoteProtocolError, match=r"pursuit\.no_arrest"):
        check_step(before, arrest, colour)
    assert check_step(before, arrest, Colour.RED) is Pursuit.ARRESTED


def test_nobody_is_arrested_before_the_identity_is_confirmed() -> None:
    for before in ((), (Step.LOCATED,), (Step.LOCATED, Step.IDENTITY_REFUTED)):
        *_, arrest = journal(*before, Step.ARRESTED)
        with pytest.raises(RemoteProtocolError, match=r"pursuit\.out_of_turn"):
            check_step(journal(*before), arrest, Colour.RED)


def test_no_arrest_and_release_have_a_reason_and_nothing_else_has() -> None:
    *before, release = journal(*FOUND, Step.RELEASED)
    for wrong in (replace(release, reason=None), replace(release, reason="because"),
                  replace(release, days=3)):  # fmt: skip
        with pytest.raises(RemoteProtocolError, match=r"pursuit\.reason"):
            check_step(before, wrong, Colour.RED)


def test_a_step_out_of_its_number_is_refused() -> None:
    *before, arrest = journal(*FOUND)
    for number in (0, 2, 4):
        with pytest.raises(RemoteProtocolError, match=r"pursuit\.out_of_turn"):
            check_step(before, replace(arrest, number=number), Colour.RED)


def test_the_deadline_of_the_file_runs_from_the_arrest_and_ends_with_file_or_release() -> None:
    (due,) = deadlines_of(journal(*FOUND))
    assert (due.what, due.power, due.due, due.done) == (
        Step.FILE_SENT, Power.REQUESTING, "2026-04-10", None,
    )  # fmt: skip
    for end in (Step.FILE_SENT, Step.RELEASED, Step.WITHDRAWN):
        (done,) = deadlines_of(journal(*FOUND, end))
        assert done.done == "2026-03-01"
    filed, surrender = deadlines_of(journal(*TO_THE_END[:-1]))
    assert (filed.done, surrender.what, surrender.done) == ("2026-03-01", Step.SURRENDERED, None)


@FEW
@given(st.lists(st.sampled_from(list(Step)), max_size=14))
def test_whatever_is_tried_custody_follows_identity_and_ends_by_a_step(steps: list[Step]) -> None:
    taken: tuple[Taken, ...] = ()
    for step in steps:
        (one,) = journal(step)
        one = replace(one, number=len(taken) + 1)
        try:
            state = check_step(taken, one, Colour.RED)
        except RemoteProtocolError:
            continue
        taken = (*taken, one)
        names = [each.step for each in taken]
        if state in {Pursuit.ARRESTED, Pursuit.SURRENDERED}:
            assert Step.IDENTITY_CONFIRMED in names
        if state is Pursuit.SURRENDERED:
            assert {Step.FILE_SENT, Step.FILE_RECEIVED} <= set(names)
        assert stand(taken) is state


def test_judicial_data_reads_back_as_it_was_written() -> None:
    assert RED.judicial is not None
    assert Judicial.from_json(RED.judicial.to_json()) == RED.judicial
    with pytest.raises(RemoteProtocolError, match=r"field\.malformed"):
        Notice.from_json({**RED.to_json(), "colour": "pink"})
    with pytest.raises(RemoteProtocolError, match=r"field\.unknown"):
        Notice.from_json({**RED.to_json(), "more": 1})

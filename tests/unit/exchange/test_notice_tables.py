"""The tables of notices: colours, checks, review, life and pursuit, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.notice import lifecycle, pursuit
from entraide.exchange.notice.checks import CHECKS, Terms, check_notice
from entraide.exchange.notice.colours import COLOURS, FIELDS, missing_fields
from entraide.exchange.notice.lifecycle import ENDED, Event, Life, live
from entraide.exchange.notice.notice import Judicial, Notice, NoticeValue
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
from entraide.exchange.notice.questions import (
    LEAST_WORDS,
    QUESTIONS,
    Effect,
    parse_answer,
    questions_for,
)
from entraide.exchange.notice.review import blocking, flagged, verify_review
from entraide.exchange.notice.terms import Colour, PersonStatus, Stage, TextPart
from entraide.kernel.keys import SigningKey
from entraide.vocabulary.offences import EXCLUSIONS
from entraide.vocabulary.purposes import PURPOSES
from tests.nodes import today
from tests.notices import REVIEWERS, WHY, notice_of, vouched_for

TODAY = Terms(today().isoformat(), 365)
RED = notice_of()
FEW = settings(deadline=None, max_examples=60)


def codes(notice: Notice, terms: Terms = TODAY) -> set[str]:
    return {each.code for each in check_notice(notice, terms)}


def judged(**changes: object) -> Notice:
    assert RED.judicial is not None
    return replace(RED, judicial=replace(RED.judicial, **changes))


def without(*props: str) -> Notice:
    return replace(RED, values=tuple(each for each in RED.values if each.prop not in props))


# Colours and checks


def test_a_complete_red_notice_passes_every_check() -> None:
    assert check_notice(RED, TODAY) == ()
    assert Notice.from_json(RED.to_json()) == RED


def test_every_colour_has_a_row_whose_fields_and_purposes_exist() -> None:
    assert set(COLOURS) == set(Colour)
    for row in COLOURS.values():
        assert set(row.needs) <= set(FIELDS)
        assert set(row.purposes) <= set(PURPOSES.codes)


@pytest.mark.parametrize(
    ("notice", "field"),
    [
        (without("name"), "identity"),
        (
            replace(RED, values=(replace(RED.values[0], text="Quennell"), *RED.values[1:])),
            "identity",
        ),
        (without("gender"), "sex"),
        (without("birthDate"), "birth"),
        (replace(RED, status=None), "status"),
        (replace(RED, judicial=None), "judicial"),
        (replace(RED, texts=()), "facts"),
        (replace(RED, countries=()), "countries"),
    ],
)
def test_rpd_article_83_a_red_notice_without_a_field_is_incomplete(
    notice: Notice, field: str
) -> None:
    assert missing_fields(notice) == (field,)
    assert "notice.incomplete" in codes(notice)


SAID = dict.fromkeys(TextPart, "EXERCISE: written down and signed.")


def of(colour: Colour, status: PersonStatus | None, **changes: Any) -> Notice:
    """Return a notice of a colour in which everything is said that any colour needs."""
    whole = {"purpose": COLOURS[colour].purposes[0], "texts": tuple(SAID.items()), **changes}
    return replace(RED, colour=colour, status=status, **whole)


def body_of(notice: Notice, *props: str) -> Notice:
    """Return a notice that tells nothing of a person but these properties."""
    return replace(notice, values=tuple(each for each in notice.values if each.prop in props))


LOST = "missing-persons.disappearance"
COMPLETE = {
    Colour.BLUE: (of(Colour.BLUE, PersonStatus.WITNESS), {"known-identity", "status", "facts"}),
    Colour.GREEN: (
        of(Colour.GREEN, PersonStatus.POSSIBLE_THREAT),
        {"identity", "birth", "status", "facts", "warning", "assessment"},
    ),
    Colour.YELLOW: (
        of(Colour.YELLOW, PersonStatus.MISSING, offence=LOST),
        {"known-identity", "known-birth", "status", "circumstances", "report"},
    ),
    Colour.BLACK: (
        body_of(of(Colour.BLACK, PersonStatus.DECEASED, offence=LOST), "gender"),
        {"status", "circumstances", "report"},
    ),
    Colour.ORANGE: (
        of(Colour.ORANGE, PersonStatus.POSSIBLE_THREAT),
        {"warning", "assessment"},
    ),
    Colour.PURPLE: (body_of(of(Colour.PURPLE, None)), {"method"}),
    Colour.SILVER: (
        of(Colour.SILVER, PersonStatus.SUSPECT),
        {"subject", "judicial", "facts", "assets"},
    ),
    Colour.UN_SPECIAL: (of(Colour.UN_SPECIAL, PersonStatus.SANCTIONED), {"names", "listing"}),
}


@pytest.mark.parametrize("colour", COMPLETE)
def test_rpd_articles_88_to_95_each_colour_is_complete_with_its_fields_and_not_without_one(
    colour: Colour,
) -> None:
    notice, needs = COMPLETE[colour]
    assert check_notice(notice, TODAY) == ()
    bare = replace(notice, values=(), status=None, judicial=None, texts=(), schema="Event")
    assert set(missing_fields(bare)) == needs


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (of(Colour.ORANGE, None), "notice.incomplete"),
        (of(Colour.SILVER, None), "notice.incomplete"),
        (of(Colour.UN_SPECIAL, None), "notice.incomplete"),
        (of(Colour.ORANGE, PersonStatus.MISSING), "notice.status_not_fitting"),
        (of(Colour.BLACK, PersonStatus.DECEASED, offence=LOST), "notice.identified"),
        (of(Colour.BLUE, PersonStatus.UNIDENTIFIED), "notice.status_unidentified"),
        (of(Colour.BLUE, PersonStatus.WITNESS, offence=LOST), "notice.no_serious_crime"),
        (body_of(COMPLETE[Colour.YELLOW][0], "gender"), "notice.incomplete"),
    ],
)
def test_rpd_article_44_whoever_a_notice_tells_of_has_a_status_that_fits_what_is_told(
    notice: Notice, code: str
) -> None:
    assert code in codes(notice)


def test_rpd_article_90_of_whom_nobody_could_identify_a_yellow_notice_tells_what_is_known() -> None:
    found = of(Colour.YELLOW, PersonStatus.UNIDENTIFIED, offence=LOST)
    assert codes(body_of(found, "gender")) == set()
    assert codes(body_of(found)) == {"notice.incomplete"}


def test_rpd_article_90_an_adults_privacy_is_asked_about_before_a_disappearance_is_made_known() -> (
    None
):
    yellow = COMPLETE[Colour.YELLOW][0]
    asked = next(each for each in questions_for(yellow) if each.code == "privacy")
    assert asked.effect_of("no") is Effect.BLOCK
    assert "privacy" not in {each.code for each in questions_for(RED)}


@pytest.mark.parametrize(("months", "light"), [(0, True), (23, True), (24, False), (120, False)])
def test_rpd_article_83_prosecution_needs_a_maximum_of_two_years(months: int, light: bool) -> None:
    assert ("notice.penalty_too_light" in codes(judged(max_months=months))) is light


@pytest.mark.parametrize(
    ("imposed", "left", "light"), [(5, 5, True), (6, 0, False), (0, 6, False), (5, 0, True)]
)
def test_rpd_article_83_a_sentence_needs_six_months_imposed_or_left(
    imposed: int, left: int, light: bool
) -> None:
    served = judged(stage=Stage.SENTENCE, imposed_months=imposed, left_months=left, max_months=0)
    served = replace(served, status=PersonStatus.CONVICTED)
    assert ("notice.penalty_too_light" in codes(served)) is light


@pytest.mark.parametrize("group", EXCLUSIONS.codes)
def test_no_colour_passes_with_an_excluded_offence_listed_or_invented(group: str) -> None:
    for colour in Colour:
        for offence in (group, f"{group}.invented"):
            assert "notice.offence_excluded" in codes(replace(RED, colour=colour, offence=offence))


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (replace(RED, offence="missing-persons.disappearance"), "notice.no_serious_crime"),
        (replace(RED, offence="invented.crime"), "notice.offence_unknown"),
        (replace(RED, status=PersonStatus.WITNESS), "notice.status_not_fitting"),
        (replace(RED, status=PersonStatus.VICTIM), "notice.status_not_fitting"),
        (replace(RED, status=PersonStatus.CONVICTED), "notice.status_and_stage"),
        (judged(stage=Stage.SENTENCE, imposed_months=12), "notice.status_and_stage"),
        (replace(RED, purpose="missing-person"), "notice.purpose_not_fitting"),
        (replace(RED, expires="2020-01-01"), "notice.over"),
        (replace(RED, expires="9999-99-99"), "notice.kept_too_long"),
        (replace(RED, expires="tomorrow"), "notice.kept_too_long"),
        (replace(RED, handling="H3"), "notice.bad_handling"),
        (replace(RED, handling="H9"), "notice.bad_handling"),
        (replace(RED, countries=("es",)), "notice.bad_country"),
        (replace(RED, colour=Colour.PURPLE), "notice.names_somebody"),
    ],
)
def test_what_the_machine_finds_has_its_code(notice: Notice, code: str) -> None:
    assert code in codes(notice)


@pytest.mark.parametrize("prop", ["religion", "ethnicity", "political", "notes"])
def test_religion_opinion_and_origin_stand_in_no_notice(prop: str) -> None:
    value = NoticeValue(prop=prop, text="EXERCISE", evaluation="A1", retention="2031-12-31")
    told = replace(RED, values=(*RED.values, value))
    assert "notice.never_released" in codes(told)
    assert prop in told.categories()  # and no agreement covers it


def test_it_ends_before_any_of_its_values_and_before_the_agreements_days_are_over() -> None:
    soon = (today() + timedelta(days=30)).isoformat()
    values = (replace(RED.values[0], retention=soon), *RED.values[1:])
    assert "notice.kept_too_long" in codes(replace(RED, values=values))
    assert "notice.kept_too_long" in codes(RED, Terms(TODAY.today, 30))
    assert codes(RED, Terms(TODAY.today)) == set()


def test_every_check_is_broken_by_some_notice_of_these_tests() -> None:
    """The rows above break each check: none stands in the table without effect."""
    broken = {
        "notice.incomplete", "notice.offence_excluded", "notice.penalty_too_light",
        "notice.never_released", "notice.no_serious_crime", "notice.offence_unknown",
        "notice.status_not_fitting", "notice.status_and_stage", "notice.purpose_not_fitting",
        "notice.over", "notice.kept_too_long", "notice.bad_handling", "notice.bad_country",
        "notice.names_somebody", "notice.identified", "notice.status_unidentified",
    }  # fmt: skip
    assert {check.code for check in CHECKS} == broken


@FEW
@given(st.sampled_from(list(Colour)), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_no_red_notice_passes_below_the_penalty_whatever_else_it_says(
    colour: Colour, most: int, imposed: int, left: int
) -> None:
    for stage in Stage:
        penalty = {"max_months": most, "imposed_months": imposed, "left_months": left}
        notice = replace(judged(stage=stage, **penalty), colour=colour)
        heavy = most >= 24 if stage is Stage.PROSECUTION else max(imposed, left) >= 6
        light = "notice.penalty_too_light" in codes(notice)
        assert light is (colour is Colour.RED and not heavy)


# Review


def test_a_notice_that_two_others_reviewed_is_believed() -> None:
    assert verify_review(RED, vouched_for(RED)) == ()


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"refugee": "from-the-issuing-state"}, "refugee"),
        ({"article_3": "predominantly"}, "article-3"),
        ({"article_2": "doubtful"}, "article-2"),
        ({"article_2": "no"}, "article-2"),
        ({"torture": "yes"}, "torture"),
        ({"quality": "no"}, "quality"),
    ],
)
def test_an_answer_that_stops_a_notice_stops_it_at_the_recipient_too(
    changed: dict[str, str], question: str
) -> None:
    vouched = vouched_for(RED, **changed)
    assert blocking(vouched.said) == (question,)
    assert [each.code for each in verify_review(RED, vouched)] == ["notice.review_blocks"]


def test_a_death_penalty_without_assurance_is_flagged_for_the_confirming_officer() -> None:
    for choice in ("possible-with-assurance", "possible-without-assurance"):
        assert flagged(vouched_for(RED, death_penalty=choice).said) == ("death-penalty",)


@pytest.mark.parametrize(
    ("officers", "keys"),
    [
        (("officer-one", "officer-one"), REVIEWERS),
        (("officer-one", "officer-two"), (REVIEWERS[0], REVIEWERS[0])),
        (("officer-one",), REVIEWERS),
        (("officer-drafts", "officer-two"), REVIEWERS),
        ((), REVIEWERS),
    ],
)
def test_one_officer_one_key_or_the_drafter_is_not_two_pairs_of_eyes(
    officers: tuple[str, ...], keys: tuple[SigningKey, ...]
) -> None:
    found = verify_review(RED, vouched_for(RED, officers=officers, keys=keys))
    assert [each.code for each in found] == ["notice.not_two_officers"]


def test_signatures_under_another_text_or_other_addressees_hold_for_nothing() -> None:
    vouched = vouched_for(RED)
    for changed in (replace(RED, offence="violent-crime.homicide"), replace(RED, version=2)):
        found = verify_review(changed, vouched)
        assert [each.code for each in found] == ["notice.review_signature"]
    (found,) = verify_review(RED, replace(vouched, to="0" * 64))
    assert found.code == "notice.review_signature"


def test_a_question_left_out_answered_twice_or_invented_is_no_review() -> None:
    vouched = vouched_for(RED)
    first = vouched.said[0]
    for said in (vouched.said[1:], (first, *vouched.said),
                 (replace(first, choice="perhaps"), *vouched.said[1:])):  # fmt: skip
        found = verify_review(RED, replace(vouched, said=said))
        assert [each.code for each in found] == ["notice.not_reviewed"]


def test_every_question_can_let_pass_and_every_one_but_flags_can_stop() -> None:
    for question in QUESTIONS:
        effects = {choice.effect for choice in question.choices}
        assert Effect.CLEAR in effects
        assert Effect.BLOCK in effects or question.code == "death-penalty"


def test_who_is_named_is_asked_about_and_a_method_is_not() -> None:
    method = replace(RED, colour=Colour.PURPLE, values=(), status=None, judicial=None,
                     texts=((TextPart.METHOD, "So"),), purpose="criminal-investigation",
                     countries=())  # fmt: skip
    assert check_notice(method, TODAY) == ()
    assert [each.code for each in questions_for(method)] == ["article-3", "article-2", "quality"]
    assert len(questions_for(RED)) == len(
        [each for each in QUESTIONS if RED.colour in each.colours]
    )


@pytest.mark.parametrize(
    "text", ["article-3=perhaps: " + WHY, "nothing=no: " + WHY, "article-3=no", "no", ""]
)
def test_an_answer_is_one_that_its_question_allows_and_always_in_words(text: str) -> None:
    with pytest.raises(InputError, match=r"notice\.(no_such_answer|answer_without_words)"):
        parse_answer(text)
    with pytest.raises(InputError, match=r"notice\.answer_without_words"):
        parse_answer(f"article-3=no: {'x' * (LEAST_WORDS - 1)}")


def test_what_travels_of_a_review_holds_no_word_of_it() -> None:
    assert WHY not in str(vouched_for(RED).to_json())


# Life


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


# Pursuit

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

"""What a notice must say, by colour, and what the machine finds wrong with one, by article."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.exchange.notice.checks import CHECKS, Terms, check_notice
from entraide.exchange.notice.colours import COLOURS, FIELDS, missing_fields
from entraide.exchange.notice.notice import Notice, NoticeValue
from entraide.exchange.notice.questions import (
    Effect,
    questions_for,
)
from entraide.exchange.notice.terms import TEXT_LABELS, Colour, PersonStatus, Stage, TextPart
from entraide.vocabulary.offences import EXCLUSIONS
from entraide.vocabulary.purposes import PURPOSES
from tests.nodes import today
from tests.unit.exchange.given_notices import FEW, RED, TODAY


def codes(notice: Notice, terms: Terms = TODAY) -> set[str]:
    return {each.code for each in check_notice(notice, terms)}


def judged(**changes: object) -> Notice:
    assert RED.judicial is not None
    return replace(RED, judicial=replace(RED.judicial, **changes))


def without(*props: str) -> Notice:
    return replace(RED, values=tuple(each for each in RED.values if each.prop not in props))


def test_a_complete_red_notice_passes_every_check() -> None:
    assert check_notice(RED, TODAY) == ()
    assert Notice.from_json(RED.to_json()) == RED


def test_every_colour_has_a_row_whose_fields_and_purposes_exist() -> None:
    assert set(COLOURS) == set(Colour)
    for row in COLOURS.values():
        assert set(row.needs) <= set(FIELDS)
        assert set(row.purposes) <= set(PURPOSES.codes)


def test_each_part_that_a_colour_needs_is_named_apart_and_as_the_form_names_it() -> None:
    for row in COLOURS.values():
        named = [FIELDS[each][0] for each in row.needs]
        assert len(set(named)) == len(named)
    assert {FIELDS[part][0] for part in TextPart} == set(TEXT_LABELS.values())


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

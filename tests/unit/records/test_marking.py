"""Every value keeps where it is from, how far it may go, how good it is and how long it stays."""

from __future__ import annotations

import dataclasses

import pytest

from entraide.errors import InputError
from entraide.kernel.marking import UNGRADED, Marking

GOOD = Marking(dataset="bdsn", source="Rabat, file 7", retention_date="2031-12-31")


def test_a_marking_without_a_word_on_handling_is_h0_and_not_assessed() -> None:
    assert (GOOD.handling, GOOD.evaluation) == ("H0", UNGRADED)


@pytest.mark.parametrize("grade", ["A1", "B4", "X4", "X1", "D5", "F6", "C3"])
def test_4x4_and_6x6_gradings_are_read(grade: str) -> None:
    assert dataclasses.replace(GOOD, evaluation=grade).evaluation == grade


@pytest.mark.parametrize("grade", ["", "A0", "A7", "X5", "G1", "a1", "A", "A11", "X6", "A1\n"])
def test_a_grade_of_neither_scale_is_refused(grade: str) -> None:
    with pytest.raises(InputError, match=r"marking\.bad_evaluation"):
        dataclasses.replace(GOOD, evaluation=grade)


@pytest.mark.parametrize("day", ["", "2031", "2031-02-30", "31-12-2031", "20311231", "2031-W01-1"])
def test_a_retention_that_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(InputError, match=r"marking\.bad_retention"):
        dataclasses.replace(GOOD, retention_date=day)


@pytest.mark.parametrize("code", ["", "H4", "h0", "H", "TLP:RED"])
def test_an_unknown_handling_code_is_refused(code: str) -> None:
    with pytest.raises(InputError, match=r"marking\.bad_handling"):
        dataclasses.replace(GOOD, handling=code)


def test_h3_says_its_restriction_in_words_and_no_other_code_does() -> None:
    told = dataclasses.replace(GOOD, handling="H3", handling_text="orally only")
    assert told.handling_text == "orally only"
    with pytest.raises(InputError, match=r"marking\.handling_text"):
        dataclasses.replace(GOOD, handling="H3")
    with pytest.raises(InputError, match=r"marking\.handling_text"):
        dataclasses.replace(GOOD, handling="H1", handling_text="orally only")


@pytest.mark.parametrize("field", ["dataset", "source"])
@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "a\nb", "\ud800", "x" * 4001])
def test_provenance_is_never_empty_nor_unprintable(field: str, text: str) -> None:
    with pytest.raises(InputError, match=r"marking\.bad_text"):
        dataclasses.replace(GOOD, **{field: text})


def test_its_json_form_is_exact() -> None:
    form = GOOD.to_json()
    assert Marking.from_json(form) == GOOD
    for wrong in (form | {"more": "x"}, {**form, "source": 1}, {"dataset": "x"}):
        with pytest.raises(InputError, match=r"marking\.malformed"):
            Marking.from_json(wrong)

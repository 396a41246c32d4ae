"""What a person said of a fact stands: a later run of the reader never overwrites it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from entraide.errors import InputError
from entraide.register import Engagement, Reading
from entraide.register.review import (
    FIELDS,
    Fact,
    Judgement,
    apply,
    decode_judgement,
    encode_judgement,
    facts_of,
    measure,
)
from entraide.register.review.typed import typed_value
from tests.unit.register.readings import met, page

READ = page(
    met("2031-03-04", city=("Sfax", "TN"), person="Karmenu Vella", org="Port Police",
        name="Port talks", outcomes=(("joint_teams", "agreed"),))
)  # fmt: skip


def fact(field: str, reading: Reading = READ) -> Fact:
    return next(each for each in facts_of(reading) if each.field == field)


def judged(one: Fact, verdict: Any, value: Any = None, reading: Reading = READ) -> Judgement:
    (engagement,) = reading.engagements
    return Judgement(
        document=one.document, spans=tuple((e.start, e.end) for e in engagement.evidence),
        kind=engagement.kind, field=one.field, key=one.key, verdict=verdict, found=one.value,
        value=value, evidence=one.evidence, by="Amina", at="2031-04-01T00:00:00+00:00",
    )  # fmt: skip


def only(reading: Reading, *judgements: Judgement) -> Engagement:
    (engagement,) = apply(reading, judgements).reading.engagements
    return engagement


def test_every_field_of_an_engagement_is_a_fact_with_its_sentence() -> None:
    found = list(facts_of(READ))
    assert {each.field for each in found} == FIELDS.keys() - {"topic"}
    assert all(each.evidence for each in found)


def test_a_correction_is_human_and_keeps_the_sentence() -> None:
    value = typed_value("date", "2031-03-04/2031-03-05", None)
    when = only(READ, judged(fact("date"), "correct", value)).date
    assert when is not None
    assert (when.end, when.precision, when.basis) == ("2031-03-05", "range", "human")
    assert when.evidence


def test_an_accepted_fact_stays_stated() -> None:
    assert only(READ, judged(fact("place"), "accept")) == READ.engagements[0]


def test_a_rejected_fact_goes_and_only_that() -> None:
    left = only(READ, judged(fact("outcome"), "reject"))
    assert left == replace(READ.engagements[0], outcomes=())


def test_a_later_run_that_reads_otherwise_does_not_overwrite_the_person() -> None:
    value = typed_value("place", "Sousse, TN", None)
    correction = judged(fact("place"), "correct", value)
    (before,) = READ.engagements
    again = replace(READ, engagements=(replace(before, id="e07", place=None, kind="visit"),))
    place = only(again, correction).place
    assert place is not None
    assert (place.city, place.basis) == ("Sousse", "human")


def test_what_a_person_accepted_survives_a_run_that_misses_the_whole_meeting() -> None:
    reviewed = apply(replace(READ, engagements=()), [judged(fact("outcome"), "accept")])
    (again,) = reviewed.reading.engagements
    assert again.id == "human-1"
    assert [(each.type, each.basis) for each in again.outcomes] == [("joint_teams", "human")]


def test_a_judgement_about_another_document_changes_nothing() -> None:
    other = replace(judged(fact("date"), "reject"), document="0" * 64)
    assert apply(READ, [other]).reading == READ


def test_the_last_word_counts() -> None:
    rejected = judged(fact("place"), "reject")
    value = typed_value("place", "Sousse, TN", None)
    place = only(READ, rejected, judged(fact("place"), "correct", value)).place
    assert place is not None
    assert place.city == "Sousse"


def test_judgements_measure_the_reader() -> None:
    right = judged(fact("place"), "accept")
    wrong = judged(fact("date"), "correct", typed_value("date", "2031-03-09", None))
    gone = judged(fact("outcome"), "reject")
    measured = measure(READ, [right, wrong, gone])
    assert (measured.judged, measured.right) == (3, 1)
    (before,) = READ.engagements
    better = replace(READ, engagements=(replace(before, outcomes=()),))
    assert measure(better, [right, wrong, gone]).right == 2


def test_a_judgement_survives_its_line_of_json() -> None:
    one = judged(fact("participant"), "correct", typed_value("participant", "org=Customs", None))
    assert decode_judgement(json.loads(json.dumps(encode_judgement(one)))) == one


@pytest.mark.parametrize(
    "change",
    [{"verdict": "perhaps"}, {"field": "mood"}, {"document": "12"}, {"by": ""}, {"schema": "x"},
     {"verdict": "correct", "value": None}, {"spans": [[1]]}],
)  # fmt: skip
def test_a_malformed_judgement_is_refused(change: dict[str, Any]) -> None:
    line = {**encode_judgement(judged(fact("date"), "accept")), **change}
    with pytest.raises(InputError, match="judgement_malformed"):
        decode_judgement(line)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("date", "2031-02-30"), ("date", "2031-03-05/2031-03-04"), ("date", "spring"),
     ("place", "Sfax"), ("kind", "party"), ("topic", "threat.boredom"), ("outcome", "joint_teams"),
     ("participant", "mood=good"), ("participant", "side=both"), ("name", " ")],
)  # fmt: skip
def test_what_cannot_be_the_fields_value_is_refused_and_says_what_would_do(
    field: str, typed: str
) -> None:
    with pytest.raises(InputError) as refused:
        typed_value(field, typed, None)
    assert refused.value.data["wanted"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("2031", ("2031-01-01", "2031-12-31", "year")),
     ("2031-02", ("2031-02-01", "2031-02-28", "month")),
     ("2031-02-03", ("2031-02-03", "2031-02-03", "day"))],
)  # fmt: skip
def test_a_date_is_typed_as_people_write_it(typed: str, wanted: tuple[str, str, str]) -> None:
    assert tuple(typed_value("date", typed, None).values()) == wanted

"""The letter and the file of a person concerned: what they say, and to whom."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError, StoreError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.match import Subject
from entraide.safeguards.answer_letter import Letterhead, write_letter
from entraide.safeguards.person_file import Find, FoundValue, PersonFile, decode_file, encode_file
from entraide.safeguards.subject_requests import Kind, decided
from entraide.vocabulary.language import LANGUAGES, language
from entraide.vocabulary.subjects import GROUNDS
from tests.fuzzing.mutation import mutated
from tests.nodes import ES
from tests.together.node.test_requests import NAME

HEAD = Letterhead(agency="Bureau", request="r1", day="2026-11-22")

FILE = PersonFile(
    subject=Subject(names=(NAME,)),
    contact="12 Exercise Street",
    identified="passport at the counter",
    language="en",
    wanted="",
)

SECRET = Find(
    number=1,
    place="record",
    id="EX-1",
    values=(FoundValue("name", NAME), FoundValue("notes", "SECRET")),
)


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_letter_from_which_all_is_withheld_is_that_of_somebody_unknown(
    kind: Kind, tongue: str
) -> None:
    nobody = replace(FILE, language=tongue)
    for decision, ground in [("withhold", each) for each in GROUNDS.codes] + [("keep", "accurate")]:
        held = replace(nobody, finds=(replace(SECRET, decision=decision, ground=ground),))
        assert write_letter(HEAD, kind, held) == write_letter(HEAD, kind, nobody)
    told = replace(nobody, finds=(replace(SECRET, decision="disclose"),))
    assert "SECRET" in write_letter(HEAD, kind, told)
    assert language() == "en", "the letter's language is not the node's"


VALUES = st.builds(
    FoundValue,
    prop=st.sampled_from(["name", "notes"]),
    text=st.text(min_size=1),
    handling=st.sampled_from(["", "H0", "H1", "H2", "H3"]),
    handling_text=st.sampled_from(["", "only orally"]),
    provider=st.sampled_from(["", ES, "de.bureau"]),
)

FINDS = st.builds(
    Find,
    number=st.integers(1, 99),
    place=st.sampled_from(["record", "reply", "check", "notice", "accreditation"]),
    id=st.text("abc-1", min_size=1),
    values=st.lists(VALUES, max_size=3).map(tuple),
    decision=st.sampled_from(["", "disclose", "withhold", "corrected", "deleted"]),
)


@settings(deadline=None, max_examples=15)
@given(st.lists(FINDS, max_size=4), st.integers(0, 1_000))
def test_a_file_reads_back_as_it_was_sealed(found: list[Find], score: int) -> None:
    scored = tuple(replace(find, score=score / 1_000) for find in found)
    file = replace(FILE, finds=scored, searched_ms=7)
    assert decode_file(encode_file(file)) == file


@settings(deadline=None, max_examples=60)
@given(st.randoms(use_true_random=False))
def test_what_is_not_exactly_a_file_is_refused_and_breaks_nothing(source: random.Random) -> None:
    held = replace(SECRET, score=0.9, permission="ES-7", at_ms=5)
    changed = mutated(encode_file(replace(FILE, finds=(held,), searched_ms=7)), source)
    read = None
    with contextlib.suppress(StoreError):
        read = decode_file(changed)
    assert read is None or encode_file(read) == changed


@pytest.mark.parametrize(
    "values",
    [
        [["name", NAME]],  # as it was written before any release had this table
        [["name", NAME, "H1", "", 5]],
        [["name", NAME, "H1", "", "", ""]],
        ["names"],
        [None],
    ],
)
def test_a_value_without_all_that_binds_it_is_no_value(values: list[object]) -> None:
    file = decode_canonical(encode_file(replace(FILE, finds=(SECRET,))))
    file["finds"][0]["values"] = values
    with pytest.raises(StoreError, match=r"subject\.damaged"):
        decode_file(encode_canonical(file))


@settings(deadline=None, max_examples=40)
@given(st.lists(FINDS, max_size=4), st.sampled_from(Kind))
def test_led_article_15_the_letter_says_nothing_of_a_partners_without_its_permission(
    found: list[Find], kind: Kind
) -> None:
    finds = tuple(
        replace(
            find,
            values=tuple(
                replace(each, text=f"{each.provider or 'OURS'}-{at}-{number}")
                for number, each in enumerate(find.values)
            ),
        )
        for at, find in enumerate(found)
    )
    letter = write_letter(HEAD, kind, replace(FILE, finds=finds))
    assert ES not in letter
    assert "de.bureau" not in letter
    told = {"disclose", "corrected"}
    for at, find in enumerate(finds):
        for number, each in enumerate(find.values):
            ours = find.decision in told and not each.provider
            assert (f"OURS-{at}-{number}" in letter) is ours
    permitted = tuple(replace(find, permission="ES-2026-77") for find in finds)
    letter = write_letter(HEAD, kind, replace(FILE, finds=permitted))
    for find in finds:
        if find.decision in told:
            assert all(each.text in letter for each in find.values)


def test_what_is_wholly_a_partners_is_not_ours_to_tell_wherever_it_lies() -> None:
    ours, theirs = FoundValue("name", NAME), FoundValue("name", NAME, provider=ES)
    for place, values in (("record", (theirs,)), ("reply", ()), ("notice-received", (theirs,))):
        find = replace(SECRET, place=place, values=values, decision="disclose")
        with pytest.raises(InputError, match=r"subject\.needs_permission"):
            decided(replace(FILE, finds=(find,)), find, "officer")
    mixed = replace(SECRET, values=(ours, theirs), decision="disclose")
    assert decided(replace(FILE, finds=(mixed,)), mixed, "officer").finds[0].decided_by == "officer"

"""What tells things and persons apart: plates, devices, telephones, names, however written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.operations.targets import Target, meet

SAME = [
    ("vehicle", "1234-A-56", "1234 a/56"),
    ("vehicle", "1234-أ-56", "1234-A-56"),
    ("vehicle", "А123ВС77", "A 123 BC 77"),  # Cyrillic, then Latin
    ("vehicle", "١٢٣٤-ب-٥٦", "1234 B 56"),
    ("device", "35-693803-564380-9", "35693803564380"),
    ("device", "356938035643809", "3569380356438012"),  # with its software version
    ("phone", "+212 661-00 00 00", "00212661000000".replace("00212", "+212", 1)),
    ("container", "MSKU 123456-7", "msku1234567"),
    ("person", "عبد اللطيف بن علي", "Abdellatif Benali"),
]
OTHER = [
    ("vehicle", "1234-A-56", "1234-A-57"),
    ("device", "356938035643809", "356938035643999"),
    ("person", "Abdellatif Benali", "María García López"),
    ("goods", "---", "..."),  # what holds no letter or digit names nothing
]


@pytest.mark.parametrize(("of", "one", "other"), SAME)
def test_the_same_thing_or_person_is_found_however_it_is_written(
    of: str, one: str, other: str
) -> None:
    assert meet([Target(of, one)], [Target(of, other)])
    assert meet([Target(of, other)], [Target(of, one)])


@pytest.mark.parametrize(("of", "one", "other"), OTHER)
def test_another_thing_or_person_is_not_taken_for_it(of: str, one: str, other: str) -> None:
    assert not meet([Target(of, one)], [Target(of, other)])


def test_a_possible_match_of_a_person_counts_and_kinds_are_never_mixed() -> None:
    held = [Target("person", "Ahmed Alami", "1981-03-07")]
    assert meet([Target("person", "Ahmed Alami", "1981-07-03")], held)
    assert meet([Target("person", "Ahmed Alami")], held)
    assert not meet([Target("document", "AB123456")], [Target("vehicle", "AB123456")])


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(["vehicle", "container", "document", "goods"]),
    st.text("ABCDEFGH0123456789", min_size=4, max_size=9),
    st.lists(st.sampled_from(list(" -./")), min_size=9, max_size=9),
)
def test_signs_between_letters_and_their_case_change_nothing(
    of: str, value: str, between: list[str]
) -> None:
    written = "".join(f"{sign}{letter}" for letter, sign in zip(value, between, strict=False))
    assert meet([Target(of, written.lower())], [Target(of, value)])

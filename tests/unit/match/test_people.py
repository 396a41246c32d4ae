"""Comparing people: dates of birth, countries, sexes, identifiers, several names."""

from __future__ import annotations

import pytest

from entraide.match import Identifier, Subject, compare, prepare
from entraide.match.dates import Date, agreement_of, parse_date


def _score(left: Subject, right: Subject) -> float:
    return compare(prepare(left), prepare(right)).score


def _born(*dates: str, name: str = "Karim Haddad") -> Subject:
    return Subject(names=(name,), birth_dates=dates)


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("1985-03-11", "1985-03-11", "exact"),
        ("1985-03-11", "1985-11-03", "swapped"),
        ("1985-03-11", "1985-03", "month"),
        ("1985-03-11", "1985", "year"),
        ("1985-03-11", "1985-03-12", "one digit"),
        ("1985-03-11", "1983-03-11", "one digit"),
        ("1985-03-11", "1986-07-20", "near"),
        ("1985-03-11", "1961-07-20", "contradicted"),
    ],
)
def test_dates_of_birth_agree_in_known_ways(one: str, two: str, kind: str) -> None:
    left, right = parse_date(one), parse_date(two)
    assert left is not None
    assert right is not None
    assert agreement_of(left, right) == agreement_of(right, left) == kind


@pytest.mark.parametrize("text", ["", "unknown", "12/03/1985", "85", "19855"])
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert parse_date(text) is None


def test_a_day_that_does_not_exist_is_kept_as_written() -> None:
    assert parse_date("1974-1-32") == Date(1974, 1, 32)


def test_birth_dates_rank_the_better_record_higher() -> None:
    query = _born("1985-03-11")
    scores = [
        _score(query, _born(date))
        for date in ("1985-03-11", "1985-11-03", "1985", "1987-12-30", "1950-01-01")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_of_several_dates_the_best_counts() -> None:
    query = _born("1985-03-11")
    assert _score(query, _born("1950-01-01", "1985-03-11")) == _score(query, _born("1985-03-11"))


def test_an_unknown_field_says_nothing() -> None:
    named = Subject(names=("Karim Haddad",))
    assert _score(named, _born("1985-03-11")) == _score(named, named)


def test_countries_and_sexes_move_a_score_and_cannot_make_one() -> None:
    here = Subject(names=("Karim Haddad",), countries=("ma",), sexes=("male",))
    there = Subject(names=("Karim Haddad",), countries=("es",), sexes=("F",))
    assert _score(here, here) > _score(Subject(names=("Karim Haddad",)), here) > _score(here, there)
    assert compare(prepare(here), prepare(Subject(countries=("ma",)))).decision == "no-match"


def test_one_document_outweighs_two_different_names() -> None:
    held = Identifier.parse("document", "AB 123-456")
    assert held is not None
    left = Subject(names=("Karim Haddad",), identifiers=(held,))
    right = Subject(names=("Zoran Petric",), identifiers=(held,))
    comparison = compare(prepare(left), prepare(right))
    assert comparison.decision == "match"
    assert comparison.score < _score(left, left)


def test_numbers_of_one_kind_that_differ_lower_the_score() -> None:
    one, two = (Identifier("phone", f"+21260000000{digit}") for digit in (1, 2))
    left = Subject(names=("Karim Haddad",), identifiers=(one,))
    right = Subject(names=("Karim Haddad",), identifiers=(two,))
    assert _score(left, right) < _score(left, Subject(names=("Karim Haddad",)))


def test_of_several_names_the_best_pair_counts() -> None:
    query = Subject(names=("Usama bin Ladin",))
    listed = Subject(names=("Abu Abdallah", "Osama bin Laden", "The Emir"))
    assert _score(query, listed) == _score(query, Subject(names=("Osama bin Laden",)))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("document", "ab 12.34-5", "AB12345"),
        ("document", "١٢٣٤٥", "12345"),
        ("phone", "+212 600-000-001", "+212600000001"),
        ("phone", "00 not a phone", "00NOTAPHONE"),
        ("email", " Ali.B+x@Example.ORG ", "ali.b@example.org"),
        ("iban", "ES91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
        ("iban", "ES00 2100 0418 4502 0005 1332", "ES0021000418450200051332"),
        ("vessel", "IMO 9319466", "9319466"),
        ("wallet", "0xABCDEF0123", "0xabcdef0123"),
        ("vehicle", "12345-A-6", "12345A6"),
    ],
)
def test_identifiers_are_brought_to_one_form(kind: str, text: str, value: str) -> None:
    assert Identifier.parse(kind, text) == Identifier(kind, value)


def test_a_phone_without_its_country_code_is_read_in_the_country_given() -> None:
    assert Identifier.parse("phone", "0600-000001", "ma") == Identifier("phone", "+212600000001")


def test_too_few_letters_name_nobody() -> None:
    assert Identifier.parse("document", "-1-") is None


def test_an_entity_of_followthemoney_becomes_a_subject() -> None:
    subject = Subject.from_properties(
        "Person",
        {
            "firstName": ["Abdelatif"],
            "lastName": ["Ben Ali"],
            "birthDate": ["1985-03-11"],
            "nationality": ["MA"],
            "gender": ["male"],
            "passportNumber": ["AB 123456"],
            "phone": ["+212 600 000 001"],
            "publicKey": ["bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
        },
    )
    assert subject.names == ("Abdelatif Ben Ali",)
    assert subject.countries == ("ma",)
    assert {held.kind for held in subject.identifiers} == {"document", "phone", "wallet"}

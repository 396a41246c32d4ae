"""Organisations by name: the legal form may be there, be another, or be lacking."""

from __future__ import annotations

import pytest

from entraide.match import MemoryIndex, Subject, compare, decode_card, encode_card, prepare, search
from entraide.match.cards import split_card


def _firm(name: str, schema: str = "Company") -> Subject:
    return Subject(schema=schema, names=(name,))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Atlas Trading Ltd", "Atlas Trading SARL"),
        ("Atlas Trading Limited", "Atlas Trading"),
        ("Sahara Logistics S.A.R.L.", "Sahara Logistics LLC"),
        ("Kowalczyk Spedition GmbH & Co. KG", "Kowalczyk Spedition"),
        ("Banco Meridional S.A.", "Banco Meridional"),
        ("شركة الأمل للتجارة ش.م.م", "الأمل للتجارة ذ.م.م"),
        ("ООО Северный Ветер", "Северный Ветер"),
    ],
)
def test_a_legal_form_tells_no_two_firms_apart(left: str, right: str) -> None:
    assert prepare(_firm(left)).names == prepare(_firm(right)).names
    one, two = compare(prepare(_firm(left)), prepare(_firm(right))), prepare(_firm(left))
    assert one.score == compare(two, two).score


def test_two_firms_of_the_same_form_are_still_two() -> None:
    pair = (prepare(_firm("Atlas Trading Ltd")), prepare(_firm("Meridional Fishing Ltd")))
    assert compare(*pair).decision == "no-match"


def test_a_name_of_legal_forms_alone_keeps_its_words() -> None:
    assert [name.text for name in prepare(_firm("Company Limited")).names] == ["company limited"]


def test_the_surnames_of_people_are_no_legal_forms() -> None:
    assert prepare(_firm("Ana Sa", "Person")).names != prepare(_firm("Ana", "Person")).names


def test_a_card_of_an_older_release_is_read_without_its_legal_form() -> None:
    old = encode_card(prepare(_firm("Atlas Trading Ltd", "Person"))).replace(b"Person", b"Company")
    assert decode_card(old) == prepare(_firm("Atlas Trading"))
    assert split_card(old)[5:] == ["atlas trading"]


def test_a_firm_is_found_under_another_legal_form() -> None:
    index = MemoryIndex()
    index.add(1, _firm("Sahara Logistics SARL"))
    assert [hit.rec for hit in search(index, _firm("Sahara Logistics, GmbH"))] == [1]

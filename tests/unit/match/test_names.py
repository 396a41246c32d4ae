"""Cutting names: compounds, particles, titles, order, initials, and what is no name at all."""

from __future__ import annotations

import pytest

from entraide.match.names import name_of, name_of_words


def _content(text: str) -> list[str]:
    return [token.text for token in name_of(text).tokens]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("عبد اللطيف بن علي", ["عبداللطيف", "علي"]),
        ("Abd al-Latif Bin Ali", ["abdallatif", "ali"]),
        ("Salah ed-Din", ["salahdin"]),
        ("Abu Bakr al-Baghdadi", ["abubakr", "baghdadi"]),
        ("Nasr Allah", ["nasrallah"]),
        ("Dr. Rami Makhlouf", ["rami", "makhlouf"]),
        ("Hadj Ahmed ould Daddah", ["ahmed", "daddah"]),
        ("Ludwig van Beethoven", ["ludwig", "beethoven"]),
        ("SergeiLavrov", ["sergei", "lavrov"]),
        ("MURAD, Abdul Hakim", ["abdulhakim", "murad"]),
        ("Ig0r Sech1n", ["igor", "sechin"]),
        ("Pedro de la Cruz", ["pedro", "cruz"]),
    ],
)
def test_names_are_cut_into_what_tells_people_apart(text: str, content: list[str]) -> None:
    assert _content(text) == content


def test_particles_and_titles_are_kept_apart_not_lost() -> None:
    assert [token.text for token in name_of("Sheikh Ali bin Hamad").particles] == ["sheikh", "bin"]


@pytest.mark.parametrize("text", ["bin", "Dr.", "al-", "van der"])
def test_a_name_of_nothing_but_particles_keeps_them(text: str) -> None:
    assert name_of(text).tokens


@pytest.mark.parametrize("text", ["", "   ", "---", "؟؟؟", "\u200f", "🙂"])
def test_no_letters_give_a_name_without_tokens(text: str) -> None:
    assert name_of(text).tokens == ()


def test_absurdly_long_input_is_cut_short() -> None:
    assert len(name_of("ali " * 10_000).tokens) == 24


def test_a_first_name_that_many_leave_out_is_known_where_two_more_follow() -> None:
    lead = name_of("Mohammad Saeid Ebrahimi").lead
    assert lead is not None
    assert lead.text == "mohammad"
    assert name_of("Mohammad Ebrahimi").lead is None


def test_words_read_back_from_a_name_give_the_same_name() -> None:
    name = name_of("Sheikh Abd al-Latif bin Ali")
    again = name_of_words(name.text)
    assert again == name
    assert again.tokens == name.tokens


def test_a_son_and_his_father_are_known_by_the_word_between_them() -> None:
    (pair,) = name_of("Ahmad bin Hasan al-Ubaidi").filiation
    assert [token.text for token in pair] == ["ahmad", "hasan"]

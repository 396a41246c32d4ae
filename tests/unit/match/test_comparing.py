"""Comparing two names: closeness, alignment, evidence for each token, and the score."""

from __future__ import annotations

import pytest

from entraide.match import Comparison, Rarity, Subject, compare, prepare
from entraide.match.alignment import align
from entraide.match.closeness import closeness
from entraide.match.names import name_of
from entraide.match.tokens import token_of


def _compare(left: str, right: str) -> Comparison:
    return compare(prepare(Subject(names=(left,))), prepare(Subject(names=(right,))))


def _evidence(left: str, right: str) -> dict[str, str]:
    rows = _compare(left, right).features[0].tokens
    return {f"{row.left}={row.right}": row.evidence for row in rows}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد", "mohammed"),
        ("يوسف", "yusuf"),
        ("youssef", "yusef"),
        ("cherif", "sherif"),
        ("котронео", "cotroneo"),
        ("djamel", "jamal"),
        ("البحيري", "elbeheri"),
        ("abdelhamid", "hamid"),
        ("バラク", "barack"),
        ("משה", "moshe"),
    ],
)
def test_spellings_of_one_name_are_close(left: str, right: str) -> None:
    assert closeness(left, right) > 0.8
    assert closeness(left, right) == pytest.approx(closeness(right, left))


@pytest.mark.parametrize(
    ("left", "right"), [("ali", "omar"), ("علي", "sami"), ("daniel", "moreno"), ("", "ali")]
)
def test_other_names_are_not_close(left: str, right: str) -> None:
    assert closeness(left, right) == 0


def test_two_letters_changed_about_cost_less_than_two_others() -> None:
    assert closeness("macron", "marcon") > closeness("macron", "manton")


def test_a_last_vowel_tells_a_woman_from_a_man() -> None:
    assert closeness("amin", "amina") < closeness("hedi", "hedy")


def test_every_token_says_what_it_met_and_by_which_evidence() -> None:
    assert _evidence("عبد اللطيف بن علي", "Abdellatif Benali Mansour") == {
        "عبداللطيف=abdellatif": "transliteration",
        "بن علي=benali": "transliteration",
        "=mansour": "missing",
    }
    assert _evidence("Ali bin Hamad", "علي حمد")["bin="] == "particle dropped"
    assert _evidence("J. Smith Rossi", "John Smyth Weber") == {
        "smith=smyth": "spelled alike",
        "j=john": "initial",
        "rossi=weber": "contradicted",
    }


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nour Elimane", "Nour El Iman"),
        ("Mustafa Khorram Del", "Mustafa Khorramdel"),
        ("Hossein Amir-Abdollahian", "Hossein Amirabdollahian"),
        ("LAUREN TNKUNDA", "LAURENT NKUNDA"),
        ("Mohammad Saeid Ebrahimi", "سيد سعيد ابراهيمي"),
        ("Bibi Netanyahu", "Benjamin Netanyahu"),
        ("RAHMAN YASIN, ABDUL", "ABDUL RAHMAN YASIN"),
        ("bin Salman Mohammed", "Mohammed bin Salman"),
        ("Шарифов Рустам", "Rustam Sharifov"),
    ],
)
def test_one_name_written_two_ways_matches(left: str, right: str) -> None:
    assert _compare(left, right).decision == "match"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ahmad bin Hasan al-Ubaidi", "Hasan bin Ahmad al-Ubaidi"),
        ("Igor Deripaska", "Oleg Deripaska"),
        ("A. Nazarbayev", "Nursultan Nazarbayev"),
        ("N. N.", "Nursultan Nazarbayev"),
        ("Ali", "Ali Mansour Haddad Tikriti"),
        ("محمد بن ابراهيم", "Barzan Ibrahim al-Tikriti"),
        ("", "Ali"),
        ("---", "???"),
    ],
)
def test_two_people_do_not_match(left: str, right: str) -> None:
    assert _compare(left, right).decision == "no-match"


def test_father_and_son_changed_about_are_taken_apart() -> None:
    aligned = align(name_of("Ahmad bin Hasan"), name_of("Hasan bin Ahmad"))
    assert not aligned.pairs
    assert len(aligned.left_over) == len(aligned.right_over) == 2


def test_agreeing_on_a_rare_name_is_worth_more_than_on_a_common_one() -> None:
    common, rare = (_compare(text, text).score for text in ("Mohammed Ali", "Zbigniew Brzezinski"))
    assert common < rare < 1


def test_the_features_add_up_to_the_score() -> None:
    for pair in (("Sergei Lavrov", "Sergey Viktorovich Lavrov"), ("Tim Cook", "Tom Brady")):
        comparison = _compare(*pair)
        evidence = sum(row.weight * row.value for row in comparison.features)
        assert comparison.score == pytest.approx(0.5 + 0.5 * evidence / (3 + abs(evidence)))


def test_the_tokens_shares_add_up_to_one_at_most() -> None:
    rows = _compare("Sergei Lavrov", "Sergey Viktorovich Lavrov").features[0].tokens
    assert sum(abs(row.share) for row in rows) == pytest.approx(1.0)


def test_a_holder_can_count_its_own_names() -> None:
    own = Rarity.from_tokens([token_of("brzezinski")] * 50_000)
    left = prepare(Subject(names=("Brzezinski",)))
    assert compare(left, left, own).score < compare(left, left).score


@pytest.mark.parametrize(
    ("left", "right"),
    [("정훈 김", "Jong Un Kim"), ("중수 김", "Yong Su Kim"), ("상철 김", "Song Chol Kim")],
)
def test_a_korean_name_a_sound_away_is_another_name(left: str, right: str) -> None:
    assert _compare(left, right).decision == "no-match"


def test_a_korean_name_in_both_scripts_is_one_name() -> None:
    assert _compare("정훈 김", "Kim Jung-hun").decision == "match"


def test_letters_shared_by_chance_are_an_anagram_and_no_slip() -> None:
    assert _compare("Daniel Zamora", "Ramezan Oladi").decision == "no-match"


def test_two_letters_with_a_vowel_are_a_name_and_abbreviate_none() -> None:
    assert _compare("Henry Donnelly", "Daniel Y. He").decision == "no-match"
    assert _evidence("Th Weber", "Theodor Weber")["th=theodor"] == "initial"


def test_a_first_vowel_is_written_and_tells_names_apart() -> None:
    assert closeness("احسان", "hassan") < closeness("احسان", "ihsan") - 0.05
    assert closeness("سعود", "aswad") < closeness("سعود", "saoud") - 0.05

"""The compiled comparison is the readable one: on any names at all, and on the real ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.match import DEFAULT, Rarity, Subject, compare, encode_card, prepare
from entraide.match.prepared import Prepared
from entraide.match.shortlist import scores_of, scores_of_pairs
from entraide.match.tokens import token_of

law = settings(deadline=None, max_examples=150)
DATA = Path(__file__).parents[3] / "shared" / "data" / "matching"
SETS = (
    *(
        f"{kind}.{region}"
        for kind in ("ar_lat", "lat_lat")
        for region in ("maghreb", "mashreq_gulf", "persian_urdu")
    ),
    "token.russian",
    "token.hebrew",
    "token.katakana",
    "token.chinese",
    "full.korean",
    "cases_person",
)

_WORDS = [
    "Mohammed",
    "Mohd",
    "Md",
    "M.",
    "J",
    "Ali",
    "Benali",
    "Ben",
    "bin",
    "Ibn",
    "al",
    "El",
    "Elbeheri",
    "Nour",
    "Elimane",
    "Noureddine",
    "Abdul",
    "Rahman",
    "Abdelhamid",
    "عبد",
    "الرحمن",
    "محمد",
    "بن",
    "علي",
    "البحيري",
    "الدين",
    "Кирилл",
    "Лукашенко",
    "김",
    "민준",
    "スズキ",
    "王",
    "小明",
    "Hasan",
    "Ihsan",
    "Ahsan",
    "Nasah",
    "Khorram",
    "Del",
    "Khorramdel",
    "Kate",
    "Katherine",
    "Bill",
    "William",
    "van",
    "der",
    "Amina",
    "Amin",
    "Sheikh",
    "Li",
    "Lo",
    "Maria",
    "Airam",
    "rtfgh",
    "Syed",
]
names = st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join) | st.text(max_size=40)
subjects = st.builds(
    lambda names, born, countries, sex: prepare(
        Subject(names=tuple(names), birth_dates=born, countries=countries, sexes=sex)
    ),
    st.lists(names, max_size=3),
    st.sampled_from(((), ("1985-03-11",), ("1985-11-03",), ("1985",), ("1990-01-01", "1985-03"))),
    st.sampled_from(((), ("ma",), ("es", "ma"), ("de",))),
    st.sampled_from(((), ("male",), ("female",))),
)


@law
@given(st.lists(st.tuples(subjects, subjects), max_size=6))
def test_compiled_and_readable_code_give_any_pairs_the_same_scores(
    pairs: list[tuple[Prepared, Prepared]],
) -> None:
    wanted = [compare(*pair).score for pair in pairs]
    assert scores_of_pairs(pairs) == pytest.approx(wanted, abs=1e-9)


@law
@given(subjects, st.lists(subjects, max_size=6))
def test_compiled_and_readable_code_give_a_question_and_its_cards_the_same_scores(
    asked: Prepared, held: list[Prepared]
) -> None:
    cards = [encode_card(each) for each in held]
    wanted = [compare(asked, each).score for each in held]
    assert scores_of(asked, cards) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_compiled_and_readable_code_give_real_names_the_same_scores(name: str) -> None:
    path = DATA / f"{name}.tsv"
    if not path.exists():
        pytest.skip("the labelled pairs lie beside the project")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[::4]
    pairs = [
        (prepare(Subject(names=(row["name1"],))), prepare(Subject(names=(row["name2"],))))
        for row in rows
    ]
    wanted = [compare(*pair).score for pair in pairs]
    assert scores_of_pairs(pairs) == pytest.approx(wanted, abs=1e-9)


def test_a_name_too_long_for_the_compiled_code_is_scored_by_the_readable_one() -> None:
    long = prepare(Subject(names=("王" * 60, "a" * 100 + " Haddad")))
    short = prepare(Subject(names=("Karim Haddad", "王" * 60)))
    pairs = [(long, short), (short, long), (long, long), (short, short)]
    assert scores_of_pairs(pairs) == pytest.approx([compare(*p).score for p in pairs], abs=1e-9)


def test_a_holders_own_rarities_weigh_in_the_compiled_code_too() -> None:
    rare = Rarity.from_tokens([token_of("haddad")] * 30_000)
    pair = (
        prepare(Subject(names=("Karim Haddad",))),
        prepare(Subject(names=("Karim Mansour Haddad",))),
    )
    assert scores_of_pairs([pair], rare) == pytest.approx([compare(*pair, rare).score])
    assert scores_of_pairs([pair], DEFAULT) != pytest.approx(scores_of_pairs([pair], rare))

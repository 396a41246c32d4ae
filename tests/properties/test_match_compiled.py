"""The compiled comparison is the readable one: on any names at all, and on the real ones."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.match import DEFAULT, Rarity, Subject, compare, compounds, encode_card, prepare
from entraide.match.many_names import words_of_all
from entraide.match.many_words import read_words
from entraide.match.names import words_of
from entraide.match.prepared import Prepared, prepare_all
from entraide.match.shortlist import scores_of, scores_of_pairs
from entraide.match.tokens import token_of

_Parts = dict[str, tuple[str, ...]]
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


@law
@given(
    st.lists(
        names | st.text(st.sampled_from("abdil xoucghs,'-\nنابوالدينعمده 王小ЁÉI1é"), max_size=30)
    )
)
def test_many_names_at_once_have_the_words_that_each_has_alone(written: list[str]) -> None:
    assert words_of_all(written) == [words_of(name) for name in written]


_GLUED = ("", "abd", "abu", "ben", "al", "ال", "عبد", "ابو", "بن", "gou", "ch")
_ENDS = ("", "din", "ul", "lah", "zadeh", "الدين", "الله", "iy", "ah", "ة")
_any_words = st.tuples(
    st.sampled_from(_GLUED),
    st.sampled_from(("rah", "nour", "ليل", "حسن", "a", "x", "rtf")) | names,
    st.sampled_from(_ENDS),
).map("".join)  # fmt: skip


@law
@given(st.lists(_any_words, max_size=8))
def test_many_words_at_once_sound_as_each_does_alone(written: list[str]) -> None:
    words = list(dict.fromkeys(word for text in written for word in words_of(text).split()))
    read = read_words(words)
    assert sorted(read.texts) == sorted(words)
    for word, *rest in zip(*read, strict=True):
        token = token_of(word)
        alone = [token.sounds, token.skeleton, token.bare, token.bare_factor, token.writing]
        assert rest == alone


@law
@given(
    st.lists(
        st.builds(
            Subject,
            names=st.lists(names, max_size=3).map(tuple),
            schema=st.sampled_from(("Person", "Company")),
        )
    ),
)
def test_many_subjects_at_once_are_prepared_as_each_is_alone(subjects: list[Subject]) -> None:
    assert prepare_all(subjects) == [prepare(subject) for subject in subjects]


@law
@given(subjects, st.lists(subjects, max_size=6), st.sampled_from((0.3, 0.5, 0.7)))
def test_no_card_that_reaches_the_least_is_given_up_by_its_names_alone(
    asked: Prepared, held: list[Prepared], least: float
) -> None:
    cards = [encode_card(each) for each in held]
    wanted = [score if score >= least else None for score in scores_of(asked, cards)]
    found = [score if score >= least else None for score in scores_of(asked, cards, least=least)]
    assert found == wanted


_GUARDED = (
    *((part, compounds._BY_FIRST_LETTER, {}) for part, _ in compounds._IN_LETTERS),
    *(
        (part, compounds._BY_FIRST_SOUND, compounds._BY_LAST_SOUND)
        for part, _ in compounds._IN_SOUNDS
    ),
    (compounds._ABD, {"a": compounds._STARTS_OF_ABD}, {}),
    (compounds._DIN, {}, dict.fromkeys("ne", compounds._ENDS_OF_DIN)),
    (compounds._ALLAH, {}, dict.fromkeys("hɦ", compounds._ENDS_OF_ALLAH)),
)


@pytest.mark.parametrize("guarded", _GUARDED, ids=lambda guarded: str(guarded[0].pattern))
def test_no_compound_is_missed_by_looking_first_how_a_word_begins_and_ends(
    guarded: tuple[re.Pattern[str], _Parts, _Parts],
) -> None:
    pattern, begins, ends = guarded
    letters = st.sampled_from("abdefghijklmnopqrstuwxyzGSZδɦʿابنولمو")

    @settings(deadline=None, max_examples=25)
    @given(st.from_regex(pattern, alphabet=letters).map(str.strip))
    def is_seen(word: str) -> None:
        starts = word.startswith(begins.get(word[:1], ()))
        assert starts or word.endswith(ends.get(word[-1:], ()))

    is_seen()

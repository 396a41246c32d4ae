"""The laws of matching names, tried on invented names in several scripts and on any text at all."""

from __future__ import annotations

from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from entraide.match import Subject, compare, decode_card, encode_card, keys_of, prepare
from entraide.match.closeness import closeness, sound_closeness
from entraide.match.keys import query_keys_of
from entraide.match.names import name_of, name_of_words

law = settings(deadline=None, max_examples=120)

_GIVEN = ("karim", "يوسف", "Nadia", "Pavel", "Сергей", "Zbigniew", "Ricardo", "ليلى", "Thorsten")
_FAMILY = ("Haddad", "المنصوري", "Brzezinski", "Kowalczyk", "Лукашенко", "Fernández", "Gülbahar")
_PARTICLES = ("bin", "ben", "al", "von", "de la", "Dr.", "Sheikh")

plain = st.builds(
    lambda one, two, three: [one, two, three],
    st.sampled_from(_GIVEN),
    st.sampled_from(_FAMILY[:3]),
    st.sampled_from(_FAMILY[3:]),
)
word = st.text(st.characters(codec="utf-8"), max_size=12)
anything = (
    st.text(max_size=60)
    | plain.map(" ".join)
    | st.lists(
        st.sampled_from((*_GIVEN, *_FAMILY, *_PARTICLES, "Ben", "عبد", "الله", "abdul", "J.")),
        max_size=6,
    ).map(" ".join)
)


def _score(left: str, right: str) -> float:
    return compare(prepare(Subject(names=(left,))), prepare(Subject(names=(right,)))).score


@law
@given(anything, anything)
def test_any_unicode_text_gives_a_score_between_zero_and_one(left: str, right: str) -> None:
    comparison = compare(prepare(Subject(names=(left,))), prepare(Subject(names=(right,))))
    assert 0 < comparison.score < 1
    assert comparison.features


@law
@given(anything, anything)
def test_turning_the_names_round_changes_no_score(left: str, right: str) -> None:
    assert abs(_score(left, right) - _score(right, left)) < 1e-9


@law
@given(word, word)
def test_closeness_is_symmetric_and_between_zero_and_one(left: str, right: str) -> None:
    for one, two in ((left, right), (left.lower(), right.lower())):
        assert 0 <= closeness(one, two) <= 1
        assert abs(closeness(one, two) - closeness(two, one)) < 1e-9


@law
@given(plain)
def test_the_order_of_words_carries_no_weight(words: list[str]) -> None:
    whole = " ".join(words)
    scores = {round(_score(whole, " ".join(turned)), 9) for turned in permutations(words)}
    assert len(scores) == 1


@law
@given(plain, st.sampled_from(_PARTICLES), st.integers(1, 2))
def test_particles_and_titles_change_no_score(words: list[str], particle: str, at: int) -> None:
    other = [*words[:at], particle, *words[at:]]
    assert _score(" ".join(words), " ".join(other)) == _score(" ".join(words), " ".join(words))


@law
@given(plain, st.sampled_from(_GIVEN))
def test_another_token_left_over_never_raises_a_score(words: list[str], more: str) -> None:
    assume(more not in words)
    whole = " ".join(words)
    longer = f"{whole} {more}"
    contradicted = f"{whole} {'Wojciech' if more != 'Wojciech' else 'Karim'}"
    assert _score(whole, longer) < _score(whole, whole)
    assert _score(contradicted, longer) < _score(whole, longer)


@law
@given(plain, st.sampled_from(("1985-03-11", "1985", "1961-07-20")))
def test_evidence_that_agrees_raises_and_that_contradicts_lowers(
    words: list[str], date: str
) -> None:
    name = " ".join(words)
    born = prepare(Subject(names=(name,), birth_dates=("1985-03-11",)))
    other = prepare(Subject(names=(name,), birth_dates=(date,)))
    change = compare(born, other).score - _score(name, name)
    assert (change > 0) == date.startswith("1985")


@law
@given(
    st.text("abcdefghijklmnopqrstuvwxyzʿɦθδ", max_size=14),
    st.text("aeioubdfgkmnrstwyxz", max_size=14),
)
def test_the_same_sounds_are_closest_of_all(one: str, two: str) -> None:
    assert sound_closeness(one, one, "alphabet", "alphabet") == 1.0
    assert sound_closeness(one, two, "alphabet", "alphabet") <= 1.0


@law
@given(st.lists(anything, max_size=4))
def test_a_card_gives_back_every_prepared_subject(names: list[str]) -> None:
    prepared = prepare(Subject(names=tuple(names)))
    again = decode_card(encode_card(prepared))
    assert again == prepared
    assert keys_of(again) == keys_of(prepared)


@law
@given(anything)
def test_words_read_back_are_the_same_words(text: str) -> None:
    assert name_of_words(name_of(text).text) == name_of(text)


@law
@given(plain)
def test_keys_do_not_depend_on_the_order_of_words(words: list[str]) -> None:
    one, two = (prepare(Subject(names=(" ".join(w),))) for w in (words, words[::-1]))
    shared = set(keys_of(one)) & set(keys_of(two))
    assert len(shared) >= len(set(keys_of(one))) - len(words)


@law
@given(st.lists(anything, max_size=3))
def test_a_question_asks_for_every_key_of_its_own_record(names: list[str]) -> None:
    prepared = prepare(Subject(names=tuple(names)))
    assert set(keys_of(prepared)) <= set(query_keys_of(prepared))

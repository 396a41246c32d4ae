"""Forms composed of classes of words, and what is agreed or met in words that no list has."""

from __future__ import annotations

import pytest

from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.errors import InputError
from entraide.register.reading.classes import spelled_out
from entraide.register.reading.lexicon import Lexicon
from entraide.register.reading.text import read_text
from entraide.register.reading.vocabulary import Vocabulary, parse_vocabulary
from tests.unit.register.pages import read, vocabulary

FORMS = (("outcome", "joint_teams", "{joint} +? {team}"),)
MEMBERS = {"joint": ("joint", "mix*"), "team": ("team", "task force")}
COTONOU = "Cotonou, 5 March 2025 - The Director General of Police of Benin, Yves Houssou, "
TOGO = "the Director General of Police of Togo, Koffi Agbeko"


@pytest.mark.parametrize("text", ["a joint team", "a mixed border team", "one joint task force"])
def test_a_form_of_classes_stands_for_every_pairing_of_their_words(text: str) -> None:
    lexicon = Lexicon(FORMS, members=MEMBERS, common=("of", "the"))
    assert [hit.code for hit in lexicon.find(read_text(text).tokens)] == ["joint_teams"]


@pytest.mark.parametrize("text", ["a joint talk of team", "a team", "joint, team"])
def test_what_the_classes_do_not_pair_is_not_found(text: str) -> None:
    lexicon = Lexicon(FORMS, members=MEMBERS, common=("of", "the"))
    assert lexicon.find(read_text(text).tokens) == ()


def test_an_optional_piece_is_spelled_out_with_and_without_it() -> None:
    assert set(spelled_out("a +? b", {})) == {"a + b", "a b"}


def test_a_form_that_names_no_class_is_an_error_and_not_silence() -> None:
    added = parse_vocabulary("en", "mine.tsv", "outcome\ttraining\t{nothing} course\n")
    with pytest.raises(InputError, match="vocabulary_class"):
        Vocabulary([*vocabulary().rows, *added]).check_classes()
    load_vocabulary()


def _outcomes(text: str) -> set[tuple[str, str]]:
    (engagement,) = read(text, language="en").engagements
    return {(each.type, each.status) for each in engagement.outcomes}


@pytest.mark.parametrize(
    ("second", "status"),
    [("The offer was accepted on the spot.", "agreed"), ("The weather was fine.", "announced")],
)
def test_an_offer_is_agreed_only_where_it_was_accepted(second: str, status: str) -> None:
    text = (
        f"{COTONOU}met {TOGO}, on Tuesday. He offered to post a liaison officer in Lome. {second}\n"
    )
    assert _outcomes(text) == {("liaison_officers", status)}


def test_decisions_counted_before_and_told_one_by_one_are_agreed() -> None:
    text = (
        f"{COTONOU}met {TOGO}, on Tuesday. The two took three decisions. First, a joint patrol "
        "will begin in May. Second, a joint border team will be formed.\n"
    )
    assert _outcomes(text) == {("joint_operations", "agreed"), ("joint_teams", "agreed")}


def test_two_named_heads_met_whatever_verb_says_so() -> None:
    text = f"{COTONOU}compared notes on Tuesday with {TOGO}.\n"
    (engagement,) = read(text, home="BJ").engagements
    assert {each.country for each in engagement.participants if each.side == "partner"} == {"TG"}


@pytest.mark.parametrize("verb", ["congratulated", "thanked", "wrote a letter to", "succeeds"])
def test_two_named_heads_of_whom_one_only_writes_to_the_other_did_not_meet(verb: str) -> None:
    assert read(f"{COTONOU}on Tuesday {verb} {TOGO}.\n", home="BJ").engagements == ()


def test_the_day_of_a_return_is_not_the_day_of_the_meeting() -> None:
    text = f"{COTONOU}returned on Tuesday from a visit to Lome during which he met {TOGO}.\n"
    assert all(each.date is None for each in read(text, home="BJ").engagements)

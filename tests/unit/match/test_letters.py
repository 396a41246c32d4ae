"""Letters, spellings and sounds: one alphabet for every script."""

from __future__ import annotations

import pytest

from entraide.match.compounds import bare_sounds, canonical_sounds
from entraide.match.sounds import rough_of, skeleton_of, sounds_of
from entraide.match.tokens import fold, token_of


@pytest.mark.parametrize(
    ("written", "skeleton"),
    [
        ("محمد", "MMD"),
        ("mohammed", "MMD"),
        ("mehmet", "MMD"),
        ("мухаммад", "MMD"),
        ("מוחמד", "MMD"),
        ("მუჰამედ", "MMD"),
    ],
)
def test_one_name_has_one_skeleton_in_every_script(written: str, skeleton: str) -> None:
    sounds = sounds_of(fold(written))
    assert skeleton_of(sounds).replace("K", "") == skeleton


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("cherif", "Cerif"),
        ("scherif", "Serif"),
        ("djamel", "jamel"),
        ("guelma", "gelma"),
        ("quiroga", "kiroga"),
        ("ouahbi", "wahbi"),
        ("alaoui", "alawi"),
        ("xi", "Xi"),
        ("fatimah", "fatimaɦ"),
        ("phillipe", "filipe"),
    ],
)
def test_latin_groups_are_read_as_one_sound(spelling: str, sounds: str) -> None:
    assert sounds_of(spelling) == sounds


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Şerif", "sherif"),
        ("Łódź", "lodz"),
        ("ÇELİK", "selik"),
        ("‘Abd", "abd"),
        ("مُحَمَّد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("Müller", "muller"),
        ("ガガ", "ガガ"),
    ],
)
def test_folding_unmarks_letters_and_keeps_those_that_are_others(marked: str, plain: str) -> None:
    assert fold(marked) == plain


@pytest.mark.parametrize(
    "spelling",
    ["abderrahmane", "abdurrahman", "abdelrahman", "abdulrahman", "عبدالرحمن", "abdrahman"],
)
def test_servant_of_loses_its_article_in_every_spelling(spelling: str) -> None:
    assert skeleton_of(canonical_sounds(spelling)) == "BDRMN"


@pytest.mark.parametrize(
    ("whole", "bare"),
    [
        ("elbeheri", "beheri"),
        ("benali", "ali"),
        ("ennaceur", "nacer"),
        ("abdelhamid", "hamid"),
        ("azizul", "aziz"),
        ("hamidreza", "hamid"),
    ],
)
def test_a_glued_part_can_be_taken_off(whole: str, bare: str) -> None:
    sounds, factor = bare_sounds(whole, canonical_sounds(whole))
    assert (sounds.replace("u", ""), 0 < factor < 1) == (bare.replace("u", ""), True)


def test_a_word_without_a_glued_part_has_no_bare_reading() -> None:
    assert bare_sounds("rachid", canonical_sounds("rachid")) == ("", 1.0)


def test_kana_and_hangul_are_read_from_their_names_in_the_standard() -> None:
    assert sounds_of("オバマ") == "obama"
    assert sounds_of("연성") == "yonsong"
    assert (token_of("オバマ").writing, token_of("연").writing) == ("syllabary", "syllables")


def test_chinese_characters_stand_for_themselves() -> None:
    assert sounds_of("高") == "高"


def test_rough_classes_join_sibilants_dentals_labials_and_nasals() -> None:
    assert rough_of("SD") == rough_of("DS") == "D"
    assert rough_of("BN") == "FM"

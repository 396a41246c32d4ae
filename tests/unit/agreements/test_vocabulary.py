"""The codes of the field."""

from __future__ import annotations

import pytest

from entraide.errors import InputError
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.codes import CodeTable
from entraide.vocabulary.disclosure import category_of
from entraide.vocabulary.handling import HANDLING, INFORMATION_4X4, SOURCE_4X4, TLP, find_tlp
from entraide.vocabulary.offences import (
    EXCLUSIONS,
    OFFENCE_ENTRIES,
    OFFENCES,
    ExclusionGround,
    covers,
)
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.threats import FIELDS, THREATS

TABLES = (CATEGORIES, EXCLUSIONS, FIELDS, HANDLING, OFFENCES, PURPOSES, THREATS, TLP)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_code_finds_itself_and_has_a_label_of_its_own(table: CodeTable) -> None:
    assert [table.find(code).code for code in table.codes] == list(table.codes)
    labels = [entry.label for entry in table]
    assert all(labels)
    assert len(set(labels)) == len(labels) == len(table)


def test_every_offence_belongs_to_a_domain_or_to_an_excluded_group() -> None:
    for offence in OFFENCES:
        assert offence.group in (EXCLUSIONS if offence.excluded else THREATS)
        assert covers(offence.group, offence.code)


def test_every_ground_of_exclusion_has_offences_and_a_label() -> None:
    assert set(ExclusionGround) == {one.excluded for one in OFFENCES if one.excluded}
    assert set(ExclusionGround) == set(EXCLUSIONS.codes)


def test_smuggling_is_a_crime_and_having_been_smuggled_is_not() -> None:
    assert OFFENCES.find("migrant-smuggling").excluded is None
    assert OFFENCES.find("human-trafficking").excluded is None
    assert OFFENCES.find("migration.being-smuggled").excluded is ExclusionGround.MIGRATION
    assert OFFENCES.find("migration.irregular-entry").excluded is ExclusionGround.MIGRATION
    assert OFFENCES.find("migration.irregular-stay").excluded is ExclusionGround.MIGRATION


def test_extremism_and_irregular_migration_are_words_of_texts_and_never_a_domain() -> None:
    never = {threat.code for threat in THREATS if not threat.exchangeable}
    assert never == {"violent-extremism", "irregular-migration"}
    assert not [one for one in OFFENCES if one.group in never]


@pytest.mark.parametrize(
    ("entry", "code", "covered"),
    [
        ("drugs", "drugs.trafficking", True),
        ("drugs.trafficking", "drugs.trafficking", True),
        ("drugs.trafficking", "drugs.production", False),
        ("drugs", "drugstore.theft", False),
        ("drugs.trafficking", "drugs", False),
    ],
)
def test_a_domain_covers_its_offences_and_no_other(entry: str, code: str, covered: bool) -> None:
    assert covers(entry, code) is covered


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        PURPOSES.find("criminal-investigaton")
    assert caught.value.code == "vocabulary.unknown_code"
    assert caught.value.data["nearest"] == "criminal-investigation"


def test_a_flood_of_letters_is_not_repeated_in_the_error() -> None:
    with pytest.raises(InputError) as caught:
        OFFENCE_ENTRIES.find("x" * 1_000_000)
    assert len(str(caught.value)) < 300


def test_legacy_tlp_white_reads_as_clear() -> None:
    assert find_tlp("WHITE") is TLP.find("CLEAR")
    assert find_tlp("AMBER+STRICT").code == "AMBER+STRICT"


def test_europol_codes_are_complete() -> None:
    assert HANDLING.codes == ("H0", "H1", "H2", "H3")
    assert SOURCE_4X4.codes == ("A", "B", "C", "X")
    assert INFORMATION_4X4.codes == ("1", "2", "3", "4")


@pytest.mark.parametrize("prop", ["ethnicity", "religion", "political", "notes", "biography"])
def test_faith_opinion_origin_and_free_words_are_of_no_category_and_never_leave(prop: str) -> None:
    assert category_of(prop) is None
    assert category_of("birthDate") == "birth"

"""The invented people: marked, repeatable, in the right scripts, and none in a subject's place."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from rapidfuzz import fuzz

from entraide.adapters.records.files import Accepted, read_records
from entraide.demo.names import CULTURES
from entraide.demo.people import _EVERYWHERE, EXERCISE, generate, named_people, plant, write_people
from entraide.demo.story import PROTECTED, TARGET, UNKNOWN
from entraide.errors import InputError
from entraide.kernel.marking import Marking

_MEASURED = {culture for culture, _, _ in _EVERYWHERE}
STATES = ("MA", "ES", "DE", "CV")
DEFAULTS = Marking(dataset="import", source="test", retention_date="2031-12-31")
BENCH = Path(__file__).parents[3] / "bench" / "people.py"
ARABIC_LETTERS = set("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى ")


@cache
def people(country: str, count: int = 20_000, seed: int = 1) -> tuple[dict[str, Any], ...]:
    return tuple(generate(country, count, seed))


@pytest.mark.parametrize("country", STATES)
def test_every_line_says_that_it_is_an_exercise(country: str) -> None:
    for person in (*people(country, 2000), *plant(country)):
        assert person["datasets"] == [EXERCISE]
        assert person["entraide"]["source"] == EXERCISE
        assert person["caption"].startswith(EXERCISE)
        assert EXERCISE in person["properties"]["notes"][0]
        for prop in ("passportNumber", "idNumber"):
            assert all(text.startswith("EX") for text in person["properties"].get(prop, []))
        for vehicle in person["properties"].get("ownedVehicles", []):
            assert vehicle["properties"]["registrationNumber"][0].startswith("EX")
        for wallet in person["properties"].get("cryptoWallets", []):
            assert wallet["properties"]["publicKey"][0].startswith("tb1qex")


@pytest.mark.parametrize("country", STATES)
def test_no_telephone_number_can_belong_to_a_subscriber(country: str) -> None:
    phones = [text for person in people(country) for text in person["properties"].get("phone", [])]
    assert len(phones) > 5000
    for text in phones[:500]:
        assert not phonenumbers.is_valid_number(phonenumbers.parse(text))


@pytest.mark.parametrize("country", STATES)
def test_the_same_seed_gives_the_same_people_and_another_gives_others(country: str) -> None:
    assert people(country)[:300] == tuple(islice(generate(country, 300, 1), 300))
    assert people(country)[:300] != tuple(generate(country, 300, 2))


@pytest.mark.parametrize("country", STATES)
def test_every_line_is_a_record_that_imports(country: str, tmp_path: Path) -> None:
    path = tmp_path / "people.ftm.json"
    assert write_people(path, country, 500, 1) == path.stat().st_size
    rows = list(read_records(path, defaults=DEFAULTS))
    assert len(rows) == 500
    assert all(isinstance(row, Accepted) for row in rows)
    held = {row.record.id for row in rows if isinstance(row, Accepted)}
    assert len(held) == 500
    assert {person["id"] for person in plant(country)} <= held


def test_the_subjects_are_hidden_among_the_others(tmp_path: Path) -> None:
    path = tmp_path / "people.ftm.json"
    write_people(path, "ES", 300, 1)
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [json.loads(line)["properties"]["name"][0] for line in lines]
    assert 50 < names.index("Abdelatif Ben Ali") < names.index("Yasmin Salkini") < 250


def test_madrid_and_berlin_hold_the_target_and_rabat_does_not() -> None:
    held = {
        country: [
            (p["properties"]["name"][0], p["properties"]["birthDate"][0]) for p in plant(country)
        ]
        for country in STATES
    }
    assert held["MA"] == []
    assert held["ES"][0] == ("Abdelatif Ben Ali", "1981-03-07")
    assert held["DE"][0] == ("Abd al-Latif Bin Ali", "1981-07-03")
    assert TARGET.asked_name == "عبد اللطيف بن علي"


@pytest.mark.parametrize("country", ["ES", "DE"])
def test_the_protected_woman_is_held_as_a_refugee(country: str) -> None:
    marks = plant(country)[1]["entraide"]
    assert marks["protected"] == ["refugee"]


def _folded(name: str) -> str:
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join(sorted(text.replace("-", " ").replace("al ", "").split()))


SUBJECT_SPELLINGS = {
    "target": ("abdelatif ben ali", "abd al-latif bin ali", "abdellatif benali", TARGET.asked_name),
    "protected": ("yasmin salkini", "yasmin salqini", "yasmine salkini", PROTECTED.asked_name),
    "unknown": ("munir benchakrun", "mounir benchekroun", "munir binshaqrun", UNKNOWN.asked_name),
}


@pytest.mark.parametrize("country", STATES)
@pytest.mark.parametrize("subject", sorted(SUBJECT_SPELLINGS))
def test_nobody_else_bears_a_name_near_to_a_subjects(country: str, subject: str) -> None:
    wanted = [_folded(name) for name in SUBJECT_SPELLINGS[subject]]
    near = {
        name
        for person in people(country)
        for name in person["properties"]["name"]
        for spelling in wanted
        if fuzz.ratio(_folded(name), spelling) >= 87
    }
    assert near == set()


@pytest.mark.parametrize("country", STATES)
def test_no_bearer_of_half_a_subjects_name_has_the_same_year_of_birth(country: str) -> None:
    taken = {
        "1981": {"عبد اللطيف", "Abdellatif", "Abdelatif", "Abd al-Latif", "Ben Ali", "Bin Ali"},
        "1990": {"Yasmine", "Yasmin"},
        "1979": {"Mounir", "Munir"},
    }
    for person in people(country):
        held = person["properties"]
        words = {*held["firstName"], *held["lastName"]}
        assert not words & taken.get(held["birthDate"][0][:4], set()), held


@pytest.mark.parametrize("country", STATES)
def test_no_chain_of_names_holds_both_halves_of_the_targets(country: str) -> None:
    for person in people(country):
        for name in person["properties"]["name"]:
            folded = name.casefold().replace("-", " ")
            assert not ("latif" in folded and ("ben ali" in folded or "bin ali" in folded)), name
            assert not ("اللطيف" in name and "بن علي" in name), name


def test_arabic_names_are_written_in_arabic_letters_only() -> None:
    arabic = [
        name
        for person in people("MA")
        for name in person["properties"]["name"]
        if "؀" <= name[0] <= "ۿ"
    ]
    assert len(arabic) > 18_000
    assert {letter for name in arabic for letter in name} <= ARABIC_LETTERS


def test_common_names_are_frequent_and_rare_ones_rare() -> None:
    given = Counter(person["properties"]["firstName"][0] for person in people("MA"))
    counts = [count for _, count in given.most_common()]
    assert counts[0] > 10 * counts[len(counts) // 2]
    assert len(counts) > 150


def test_births_are_from_1940_to_2010_and_minors_are_protected() -> None:
    for person in people("DE"):
        year = int(person["properties"]["birthDate"][0][:4])
        assert 1940 <= year <= 2010
        if year >= 2009:
            assert person["entraide"]["protected"] == ["minor"]


def test_a_country_without_people_is_refused() -> None:
    with pytest.raises(InputError, match=r"people\.unknown_country"):
        generate("FR", 1, 1)


def test_names_for_measurements_come_from_every_culture_but_the_islands() -> None:
    drawn = list(named_people(3000, 1))
    assert {person[3] for person in drawn} >= {"ma", "dz", "es", "de", "tr", "gb", "fr", "ru"}
    assert any("а" <= letter <= "я" for person in drawn for letter in person[1])
    assert len({person[0] for person in drawn}) == 3000
    assert set(CULTURES) - _MEASURED == {"portuguese"}


def test_the_bench_program_prints_the_same_csv_for_the_same_seed(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCH), "--names", "50", "--seed", "3"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    subprocess.run([*command, "--output", str(tmp_path / "n.csv")], check=True)
    assert (tmp_path / "n.csv").read_bytes() == printed
    assert printed.splitlines()[0] == b"id,name,birth_date,country,sex"
    assert len(printed.splitlines()) == 51
    rows = list(read_records(tmp_path / "n.csv", defaults=DEFAULTS))
    assert all(isinstance(row, Accepted) for row in rows)

"""The promises that the rest of the project relies on: one question in Arabic, two answers."""

from __future__ import annotations

import pytest

from entraide.match import MemoryIndex, Subject, compare, prepare, search


@pytest.mark.parametrize(
    "spelling",
    ["Abdelatif Ben Ali", "Abd al-Latif Bin Ali", "Abdellatif Benali", "BENALI, Abdul Latif"],
)
def test_one_name_in_arabic_and_latin_spellings_is_a_match(spelling: str) -> None:
    left = prepare(Subject(names=("عبد اللطيف بن علي",)))
    right = prepare(Subject(names=(spelling,)))
    assert compare(left, right).decision == "match"


def test_a_birth_date_with_day_and_month_swapped_still_ranks_the_man_first() -> None:
    index = MemoryIndex()
    names = ["Abdelatif Ben Ali", "Abdellatif Alaoui", "Ali Ben Ali", "Abdelatif Ben Ali"]
    dates = ["1985-11-03", "1985-03-11", "1985-03-11", "1961-07-20"]
    for rec, (name, date) in enumerate(zip(names, dates, strict=True)):
        index.add(rec, Subject(names=(name,), birth_dates=(date,)))
    query = Subject(names=("عبد اللطيف بن علي",), birth_dates=("1985-03-11",))
    assert search(index, query)[0].rec == 0

"""A memorandum read in words: every part by its name, no code and no key of the text alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.chapters.cooperation import EventRow
from entraide.agreements.chapters.exchange import BudgetRow
from entraide.agreements.chapters.general import Definition, Party
from entraide.agreements.comparison import compare_agreements
from entraide.agreements.provisions import (
    Choice,
    Coded,
    Many,
    Part,
    Shape,
    Text,
    provisions_of,
)
from entraide.agreements.terms import EACH
from entraide.console.provisions import provision_said
from entraide.kernel.canonical import Json
from entraide.wording.provision_words import PARTS, tell, within, written
from tests.unit.agreements.given import ES, MA, agreement_of, party

TEXT = agreement_of(MA, ES)


def shapes(kind: type[Any] = Agreement) -> Iterator[tuple[str, str, Shape]]:
    """Yield name, meaning and shape of every field that a text can hold, parts of lists too."""
    for name, one in provisions_of(kind):
        yield name, one.meaning, one.shape
        inner = one.shape.each if isinstance(one.shape, Many) else one.shape
        if isinstance(inner, Part):
            yield from shapes(inner.kind)


def test_every_field_of_every_part_has_a_meaning_or_a_word() -> None:
    assert [name for name, meaning, _ in shapes() if not meaning and name not in PARTS] == []


def test_no_word_is_kept_for_a_field_that_has_its_meaning_or_is_gone() -> None:
    assert set(PARTS) == {name for name, meaning, _ in shapes() if not meaning}


def codes() -> Iterator[tuple[Shape, str]]:
    for _, _, shape in shapes():
        each = shape.each if isinstance(shape, Many) else shape
        if isinstance(each, Choice):
            yield from ((each, code.value) for code in each.kind)
        elif isinstance(each, Coded):
            yield from ((each, code) for code in (*each.table.codes, *filter(None, [each.also])))


def test_every_code_that_a_memorandum_can_hold_has_words() -> None:
    bare = {code for shape, code in codes() if written(tell(shape, code)) == code}
    assert bare <= {"day", "week", "month"}  # the English words are the codes


def test_a_party_is_a_block_of_words_with_its_keys_shortened_and_whole_in_the_title() -> None:
    shown: Json = to_json(party(MA))
    said = written(tell(Part(Party), shown))
    assert said.startswith("Id: ma.bureau\nCountry: MA\nName: ")
    assert "\nRoot keys: \n  How many of these keys must sign: 1\n  Public keys: " in said
    (key,) = shown["root"]["keys"]  # type: ignore[index,call-overload]
    assert key not in said
    html = provision_said(Part(Party), shown)
    assert f'<bdi title="{key}">{str(key)[:12]}…</bdi>' in html
    assert "<dt>Country</dt>" in html


def test_what_somebody_wrote_is_never_taken_for_a_code_nor_for_markup() -> None:
    written_so = Definition(term="training", meaning="<b>each</b>")
    said = written(tell(Part(Definition), to_json(written_so)))
    assert said == "Term: training\nMeaning: <b>each</b>"
    assert "&lt;b&gt;each" in provision_said(Part(Definition), to_json(written_so))
    assert written(tell(Text(), "each")) == "each"


def test_a_row_of_the_budgets_says_each_party_in_words() -> None:
    row: Json = to_json(TEXT.exchange.budgets[0])
    said = written(tell(Part(BudgetRow), row))
    assert said == (
        "Who asks: each of them\nPurpose: each of them\nQuestions at most: 500\nIn each: day"
    )


@pytest.mark.parametrize("shape", [Text(), Part(EventRow), Many(Part(Party))])
def test_a_side_that_lacks_a_provision_is_a_dash(shape: Shape) -> None:
    assert written(tell(shape, None)) == "–"


def test_a_difference_in_a_part_names_its_owner_and_its_field_in_words() -> None:
    es, ma = TEXT.parties
    moved = dataclasses.replace(es, contact="by telephone")
    rows = [dataclasses.replace(TEXT.exchange.budgets[0], limit=3)]
    changed = dataclasses.replace(
        TEXT,
        general=dataclasses.replace(TEXT.general, parties=(moved, ma)),
        exchange=dataclasses.replace(TEXT.exchange, budgets=tuple(rows)),
    )
    found = compare_agreements(TEXT, changed)
    assert [within(one.path, one.shape) for one in found] == [
        "es.bureau · Contact",
        "each of them · each of them · Questions at most",
    ]
    assert EACH in found[1].path

"""docs/agreements.md says what the code does."""

from __future__ import annotations

import re

from entraide.agreements.agreement import Agreement
from entraide.agreements.lifecycle import State
from entraide.agreements.provisions import Part, key_of, provisions_of
from entraide.agreements.reading import parse_agreement
from entraide.agreements.templates import TEMPLATES
from tests.unit.agreements.tables import PAGE, TABLES, redrawn

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLE = next(re.finditer(r"```yaml\n(memorandum: .*?)```", TEXT, re.DOTALL))[1]
LINES = [line.strip() for line in EXAMPLE.splitlines()]


def test_the_example_of_the_page_is_a_memorandum_of_three() -> None:
    agreement = parse_agreement(EXAMPLE)
    assert [party.country for party in agreement.parties] == ["DE", "ES", "MA"]


def test_the_example_names_each_article_beside_its_provision() -> None:
    for chapter, one in provisions_of(Agreement):
        if isinstance(one.shape, Part):
            assert f"# Chapter {one.article}" in EXAMPLE, chapter
            for name, inner in provisions_of(one.shape.kind):
                lines = [one for one in LINES if one.endswith(f"# Art. {inner.article}")]
                wanted = [] if inner.optional else [True]
                assert [one.startswith(f"{key_of(name)}:") for one in lines] == wanted


def test_the_tables_of_the_page_are_those_of_the_code() -> None:
    assert redrawn(TEXT) == TEXT
    assert all(f"<!-- table: {name} -->" in TEXT for name in TABLES)


def test_the_page_names_every_state_and_every_template() -> None:
    for name in (*State, *TEMPLATES):
        assert f"`{name}`" in TEXT

"""A file is one idea: none of the source is over 300 lines (style: think at 300)."""

from __future__ import annotations

import ast

from tests.architecture.source import modules

LIMIT = 300


def test_no_file_of_the_source_is_over_300_lines() -> None:
    long = {each.place: len(each.text.splitlines()) for each in modules()}
    assert {place: lines for place, lines in long.items() if lines > LIMIT} == {}


def test_every_module_opens_by_saying_what_it_does() -> None:
    assert [each.place for each in modules() if not ast.get_docstring(each.tree)] == []

"""The document is true: of every address, filter and refusal, and of each word of its page."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate

import entraide
from entraide.client import Reading
from entraide.client.results_table import RESULTS
from entraide.client.values import Object
from entraide.console.api.document import openapi_document
from entraide.console.api.for_programs import program_paths
from entraide.console.api.programs import ORDERS_PATH
from entraide.console.api.reading import reading_paths
from entraide.console.api.reference import operations
from entraide.console.api.summaries import texts_of
from entraide.console.api.twins import TWINS, check_filters
from entraide.console.application import SCREENS
from entraide.console.forms import FORMS
from entraide.console.problems import PROBLEM
from entraide.errors import InputError
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role

SOURCE = Path(entraide.__file__).parent


def test_the_document_is_openapi_3_1() -> None:
    document = openapi_document()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_screen_has_its_row_and_every_form_of_the_console_its_order() -> None:
    assert len(reading_paths()) == 2 * len(SCREENS) + 1
    assert {name for name, _ in SCREENS} == set(TWINS)
    assert set(RESULTS) <= set(ACTIONS)
    orders = {path.removeprefix(f"{ORDERS_PATH}/") for path in program_paths()}
    assert set(FORMS) <= orders


def test_every_screen_has_a_type_of_its_own_and_a_method_of_the_client_that_returns_it() -> None:
    methods = [each for name, each in vars(Reading).items() if not name.startswith("_")]
    methods += [each for base in Reading.__mro__[1:-1] for each in vars(base).values()
                if callable(each)]  # fmt: skip
    returned = [typing.get_type_hints(each).get("return") for each in methods]
    for path, twin in TWINS.items():
        assert twin.answers is not Object, path
        assert twin.answers in returned, path


def test_a_filter_that_is_not_in_the_document_is_refused_at_every_screen() -> None:
    for path in TWINS:
        check_filters(path, (each.name for each in TWINS[path].filters))
        with pytest.raises(InputError, match=r"filter\.unknown"):
            check_filters(path, ("everything",))


def test_every_word_of_the_reference_page_is_in_the_catalogue_of_texts() -> None:
    """What is not marked there would stand in English before a reader of another language."""
    shown = {text for one in operations() for text in texts_of(one.says)}
    shown |= {each["description"] for one in operations() for each in one.parameters}
    shown |= {each for one in operations() for each in one.who if each not in set(Role)}
    files = [*(SOURCE / "console" / "api").glob("*.py"), *(SOURCE / "node").rglob("*.py")]
    assert shown - {text for file in files for text in marked(file)} == set()


def marked(file: Path) -> Iterator[str]:
    """Yield the texts that a module marks for the catalogue."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        match node:
            case ast.Call(func=ast.Name(id="mark"), args=[ast.Constant(value=str(text))]):
                yield text


def test_every_refusal_in_the_document_is_problem_details() -> None:
    for name, said in openapi_document()["components"]["responses"].items():
        assert list(said["content"]) == [PROBLEM], name
        assert said["description"], name

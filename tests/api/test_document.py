"""The document is true: of every address, filter and refusal, and of each word of its page."""

from __future__ import annotations

import ast
import copy
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from pydantic import TypeAdapter

import entraide
from entraide.client import Reading, values
from entraide.client.results_table import RESULTS
from entraide.client.values import Object
from entraide.console.api.document import openapi_document
from entraide.console.api.examples import examples
from entraide.console.api.fields import field_meanings, with_codes
from entraide.console.api.for_programs import program_paths
from entraide.console.api.parts import JSON
from entraide.console.api.programs import ORDERS_PATH, SESSION, over_http
from entraide.console.api.reading import reading_paths
from entraide.console.api.reference import operations
from entraide.console.api.summaries import texts_of
from entraide.console.api.twins import TWINS, check_filters
from entraide.console.api.types_shown import in_parts
from entraide.console.application import SCREENS
from entraide.console.forms import FORMS
from entraide.console.problems import PROBLEM
from entraide.errors import InputError
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role
from tests.answers import check_answer

FORMS_OF_VALUES = {
    each["description"] for name in ("Moment", "Period", "Day", "Digest", "Code", "Country")
    for each in (TypeAdapter(getattr(values, name)).json_schema(),)
}  # fmt: skip
SOURCE = Path(entraide.__file__).parent


def test_the_document_is_openapi_3_1() -> None:
    document = openapi_document()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_screen_has_its_row_and_every_form_of_the_console_its_order() -> None:
    assert len(reading_paths()) == 2 * len(SCREENS) + 1
    assert {name for name, _ in SCREENS} == set(TWINS)
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


def test_every_order_of_the_api_has_a_typed_answer() -> None:
    """What it really answers is held against the type in every test: ``tests.nodes``."""
    assert set(RESULTS) == {name for name in ACTIONS if over_http(name)}
    assert [name for name, kind in RESULTS.items() if kind is Object] == []
    document = openapi_document()
    for name in set(RESULTS) - {SESSION}:
        answers = document["paths"][f"{ORDERS_PATH}/{name}"]["post"]["responses"]["200"]
        schema = answers["content"][JSON]["schema"]
        assert schema["$ref"].rpartition("/")[2] in document["components"]["schemas"], name


def test_an_answer_that_lacks_a_field_or_has_another_is_found() -> None:
    """The guard of all answers: each misses once, and says too much once, at any depth."""
    kept = examples()
    for name in sorted(set(RESULTS) - {SESSION}):
        told = kept[f"{name} answers"]
        check_answer(name, told)
        with pytest.raises(AssertionError, match=r"Field required|Input should"):
            check_answer(name, _without_one(name, told))
        with pytest.raises(AssertionError, match="Extra inputs are not permitted"):
            check_answer(name, {**told, "beyond": 1})
    deep = copy.deepcopy(kept["watch.show answers"])
    deep["points"][0]["notes"][0] = {**deep["points"][0]["notes"][0], "beyond": 1}
    with pytest.raises(AssertionError, match="notes"):
        check_answer("watch.show", deep)


def _without_one(action: str, told: dict[str, Any]) -> Any:
    """Return an answer without a field that must be there; a text where none must."""
    needed = TypeAdapter(RESULTS[action]).json_schema().get("required", ())
    return {key: value for key, value in told.items() if key != needed[0]} if needed else "nothing"


def test_every_field_of_every_request_and_answer_has_a_sentence_of_meaning() -> None:
    lacking = [where for where, field in fields_said() if not says_something(field)]
    assert lacking == []


def says_something(field: Mapping[str, Any]) -> bool:
    """Tell whether a field says more than the form of its value."""
    said = str(field.get("description", ""))
    return said.endswith((".", "?", ")")) and said not in FORMS_OF_VALUES


def fields_said() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every field of the types, and of what stands in an address itself."""
    document = openapi_document()
    for name, schema in document["components"]["schemas"].items():
        yield from (
            (f"{name}.{field}", said) for field, said in schema.get("properties", {}).items()
        )
    for path, methods in document["paths"].items():
        yield from _inline(methods, path)


def _inline(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, list):
        for each in value:
            yield from _inline(each, where)
    elif isinstance(value, dict):
        if value.get("type") == "object":
            said = value.get("properties", {}).items()
            yield from ((f"{where}: {field}", each) for field, each in said)
        for name, each in value.items():
            if name != "example":
                yield from _inline(each, where)


def test_the_table_of_meanings_names_only_fields_that_there_are() -> None:
    schemas = openapi_document()["components"]["schemas"]
    there = {f"{name.rpartition('__')[2]}.{field}" for name, each in schemas.items()
             for field in each.get("properties", ())}  # fmt: skip
    plain = {where.rpartition(": ")[2].rpartition(".")[2] for where, _ in fields_said()}
    rows = set(field_meanings())
    assert {row for row in rows if "." in row} - there == set()
    assert {row for row in rows if "." not in row} - plain == set()
    braces = [row for row, says in field_meanings().items() if "{" in with_codes(says)]
    assert braces == []


def test_codes_moments_and_files_keep_their_direction_in_a_sentence() -> None:
    says = "منذ 1970-01-01T00:00:00Z: `query`، أو docs/actions.md."
    alike = [text for alike, text in in_parts(says) if alike]
    assert alike == ["1970-01-01T00:00:00Z", "query", "docs/actions.md"]
    assert "".join(text for _, text in in_parts(says)) == says.replace("`", "")


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

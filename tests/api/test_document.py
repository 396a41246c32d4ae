"""The document is true: of every address there is, of every answer that nodes give, of each row."""

from __future__ import annotations

import ast
import copy
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import entraide
from entraide.client.results import RESULTS
from entraide.console.api.document import openapi_document
from entraide.console.api.examples import examples
from entraide.console.api.for_programs import program_paths
from entraide.console.api.programs import ORDERS_PATH, SESSION, SESSION_PATH, over_http
from entraide.console.api.reading import reading_paths
from entraide.console.api.reference import operations
from entraide.console.api.summaries import texts_of
from entraide.console.api.twins import TWINS, check_filters, twin_address
from entraide.console.application import SCREENS, console_application
from entraide.console.forms import FORMS
from entraide.console.problems import PROBLEM
from entraide.errors import InputError
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role
from entraide.vocabulary.language import speaking, translate
from entraide.vocabulary.messages import SENTENCES
from tests.api.examples import shortened, taken
from tests.api.running import Two
from tests.api.story import Told

SOURCE = Path(entraide.__file__).parent
OPEN = {"Clock", "OfferedShown", "OperationRow", "OperationShown", "ThreadMessage"}
"""Answers that say beyond their fixed fields what a kind of operation or of message says."""


@pytest.fixture(scope="module")
def fresh(nodes: Two, told: Told) -> dict[str, Any]:
    """What the nodes answer now, taken as the examples were."""
    return taken(nodes)


def validator(schema: Any, *, closed: bool = False) -> Draft202012Validator:
    """Return a validator of a schema of the document; closed: nothing may stand beyond it."""
    components = copy.deepcopy(openapi_document()["components"])
    if closed:
        for name, each in components["schemas"].items():
            if each.get("type") == "object" and name not in OPEN:
                each["additionalProperties"] = False
    return Draft202012Validator({**schema, "components": components})


def answers() -> Iterator[tuple[str, Any]]:
    """Yield what every example is of, with its schema."""
    for path, methods in openapi_document()["paths"].items():
        for method, said in methods.items():
            good = next(each for status, each in said["responses"].items() if status < "400")
            media = good.get("content", {}).get("application/json")
            if media:
                name = path.removeprefix(f"{ORDERS_PATH}/")
                named = f"{name} answers" if name != path else f"{method.upper()} {path}"
                yield named, media["schema"]
            body = said.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                yield path.removeprefix(f"{ORDERS_PATH}/"), body["schema"]


def test_the_document_is_openapi_3_1() -> None:
    document = openapi_document()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_address_of_the_console_is_in_the_document(nodes: Two) -> None:
    application: Any = console_application(nodes.ma.node)
    pages = {path for path, _ in SCREENS} | {"/sign-in", "/passkey", "/asked/{nonce}",
                                            "/reference", "/reference/errors", "/wall",
                                            "/break-glass"}  # fmt: skip
    served = {
        (route.path.replace(":int}", "}"), method.lower())
        for route in application.routes
        for method in route.methods
        if route.path != "/static/{name}" and not (route.path in pages and method == "GET")
    }
    said = {(path, method) for path, methods in openapi_document()["paths"].items()
            for method in methods}  # fmt: skip
    orders = {each for each in said if each[0].startswith((f"{ORDERS_PATH}/", "/orders/"))}
    general = {(f"{ORDERS_PATH}/{{action}}", "post"), ("/orders/{action}", "post")}
    assert served - general == said - orders
    assert {path for path, _ in orders if path.startswith("/orders/")} == {
        f"/orders/{name}" for name in FORMS
    }


def test_every_screen_has_its_row_and_every_form_of_the_console_its_order() -> None:
    assert len(reading_paths()) == 2 * len(SCREENS) + 1
    assert {name for name, _ in SCREENS} == set(TWINS)
    assert set(RESULTS) <= set(ACTIONS)
    orders = {path.removeprefix(f"{ORDERS_PATH}/") for path in program_paths()}
    assert set(FORMS) <= orders


def test_every_example_fits_its_schema(fresh: dict[str, Any]) -> None:
    """The kept ones, and what the nodes answer at this moment, with nothing beyond."""
    wrong, checked = [], 0
    for name, schema in answers():
        closed = name.endswith((".json", " answers"))
        for held in (examples().get(name), fresh.get(name)):
            if held is not None:
                found = validator(schema, closed=closed).iter_errors(held)
                wrong += [(name, each.json_path, each.message[-200:]) for each in found]
                checked += 1
    assert wrong == [], "\n".join(map(str, wrong))
    assert checked > 100
    assert set(examples()) <= set(fresh)


BROUGHT = {"/agreements/{agreement}/file", "/agreements/offered/{payload}.csv"}
"""A file as it is signed, and the list of one that an officer has just brought by a page."""


def test_every_screen_and_every_list_has_an_example_and_each_list_a_row(
    fresh: dict[str, Any],
) -> None:
    for held in (examples(), fresh):
        lacking = [path for path in TWINS if f"GET {twin_address(path, 'json')}" not in held]
        assert lacking == []
        for path, twin in TWINS.items():
            shown = held[f"GET {twin_address(path, 'json')}"]
            assert shown[twin.rows] if twin.rows else shown, f"{path}: nothing to show"
    for path, methods in reading_paths().items():
        for media, content in methods["get"]["responses"]["200"]["content"].items():
            assert path in BROUGHT or content.get("example"), (path, media)


NOT_GIVEN = {
    "agreement.countersign", "agreement.declare", "agreement.send", "answer", "attachments.drop",
    "batch.drop", "batch.resume", "case.close", "committee.minutes", "copies", "copies.recall",
    "correct", "discuss.say", "discuss.show", "event.accreditations", "event.resume", "glass.end",
    "glass.explain", "inform", "inform.preview", "key.revoke", "liaison.contact",
    "liaison.contacts", "liaison.done", "liaison.forget", "liaison.task", "liaison.tasks",
    "liaison.write", "messages.erase", "node.adopt-keys", "node.propose-keys", "noted",
    "notice.cancel", "notice.decline", "notice.erase", "notice.refuse", "officer.add",
    "officer.passkey", "onward.ask", "onward.deny", "onward.grant", "onward.preview",
    "onward.revoke", "onward.send", "operation.erase", "partner.add", "records.erase",
    "sighting.approve", "subject.correct", "subject.delete", "subject.drop", "subject.erase",
    "subject.reject", "watch.take",
}  # fmt: skip
"""Orders without an example yet: the two nodes give none of them. It may only get shorter."""


def test_every_order_has_an_example_but_those_that_are_named_here(fresh: dict[str, Any]) -> None:
    """A new order is given once in ``tests.api.orders``."""
    orders = {path.removeprefix(f"{ORDERS_PATH}/") for path in program_paths()} - {SESSION_PATH}
    for held in (examples(), fresh):
        assert {each for each in orders if not {each, f"{each} answers"} <= set(held)} == NOT_GIVEN


def test_an_example_shows_the_fields_that_nodes_answer_with(fresh: dict[str, Any]) -> None:
    for path in TWINS:
        name = f"GET {twin_address(path, 'json')}"
        assert set(examples()[name]) == set(fresh[name]), path


def test_every_row_of_every_list_carries_its_id_and_its_times_are_numbers(
    fresh: dict[str, Any],
) -> None:
    for path, twin in TWINS.items():
        shown = fresh[f"GET {twin_address(path, 'json')}"]
        for row in shown[twin.rows] if twin.rows else ():
            assert row[twin.row_id] not in (None, ""), (path, row)
        for name, value in leaves(shown):
            if name.endswith("_ms"):
                assert value is None or isinstance(value, int), (path, name)
            elif name in {"starts", "until", "expires", "keep_until", "retention", "published"}:
                assert value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value), (path, name)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value


MOVING = {"left_ms", "seen_ms", "log_size", "log_cosigned_to", "by_day", "sent", "received",
          "answer_ms", "median_ms", "cosigned_size", "cosigned_ms"}  # fmt: skip
SENTENCE = {"mark"}
"""The only fields that are words of ours: what a handling code means, which people must read."""


def test_a_program_gets_the_same_codes_in_every_language(nodes: Two, told: Told) -> None:
    with nodes.client(nodes.es).reading("desk") as reading:
        for path in ("/situation", "/inbox", "/search", "/notices", "/notices/draft", "/cases",
                     "/register", "/register/partners", "/agreements",
                     f"/threads/{told.requested['thread']}"):  # fmt: skip
            each = [without(reading.json(path, lang=lang)) for lang in ("en", "ar")]
            assert each[0] == each[1], path


def without(value: Any) -> Any:
    """Return an answer without what changes with the moment, or is a sentence."""
    if isinstance(value, dict):
        return {name: without(each) for name, each in value.items()
                if name not in SENTENCE | MOVING}  # fmt: skip
    return [without(each) for each in value] if isinstance(value, list) else value


def test_a_filter_that_is_not_in_the_document_is_refused_at_every_screen() -> None:
    for path in TWINS:
        check_filters(path, (each.name for each in TWINS[path].filters))
        with pytest.raises(InputError, match=r"filter\.unknown"):
            check_filters(path, ("everything",))


def test_every_filter_of_a_list_chooses_by_what_its_rows_hold(fresh: dict[str, Any]) -> None:
    """No filter of the document is without effect: it names a field of the rows, or a switch."""
    switches = {
        "days",
        "redraw",
        "since",
        "until",
        "size",
        "ended",
        "replaces",
        "record",
        "year",
        "topic",
        "fact",
        "severity",
        "verify",
        "before",
        "after",
    }
    for path, twin in TWINS.items():
        shown = fresh[f"GET {twin_address(path, 'json')}"]
        rows = [row for each in shown.values() if isinstance(each, list) for row in each
                if isinstance(row, dict)] if twin.rows else ()  # fmt: skip
        if rows and "{" not in path and path != "/cases/new":
            fields = {name for row in rows for name in row} | {"partner", "partners", "parties"}
            assert {each.name for each in twin.filters} - switches <= fields, path


def test_the_document_is_served_to_anybody_and_tells_of_nobody(nodes: Two) -> None:
    connection = nodes.client(nodes.ma).connection
    assert json.loads(connection.send("GET", "/openapi.json", {})) == openapi_document()
    page = connection.send("GET", "/reference", {}).decode()
    for path in openapi_document()["paths"]:
        assert path in page
    errors = connection.send("GET", "/reference/errors", {"Accept-Language": "fr"}).decode()
    assert 'lang="fr"' in errors
    for code in SENTENCES:
        assert f'id="{code}"' in errors


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


def test_the_document_speaks_english_to_everybody_and_the_page_the_language_of_its_reader(
    nodes: Two,
) -> None:
    connection = nodes.client(nodes.ma).connection
    arabic = {"Accept-Language": "ar"}
    assert json.loads(connection.send("GET", "/openapi.json", arabic)) == openapi_document()
    page = html.unescape(connection.send("GET", "/reference", arabic).decode())
    for name, action in ACTIONS.items():
        if over_http(name) and name != SESSION:
            with speaking("ar"):
                said = translate(action.does)
            assert said != action.does, name
            assert f"<p>{said}</p>" in page, name
            assert f"<p>{action.does}</p>" not in page, name


def test_every_refusal_in_the_document_is_problem_details() -> None:
    for name, said in openapi_document()["components"]["responses"].items():
        assert list(said["content"]) == [PROBLEM], name
        assert said["description"], name


def test_examples_are_cut_and_nothing_else() -> None:
    assert shortened({"a": [1, 2, 3], "b": "x" * 300}) == {"a": [1, 2], "b": "x" * 240 + "…"}

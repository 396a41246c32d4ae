"""Every example is what running nodes take and answer, now too, and holds no secret of theirs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from entraide.console.api.document import openapi_document
from entraide.console.api.examples import examples
from entraide.console.api.programs import ORDERS_PATH
from entraide.console.api.twins import TWINS, twin_address
from entraide.console.application import SCREENS, console_application
from entraide.console.forms import FORMS
from tests.api.examples import shortened, taken
from tests.api.fitting import contents, leaves, validator
from tests.api.running import Two
from tests.api.story import Told
from tests.api.withheld import PUBLIC, SECRETS, secretive, withheld


@pytest.fixture(scope="module")
def fresh(nodes: Two, told: Told) -> dict[str, Any]:
    """What the nodes answer now, taken as the examples were."""
    return taken(nodes)


def test_every_address_of_the_console_is_in_the_document(nodes: Two) -> None:
    application: Any = console_application(nodes.ma.node)
    pages = {path for path, _ in SCREENS} | {"/sign-in", "/passkey", "/asked/{nonce}",
                                            "/reference", "/reference/errors",
                                            "/reference/types", "/wall",
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


def test_every_body_and_every_answer_has_an_example(fresh: dict[str, Any]) -> None:
    """A new order is given once in ``tests.api.orders``; a new address once in ``visits``."""
    named = {each.name: each.example for each in contents()}
    assert [name for name, example in named.items() if example in (None, "")] == []
    assert named == {name: examples()[name] for name in named}
    assert set(examples()) == set(named)
    assert set(fresh) == set(named)


def test_every_example_fits_its_schema(fresh: dict[str, Any]) -> None:
    """The kept ones, and what the nodes answer at this moment, with nothing beyond."""
    wrong = []
    for each in contents():
        found = validator(each.schema, closed=each.is_closed)
        for held in (each.example, fresh[each.name]) if each.is_fixed else ():
            wrong += [(each.name, one.json_path, one.message[-200:])
                      for one in found.iter_errors(held)]  # fmt: skip
    assert wrong == [], "\n".join(map(str, wrong))


def test_each_list_shows_a_row(fresh: dict[str, Any]) -> None:
    for held in (examples(), fresh):
        for path, twin in TWINS.items():
            shown = held[f"GET {twin_address(path, 'json')}"]
            assert shown[twin.rows] if twin.rows else shown, f"{path}: nothing to show"


def test_no_example_holds_a_secret_of_the_nodes_that_gave_it(fresh: dict[str, Any]) -> None:
    for held in (examples(), fresh):
        for (name, field), stand_in in SECRETS.items():
            assert held[name][field] == stand_in, (name, field)
        told = [(name, *each) for name, value in held.items() for each in secretive(name, value)]
        assert told == []


@pytest.mark.parametrize("secret", ["dev2-at6b-phyp-zs86", "9_9JNJ2UJ_sLd2Wht7wP6DZCdgeXySc-_e7P"])
def test_a_secret_in_a_field_that_nobody_thought_of_is_found(secret: str) -> None:
    told = {"opened": {"more": ["plain", f"enter {secret}"]}}
    assert list(secretive("wall.open answers", told)) == [("more", secret)]
    assert withheld("wall.open answers", {"code": secret}) != {"code": secret}
    assert not {field for _, field in SECRETS} & PUBLIC


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


def test_examples_are_cut_and_nothing_else() -> None:
    assert shortened({"a": [1, 2, 3], "b": "x" * 300}) == {"a": [1, 2], "b": "x" * 240 + "…"}

"""What a message's way asks of the store costs the same however much is stored."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import Connection, Select, create_engine

import entraide.node
from entraide.adapters.store.prepared import Prepared
from entraide.adapters.tables import schema
from entraide.node.mail import outbox

ANY_NUMBER_OF = re.compile(r"\(incoming=\?\)|\((partner=\?|partner=\? AND incoming=\?)\)")
"""The plan of a search that reads all messages, or all of one partner."""


@pytest.fixture(scope="module")
def empty() -> Iterator[Connection]:
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2)
    with engine.connect() as connection:
        schema.metadata.create_all(connection)
        yield connection
    engine.dispose()


def prepared() -> list[Prepared]:
    for module in pkgutil.walk_packages(entraide.node.__path__, "entraide.node."):
        importlib.import_module(module.name)
    own = [module for name, module in sys.modules.items() if name.startswith("entraide.")]
    return [each for one in own for each in vars(one).values() if isinstance(each, Prepared)]


def plan_of(connection: Connection, statement: Any) -> list[str]:
    text = str(statement.compile(dialect=connection.dialect))
    driver: Any = connection.connection.dbapi_connection
    rows = driver.execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?"))
    return [row[3] for row in rows.fetchall()]


def test_no_message_is_found_by_reading_all_of_a_partner(empty: Connection) -> None:
    statements = [each._statement for each in prepared()]
    asked = [each for each in statements if isinstance(each, Select)]
    assert len(asked) > 10
    for statement in asked:
        steps = [step for step in plan_of(empty, statement) if "message" in step]
        assert not [step for step in steps if ANY_NUMBER_OF.search(step)], (str(statement), steps)


def test_what_waits_is_found_without_looking_at_all_that_waits(empty: Connection) -> None:
    due = plan_of(empty, outbox._DUE._statement)
    assert due[0] == "SEARCH outbox USING INDEX outbox_due (partner=? AND next_ms<?)"
    assert not [step for step in due if "SCAN" in step or "TEMP" in step or "(rowid<?)" in step]
    for statement in (outbox._FINISH, outbox._IS_WAITING):
        assert "outbox_message" in plan_of(empty, statement._statement)[0]

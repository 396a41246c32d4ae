"""Statements of a message's way: composed once with SQLAlchemy Core, run as text on SQLite.

What SQLAlchemy does around each execution costs ten times what SQLite takes for a short statement.
A ``Prepared`` keeps the text and the order of its values, sends them straight to the connection's
own driver, and hands out rows with the names of their columns. The types of columns are heeded:
texts that no engine keeps are refused, sealed columns take and give what they always do. On any
other engine SQLAlchemy runs the statement as it runs every other: there the network is what costs.

A statement with an expanding list has no one text; such ones stay with SQLAlchemy.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import pysqlite3.dbapi2
from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TypeDecorator, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

__all__ = ["EMBEDDED", "Prepared", "fetch", "fetch_each", "in_view", "run_plain"]

EMBEDDED: Final = "sqlite"
"""The dialect of the engine that runs in this very process."""
_NOTHING: Final[Mapping[str, Any]] = {}

T = TypeVar("T")
_Change = Callable[[Any, Dialect], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement's text for certain values, and what the types of its columns do with them."""

    text: str
    order: tuple[str, ...]
    constants: Mapping[str, Any]
    bound: tuple[tuple[str, _Change], ...]
    row: Callable[[Iterable[Any]], Any]
    opened: tuple[tuple[int, _Change], ...]

    def values(self, given: Mapping[str, Any], dialect: Dialect) -> list[Any]:
        """Return the values in the order of their places; KeyError where one lacks."""
        if self.constants:
            given = {**self.constants, **given}
        changed = {name: change(given[name], dialect) for name, change in self.bound}
        return [changed[name] if name in changed else given[name] for name in self.order]

    def read(self, row: Sequence[Any], dialect: Dialect) -> Any:
        """Return a row with the names of its columns."""
        if not self.opened:
            return self.row(row)
        values = list(row)
        for at, change in self.opened:
            values[at] = change(values[at], dialect)
        return self.row(values)


class Prepared:
    """One statement of which the text is made once for each set of values that it is given."""

    __slots__ = ("_plans", "_statement")

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        """Take a statement whose values are named by ``bindparam`` or are the columns' own."""
        self._statement = statement
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def rows(self, connection: Connection, given: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """Return all rows; SQLAlchemyError where the engine fails."""
        if connection.dialect.name != EMBEDDED:
            return list(connection.execute(self._statement, given).all())
        plan, dialect = self._plan(connection.dialect, given), connection.dialect
        found = _run(connection, plan.text, plan.values(given, dialect)).fetchall()
        return [plan.read(row, dialect) for row in found]

    def first(self, connection: Connection, given: Mapping[str, Any] = _NOTHING) -> Any:
        """Return the first row, or None."""
        found = self.rows(connection, given)
        return found[0] if found else None

    def scalar(self, connection: Connection, given: Mapping[str, Any] = _NOTHING) -> Any:
        """Return the first value of the first row, or None."""
        found = self.rows(connection, given)
        return found[0][0] if found else None

    def scalars(self, connection: Connection, given: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """Return the first value of each row."""
        return [row[0] for row in self.rows(connection, given)]

    def change(self, connection: Connection, given: Mapping[str, Any]) -> int:
        """Run a statement that changes rows; return how many it changed."""
        if connection.dialect.name != EMBEDDED:
            return int(connection.execute(self._statement, given).rowcount)
        plan = self._plan(connection.dialect, given)
        return int(_run(connection, plan.text, plan.values(given, connection.dialect)).rowcount)

    def change_all(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each of these; all name the same values."""
        if connection.dialect.name != EMBEDDED:
            connection.execute(self._statement, given)
            return
        plan, dialect = self._plan(connection.dialect, given[0]), connection.dialect
        _run(connection, plan.text, [plan.values(each, dialect) for each in given], many=True)

    def _plan(self, dialect: Dialect, given: Mapping[str, Any]) -> _Plan:
        keys = tuple(given)
        plan = self._plans.get(keys)
        if plan is None:
            plan = self._plans[keys] = _plan_of(self._statement, dialect, keys)
        return plan


def run_plain(connection: Connection, text: str) -> None:
    """Run a command without values, such as SAVEPOINT."""
    if connection.dialect.name == EMBEDDED:
        _run(connection, text, ())
    else:
        connection.exec_driver_sql(text)


def fetch(connection: Connection, text: str, values: Any) -> Sequence[Any]:
    """Return all rows of a text with its values: in their order on SQLite, by name elsewhere."""
    if connection.dialect.name == EMBEDDED:
        found: Sequence[Any] = _run(connection, text, values).fetchall()
        return found
    return connection.exec_driver_sql(text, values).fetchall()


def fetch_each(
    connection: Connection, text: str, values: Iterable[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Return all rows of a text for each of these values; on SQLite only."""
    return [_run(connection, text, each).fetchall() for each in values]


def in_view(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Do work for which everything that it reads is of one moment; nothing that it does lasts."""
    if connection.dialect.name == EMBEDDED:
        _run(connection, "BEGIN", (), begins=True)
    try:
        return work(connection)
    finally:
        if connection.in_transaction() or connection.dialect.name != EMBEDDED:
            connection.rollback()
        else:
            _run(connection, "ROLLBACK", ())


def _run(
    connection: Connection,
    text: str,
    values: Sequence[Any],
    *,
    many: bool = False,
    begins: bool = False,
) -> pysqlite3.dbapi2.Cursor:
    """Run a statement within the transaction in which every statement stands."""
    driver: Any = connection.connection.dbapi_connection
    if not begins and not driver.in_transaction:
        connection.begin()
    try:
        return driver.executemany(text, values) if many else driver.execute(text, values)
    except pysqlite3.dbapi2.Error as error:
        kind, dialect = pysqlite3.dbapi2.Error, connection.dialect
        raise DBAPIError.instance(
            text, None, error, kind, hide_parameters=True, dialect=dialect
        ) from error


def _plan_of(statement: Any, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
    if isinstance(statement, Select):
        compiled, columns = statement.compile(dialect=dialect), statement.selected_columns
    else:
        compiled = statement.compile(dialect=dialect, column_keys=list(keys))
        columns = statement.exported_columns
    binds = {name: each for each, name in compiled.bind_names.items()}
    constants = {
        name: value
        for name, value in compiled.params.items()
        if name not in keys and not binds[name].required
    }
    return _Plan(
        text=str(compiled),
        order=tuple(compiled.positiontup or ()),
        constants=constants,
        bound=_changes(((name, each.type) for name, each in binds.items()), "process_bind_param"),
        row=_row_of([str(column.key) for column in columns]),
        opened=_changes(enumerate(column.type for column in columns), "process_result_value"),
    )


def _changes(types: Iterable[tuple[Any, TypeEngine[Any]]], how: str) -> tuple[Any, ...]:
    """Return what the project's own types do with their values, with the places of these."""
    return tuple(
        (place, getattr(kind, how))
        for place, kind in types
        if isinstance(kind, TypeDecorator) and how in vars(type(kind))
    )


def _row_of(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    if not names:
        return tuple
    kind: Any = namedtuple("Row", list(names))  # type: ignore[misc]
    return partial(tuple.__new__, kind)

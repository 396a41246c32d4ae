"""The types of the store's columns that engines would otherwise treat each in its own way.

``Text`` is ordered and compared by its bytes on every engine (collation "C" in PostgreSQL), so that
lists come in one order everywhere and an upgrade of the system's locale data cannot spoil an index.
It holds no NUL and no half of a surrogate pair, which PostgreSQL cannot keep: they are refused on
every engine, before a statement is sent.
"""

from __future__ import annotations

import sqlalchemy
from sqlalchemy.types import TypeDecorator

from entraide.errors import StoreError

__all__ = ["Text"]


class Text(TypeDecorator[str]):
    """Text that every engine keeps alike; StoreError ``store.unwritable_text`` for what none may.

    SQLAlchemy hands that error on inside a ``StatementError``; ``store_errors`` takes it out.
    """

    impl = sqlalchemy.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sqlalchemy.Dialect) -> sqlalchemy.Text:
        """Return the type with the engine's name for comparing bytes."""
        return sqlalchemy.Text(collation="C" if dialect.name == "postgresql" else None)

    def process_bind_param(self, value: str | None, dialect: sqlalchemy.Dialect) -> str | None:
        """Return the value as it is, or refuse it."""
        if value is not None and not value.isascii():
            _check_encodable(value)
        if value is not None and "\0" in value:
            raise StoreError("store.unwritable_text", what="NUL")
        return value


def _check_encodable(value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError("store.unwritable_text", what="U+D800-DFFF") from error

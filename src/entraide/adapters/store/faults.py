"""What goes wrong in an engine, told as our own errors: a code, and a reason that names nobody.

An engine's words may hold the values of a row (PostgreSQL's DETAIL lines do): only the first line
of a reason is passed on, and never the statement or its parameters.
"""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError, StatementError

from entraide.errors import EntraideError, StoreError

__all__ = ["reason_of", "store_error"]


def store_error(error: SQLAlchemyError, code: str, **data: str) -> EntraideError:
    """Return the error to raise: our own where the engine only carried it, else of this code."""
    carried = error.orig if isinstance(error, StatementError) else None
    if isinstance(carried, EntraideError):
        return carried
    return StoreError(code, reason=reason_of(error), **data)


def reason_of(error: SQLAlchemyError) -> str:
    """Return the first line of what the engine said, or the kind of what SQLAlchemy met."""
    if isinstance(error, StatementError) and error.orig is not None:
        return str(error.orig).partition("\n")[0].strip() or type(error.orig).__name__
    return type(error).__name__

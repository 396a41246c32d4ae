"""Suspending an officer, and letting the officer work again.

A suspended officer neither signs in nor orders nor approves anything; what was ordered before
stands. Nobody suspends oneself, and the last data-protection officer is not suspended, so that
oversight is not switched off by whom it watches. Every suspension is told to the data-protection
officers.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.oversight.watching import overseers
from entraide.node.people.actor import Role

__all__ = ["NameOfficer", "restore_officer", "suspend_officer"]

_OFFICER: Final = schema.officer.c
_SUSPENDED: Final = schema.suspended_officer


class NameOfficer(Parameters):
    """An officer by name."""

    officer: str


async def suspend_officer(call: Call, wanted: NameOfficer) -> Json:
    """Suspend an officer from now on."""
    if wanted.officer == call.actor.name:
        raise PolicyError("officer.suspends_self", officer=wanted.officer)

    def keep(transaction: Transaction) -> None:
        connection = transaction.connection
        pseudonym = _check(connection, wanted.officer, suspended=False)
        _check_oversight_stays(connection, wanted.officer)
        whom = {"officer": wanted.officer, "ordered_by": call.actor.pseudonym}
        connection.execute(insert(_SUSPENDED).values(**whom, at_ms=transaction.now_ms))
        _tell(transaction, call, pseudonym, "suspended")

    await call.node.writer.run(keep)
    return {"officer": wanted.officer, "suspended": True}


async def restore_officer(call: Call, wanted: NameOfficer) -> Json:
    """Let a suspended officer work again."""
    if wanted.officer == call.actor.name:
        raise PolicyError("officer.suspends_self", officer=wanted.officer)

    def keep(transaction: Transaction) -> None:
        connection = transaction.connection
        pseudonym = _check(connection, wanted.officer, suspended=True)
        connection.execute(delete(_SUSPENDED).where(_SUSPENDED.c.officer == wanted.officer))
        _tell(transaction, call, pseudonym, "restored")

    await call.node.writer.run(keep)
    return {"officer": wanted.officer, "suspended": False}


def _check(connection: Connection, name: str, *, suspended: bool) -> str:
    """Return the pseudonym of an officer who is, or is not, suspended; InputError otherwise."""
    pseudonym = connection.scalar(select(_OFFICER.pseudonym).where(_OFFICER.name == name))
    if pseudonym is None:
        raise InputError("officer.unknown", officer=name[:64])
    row = connection.scalar(select(_SUSPENDED.c.at_ms).where(_SUSPENDED.c.officer == name))
    if (row is not None) != suspended:
        raise InputError("officer.suspended_already" if row else "officer.not_suspended",
                         officer=name)  # fmt: skip
    return str(pseudonym)


def _check_oversight_stays(connection: Connection, name: str) -> None:
    """Refuse to suspend the last data-protection officer who works; PolicyError."""
    protecting = _OFFICER.role == Role.DATA_PROTECTION_OFFICER.value
    role = connection.scalar(select(_OFFICER.role).where(_OFFICER.name == name))
    away = select(_SUSPENDED.c.officer)
    others = connection.scalar(
        select(func.count()).where(protecting, _OFFICER.name != name, _OFFICER.name.not_in(away))
    )
    if role == Role.DATA_PROTECTION_OFFICER.value and not others:
        raise PolicyError("officer.last_overseer", officer=name)


def _tell(transaction: Transaction, call: Call, pseudonym: str, what: str) -> None:
    for officer in overseers(transaction.connection):
        leave_word(transaction, Word(officer, pseudonym, "", f"officer:{what}"))
    transaction.log(call.event(f"officer.{what}", pseudonym))

"""Watches of a cell: begun, handed over with all that is open, taken over by another officer."""

from __future__ import annotations

from entraide.cli.operation.arguments import Cell
from entraide.cli.operation.operating import write
from entraide.cli.session import Access, Session
from entraide.errors import InputError

__all__ = ["begin", "hand_over", "take_over"]


def begin(operation: Cell, words: str, *, access: Access | None = None) -> None:
    """Begin a watch that nobody hands over: the first, or where the one before cannot.

    Parameters
    ----------
    words
        Why nobody hands it over.
    """
    write(access, operation, "shift.begun", {"words": words})


def hand_over(operation: Cell, words: str, *, access: Access | None = None) -> None:
    """Hand one's watch over with a list of all that is open; it is yours until it is taken.

    Parameters
    ----------
    words
        What the next watch should know.
    """
    shown = Session(access or Access()).perform("operation.show", {"operation": operation})
    write(access, operation, "shift.handed", {"open": shown.get("open", []), "words": words})


def take_over(operation: Cell, *, access: Access | None = None) -> None:
    """Take over the watch that an officer of our own hands over."""
    session = Session(access or Access())
    shown = session.perform("operation.show", {"operation": operation})
    us = str(session.perform("node.status", {})["id"])
    waiting = [
        row["handing"]
        for row in shown.get("handovers", [])
        if row["party"] == us and row["taken_ms"] is None
    ]
    if len(waiting) != 1:
        raise InputError("event.nothing_handed", operation=operation[:64])
    write(access, operation, "shift.taken", {"handing": waiting[0]})

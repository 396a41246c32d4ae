"""Sentences of the error codes of the sealed account."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "glass.explained_before": mark("You have written already: another officer must."),
    "glass.no_such_use": mark("“{named}” names no use of a sealed account that is unexplained."),
    "glass.not_opened": mark(
        "It does not open: a half or the name is wrong, it was used before, none is set up, the "
        "reason is missing, or too many tries were made."
    ),
    "glass.not_proposed": mark(
        "{account} was not begun by another officer within the last quarter of an hour."
    ),
    "glass.over": mark("The hour of {use} is over already."),
    "glass.own_use": mark(
        "Whose name was given at the door does not write why: two other officers do."
    ),
    "glass.reads_only": mark("The sealed account reads a few screens; “{action}” it may not."),
    "glass.same_officer": mark("Two different officers set the account up."),
    "glass.still_open": mark("The hour of {use} is not over: end it, then write why."),
}

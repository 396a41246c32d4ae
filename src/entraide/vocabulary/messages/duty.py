"""Sentences of the error codes of the duty room."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "wall.bad_code": mark("The code is wrong, was used, or is older than a quarter of an hour."),
    "wall.not_open": mark("“{named}” names {found} open screens; one was expected."),
    "watch.closing_stays": mark("{entry} closes a matter: write a new entry instead."),
    "watch.incomplete": mark(
        "An entry says what happened; what it is about has both a kind and a reference."
    ),
    "watch.no_such_entry": mark("“{named}” names {found} entries; one was expected."),
    "watch.nobody_on": mark("Nobody is on watch: begin a shift."),
    "watch.not_open": mark("{entry} is not open: it calls for nobody, or was closed."),
    "watch.not_yet": mark("What is written down has happened already."),
    "watch.nothing_handed": mark("No shift waits to be taken over."),
    "watch.of_another": mark("The shift is another officer's."),
    "watch.other_sheet": mark("The sheet was written anew meanwhile: read it again."),
    "watch.own_shift": mark("Nobody takes over a shift from oneself: another officer does."),
    "watch.runs": mark("A shift runs and was not handed over: its officer hands it over."),
    "watch.unknown_severity": mark("“{severity}” is no severity; known are: {known}."),
}

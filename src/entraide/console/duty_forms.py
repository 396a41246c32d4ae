"""The forms of the duty room: watch log, shifts, wall screens, uses of the sealed account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.console.entry_forms import moment_given
from entraide.console.form import Fields, Form, given
from entraide.vocabulary.language import mark, translate

__all__ = ["DUTY_FORMS"]

_PAGE: Final = "/watch"
_USES: Final = "/oversight/break-glass"
_WHEN: Final = ("happened",)
_ENTRY: Final = ("text", "severity", "done", "about_kind", "about")


def _happened(fields: Fields) -> dict[str, Any]:
    typed = given(fields, "happened")
    return {"happened_ms": moment_given(fields, "happened")} if typed else {}


def _code(result: Mapping[str, Any]) -> str:
    """Tell the code of a screen: once, to who ordered it."""
    said = mark("Type this code at {address} within a quarter of an hour: {code}")
    return translate(said, address=result["address"], code=result["code"])


DUTY_FORMS: Final = (
    Form(action="watch.write", one=_ENTRY, more=_happened, beside=_WHEN, after=_PAGE,
         said=mark("Written into the watch log.")),
    Form(action="watch.correct", one=("entry", *_ENTRY), more=_happened, beside=_WHEN,
         after=_PAGE,
         said=mark("Corrected by a new entry; the old one stays.")),
    Form(action="watch.close", one=("entry", "text"), after=_PAGE, said=mark("Closed.")),
    Form(action="watch.begin", one=("words",), numbers=("hours",), after=_PAGE,
         said=mark("You are on watch.")),
    Form(action="watch.handover", one=("words",), numbers=("hours",),
         after="/watch/handover/{shift}",
         said=mark("Handed over; the watch is yours until another officer takes it.")),
    Form(action="watch.take", one=("sheet",), numbers=("hours",), after=_PAGE,
         said=mark("You are on watch.")),
    Form(action="wall.open", numbers=("hours",), after=_PAGE, said=mark("The screen is open."),
         tells=_code),
    Form(action="glass.end", one=("use",), after=_USES, said=mark("Its hour is over.")),
    Form(action="glass.explain", one=("use", "text"), after=_USES,
         said=mark("Written and signed.")),
    Form(action="wall.close", one=("wall",), after=_PAGE, said=mark("The screen is closed.")),
)  # fmt: skip

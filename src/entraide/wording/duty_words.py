"""Words of the duty room: how the watch stands, kinds of deadline, groups of a handover sheet."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["DUTY_WORDS", "GLASS_NEWS"]

_STANDING: Final = {
    "unused": mark("no shift is recorded"),
    "running": mark("on watch"),
    "ending": mark("to be handed over"),
    "handed": mark("handed over, not taken yet"),
    "untaken": mark("NOBODY HAS TAKEN OVER"),
}
_CLOCKS: Final = {
    "request": mark("Requests to us"),
    "question": mark("Questions that wait for a person"),
    "awaited": mark("Partners owe us"),
    "operation": mark("Operations"),
    "subject": mark("Persons concerned"),
}
_GROUPS: Final = {
    "overdue": mark("Overdue"),
    "due": mark("Due within the next shift"),
    "four-eyes": mark("Waits for a second officer"),
    "away": mark("Partners away"),
    "alarm": mark("Alarms"),
    "ending": mark("Memoranda that end soon"),
}
_NOTES: Final = {
    "written": mark("entry"),
    "corrected": mark("correction"),
    "closed": mark("closed"),
}
_ABOUT: Final = {
    "thread": mark("Thread"),
    "case": mark("Case"),
    "notice": mark("Notice"),
    "operation": mark("Operation"),
}
_HEALTH: Final = {
    "there": mark("there"),
    "away": mark("away"),
    "never": mark("not heard yet"),
}
GLASS_NEWS: Final = {
    "glass:opened": mark("THE SEALED ACCOUNT WAS OPENED"),
    "glass:tried": mark("somebody tries to open the sealed account"),
}
"""What every officer is told of it."""
DUTY_WORDS: Final = {
    "watch": _STANDING,
    "clock": _CLOCKS,
    "handover_group": _GROUPS,
    "watch_note": _NOTES,
    "watch_about": _ABOUT,
    "partner_health": _HEALTH,
}
"""By the field in which the code stands."""

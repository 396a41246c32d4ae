"""Drawing the clock of a request in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.show import say
from entraide.vocabulary.language import mark
from entraide.wording.clocks import label_of, left_in_words, moment

__all__ = ["draw_clock"]


def draw_clock(clock: Mapping[str, Any]) -> None:
    """Say when a request is due and what is left, or when it was answered; then its last delay."""
    due, left = moment(clock["due_ms"]), left_in_words(clock["left_ms"])
    if clock["answered_ms"]:
        say(mark("Due {due}; answered {answered} ({left})"),
            due=due, answered=moment(clock["answered_ms"]), left=left)  # fmt: skip
    else:
        say(mark("Due {due} ({left})"), due=due, left=left)
    if clock.get("delay"):
        delay = clock["delay"]
        say(mark("Delay announced: {reason}, expected by {day}"),
            reason=label_of(delay["reason"]), day=delay["expected"])  # fmt: skip

"""Who must be told of an open matter, and since when: computed from its severity and the time.

The proposal of a cell has the table: for a severity, after so many minutes without an
acknowledgement, who is told. Nothing of it is stored: it follows from the journal and the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.operations.event import Cell, Matter

__all__ = ["Step", "escalated", "steps_of"]

_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From this moment on these people must know, unless it is acknowledged before."""

    at_ms: int
    to: str


def steps_of(cell: Cell, matter: Matter) -> tuple[Step, ...]:
    """Return the steps of an open matter that nobody has acknowledged, earliest first."""
    if not matter.is_open or matter.acknowledged is not None:
        return ()
    return tuple(
        sorted(
            Step(matter.since_ms + int(row["minutes"]) * _MINUTE_MS, str(row["to"]))
            for row in cell.terms["escalation"]
            if row["severity"] == matter.severity
        )
    )


def escalated(cell: Cell, now_ms: int) -> Iterator[tuple[Matter, Step]]:
    """Yield each matter that has reached a step by now, with the last that it reached."""
    for matter in cell.matters.values():
        reached = [step for step in steps_of(cell, matter) if step.at_ms <= now_ms]
        if reached:
            yield matter, reached[-1]

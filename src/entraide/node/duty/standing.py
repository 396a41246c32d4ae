"""How the watch stands, and how much of its log is open: codes and counts, of nobody."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from entraide.node.duty.rows import last_shift, open_matters
from entraide.operations.watch import standing_of

__all__ = ["duty_counts"]

_MINUTE_MS: Final = 60_000


def duty_counts(connection: Connection, now_ms: int) -> dict[str, Any]:
    """Return how the watch stands, how long it has left, and how much of its log is open."""
    last = last_shift(connection)
    opened = open_matters(connection).values()
    return {
        "state": standing_of(last, now_ms).value,
        "left_min": (last.until_ms - now_ms) // _MINUTE_MS if last else None,
        "open": len(opened),
        "critical": sum(each == "critical" for each in opened),
    }

"""Small arithmetic of the measurements: percentiles, and CPU per message."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from exchange_parts.stage import Cpu


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return least, median, 95th percentile and most."""
    ordered = sorted(values)
    cuts = statistics.quantiles(ordered, n=20) if len(ordered) > 1 else ordered * 19
    return {
        "least": round(ordered[0], 2),
        "p50": round(statistics.median(ordered), 2),
        "p95": round(min(cuts[18], ordered[-1]), 2),
        "most": round(ordered[-1], 2),
    }


def micros(seconds: float, messages: int) -> float:
    """Return microseconds a message."""
    return round(seconds / messages * 1e6, 1)


def cpu_each(used: Cpu, messages: int) -> dict[str, float]:
    """Return the CPU microseconds of a message in a node and in its search process."""
    return {"node": micros(used.own, messages), "search": micros(used.search, messages)}

"""Whether a cell is what the memorandum agrees on for its event (Art. 5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.agreements.agreement import Agreement

__all__ = ["is_event_agreed"]


def is_event_agreed(agreement: Agreement, terms: Mapping[str, Any]) -> bool:
    """Tell whether a cell's event, its hosts and its last day are the agreed ones.

    False for the terms of any other operation.
    """
    row = agreement.event(str(terms.get("event", "")))
    if row is None:
        return False
    hosts = sorted(row.hosts) == sorted(terms["hosts"])
    return hosts and str(terms["latest"]) <= row.dissolves.isoformat()

"""What comes of cooperation: the promises of meetings against what a node holds of them."""

from __future__ import annotations

from entraide.assessment.drafting import Drafted, draft_from_promises
from entraide.assessment.holding import held_by_node
from entraide.assessment.promises import TRACKED, Held, Promise, Tracked, promises_of, track

__all__ = [
    "TRACKED",
    "Drafted",
    "Held",
    "Promise",
    "Tracked",
    "draft_from_promises",
    "held_by_node",
    "promises_of",
    "track",
]

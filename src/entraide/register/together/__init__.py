"""Documents read together: the same meeting told twice becomes one entry, holders get their dates.

Nothing is lost by joining: every telling stays whole in its entry, with its document. What two
documents tell differently is shown, and decided by a person.
"""

from __future__ import annotations

from entraide.register.together.entries import Disagreement, Entry, Telling, join
from entraide.register.together.holders import Holder, holders_of
from entraide.register.together.likeness import Likeness, judge
from entraide.register.together.merging import Duplicate, Joined, join_readings

__all__ = [
    "Disagreement",
    "Duplicate",
    "Entry",
    "Holder",
    "Joined",
    "Likeness",
    "Telling",
    "holders_of",
    "join",
    "join_readings",
    "judge",
]

"""The register: which meetings took place, with whom, and what was promised, each with its proof.

Pure: text and values in, values out. Only people who act in an office become participants; the
register holds no suspects, victims or journalists, and nothing of it feeds the search index.
"""

from __future__ import annotations

from entraide.register.model import (
    Agency,
    Agreement,
    Assertion,
    Conflict,
    Engagement,
    Evidence,
    Lead,
    Office,
    Outcome,
    Participation,
    Place,
    Proposal,
    Reading,
    Tenure,
    Topic,
    When,
    Zone,
)

__all__ = [
    "Agency",
    "Agreement",
    "Assertion",
    "Conflict",
    "Engagement",
    "Evidence",
    "Lead",
    "Office",
    "Outcome",
    "Participation",
    "Place",
    "Proposal",
    "Reading",
    "Tenure",
    "Topic",
    "When",
    "Zone",
]

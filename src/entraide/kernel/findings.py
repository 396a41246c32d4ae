"""Findings: what is wrong with a log, and where.

A finding is a value, not an error: whoever audits wants all of them, the lowest index first. Each
kind has its sentence in ``vocabulary.messages.kernel.FINDINGS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FINDING_KINDS", "MAX_FINDINGS", "Finding"]

MAX_FINDINGS: Final = 1000
"""Where a log is this broken, more findings tell nobody anything."""

FINDING_KINDS: Final = (
    "checkpoint_invalid",
    "entry_changed",
    "entry_inserted",
    "entry_missing",
    "entry_moved",
    "forked",
    "leaf_hash_changed",
    "log_cut_short",
    "log_rewritten",
    "more_findings",
    "opening_changed",
    "opening_kept",
    "opening_missing",
    "tile_changed",
    "tile_missing",
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Entry ``index`` is the first that it concerns; ``detail`` is a path, a size or a partner."""

    index: int
    kind: str
    detail: str = ""

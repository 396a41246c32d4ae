"""What came of an operation: results, each with its evidence; without any it stays *claimed*.

Nobody types *proved*: a result is proved by entries that name evidence of the same journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from entraide.operations.entry import Entry

__all__ = ["RESULT_ENTRIES", "Result", "Results", "results_of"]


@dataclass(frozen=True, slots=True)
class Result:
    """A result with the digests of its evidence; without any it is claimed, not proved."""

    claim: Entry
    evidence: tuple[str, ...]

    @property
    def is_proved(self) -> bool:
        """Tell whether evidence was given for it."""
        return bool(self.evidence)


Results: TypeAlias = Mapping[str, Result]
RESULT_ENTRIES: Final = ("result.claimed", "result.proved")


def results_of(results: Results, entry: Entry) -> Results:
    """Return the results after an entry of ``RESULT_ENTRIES``; one that names none adds nothing."""
    named: Any = entry.body["evidence"]
    if entry.kind == "result.claimed":
        return {**results, entry.digest: Result(entry, tuple(named))}
    key = str(entry.body["result"])
    result = results.get(key)
    if result is None:
        return results
    evidence = tuple(dict.fromkeys((*result.evidence, *named)))
    return {**results, key: replace(result, evidence=evidence)}

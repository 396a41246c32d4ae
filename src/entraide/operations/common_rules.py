"""Rules that hold in every operation alike: who holds evidence, who may take it, what is proved."""

from __future__ import annotations

from typing import Any, Final, Protocol

from entraide.operations.common_kinds import MOST_TARGETS
from entraide.operations.custody import Custody, handing_of
from entraide.operations.entry import Entry
from entraide.operations.results import Results
from entraide.operations.rules import Rule
from entraide.operations.targets import Target
from entraide.vocabulary.language import mark

__all__ = ["EVIDENCED", "HOLDER", "NEW_TARGET", "RECEIVER", "RESULT", "Kept"]


class Kept(Protocol):
    """What the states of all operations keep."""

    @property
    def evidence(self) -> Custody:
        """Evidence with its chain of custody."""

    @property
    def results(self) -> Results:
        """Results with their evidence."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the operation is after."""


def _holds(kept: Kept, entry: Entry) -> bool:
    exhibit = kept.evidence.get(str(entry.body["evidence"]))
    return exhibit is not None and exhibit.holder == entry.party and exhibit.handed is None


def _was_handed(kept: Kept, entry: Entry) -> bool:
    key = handing_of(kept.evidence, str(entry.body["handing"]))
    handed = None if key is None else kept.evidence[key].handed
    return handed is not None and handed.body["to"] == entry.party


def _is_evidenced(kept: Kept, entry: Entry) -> bool:
    named: Any = entry.body["evidence"]
    return set(named) <= set(kept.evidence)


def _is_new(kept: Kept, entry: Entry) -> bool:
    return Target.of_row(entry.body) not in kept.targets and len(kept.targets) < MOST_TARGETS


HOLDER: Final[Rule[Kept]] = Rule(
    mark("it names no evidence that you hold, or evidence that is being handed over already"),
    _holds,
)
RECEIVER: Final[Rule[Kept]] = Rule(
    mark("it names nothing that was handed to you and not taken yet"), _was_handed
)
EVIDENCED: Final[Rule[Kept]] = Rule(mark("it names evidence that was not entered"), _is_evidenced)
RESULT: Final[Rule[Kept]] = Rule(
    mark("it names no result"), lambda kept, entry: entry.body["result"] in kept.results
)
NEW_TARGET: Final[Rule[Kept]] = Rule(
    mark("it is named already, or the operation names as many as it may"), _is_new
)

"""Who of the members has answered that no other operation of its own meets this one.

An answer is about what the operation was after when it was given: whoever names a further thing or
person makes all answers void. A member answers an operation so often a day and no more, because
each answer is a bit about what else it runs (``deconfliction``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from entraide.operations.entry import Entry
from entraide.operations.rules import Rule
from entraide.vocabulary.language import mark

__all__ = ["ALL_CLEAR", "ANSWERED", "MOST_ANSWERS", "NOT_TOO_OFTEN", "Clearance", "Cleared"]

ANSWERED: Final = "deconfliction.answered"
MOST_ANSWERS: Final = 4
"""Answers of one member on one operation in a day."""
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """The answers of the members of an operation."""

    members: frozenset[str]
    answered: Mapping[str, bool] = field(default_factory=dict)
    """What each member answered last on what the operation is after now."""
    answers: tuple[Entry, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Tell whether every member has answered that nothing of its own meets it."""
        return all(self.answered.get(each, False) for each in self.members)

    @property
    def awaited(self) -> frozenset[str]:
        """The members that have not answered on what the operation is after now."""
        return self.members - set(self.answered)

    def is_clear_without(self, silent: frozenset[str]) -> bool:
        """Tell whether every member has answered so, but those that are silent and named."""
        return all(self.answered.get(each, each in silent) for each in self.members)

    def after(self, entry: Entry) -> Clearance:
        """Return what stands after an answer."""
        answered = {**self.answered, entry.party: bool(entry.body["clear"])}
        return replace(self, answered=answered, answers=(*self.answers, entry))

    def void(self) -> Clearance:
        """Return what stands after a further target was named: nobody has answered on it."""
        return replace(self, answered={})

    def told(self) -> dict[str, bool | None]:
        """Return for each member what it answered; None where it has not."""
        return {each: self.answered.get(each) for each in sorted(self.members)}


class Cleared(Protocol):
    """The state of an operation that members deconflict."""

    @property
    def clearance(self) -> Clearance:
        """Their answers."""


def _is_rare(state: Cleared, entry: Entry) -> bool:
    since = entry.at_ms - _DAY_MS
    mine = (each for each in state.clearance.answers if each.party == entry.party)
    return sum(each.at_ms > since for each in mine) < MOST_ANSWERS


ALL_CLEAR: Final[Rule[Cleared]] = Rule(
    mark("not every member has found that no other operation of its own meets this one"),
    lambda state, _: state.clearance.is_clear,
)
NOT_TOO_OFTEN: Final[Rule[Cleared]] = Rule(
    mark("you have answered on this operation as often as a day allows"), _is_rare
)

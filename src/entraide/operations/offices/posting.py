"""A liaison officer's posting as its journal tells it (Council Decision 2003/170/JHA).

A state notifies its officer's posting to the host, and to the states for which the officer acts
too: a shared officer, for whoever has none there. The host's acceptance makes it stand; each state
served, and each fellow whose own officers share tasks, consents for itself. Contacts and what the
officer did are kept at home and are no part of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.offices.kinds import POSTING
from entraide.operations.rules import day_of
from entraide.operations.tasks import Tasks, tasks_done, tasks_set

__all__ = [
    "POSTING_FOLD",
    "Posting",
    "PostingState",
    "last_day_of_posting",
    "posting_audience",
    "posting_of",
]


class PostingState(StrEnum):
    """Where a posting stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    STANDING = "standing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What the journal amounts to."""

    founding: Entry
    accepted: frozenset[str]
    """Those who consented, the sending state among them."""
    declined: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    notified: tuple[Entry, ...] = ()
    """The notification, and each that followed it, the last one at the end."""
    tasks: Tasks = field(default_factory=dict)
    warnings: tuple[Entry, ...] = ()
    ended: Entry | None = None

    @property
    def terms(self) -> Mapping[str, Any]:
        """What was notified first."""
        return self.founding.body

    @property
    def standing(self) -> frozenset[str]:
        """Those who take part in it now."""
        return self.accepted - self.left

    def state(self, day: str) -> PostingState:
        """Return where the posting stands on a day (ISO)."""
        host = self.terms["host"]
        if host in self.declined:
            return PostingState.DECLINED
        if self.ended or host in self.left or day > str(self.terms["until"]):
            return PostingState.ENDED
        return PostingState.STANDING if host in self.accepted else PostingState.PROPOSED


def posting_of(entries: Iterable[Entry]) -> Posting:
    """Fold the entries of a journal, in its order, the founding one first."""
    return POSTING_FOLD.of(entries)


def posting_audience(posting: Posting) -> frozenset[str]:
    """Return the parties to whom entries still go: whoever declined or left gets no more."""
    return frozenset(posting.terms["members"]) - posting.declined - posting.left


def last_day_of_posting(entries: Iterable[Entry]) -> str:
    """Return the last day (ISO) as notified, or the day of the last entry once it has ended."""
    order = tuple(entries)
    posting = posting_of(order)
    until = str(posting.terms["until"])
    return until if posting.ended is None else min(until, day_of(order[-1]))


def _begun(founding: Entry) -> Posting:
    first = frozenset({founding.party})
    return Posting(founding=founding, accepted=first, notified=(founding,))


def _accepted(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, accepted=posting.accepted | {entry.party})


def _declined(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, declined=posting.declined | {entry.party})


def _left(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, left=posting.left | {entry.party})


def _notified(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, notified=(*posting.notified, entry))


def _set(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, tasks=tasks_set(posting.tasks, entry))


def _done(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, tasks=tasks_done(posting.tasks, entry))


def _warned(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, warnings=(*posting.warnings, entry))


def _ended(posting: Posting, entry: Entry) -> Posting:
    return replace(posting, ended=posting.ended or entry)


_APPLIED: Final[Mapping[str, Callable[[Posting, Entry], Posting]]] = {
    POSTING: founded_twice,
    "posting.accepted": _accepted,
    "posting.declined": _declined,
    "posting.left": _left,
    "duties.notified": _notified,
    "task.set": _set,
    "task.done": _done,
    "threat.warned": _warned,
    "posting.ended": _ended,
}

POSTING_FOLD: Final = Fold(_begun, _APPLIED)
"""How its journal becomes what stands."""

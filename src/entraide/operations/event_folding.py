"""Folding the journal of a major event's cell: one table, from a kind of entry to what it changes.

An entry that names nothing that is there changes nothing: whether it may stand at all is decided
before (``event_rules``), from what its author had seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from entraide.operations.entry import Entry
from entraide.operations.event import Cell, Handover, Listed, Matter
from entraide.operations.folding import Fold, founded_twice
from entraide.operations.proposals import proposals_agreed, proposals_made
from entraide.operations.tasks import tasks_done, tasks_set

__all__ = ["EVENT_FOLD", "event_audience", "event_of"]


def event_of(entries: Iterable[Entry]) -> Cell:
    """Fold the entries of a journal, in its order, the founding one first."""
    return EVENT_FOLD.of(entries)


def event_audience(cell: Cell) -> frozenset[str]:
    """Return the parties to whom entries go: who has joined; others know the proposal alone."""
    return cell.active


def _opened(founding: Entry) -> Cell:
    return Cell(founding=founding, joined=frozenset({founding.party}))


def _joined(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, joined=cell.joined | {entry.party})


def _declined(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, declined=cell.declined | {entry.party})


def _left(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, left=cell.left | {entry.party})


def _noted(cell: Cell, _: Entry) -> Cell:
    return cell


def _venue(cell: Cell, entry: Entry) -> Cell:
    venue = str(entry.body["venue"])
    return replace(cell, venues={venue: entry, **cell.venues})


def _day(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, days={**cell.days, _place(entry): entry})


def _no_day(cell: Cell, entry: Entry) -> Cell:
    place = _place(entry)
    return replace(cell, days={key: each for key, each in cell.days.items() if key != place})


def _place(entry: Entry) -> tuple[str, str]:
    return str(entry.body["venue"]), str(entry.body["day"])


def _written(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, matters=cell.matters.grown(entry.digest, Matter(entry)))


def _matter(change: Callable[[Matter, Entry], Matter]) -> Callable[[Cell, Entry], Cell]:
    def apply(cell: Cell, entry: Entry) -> Cell:
        key = str(entry.body["of"])
        matter = cell.matters.get(key)
        if matter is None:
            return cell
        return replace(cell, matters=cell.matters.grown(key, change(matter, entry)))

    return apply


def _raised(matter: Matter, entry: Entry) -> Matter:
    return replace(matter, raised=(*matter.raised, entry), acknowledged=None)


def _acknowledged(matter: Matter, entry: Entry) -> Matter:
    return replace(matter, acknowledged=matter.acknowledged or entry)


def _closed(matter: Matter, entry: Entry) -> Matter:
    return replace(matter, closed=matter.closed or entry)


def _begun(cell: Cell, entry: Entry) -> Cell:
    """A watch that was begun without a handover; what was handed and not taken is void."""
    waiting = cell.handing_of(entry.party)
    left = {key: each for key, each in cell.handovers.items() if each is not waiting}
    begun = (*cell.begun, entry) if entry.party in cell.watches else cell.begun
    watches = {**cell.watches, entry.party: entry.author}
    return replace(cell, handovers=left, watches=watches, begun=begun)


def _handed(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, handovers={**cell.handovers, entry.digest: Handover(entry)})


def _taken(cell: Cell, entry: Entry) -> Cell:
    key = str(entry.body["handing"])
    handover = cell.handovers.get(key)
    if handover is None or handover.taken is not None:
        return cell
    grown = {**cell.handovers, key: replace(handover, taken=entry)}
    return replace(cell, handovers=grown, watches={**cell.watches, entry.party: entry.author})


def _task(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, tasks=tasks_set(cell.tasks, entry))


def _done(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, tasks=tasks_done(cell.tasks, entry))


def _proposed(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, proposals=proposals_made(cell.proposals, entry))


def _agreed(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, proposals=proposals_agreed(cell.proposals, entry))


def _announced(cell: Cell, entry: Entry) -> Cell:
    return replace(cell, lists={**cell.lists, entry.digest: Listed(entry)})


def _list(change: Callable[[Listed, Entry], Listed]) -> Callable[[Cell, Entry], Cell]:
    def apply(cell: Cell, entry: Entry) -> Cell:
        key = str(entry.body["list"])
        listed = cell.lists.get(key)
        if listed is None:
            return cell
        return replace(cell, lists={**cell.lists, key: change(listed, entry)})

    return apply


def _admitted(listed: Listed, entry: Entry) -> Listed:
    return replace(listed, admitted=(*listed.admitted, entry))


def _refused(listed: Listed, entry: Entry) -> Listed:
    return replace(listed, refused={entry.party: entry, **listed.refused})


def _screened(listed: Listed, entry: Entry) -> Listed:
    return replace(listed, screened={str(entry.body["partner"]): entry, **listed.screened})


_APPLIED: Final[Mapping[str, Callable[[Cell, Entry], Cell]]] = {
    "event.proposed": founded_twice,
    "event.joined": _joined,
    "event.declined": _declined,
    "event.left": _left,
    "note": _noted,
    "venue.named": _venue,
    "day.set": _day,
    "day.dropped": _no_day,
    "log.written": _written,
    "incident.opened": _written,
    "matter.raised": _matter(_raised),
    "matter.acknowledged": _matter(_acknowledged),
    "matter.closed": _matter(_closed),
    "shift.begun": _begun,
    "shift.handed": _handed,
    "shift.taken": _taken,
    "task.set": _task,
    "task.done": _done,
    "until.proposed": _proposed,
    "until.agreed": _agreed,
    "accreditation.announced": _announced,
    "accreditation.admitted": _list(_admitted),
    "accreditation.refused": _list(_refused),
    "accreditation.screened": _list(_screened),
}

EVENT_FOLD: Final = Fold(_opened, _APPLIED)
"""How its journal becomes what stands."""

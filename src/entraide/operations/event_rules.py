"""Which entry of a major event's journal may be written when, and by whom: one table.

An entry is judged by what its author had seen (``rules``). A watch is handed over by the officer
who has it, with exactly what is open, and taken by another officer. Nobody acknowledges what he
wrote himself. Nothing is written once the cell is dissolved, and it cannot be put off beyond the
last day that the proposal names, which is the agreement's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.event import BATCH, Cell, CellState, Listed, Matter
from entraide.operations.event_kinds import SEVERITIES
from entraide.operations.rules import Rule, broken, day_of
from entraide.vocabulary.language import mark

__all__ = ["EVENT_RULES", "broken_event_rule", "broken_terms_of_event"]


def _matter(cell: Cell, entry: Entry) -> Matter | None:
    return cell.matters.get(str(entry.body["of"]))


def _is_open(cell: Cell, entry: Entry) -> bool:
    matter = _matter(cell, entry)
    return matter is not None and matter.closed is None


def _calls(cell: Cell, entry: Entry) -> bool:
    matter = _matter(cell, entry)
    return matter is not None and matter.is_open and matter.acknowledged is None


def _is_of_another(cell: Cell, entry: Entry) -> bool:
    """Tell whether somebody else wrote it, and raised it last."""
    matter = _matter(cell, entry)
    return matter is not None and all(
        (each.party, each.author) != (entry.party, entry.author)
        for each in (matter.entry, *matter.raised[-1:])
    )


def _is_higher(cell: Cell, entry: Entry) -> bool:
    matter = _matter(cell, entry)
    if matter is None:
        return False
    return SEVERITIES.index(str(entry.body["severity"])) > SEVERITIES.index(matter.severity)


def _tasks_are_done(cell: Cell, entry: Entry) -> bool:
    of = entry.body["of"]
    return not any(
        each.done is None and each.setting.body["incident"] == of for each in cell.tasks.values()
    )


def _is_own_venue(cell: Cell, entry: Entry) -> bool:
    venue = cell.venues.get(str(entry.body["venue"]))
    return venue is not None and venue.party == entry.party


def _knows_venue(cell: Cell, entry: Entry) -> bool:
    return entry.body["venue"] is None or entry.body["venue"] in cell.venues


def _has_watch(cell: Cell, entry: Entry) -> bool:
    has = cell.watches.get(entry.party) == entry.author
    return has and cell.handing_of(entry.party) is None


def _was_handed(cell: Cell, entry: Entry) -> bool:
    handover = cell.handing_of(entry.party)
    return handover is not None and handover.handed.digest == entry.body["handing"]


def _is_other_officer(cell: Cell, entry: Entry) -> bool:
    handover = cell.handing_of(entry.party)
    return handover is not None and handover.handed.author != entry.author


def _is_open_task(cell: Cell, entry: Entry) -> bool:
    task = cell.tasks.get(str(entry.body["task"]))
    return task is not None and task.done is None and task.setting.body["owner"] == entry.party


def _is_incident(cell: Cell, entry: Entry) -> bool:
    named = entry.body["incident"]
    matter = cell.matters.get(str(named))
    return named is None or (matter is not None and matter.is_incident and matter.is_open)


def _waits(cell: Cell, entry: Entry) -> bool:
    proposal = cell.proposals.get(str(entry.body["proposal"]))
    return proposal is not None and entry.party not in proposal.agreed


def _listed(cell: Cell, entry: Entry) -> Listed | None:
    return cell.lists.get(str(entry.body["list"]))


def _may_decide(cell: Cell, entry: Entry) -> bool:
    listed = _listed(cell, entry)
    return (
        listed is not None
        and listed.announced.party != entry.party
        and entry.party not in listed.refused
        and entry.author not in listed.admitted_by(entry.party)
    )


def _is_next_version(cell: Cell, entry: Entry) -> bool:
    own = [each for each in cell.lists.values() if each.announced.party == entry.party]
    return entry.body["version"] == len(own) + 1


def _is_sized(_: Cell, entry: Entry) -> bool:
    persons, batches = (int(str(entry.body[name])) for name in ("persons", "batches"))
    return persons > 0 and batches == -(-persons // BATCH)


def _is_counted(cell: Cell, entry: Entry) -> bool:
    listed, body = _listed(cell, entry), entry.body
    if listed is None or listed.announced.party != entry.party:
        return False
    told = int(str(body["no_objection"])) + int(str(body["referred"]))
    fresh = body["partner"] not in listed.screened and body["partner"] in cell.active - {
        entry.party
    }
    return fresh and told == listed.announced.body["persons"]


_MEMBER: Final[Rule[Cell]] = Rule(
    mark("only a member that has joined and not left writes here"),
    lambda cell, entry: entry.party in cell.active,
)
_INVITED: Final[Rule[Cell]] = Rule(
    mark("the cell is declined or dissolved, or you have answered"),
    lambda cell, entry: (
        cell.state(day_of(entry)) in {CellState.PROPOSED, CellState.STANDING}
        and entry.party not in cell.joined | cell.declined
    ),
)
_RUNS: Final[Rule[Cell]] = Rule(
    mark("the cell is declined or dissolved"),
    lambda cell, entry: cell.state(day_of(entry)) in {CellState.PROPOSED, CellState.STANDING},
)
_STANDING: Final[Rule[Cell]] = Rule(
    mark("the cell does not stand: not all hosts have joined, or it is dissolved"),
    lambda cell, entry: cell.state(day_of(entry)) is CellState.STANDING,
)
_OWN_STATE: Final[Rule[Cell]] = Rule(
    mark("a venue is named by a host, in its own state"),
    lambda cell, entry: (
        entry.party in cell.hosts and cell.party_of(entry.body["country"]) == entry.party
    ),
)
_NEW_VENUE: Final[Rule[Cell]] = Rule(
    mark("a venue of this name is there already"),
    lambda cell, entry: entry.body["venue"] not in cell.venues,
)
_OWN_VENUE: Final[Rule[Cell]] = Rule(mark("it names no venue of yours"), _is_own_venue)
_DAY_WITHIN: Final[Rule[Cell]] = Rule(
    mark("the day is not within the event"),
    lambda cell, entry: str(cell.terms["starts"]) <= str(entry.body["day"]) < cell.until,
)
_DAY_SET: Final[Rule[Cell]] = Rule(
    mark("nothing is set there on that day"),
    lambda cell, entry: (str(entry.body["venue"]), str(entry.body["day"])) in cell.days,
)
_VENUE: Final[Rule[Cell]] = Rule(mark("it names no venue of the event"), _knows_venue)
_HAPPENED: Final[Rule[Cell]] = Rule(
    mark("it is written before it happened"),
    lambda _, entry: int(str(entry.body["happened_ms"])) <= entry.at_ms,
)
_OPEN: Final[Rule[Cell]] = Rule(mark("it names no log entry or incident that is open"), _is_open)
_CALLS: Final[Rule[Cell]] = Rule(mark("it calls for nobody, or was acknowledged already"), _calls)
_OF_ANOTHER: Final[Rule[Cell]] = Rule(
    mark("who wrote or raised it does not acknowledge it"), _is_of_another
)
_HIGHER: Final[Rule[Cell]] = Rule(mark("the severity is not higher than before"), _is_higher)
_TASKS_DONE: Final[Rule[Cell]] = Rule(
    mark("a task of this incident is not done yet"), _tasks_are_done
)
_NO_WATCH: Final[Rule[Cell]] = Rule(
    mark("you have the watch already"),
    lambda cell, entry: cell.watches.get(entry.party) != entry.author,
)
_ON_WATCH: Final[Rule[Cell]] = Rule(
    mark("you do not have the watch, or it is being handed over already"), _has_watch
)
_LISTS_OPEN: Final[Rule[Cell]] = Rule(
    mark("it does not list exactly what is open"),
    lambda cell, entry: frozenset(_strings(entry, "open")) == cell.open_of(),
)
_HANDED: Final[Rule[Cell]] = Rule(
    mark("it names no handover of your watch that waits to be taken"), _was_handed
)
_OTHER_OFFICER: Final[Rule[Cell]] = Rule(
    mark("a watch is taken by another officer than the one who hands it over"), _is_other_officer
)
_OWNER: Final[Rule[Cell]] = Rule(
    mark("it names a party that is not in the cell"),
    lambda cell, entry: entry.body["owner"] in cell.active,
)
_INCIDENT: Final[Rule[Cell]] = Rule(mark("it names no incident that is open"), _is_incident)
_OWN_TASK: Final[Rule[Cell]] = Rule(mark("it names no open task of yours"), _is_open_task)
_WITHIN: Final[Rule[Cell]] = Rule(
    mark(
        "the day has passed, is the present one, or lies beyond the last that the agreement allows"
    ),
    lambda cell, entry: (
        day_of(entry) <= str(entry.body["until"]) <= str(cell.terms["latest"])
        and entry.body["until"] != cell.until
    ),
)
_WAITS: Final[Rule[Cell]] = Rule(mark("it names no such proposal that waits for you"), _waits)
_VERSION: Final[Rule[Cell]] = Rule(mark("it is not your next version"), _is_next_version)
_SIZED: Final[Rule[Cell]] = Rule(mark("persons and batches do not agree"), _is_sized)
_MAY_DECIDE: Final[Rule[Cell]] = Rule(
    mark("it names no list of another member on which you have not decided"), _may_decide
)
_COUNTED: Final[Rule[Cell]] = Rule(
    mark("it names no list of yours, or the persons do not add up"), _is_counted
)

EVENT_RULES: Final[Mapping[str, tuple[Rule[Cell], ...]]] = {
    "event.joined": (_INVITED,),
    "event.declined": (_INVITED,),
    "event.left": (_MEMBER, _RUNS),
    "note": (_MEMBER, _RUNS),
    "venue.named": (_MEMBER, _RUNS, _OWN_STATE, _NEW_VENUE),
    "day.set": (_MEMBER, _RUNS, _OWN_VENUE, _DAY_WITHIN),
    "day.dropped": (_MEMBER, _RUNS, _OWN_VENUE, _DAY_SET),
    "log.written": (_MEMBER, _STANDING, _VENUE, _HAPPENED),
    "incident.opened": (_MEMBER, _STANDING, _VENUE, _HAPPENED),
    "matter.raised": (_MEMBER, _STANDING, _OPEN, _HIGHER),
    "matter.acknowledged": (_MEMBER, _STANDING, _CALLS, _OF_ANOTHER),
    "matter.closed": (_MEMBER, _STANDING, _OPEN, _TASKS_DONE),
    "shift.begun": (_MEMBER, _STANDING, _NO_WATCH),
    "shift.handed": (_MEMBER, _STANDING, _ON_WATCH, _LISTS_OPEN),
    "shift.taken": (_MEMBER, _STANDING, _HANDED, _OTHER_OFFICER),
    "task.set": (_MEMBER, _STANDING, _OWNER, _INCIDENT),
    "task.done": (_MEMBER, _STANDING, _OWN_TASK),
    "until.proposed": (_MEMBER, _STANDING, _WITHIN),
    "until.agreed": (_MEMBER, _STANDING, _WAITS),
    "accreditation.announced": (_MEMBER, _STANDING, _VERSION, _SIZED),
    "accreditation.admitted": (_MEMBER, _STANDING, _MAY_DECIDE),
    "accreditation.refused": (_MEMBER, _STANDING, _MAY_DECIDE),
    "accreditation.screened": (_MEMBER, _STANDING, _COUNTED),
}
"""The rules of each kind but the founding one, in the order in which the first broken is named."""

_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("who proposes it is not among the members, or they do not stand in order"),
        lambda terms, entry: (
            entry.party in terms["members"] and terms["members"] == sorted(terms["members"])
        ),
    ),
    (
        mark("a cell is proposed by a host, and every host is a member"),
        lambda terms, entry: (
            entry.party in terms["hosts"] and set(terms["hosts"]) <= set(terms["members"])
        ),
    ),
    (
        mark("each member stands once, with its state"),
        lambda terms, _: (
            sorted(row["party"] for row in terms["states"]) == terms["members"]
            and len({row["country"] for row in terms["states"]}) == len(terms["states"])
        ),
    ),
    (
        mark("the cell dissolves before it begins, has dissolved, or lasts beyond the agreement"),
        lambda terms, entry: (
            max(terms["starts"], day_of(entry)) < terms["dissolves"] <= terms["latest"]
        ),
    ),
)


def broken_event_rule(cell: Cell, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(EVENT_RULES[entry.kind], cell, entry)


def broken_terms_of_event(entry: Entry) -> str | None:
    """Return what is said against a proposal; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)


def _strings(entry: Entry, field: str) -> list[str]:
    named: Any = entry.body[field]
    return list(named)

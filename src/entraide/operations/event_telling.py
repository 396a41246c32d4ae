"""A major event's cell as plain data, for the command line, the console and its report."""

from __future__ import annotations

from typing import Any

from entraide.operations.entry import Entry
from entraide.operations.escalation import steps_of
from entraide.operations.event import Cell, Handover, Listed, Matter
from entraide.operations.event_figures import figures_of
from entraide.operations.event_folding import event_of

__all__ = ["tell_event"]

_APART = ("nonce", "dissolves", "case")


def tell_event(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return a cell as it stands on a day (ISO), with the entries that brought it there."""
    cell = event_of(order)
    terms = {key: value for key, value in cell.terms.items() if key not in _APART}
    return {
        **terms,
        "countries": sorted(row["country"] for row in cell.terms["states"]),
        "keeps": cell.hosts <= cell.joined and str(cell.terms["starts"]) <= day,
        "proposed_by": cell.founding.party,
        "until": cell.until,
        "state": cell.state(day).value,
        "joined": sorted(cell.active),
        "awaited": sorted(set(cell.terms["members"]) - cell.joined - cell.declined),
        "declined": sorted(cell.declined),
        "left": sorted(cell.left),
        "venues": [{**each.body, "party": each.party} for each in cell.venues.values()],
        "days": [dict(cell.days[key].body) for key in sorted(cell.days, key=lambda k: (k[1], k))],
        "watches": [
            {"party": party, "officer": officer} for party, officer in sorted(cell.watches.items())
        ],
        "handovers": [_handover(each) for each in cell.handovers.values()],
        "matters": [_matter(cell, each) for each in cell.matters.values()],
        "tasks": [_task(cell, key) for key in cell.tasks],
        "open": sorted(cell.open_of()),
        "lists": [_listed(cell, each) for each in cell.lists.values()],
        "proposals": [_proposal(cell, key) for key in cell.proposals],
        "figures": figures_of(order),
    }


def _matter(cell: Cell, matter: Matter) -> dict[str, Any]:
    entry, body = matter.entry, matter.entry.body
    return {
        "matter": entry.digest,
        "what": "incident" if matter.is_incident else "log",
        "nature": body.get("nature"),
        "severity": matter.severity,
        "venue": body["venue"],
        "countries": body.get("countries", []),
        "happened_ms": body["happened_ms"],
        "at_ms": entry.at_ms,
        "text": body["text"],
        "party": entry.party,
        "author": entry.author,
        "raised": [{"at_ms": each.at_ms, **each.body} for each in matter.raised],
        "acknowledged_by": matter.acknowledged.party if matter.acknowledged else None,
        "acknowledged_ms": matter.acknowledged.at_ms if matter.acknowledged else None,
        "closed_ms": matter.closed.at_ms if matter.closed else None,
        "outcome": matter.closed.body["words"] if matter.closed else None,
        "state": "open" if matter.is_open else "closed" if matter.closed else "noted",
        "escalates": [{"at_ms": each.at_ms, "to": each.to} for each in steps_of(cell, matter)],
    }


def _handover(handover: Handover) -> dict[str, Any]:
    handed, taken = handover.handed, handover.taken
    return {
        "handing": handed.digest,
        "party": handed.party,
        "from": handed.author,
        "open": handed.body["open"],
        "words": handed.body["words"],
        "handed_ms": handed.at_ms,
        "taken_by": taken.author if taken else None,
        "taken_ms": taken.at_ms if taken else None,
    }


def _task(cell: Cell, key: str) -> dict[str, Any]:
    task = cell.tasks[key]
    return {
        "task": key,
        **task.setting.body,
        "set_by": task.setting.party,
        "state": "done" if task.done else "open",
        "done_ms": task.done.at_ms if task.done else None,
        "words": task.done.body["words"] if task.done else None,
    }


def _listed(cell: Cell, listed: Listed) -> dict[str, Any]:
    entry = listed.announced
    return {
        "list": entry.digest,
        "owner": entry.party,
        **entry.body,
        "partners": [_at_partner(listed, party) for party in sorted(cell.active - {entry.party})],
    }


def _at_partner(listed: Listed, party: str) -> dict[str, Any]:
    told = listed.screened.get(party)
    state = "screened" if told else "admitted" if listed.admitted_by(party) else "waiting"
    return {
        "partner": party,
        "state": "refused" if party in listed.refused else state,
        "no_objection": told.body["no_objection"] if told else None,
        "referred": told.body["referred"] if told else None,
    }


def _proposal(cell: Cell, key: str) -> dict[str, Any]:
    proposal = cell.proposals[key]
    agreed = cell.active <= set(proposal.agreed)
    return {
        "proposal": key,
        "what": "until",
        "by": proposal.entry.party,
        "until": proposal.entry.body["until"],
        "words": proposal.entry.body["words"],
        "agreed": list(proposal.agreed),
        "awaited": sorted(cell.active - set(proposal.agreed)),
        "state": "agreed" if agreed else "open",
    }

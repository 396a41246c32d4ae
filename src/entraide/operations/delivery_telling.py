"""A controlled delivery as plain data, for the command line, the console and its report."""

from __future__ import annotations

from typing import Any

from entraide.operations.delivery import Delivery, delivery_of
from entraide.operations.entry import Entry
from entraide.operations.rules import day_of
from entraide.operations.telling import tell_evidence, tell_results, tell_targets

__all__ = ["tell_delivery"]

_APART = ("nonce", "states", "legs", "contacts", "trackers", "intervention")


def tell_delivery(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return a controlled delivery as it stands, with the entries that brought it there."""
    delivery = delivery_of(order)
    terms = {key: value for key, value in delivery.terms.items() if key not in _APART}
    return {
        **terms,
        "countries": sorted(row["country"] for row in delivery.terms["states"]),
        "keeps": bool(delivery.legs),
        "requested_by": delivery.founding.party,
        "starts": _first_day(delivery, day),
        "until": None,
        "state": delivery.state.value,
        "joined": sorted(delivery.joined),
        "states": [_state(delivery, row) for row in delivery.terms["states"]],
        "clear": delivery.clearance.told(),
        "identifiers": tell_targets(delivery.targets),
        "legs": [_leg(delivery, at, row) for at, row in enumerate(delivery.terms["legs"])],
        "contacts": _contacts(delivery),
        "events": [_event(each) for each in delivery.events],
        "substitutions": [_row(each) for each in delivery.substitutions],
        "planned_trackers": list(delivery.terms["trackers"]),
        "trackers": [_row(each) for each in delivery.trackers.values()],
        "evidence": tell_evidence(delivery.evidence),
        "results": tell_results(delivery.results),
        "intervention": delivery.terms["intervention"],
        "intervened": _event(delivery.intervention) if delivery.intervention else None,
        "outcome": _event(delivery.outcome) if delivery.outcome else None,
        "aborted": _event(delivery.aborted) if delivery.aborted else None,
        "report": _event(delivery.report) if delivery.report else None,
    }


def _first_day(delivery: Delivery, day: str) -> str:
    """Return the day on which it began to move, or today while it has not."""
    first = delivery.legs.get(0)
    return day if first is None else day_of(first.started)


def _state(delivery: Delivery, row: dict[str, Any]) -> dict[str, Any]:
    granted, country = delivery.authorised.get(row["country"]), row["country"]
    legs = delivery.terms["legs"]
    part = {legs[0]["origin"]: "origin", legs[-1]["destination"]: "destination"}
    return {
        **row,
        "route_part": part.get(country, "transit"),
        "authorised": granted is not None,
        **({} if granted is None else {**granted.body, "entry": granted.digest}),
    }


def _leg(delivery: Delivery, at: int, row: dict[str, Any]) -> dict[str, Any]:
    leg = delivery.legs.get(at)
    steps = (leg.started, leg.given, leg.taken) if leg else (None, None, None)
    state = sum(each is not None for each in steps)
    return {
        "leg": at,
        **row,
        "state": ("planned", "started", "handed-over", "taken-over")[state],
        **{
            name: each.at_ms if each else None
            for name, each in zip(("started_ms", "given_ms", "taken_ms"), steps, strict=True)
        },
    }


def _contacts(delivery: Delivery) -> list[dict[str, Any]]:
    """Return whom to reach day and night at each party: as it said last."""
    last = {row["party"]: dict(row) for row in delivery.terms["contacts"]}
    for entry in delivery.events:
        if entry.kind == "contact.changed":
            last[entry.party] = {"party": entry.party, **entry.body}
    return [last[party] for party in sorted(last)]


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry.digest,
        "kind": entry.kind,
        "party": entry.party,
        "author": entry.author,
        "at_ms": entry.at_ms,
        "body": dict(entry.body),
    }


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row: what it says beside who said it and when."""
    told = _event(entry)
    body = told.pop("body")
    return {**told, **body}

"""What the members of an operation write into its journal: one table of kinds for each operation.

A row is a kind of entry, what it does, and its fields. An entry with another field, or of a kind
that is not in the table of its operation, is refused at every member. The page docs/operations.md
is drawn from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import Json
from entraide.operations.action_kinds import ACTION, ACTION_KINDS
from entraide.operations.common_kinds import (
    COMMON,
    EVIDENCE_KINDS,
    NOTE_KIND,
    RESULT_KINDS,
    RESULTS,
    TARGET_KIND,
    TARGETS,
)
from entraide.operations.entry import Entry
from entraide.operations.event_kinds import EVENT, EVENT_KINDS
from entraide.operations.kind import Kind
from entraide.operations.offices.kinds import (
    ASSISTANCE,
    ASSISTANCE_KINDS,
    COMMITTEE,
    COMMITTEE_KINDS,
    POSTING,
    POSTING_KINDS,
)
from entraide.operations.shapes import (
    COUNT,
    COUNTRY,
    DAY,
    DIGEST,
    FLAG,
    LINE,
    MOMENT,
    PARTY,
    POSITION,
    TEXT,
    choice,
    many,
    one,
    optional,
    read_fields,
    rows,
)
from entraide.vocabulary.language import mark

__all__ = [
    "ACTION",
    "ACTION_KINDS",
    "COMMON",
    "COMPUTED",
    "DELIVERY",
    "DELIVERY_KINDS",
    "ENDING",
    "EVENT",
    "EVENT_KINDS",
    "JOINING",
    "RESULTS",
    "TEAM",
    "TEAM_KINDS",
    "TIMED",
    "check_shape",
    "kinds_of",
]

TEAM: Final = "team.proposed"
DELIVERY: Final = "delivery.requested"
COMPUTED: Final = frozenset({"accreditation.screened", "deconfliction.answered"})
"""Entries that a node computes: no officer types what they say."""
JOINING: Final = frozenset({"action.joined", "delivery.joined", "event.joined", "team.joined"})
"""Entries by which a member joins, and names a case of its own to which the operation belongs."""
ENDING: Final = frozenset({
    "aborted", "action.closed", "authorisation.refused", "authorisation.withdrawn",
    "closure.agreed",
    "closure.proposed", "decision.refused", "event.left", "need.withdrawn", "nogo.given",
    "outcome.reported", "posting.ended", "posting.left", "report.made", "session.closed",
    "team.left", "until.agreed", "until.proposed",
})  # fmt: skip
"""Entries that end or stop something: who has written all that it may still writes them."""
TIMED: Final = frozenset(
    {"authorisation.granted", "go.given", "nogo.given", "handover.taken", "leg.started"}
)
"""Entries whose time decides something: when they came is held against the time that they bear."""

_TEAM: Final = (
    Kind(TEAM, mark("Propose a joint team"), {
        **COMMON,
        "starts": DAY,
        "until": DAY,
        "states": rows(least=1, country=COUNTRY, law=LINE, leader=LINE, party=PARTY),
        "people": rows(party=PARTY, name=LINE, part=choice("member", "participant")),
        **TARGETS,
    }),
    Kind("team.joined", mark("Join the team on the terms proposed"), {}),
    Kind("team.declined", mark("Decline to join"), {"words": LINE}),
    Kind("team.left", mark("Leave the team"), {"words": LINE}),
    NOTE_KIND,
    TARGET_KIND,
    Kind("person.named", mark("Name a person of one's own who works in the team"),
         {"name": LINE, "part": choice("leader", "member", "participant")}),
    Kind("person.left", mark("Say that a person of one's own works in it no more"),
         {"name": LINE}),
    Kind("task.set", mark("Set a task, with its owner and due day"),
         {"title": LINE, "owner": PARTY, "due": DAY}),
    Kind("task.done", mark("Report a task done"), {"task": DIGEST, "words": LINE}),
    *EVIDENCE_KINDS,
    Kind("extension.proposed", mark("Propose a later last day"), {"until": DAY, "words": LINE}),
    Kind("extension.agreed", mark("Agree to a later last day"), {"proposal": DIGEST}),
    *RESULT_KINDS,
    Kind("closure.proposed", mark("Propose to close the team"), {"words": LINE}),
    Kind("closure.agreed", mark("Agree to close the team"), {"proposal": DIGEST}),
)  # fmt: skip

TEAM_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _TEAM}

_PLACE: Final = one(place=LINE, position=optional(POSITION))

_DELIVERY: Final = (
    Kind(DELIVERY, mark("Request a controlled delivery"), {
        **COMMON,
        "conduct": choice("full", "partial-substitution", "clean"),
        "goods": LINE,
        "quantity": LINE,
        "sample": LINE,
        "concealment": LINE,
        "risk": LINE,
        "origin": _PLACE,
        "destination": _PLACE,
        "states": rows(least=1, country=COUNTRY, party=PARTY, law=LINE),
        "legs": rows(least=1, origin=COUNTRY, destination=COUNTRY, border=LINE,
                     position=optional(POSITION), expected_ms=MOMENT, means=LINE,
                     surveillance=LINE),
        "substitute_before": optional(COUNT),
        "persons": rows(name=LINE, role=LINE),
        **TARGETS,
        "trackers": rows(reference=LINE, on=LINE, authority=LINE),
        "intervention": LINE,
        "intervention_decided_by": PARTY,
        "abort_triggers": many(LINE, least=1),
        "contacts": rows(least=1, party=PARTY, name=LINE, reached_by=LINE),
    }),
    Kind("delivery.joined", mark("Take part, in a case of one's own"), {}),
    Kind("authorisation.granted", mark("Grant a state's authorisation, from when until when"), {
        "country": COUNTRY, "authority": LINE, "reference": LINE, "conditions": LINE,
        "valid_from": MOMENT, "valid_to": MOMENT}),
    Kind("authorisation.refused", mark("Refuse a state's authorisation"),
         {"country": COUNTRY, "words": LINE}),
    Kind("authorisation.withdrawn", mark("Take a state's authorisation back"),
         {"country": COUNTRY, "words": LINE}),
    Kind("deconfliction.answered",
         mark("Answer whether another operation of one's own meets this one; computed"),
         {"clear": FLAG}),
    TARGET_KIND,
    Kind("leg.started", mark("Start a leg"), {"leg": COUNT}),
    Kind("handover.given", mark("Hand surveillance over at the border"),
         {"leg": COUNT, "words": LINE}),
    Kind("handover.taken", mark("Take surveillance over at the border"),
         {"leg": COUNT, "words": LINE}),
    Kind("substitution", mark("Report what was substituted, with the evidence for it"),
         {"extent": choice("partial", "clean"), "what": LINE, "quantity": LINE,
          "country": COUNTRY, "place": LINE, "words": LINE, "evidence": many(DIGEST, least=1)}),
    Kind("tracker.set", mark("Report a tracker set, on what and on which authority"),
         {"reference": LINE, "on": LINE, "authority": LINE, "words": LINE}),
    Kind("tracker.removed", mark("Report a tracker removed"), {"reference": LINE, "words": LINE}),
    Kind("contact.changed", mark("Change one's own contact for day and night"),
         {"name": LINE, "reached_by": LINE}),
    NOTE_KIND,
    *EVIDENCE_KINDS,
    *RESULT_KINDS,
    Kind("intervention.ordered", mark("Order the intervention, as who decides on it"),
         {"country": COUNTRY, "place": LINE, "trigger": optional(LINE), "words": LINE}),
    Kind("aborted", mark("Abort the delivery at once"),
         {"trigger": optional(LINE), "words": LINE}),
    Kind("outcome.reported", mark("Report what became of the goods"),
         {"outcome": choice("delivered", "intercepted", "lost"), "country": COUNTRY,
          "place": LINE, "words": LINE}),
    Kind("report.made", mark("Close the delivery with its report"), {"text": TEXT}),
)  # fmt: skip

DELIVERY_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _DELIVERY}
_TABLES: Final[Mapping[str, Mapping[str, Kind]]] = {
    TEAM: TEAM_KINDS,
    DELIVERY: DELIVERY_KINDS,
    ACTION: ACTION_KINDS,
    POSTING: POSTING_KINDS,
    COMMITTEE: COMMITTEE_KINDS,
    ASSISTANCE: ASSISTANCE_KINDS,
    EVENT: EVENT_KINDS,
}


def kinds_of(founding: str) -> Mapping[str, Kind]:
    """Return what members write into an operation that this kind of entry founds."""
    return _TABLES.get(founding, {})


def check_shape(founding: Entry, entry: Entry) -> dict[str, Json]:
    """Return what an entry says, read strictly; RemoteProtocolError where it may not say it."""
    row = _TABLES.get(founding.kind, {}).get(entry.kind)
    if row is None:
        raise RemoteProtocolError("journal.unknown_kind", kind=entry.kind)
    return read_fields(row.fields, entry.body, "entry")

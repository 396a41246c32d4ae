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
from entraide.operations.entry import Entry
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
    NONCE,
    PARTY,
    TEXT,
    TOKEN,
    Shape,
    choice,
    many,
    optional,
    read_fields,
    rows,
)
from entraide.vocabulary.language import mark

__all__ = [
    "COMMON",
    "COMPUTED",
    "DELIVERY",
    "DELIVERY_KINDS",
    "JOINING",
    "RESULTS",
    "TEAM",
    "TEAM_KINDS",
    "check_shape",
]

TEAM: Final = "team.proposed"
DELIVERY: Final = "delivery.requested"
COMPUTED: Final = frozenset({"deconfliction.answered"})
"""Entries that a node computes: no officer types what they say."""
JOINING: Final = frozenset({"team.joined", "delivery.joined"})
"""Entries by which a member joins, and names a case of its own to which the operation belongs."""
RESULTS: Final = ("arrest", "seizure", "identification")


COMMON: Final[Mapping[str, Shape]] = {
    "nonce": NONCE,
    "subject": LINE,
    "agreement": DIGEST,
    "purpose": TOKEN,
    "offence": TOKEN,
    "case": LINE,
    "legal_basis": optional(LINE),
    "categories": many(TOKEN, least=1, most=32),
    "members": many(PARTY, least=2),
}
"""What every operation in a case says of itself when it is founded: what each check is about."""

_EVIDENCE: Final = (
    Kind("evidence.entered", mark("Enter evidence, by the SHA-256 of what it is"),
         {"sha256": DIGEST, "size": COUNT, "name": LINE, "words": LINE, "place": LINE}),
    Kind("evidence.handed", mark("Hand evidence over to another member"),
         {"evidence": DIGEST, "to": PARTY}),
    Kind("evidence.taken", mark("Take over evidence that was handed"), {"handing": DIGEST}),
)  # fmt: skip

_TEAM: Final = (
    Kind(TEAM, mark("Propose a joint team"), {
        **COMMON,
        "starts": DAY,
        "until": DAY,
        "states": rows(least=1, country=COUNTRY, law=LINE, leader=LINE, party=PARTY),
        "people": rows(party=PARTY, name=LINE, part=choice("member", "participant")),
    }),
    Kind("team.joined", mark("Join the team on the terms proposed"), {}),
    Kind("team.declined", mark("Decline to join"), {"words": LINE}),
    Kind("team.left", mark("Leave the team"), {"words": LINE}),
    Kind("note", mark("Write something down"), {"text": TEXT}),
    Kind("person.named", mark("Name a person of one's own who works in the team"),
         {"name": LINE, "part": choice("leader", "member", "participant")}),
    Kind("person.left", mark("Say that a person of one's own works in it no more"),
         {"name": LINE}),
    Kind("task.set", mark("Set a task, with its owner and due day"),
         {"title": LINE, "owner": PARTY, "due": DAY}),
    Kind("task.done", mark("Report a task done"), {"task": DIGEST, "words": LINE}),
    *_EVIDENCE,
    Kind("extension.proposed", mark("Propose a later last day"), {"until": DAY, "words": LINE}),
    Kind("extension.agreed", mark("Agree to a later last day"), {"proposal": DIGEST}),
    Kind("result.claimed", mark("Report a result, with the evidence for it"),
         {"what": choice(*RESULTS), "count": COUNT, "words": LINE,
          "evidence": many(DIGEST)}),
    Kind("result.proved", mark("Give evidence for a result that was claimed"),
         {"result": DIGEST, "evidence": many(DIGEST, least=1)}),
    Kind("closure.proposed", mark("Propose to close the team"), {"words": LINE}),
    Kind("closure.agreed", mark("Agree to close the team"), {"proposal": DIGEST}),
)  # fmt: skip

TEAM_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _TEAM}

_DELIVERY: Final = (
    Kind(DELIVERY, mark("Request a controlled delivery"), {
        **COMMON,
        "conduct": choice("full", "partial-substitution", "clean"),
        "goods": LINE,
        "quantity": LINE,
        "concealment": LINE,
        "risk": LINE,
        "states": rows(least=1, country=COUNTRY, party=PARTY, law=LINE),
        "legs": rows(least=1, origin=COUNTRY, destination=COUNTRY, border=LINE,
                     expected_ms=MOMENT, means=LINE, surveillance=LINE),
        "persons": rows(name=LINE, role=LINE),
        "identifiers": rows(of=choice("goods", "vehicle", "person"), value=LINE),
        "intervention": LINE,
        "intervention_decided_by": PARTY,
        "abort_triggers": many(LINE),
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
    Kind("leg.started", mark("Start a leg"), {"leg": COUNT}),
    Kind("handover.given", mark("Hand surveillance over at the border"),
         {"leg": COUNT, "words": LINE}),
    Kind("handover.taken", mark("Take surveillance over at the border"),
         {"leg": COUNT, "words": LINE}),
    Kind("substitution", mark("Report what was substituted, and where the sample is"),
         {"what": LINE, "quantity": LINE, "words": LINE}),
    Kind("tracker.set", mark("Report a tracker set"), {"reference": LINE, "words": LINE}),
    Kind("tracker.removed", mark("Report a tracker removed"), {"reference": LINE, "words": LINE}),
    Kind("contact.changed", mark("Change one's own contact for day and night"),
         {"name": LINE, "reached_by": LINE}),
    Kind("note", mark("Write something down"), {"text": TEXT}),
    *_EVIDENCE,
    Kind("aborted", mark("Abort the delivery at once"), {"words": LINE}),
    Kind("outcome.reported", mark("Report what became of the goods"),
         {"outcome": choice("delivered", "intercepted", "lost"), "country": COUNTRY,
          "place": LINE, "words": LINE}),
    Kind("report.made", mark("Close the delivery with its report"), {"text": TEXT}),
)  # fmt: skip

DELIVERY_KINDS: Final[Mapping[str, Kind]] = {row.name: row for row in _DELIVERY}
_TABLES: Final[Mapping[str, Mapping[str, Kind]]] = {
    TEAM: TEAM_KINDS,
    DELIVERY: DELIVERY_KINDS,
    POSTING: POSTING_KINDS,
    COMMITTEE: COMMITTEE_KINDS,
    ASSISTANCE: ASSISTANCE_KINDS,
}


def check_shape(founding: Entry, entry: Entry) -> dict[str, Json]:
    """Return what an entry says, read strictly; RemoteProtocolError where it may not say it."""
    row = _TABLES.get(founding.kind, {}).get(entry.kind)
    if row is None:
        raise RemoteProtocolError("journal.unknown_kind", kind=entry.kind)
    return read_fields(row.fields, entry.body, "entry")

"""The register of a node as people read it: documents, meetings, partners, promises, one page.

Everything is computed from the readings with what persons said of them; nothing is stored beside
them. Reading files is work for a thread, so that answers to partners do not wait for it.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from entraide.adapters.register.folder import RegisterFolder
from entraide.assessment import Held, Tracked, held_by_node, promises_of, track
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.memorandum.memoranda import list_memoranda
from entraide.node.operation.operations import list_operations
from entraide.node.register.registering import address_of, register_of
from entraide.register.account import PartnerCard, Wanted, cards_of, select
from entraide.register.encoding import encode_value
from entraide.register.model import Evidence
from entraide.register.quoting import sentences_of
from entraide.register.review import Fact, Reviewed, apply, facts_of
from entraide.register.together import Entry, Joined, holders_of, join_readings

__all__ = [
    "NameDocument",
    "NamePartner",
    "SelectMeetings",
    "list_register",
    "show_document",
    "show_partner",
    "show_promises",
]

_SENTENCE: Final = 600


class SelectMeetings(Parameters):
    """Which meetings: of a year, with a partner, of a kind, about a topic."""

    year: int | None = None
    partner: str = ""
    kind: str = ""
    topic: str = ""


class NamePartner(Parameters):
    """A partner: a country (ISO 3166-1 alpha-2) or an organisation."""

    partner: str


class NameDocument(Parameters):
    """A document, by the first digits of its SHA-256."""

    document: str


async def list_register(call: Call, wanted: SelectMeetings) -> Json:
    """List documents, meetings in order, partners, and what looks like one meeting told twice."""
    chosen = Wanted(year=wanted.year, partner=wanted.partner, kind=wanted.kind, topic=wanted.topic)
    return await asyncio.to_thread(_listed, register_of(call.node), chosen)


async def show_document(call: Call, wanted: NameDocument) -> Json:
    """Return a page's text with every fact, how it is known, its spans, and who judged it."""
    return await asyncio.to_thread(_document, register_of(call.node), wanted.document)


async def show_partner(call: Call, wanted: NamePartner) -> Json:
    """Return a partner's card and its meetings; InputError where no page names it."""
    return await asyncio.to_thread(_partner, register_of(call.node), wanted.partner)


async def show_promises(call: Call, _: Parameters) -> Json:
    """Return what was agreed or announced, and whether this node holds what keeps it."""
    held = await _held(call)
    return await asyncio.to_thread(_promised, register_of(call.node), held)


def _reviewed(folder: RegisterFolder) -> tuple[Reviewed, ...]:
    return tuple(folder.reviewed()) if (folder.path / "readings").is_dir() else ()


def _joined(folder: RegisterFolder) -> Joined:
    return join_readings(each.reading for each in _reviewed(folder))


def _listed(folder: RegisterFolder, wanted: Wanted) -> dict[str, Json]:
    reviewed = _reviewed(folder)
    found = join_readings(each.reading for each in reviewed)
    cards = cards_of(found.entries, holders_of(found.entries))
    return {
        "documents": [_head(folder, each) for each in reviewed],
        "meetings": [_meeting(each) for each in select(found.entries, wanted)],
        "partners": [_card(each) for each in cards],
        "duplicates": encode_value(found.duplicates),
    }


def _head(folder: RegisterFolder, reviewed: Reviewed) -> dict[str, Json]:
    reading = reviewed.reading
    published = reading.publication_date
    facts = tuple(facts_of(reading))
    return {
        "document": reading.sha256,
        "title": reading.title.text if reading.title else "",
        "published": published.value if published else None,
        "language": reading.language,
        "home": reading.home,
        "source": folder.source(reading.sha256),
        "engagements": len(reading.engagements),
        "facts": len(facts),
        "judged": len(reviewed.judged),
        "conflicts": len(reading.conflicts),
    }


def _meeting(entry: Entry) -> dict[str, Json]:
    place = entry.place
    return {
        "id": entry.id,
        "date": encode_value(entry.date) if entry.date else None,
        "kind": entry.kind,
        "name": entry.name,
        "partners": list(entry.partners),
        "city": place.city if place else None,
        "country": place.country if place else None,
        "outcomes": [{"type": each.type, "status": each.status} for each in entry.outcomes],
        "topics": [each.code for each in entry.topics],
        "tellings": [[each.document, each.engagement.id] for each in entry.tellings],
        "differ": [_disagreement(each) for each in entry.disagreements],
    }


def _disagreement(one: Any) -> dict[str, Json]:
    """Return a field that documents tell differently, with what each of them says."""
    values = [
        {"document": document, "value": value, "sentence": _joined_text(evidence)}
        for document, value, evidence in one.values
    ]
    return {"field": one.field, "values": values}


def _joined_text(evidence: tuple[Evidence, ...]) -> str:
    return " … ".join(" ".join(each.text.split()) for each in evidence)[:_SENTENCE]


def _card(card: PartnerCard) -> dict[str, Any]:
    shown: dict[str, Any] = encode_value(card)
    return shown


def _document(folder: RegisterFolder, named: str) -> dict[str, Json]:
    name = folder.named(named)
    reviewed = apply(folder.reading(name), folder.judgements())
    reading = reviewed.reading
    return {
        **_head(folder, reviewed),
        "text": folder.text(name),
        "body": list(reading.body),
        "kinds": {each.id: each.kind for each in reading.engagements},
        "facts_found": [_fact(reviewed, each) for each in facts_of(reading)],
        "rejected": _rejected(reviewed),
        "contradictions": [
            {"rule": each.rule, "severity": each.severity, "statement": each.statement,
             "evidence": encode_value(each.evidence)}
            for each in reading.conflicts
        ],
        "zones": encode_value(reading.zones),
    }  # fmt: skip


def _fact(reviewed: Reviewed, fact: Fact) -> dict[str, Json]:
    judged = reviewed.judged.get(fact.address)
    return {
        "fact": address_of(fact),
        "engagement": fact.engagement,
        "field": fact.field,
        "value": fact.value,
        "basis": fact.basis,
        "evidence": encode_value(fact.evidence),
        "verdict": judged.verdict if judged else "",
        "by": judged.by if judged else "",
        "at": judged.at if judged else "",
    }


def _rejected(reviewed: Reviewed) -> list[Json]:
    """Return the facts that a person rejected: they are no facts any more, but not forgotten."""
    return [
        {"engagement": address[0], "field": address[1], "value": judged.found, "by": judged.by,
         "at": judged.at}
        for address, judged in reviewed.judged.items()
        if judged.verdict == "reject"
    ]  # fmt: skip


def _partner(folder: RegisterFolder, named: str) -> dict[str, Json]:
    found = _joined(folder)
    cards = cards_of(found.entries, holders_of(found.entries))
    card = next((each for each in cards if each.partner == named), None)
    if card is None:
        raise InputError("register.no_partner", partner=named[:64])
    meetings = select(found.entries, Wanted(partner=named))
    return {"card": _card(card), "meetings": [_meeting(each) for each in meetings]}


def _promised(folder: RegisterFolder, held: tuple[Held, ...]) -> dict[str, Json]:
    def sentences(document: str, quoted: Any) -> Any:
        return sentences_of(folder.text(document), quoted)

    tracked = track(promises_of(_joined(folder).entries, sentences), held)
    return {"promises": [_promise(each) for each in tracked]}


def _promise(one: Tracked) -> dict[str, Json]:
    promise = one.promise
    return {
        "id": f"{promise.entry}.{promise.outcome.type}",
        "since": promise.day,
        "partners": list(promise.partners),
        "type": promise.outcome.type,
        "status": promise.outcome.status,
        "state": one.state,
        "kept_by": list(one.kept_by),
        "sentence": _joined_text(tuple(each for _, each in promise.sentences)),
        "documents": sorted({document for document, _ in promise.sentences}),
    }


async def _held(call: Call) -> tuple[Held, ...]:
    """Return what the node holds that may keep a promise: its memoranda and operations."""
    texts: Any = await list_memoranda(call, Parameters())
    operations: Any = await list_operations(call, Parameters())
    return held_by_node(texts["agreements"], operations["operations"])

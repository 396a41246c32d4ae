"""The register in formats that others read: CSV, iCalendar, GraphML, FollowTheMoney.

Only office holders acting in their office leave as people (FollowTheMoney: Person, Position,
Occupancy); agencies leave as PublicBody, engagements as Event. Nothing else of a page leaves.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from entraide.register.account.timeline import is_dated
from entraide.register.together.entries import Entry
from entraide.register.together.holders import Holder

__all__ = ["FORMATS", "export"]

_COLUMNS: Final = (
    "id", "start", "end", "precision", "date_basis", "kind", "name", "city", "country", "partners",
    "people", "topics", "outcomes", "disagreements", "documents",
)  # fmt: skip
_JOINED: Final = "; "
_FOLD_OCTETS: Final = 73


def export(form: str, entries: Sequence[Entry], holders: Sequence[Holder]) -> str:
    """Return the entries in a format of ``FORMATS``."""
    return FORMATS[form](entries, holders)


def _csv(entries: Sequence[Entry], _: Sequence[Holder]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow([_harmless(cell) for cell in _cells(entry)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def _cells(entry: Entry) -> Iterator[str]:
    when, place = entry.date, entry.place
    dated = when is not None and is_dated(entry)
    yield entry.id
    yield when.start if when and dated else ""
    yield when.end if when and dated else ""
    yield when.precision if when else "none"
    yield when.basis if when and dated else ""
    yield entry.kind
    yield entry.name or ""
    yield (place.city or "") if place else ""
    yield (place.country or "") if place else ""
    yield _JOINED.join(entry.partners)
    yield _JOINED.join(f"{each.name} ({each.role or each.org or each.country})"
                       for each in entry.participants if each.name)  # fmt: skip
    yield _JOINED.join(each.code for each in entry.topics)
    yield _JOINED.join(f"{each.type}:{each.status}" for each in entry.outcomes)
    yield _JOINED.join(each.field for each in entry.disagreements)
    yield _JOINED.join(dict.fromkeys(each.document for each in entry.tellings))


def _ics(entries: Sequence[Entry], _: Sequence[Holder]) -> str:
    """Return an iCalendar (RFC 5545); an end date there is the day after the last."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Entraide//register//EN"]
    for entry in entries:
        if entry.date and is_dated(entry):
            end = date.fromisoformat(entry.date.end) + timedelta(days=1)
            lines += [
                "BEGIN:VEVENT",
                f"UID:{entry.id}@register.entraide",
                f"DTSTAMP:{entry.date.start.replace('-', '')}T000000Z",
                f"DTSTART;VALUE=DATE:{entry.date.start.replace('-', '')}",
                f"DTEND;VALUE=DATE:{end.strftime('%Y%m%d')}",
                f"SUMMARY:{_ics_text(_title(entry))}",
                f"CATEGORIES:{entry.kind},{entry.date.precision}",
                f"DESCRIPTION:{_ics_text(_JOINED.join(each.code for each in entry.topics))}",
                *([f"LOCATION:{_ics_text(_where(entry))}"] if _where(entry) else []),
                "END:VEVENT",
            ]
    return "".join(_ics_folded(line) for line in [*lines, "END:VCALENDAR"])


def _title(entry: Entry) -> str:
    return entry.name or f"{entry.kind}: {', '.join(entry.partners)}"


def _where(entry: Entry) -> str:
    place = entry.place
    return ", ".join(part for part in (place.city, place.country) if part) if place else ""


def _ics_text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", "")):
        text = text.replace(plain, escaped)
    return text


def _ics_folded(line: str) -> str:
    """Return a content line folded at 75 octets, never within a character."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _FOLD_OCTETS:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"


def _graphml(entries: Sequence[Entry], _: Sequence[Holder]) -> str:
    """Return a GraphML graph: home and partners as nodes, an edge for each engagement of a pair."""
    nodes = dict.fromkeys(
        each for entry in entries for each in (entry.home or "home", *entry.partners)
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="kind" for="edge" attr.name="kind" attr.type="string"/>',
        '<key id="start" for="edge" attr.name="start" attr.type="string"/>',
        '<key id="topics" for="edge" attr.name="topics" attr.type="string"/>',
        '<graph edgedefault="undirected">',
        *(f"<node id={quoteattr(each)}/>" for each in nodes),
    ]
    for entry in entries:
        for partner in entry.partners:
            start = entry.date.start if entry.date and is_dated(entry) else ""
            lines.append(
                f"<edge id={quoteattr(f'{entry.id}-{partner}')} "
                f"source={quoteattr(entry.home or 'home')} target={quoteattr(partner)}>"
                f'<data key="kind">{escape(entry.kind)}</data>'
                f'<data key="start">{escape(start)}</data>'
                f'<data key="topics">{escape(" ".join(t.code for t in entry.topics))}</data></edge>'
            )
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _ftm(entries: Sequence[Entry], holders: Sequence[Holder]) -> str:
    """Return FollowTheMoney entities, one JSON object a line."""
    bodies: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for each in entry.participants:
            if each.org:
                body = _body(each.org, each.country)
                bodies[body["id"]] = body
    rows = [*bodies.values(), *_people(holders), *(_event(entry) for entry in entries)]
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def _body(name: str, country: str | None) -> dict[str, Any]:
    properties = {"name": [name], "country": _country(country)}
    return _entity("PublicBody", f"body|{name}|{country}", properties)


def _people(holders: Iterable[Holder]) -> Iterator[dict[str, Any]]:
    for each in holders:
        mark = f"{each.names[0]}|{each.agency}|{each.country}"
        person = {"name": list(each.names), "country": _country(each.country)}
        title = " / ".join(each.titles) or (each.agency or "")
        post = {"name": [title], "country": _country(each.country)}
        holds = {
            "holder": [_id(f"person|{mark}")],
            "post": [_id(f"post|{mark}")],
            "date": [day for day in dict.fromkeys((each.first, each.last)) if day],
        }
        yield _entity("Person", f"person|{mark}", person)
        yield _entity("Position", f"post|{mark}", post)
        yield _entity("Occupancy", f"occupancy|{mark}", holds)


def _event(entry: Entry) -> dict[str, Any]:
    dated = entry.date is not None and is_dated(entry)
    bodies = [_id(f"body|{each.org}|{each.country}") for each in entry.participants if each.org]
    properties = {
        "name": [_title(entry)],
        "startDate": [entry.date.start] if entry.date and dated else [],
        "endDate": [entry.date.end] if entry.date and dated else [],
        "location": [_where(entry)] if _where(entry) else [],
        "country": _country(entry.place.country if entry.place else None),
        "organizer": [],
        "involved": list(dict.fromkeys(bodies)),
        "keywords": [entry.kind, *(each.code for each in entry.topics)],
    }
    return _entity("Event", f"event|{entry.id}", properties)


def _entity(schema: str, mark: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    filled = {name: values for name, values in properties.items() if values}
    return {"id": _id(mark), "schema": schema, "properties": filled}


def _id(mark: str) -> str:
    return f"register-{hashlib.sha256(mark.encode()).hexdigest()[:20]}"


def _country(code: str | None) -> list[str]:
    return [code.lower()] if code and len(code) == 2 else []


FORMATS: Final[Mapping[str, Callable[[Sequence[Entry], Sequence[Holder]], str]]] = {
    "csv": _csv,
    "ftm": _ftm,
    "graphml": _graphml,
    "ics": _ics,
}

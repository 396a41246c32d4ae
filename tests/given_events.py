"""Cells of major events on real nodes: agreed, founded, joined; their lists."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from entraide.node.operation.journal_shelf import held_journal
from entraide.operations.entry import Entry, sign_entry
from tests.given_operations import carrying, day, found, journal_of, write
from tests.nodes import CHIEF, Bureau, eventually, sealed

EVENT = "games-2030"
COLUMNS = ("id", "name", "birth_date", "nationality", "document", "function")


def event_agreed(*hosts: str, **changes: Any) -> Any:
    """Return a change of a memorandum: a major event of these hosts, with its own budget."""

    def change(body: dict[str, Any]) -> None:
        body["memorandum"] = 3
        body["exchange"]["forms"] = sorted({*body["exchange"]["forms"], "screening"})
        row = {
            "id": EVENT,
            "name": "The games",
            "hosts": sorted(hosts),
            "dissolves": day(90),
            "accreditations": 1_000,
            "answers": "outcome",
            "refer-from": "possible",
        }
        body["missions"]["events"] = [{**row, **changes}]

    return change


def event_terms(*members: Bureau, hosting: int = 2, **changes: Any) -> dict[str, Any]:
    """Return a proposal; the first members are the hosts."""
    return {
        "subject": "The games",
        "agreement": members[0].node.policies[0].digest,
        "purpose": "public-safety-event",
        "offence": "terrorism.attack",
        "case": "R-1",
        "legal_basis": None,
        "categories": ["birth", "documents", "names", "nationality"],
        "members": sorted(each.id for each in members),
        "event": EVENT,
        "starts": day(-1),
        "dissolves": day(30),
        "latest": day(90),
        "hosts": sorted(each.id for each in members[:hosting]),
        "states": [{"country": each.id[:2].upper(), "party": each.id} for each in members],
        "shifts": [],
        "grace": 15,
        "escalation": [
            {"severity": "serious", "minutes": 15, "to": "Head of the cell"},
            {"severity": "critical", "minutes": 0, "to": "Head of the cell"},
            {"severity": "critical", "minutes": 10, "to": "All hosts"},
        ],
        **changes,
    }


async def cell(*members: Bureau, hosting: int = 2, **changes: Any) -> str:
    """Propose a cell and let all join; return the operation."""
    terms = event_terms(*members, hosting=hosting, **changes)
    founded = await found("event.proposed", terms, members[0])
    operation = str(founded["operation"])
    for each in members[1:]:
        await write(each, operation, "event.joined", case="R-2")
    return operation


def now_ms(bureau: Bureau) -> int:
    return bureau.clock.now_ms()


async def logged(bureau: Bureau, operation: str, severity: str = "serious", **said: Any) -> str:
    body = {"venue": None, "happened_ms": now_ms(bureau), "text": "A gate is blocked.", **said}
    return await write(bureau, operation, "log.written", severity=severity, **body)


def listed(folder: Path, *people: dict[str, str]) -> Path:
    """Write an accreditation list."""
    path = folder / f"list-{len(people)}-{people[0]['id']}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(people)
    return path


def crowd(count: int) -> list[dict[str, str]]:
    """Return people whom nobody knows."""
    return [
        {
            "id": f"A-{at}",
            "name": f"Volunteer {chr(65 + at % 26)}{chr(97 + at // 26 % 26)}xq Zwmbrt{at}",
            "birth_date": f"19{70 + at % 30}-0{1 + at % 9}-1{at % 9}",
            "function": "volunteer",
        }
        for at in range(count)
    ]


async def announced(owner: Bureau, operation: str, path: Path) -> str:
    """Take a list in and announce it; return the entry."""
    taken = await owner.perform("event.accredit", operation=operation, path=str(path))
    said = {name: taken[name] for name in ("version", "persons", "batches", "root")}
    return await write(owner, operation, "accreditation.announced", **said)


async def heard(bureau: Bureau, operation: str, entry: str) -> None:
    """Wait until an entry stands in a member's journal."""
    await eventually(lambda: entry in journal_of(bureau, operation).held)


async def brought(sender: Bureau, to: Bureau, *entries: Entry) -> str:
    """Send entries of a cell; return the refusal's code or nothing."""
    operation = entries[0].operation
    held = sender.node.read(lambda c: held_journal(c, operation))
    founding = held.journal.founding
    assert founding is not None
    key = sender.node.keyring.signing
    packed = (held.signed[founding.digest], *(sign_entry(each, key).encode() for each in entries))
    message = carrying(sender, to, operation, packed)
    message = replace(message, purpose=str(founding.body["purpose"]))
    answered = await sender.post(to, sealed(sender, message))
    return "" if answered.status == 200 else answered.code


async def admitted(partner: Bureau, operation: str, entry: str, officer: str = CHIEF) -> None:
    await heard(partner, operation, entry)
    await write(partner, operation, "accreditation.admitted", officer=officer, list=entry)


async def accreditations(owner: Bureau, operation: str) -> dict[str, Any]:
    return await owner.perform("event.accreditations", operation=operation)


async def screened(owner: Bureau, operation: str, partner: str) -> dict[str, Any]:
    """Wait until a partner has answered all of the last list; return what it came to."""

    async def whole() -> bool:
        row = await _at(owner, operation, partner)
        return bool(row) and row["state"] == "screened"

    await eventually(whole, within_s=90.0)
    return await _at(owner, operation, partner)


async def _at(owner: Bureau, operation: str, partner: str) -> dict[str, Any]:
    shown = await owner.perform("operation.show", operation=operation)
    mine = [each for each in shown["lists"] if each["owner"] == owner.id]
    rows = mine[-1]["partners"] if mine else []
    return next((dict(each) for each in rows if each["partner"] == partner), {})

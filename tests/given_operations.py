"""Joint teams on real nodes: proposing one, writing into its journal, lying in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from entraide.exchange.journaling import Journaled
from entraide.kernel.message import Message
from entraide.node.operation.journal_shelf import held_journal
from entraide.node.people.payloads import writing_payload
from entraide.operations.admitting import OPERATIONS
from entraide.operations.entry import Entry, sign_entry
from entraide.operations.journal import Journal
from tests.given import signed
from tests.nodes import DUTY, Bureau, question, sealed, today


def day(ahead: int) -> str:
    return (today() + dt.timedelta(days=ahead)).isoformat()


def team_terms(*members: Bureau, **changes: Any) -> dict[str, Any]:
    proposer = members[0]
    return {
        "subject": "The yacht",
        "agreement": proposer.node.policies[0].digest,
        "purpose": "criminal-investigation",
        "offence": "drugs.trafficking",
        "case": "R-1",
        "legal_basis": None,
        "categories": ["names"],
        "members": sorted(each.id for each in members),
        "starts": day(0),
        "until": day(30),
        "states": [
            {
                "country": each.id[:2].upper(),
                "law": f"Code of criminal procedure of {each.id[:2]}",
                "leader": f"Leader of {each.id}",
                "party": each.id,
            }
            for each in members
        ],
        "people": [],
        "identifiers": [],
        **changes,
    }


async def found(
    kind: str, body: dict[str, Any], proposer: Bureau, officer: str = DUTY
) -> dict[str, Any]:
    payload = writing_payload("", kind, body)
    wanted = {"kind": kind, "body": body, "approval": signed(proposer, payload, officer)}
    return await proposer.perform("operation.found", officer=officer, **wanted)


async def write(
    bureau: Bureau,
    operation: str,
    kind: str,
    *,
    case: str | None = None,
    officer: str = DUTY,
    **body: Any,
) -> str:
    """Write an entry; return its digest, or nothing where another officer must look."""
    payload = writing_payload(operation, kind, body)
    wanted = {"operation": operation, "kind": kind, "body": body, "case": case}
    wanted["approval"] = signed(bureau, payload, officer)
    written = await bureau.perform("operation.write", officer=officer, **wanted)
    return str(written.get("entry", ""))


async def team(*members: Bureau, **changes: Any) -> str:
    """Propose a team and let all join; return the operation."""
    founded = await found("team.proposed", team_terms(*members, **changes), members[0])
    operation = str(founded["operation"])
    for each in members[1:]:
        await write(each, operation, "team.joined", case="R-2")
    return operation


async def shown(bureau: Bureau, operation: str) -> dict[str, Any]:
    return await bureau.perform("operation.show", operation=operation)


async def order(bureau: Bureau, operation: str) -> list[str]:
    return [each["entry"] for each in (await shown(bureau, operation))["journal"]]


def journal_of(bureau: Bureau, operation: str) -> Journal:
    return bureau.node.read(lambda c: held_journal(c, operation)).journal


def forged(bureau: Bureau, operation: str, kind: str, **body: Any) -> Entry:
    """Return an entry in the right place that no honest node would have written."""
    journal = journal_of(bureau, operation)
    place = journal.next_place(bureau.id)
    return Entry(
        operation=operation,
        party=bureau.id,
        author=bureau.pseudonym,
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind=kind,
        at_ms=bureau.clock.now_ms(),
        body=body,
    )


async def bring(sender: Bureau, to: Bureau, *entries: Entry, signer: Bureau | None = None) -> str:
    """Send entries, signed by the sender or by another; return the refusal's code or nothing."""
    key = (signer or sender).node.keyring.signing
    journal = journal_of(sender, entries[0].operation)
    founding = journal.founding
    first = () if founding is None else (founding,)
    held = sender.node.read(lambda c: held_journal(c, entries[0].operation))
    packed = (
        *(held.signed[each.digest] for each in first),
        *(sign_entry(each, key).encode() for each in entries),
    )
    begun = founding or entries[0]
    purpose = OPERATIONS[begun.kind].purpose(begun) if begun.kind in OPERATIONS else ""
    message = carrying(sender, to, entries[0].operation, packed)
    message = replace(message, purpose=purpose or message.purpose)
    posted = await sender.post(to, sealed(sender, message))
    return "" if posted.status == 200 else posted.code


def carrying(sender: Bureau, to: Bureau, operation: str, packed: tuple[bytes, ...]) -> Message:
    body = Journaled(entries=packed).to_json()
    return replace(question(sender, to), kind=Journaled.KIND, thread=operation, body=body)


def without_teams(body: dict[str, Any]) -> None:
    body["missions"]["joint-teams"] = False

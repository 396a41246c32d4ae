"""Writing an entry into the journal of an operation, or founding one: signed here, told to all.

The entry is made inside the transaction that keeps it, so that it has seen all that is held; it
goes to each member as a message of its own, sealed to that party alone and decided by the agreement
with it. Who joins where only members get entries asks for those before it. Who is away gets it from
the outbox; who may not get it is named to the officer, and nothing leaves. Where the agreement asks
for four eyes, a second officer writes the very same. Whoever proposes or joins names a case of
ours: the operation's data goes with it. An office belongs to no case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit, Policy, permit_of
from entraide.errors import InputError, PolicyError, RemoteProtocolError
from entraide.exchange.journaling import MOST_AT_ONCE, Journaled, JournalWanted
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.liaison.postings import check_posted
from entraide.node.operation.journal_shelf import Held, held_journal
from entraide.node.operation.journaled import audience_of, batches, message_to, send
from entraide.node.operation.journals import decide, find_operation, keep_journal
from entraide.node.people.approvals import approve
from entraide.node.people.payloads import writing_payload
from entraide.node.request.cases import find_open_case
from entraide.node.runtime import Node
from entraide.operations.admitting import OPERATIONS, admit_entries, breach_of, members_of
from entraide.operations.entry import MOST_BYTES, Entry, SignedEntry, sign_entry
from entraide.operations.journal import Journal
from entraide.operations.kinds import COMPUTED, JOINING, check_shape

__all__ = [
    "Draft",
    "FoundOperation",
    "WriteEntry",
    "found_operation",
    "write_draft",
    "write_entry",
]

_NEW: Final = Journal()


class FoundOperation(Parameters):
    """A proposal of an operation: the kind of its founding entry, and what it says."""

    kind: str
    body: dict[str, Any]
    approval: str


class WriteEntry(Parameters):
    """An entry: the operation, its kind, what it says; our own case where we join."""

    operation: str
    kind: str
    body: dict[str, Any]
    case: str | None = None
    approval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be written, before it has its place."""

    operation: str
    kind: str
    body: Mapping[str, Json]
    case: str | None


async def found_operation(call: Call, wanted: FoundOperation) -> Json:
    """Propose an operation to its members."""
    node = call.node
    if wanted.kind not in OPERATIONS:
        raise InputError("operation.unknown_kind", kind=wanted.kind[:64])
    payload = writing_payload("", wanted.kind, wanted.body)
    body = {**wanted.body, "nonce": node.fresh_id()}
    is_office = OPERATIONS[wanted.kind].office is not None
    case = None if is_office else str(wanted.body.get("case", ""))
    draft = Draft(operation="", kind=wanted.kind, body=body, case=case)
    if case is not None:
        node.read(lambda c: find_open_case(c, case))
    sketch = _made(call, draft, _NEW)
    _check(_NEW, sketch)
    check_posted(node, wanted.kind, wanted.body)
    to = frozenset(members_of(sketch)) - {node.settings.id}
    return await _write(call, draft, (sketch, to), (payload, wanted.approval))


async def write_entry(call: Call, wanted: WriteEntry) -> Json:
    """Write an entry into an operation's journal."""
    node = call.node
    row = node.read(lambda c: find_operation(c, wanted.operation))
    held = node.read(lambda c: held_journal(c, row.id))
    if wanted.kind in OPERATIONS or wanted.kind in COMPUTED:
        raise InputError("operation.unknown_kind", kind=wanted.kind[:64])
    draft = Draft(operation=row.id, kind=wanted.kind, body=wanted.body, case=wanted.case)
    if wanted.kind in JOINING:
        node.read(lambda c: find_open_case(c, wanted.case or ""))
    payload = writing_payload(wanted.operation, wanted.kind, wanted.body)
    return await write_draft(call, draft, held, (payload, wanted.approval))


async def write_draft(
    call: Call, draft: Draft, held: Held, approval: tuple[str, str]
) -> dict[str, Json]:
    """Write what an officer drafted, or a node computed, into a journal that is held here.

    ``approval`` is the hash of what the officer signs, and the signature.
    """
    founding = held.journal.founding
    if founding is None:
        raise InputError("operation.unknown_kind", kind=draft.kind[:64])
    _check(held.journal, _made(call, draft, held.journal))
    to = audience_of(held) - {call.node.settings.id}
    return await _write(call, draft, (founding, to), approval)


async def _write(
    call: Call, draft: Draft, circle: tuple[Entry, frozenset[str]], approval: tuple[str, str]
) -> dict[str, Json]:
    node = call.node
    policy, decisions = _decisions(node, *circle)
    approvals = await approve(call, *approval, "journal")
    now_ms = node.world.now_ms()
    permits = [permit_of(each, (policy,), approvals, now_ms=now_ms) for each in decisions]
    needed = max((1 + each.obligations.two_officers for each in decisions), default=1)
    if len(approvals) < needed or not all(permits):
        return {"operation": draft.operation, "approvals": len(approvals), "needed": needed}

    def keep(transaction: Transaction) -> Entry:
        """Place, sign, keep and send inside the transaction: nothing comes between."""
        held = held_journal(transaction.connection, draft.operation)
        signed = sign_entry(_made(call, draft, held.journal), node.keyring.signing)
        _enter(transaction, call, (held.journal, draft), signed)
        grown = held_journal(transaction.connection, signed.entry.operation)
        newly = draft.kind in JOINING and node.settings.id not in audience_of(held)
        (batch,) = batches(grown, (signed.entry,))
        for permit in permits:
            if permit is not None:
                body, thread = Journaled(entries=batch), signed.entry.operation
                message = message_to(node, permit, body, thread, call.actor.pseudonym)
                send(transaction, node, message)
                if newly and permit.question.asker == circle[0].party:
                    wanted = JournalWanted(holds=grown.journal.heads[:MOST_AT_ONCE])
                    send(transaction, node, message_to(node, permit, wanted, thread))
        return signed.entry

    entry = await node.writer.run(keep)
    node.screening.wake()
    to = sorted(circle[1])
    delivered: list[Json] = [each async for each in node.delivery.deliver_now(to, entry.operation)]
    return {"operation": entry.operation, "entry": entry.digest, "delivery": delivered}


def _enter(
    transaction: Transaction, call: Call, into: tuple[Journal, Draft], signed: SignedEntry
) -> None:
    journal, draft = into
    entry = signed.entry
    _check(journal, entry)
    if len(signed.encode()) > MOST_BYTES:
        raise InputError("operation.too_large", most=MOST_BYTES)
    grown, _ = admit_entries(journal, (entry,))
    keep_journal(transaction, journal, grown, (signed,))
    if draft.case is not None and (entry.kind in OPERATIONS or entry.kind in JOINING):
        _belong(transaction.connection, entry.operation, draft.case)
    ids, digests = {"kind": entry.kind}, {"entry": entry.digest}
    transaction.log(call.event("journal.written", entry.operation, ids=ids, digests=digests))


def _belong(connection: Connection, operation: str, case: str) -> None:
    """Let an operation belong to a case of ours: it is kept no longer than that."""
    find_open_case(connection, case)
    table = schema.operation
    connection.execute(update(table).where(table.c.id == operation).values(case_reference=case))


def _made(call: Call, draft: Draft, journal: Journal) -> Entry:
    """Make the entry that this draft is, in the next place of the journal."""
    us = call.node.settings.id
    place = journal.next_place(us)
    entry = Entry(
        operation=draft.operation,
        party=us,
        author=call.actor.pseudonym,
        number=place.number,
        height=place.height,
        seen=place.seen,
        kind=draft.kind,
        at_ms=max(call.node.world.now_ms(), place.not_before_ms),
        body=draft.body,
    )
    return entry if draft.operation else entry.founding()


def _check(journal: Journal, entry: Entry) -> None:
    """Refuse what no member would take in, in words that the officer understands."""
    try:
        check_shape(journal.founding or entry, entry)
    except RemoteProtocolError as error:
        field = str(error.data.get("field", entry.kind))
        raise InputError("operation.bad_field", field=field) from error
    reason = breach_of(journal, entry)
    if reason is not None:
        raise PolicyError("operation.not_allowed", kind=entry.kind, reason=reason)


def _decisions(
    node: Node, founding: Entry, to: frozenset[str]
) -> tuple[Policy, tuple[Permit | Referral, ...]]:
    """Decide for each member; PolicyError names who may not get it, and the article."""
    policy = node.policy_under(str(founding.body["agreement"]))
    if policy is None:
        raise PolicyError("policy.no_agreement", article="none")
    outside = set(members_of(founding)) - {party.id for party in policy.agreement.parties}
    for party in sorted(outside):
        raise InputError("operation.not_a_party", party=party)
    if OPERATIONS[founding.kind].of_all:
        _check_whole(policy, founding)
    return policy, tuple(_decide(node, policy, founding, party) for party in sorted(to))


def _check_whole(policy: Policy, founding: Entry) -> None:
    missing = {party.id for party in policy.agreement.parties} - set(members_of(founding))
    if missing:
        raise InputError("operation.not_all_parties", parties=", ".join(sorted(missing)))


def _decide(node: Node, policy: Policy, founding: Entry, party: str) -> Permit | Referral:
    if node.pinned(party) is None:
        raise InputError("operation.not_pinned", party=party)
    pair = (party, node.settings.id)
    decision = decide(policy, founding, pair, Side.HOLDER, node.world.now_ms())
    if isinstance(decision, Denial):
        raise PolicyError(
            "operation.denied", party=party, article=decision.article, reason=decision.code
        )
    return decision

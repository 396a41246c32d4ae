"""Entries of operations' journals as they come from other members, and questions for more.

1. every entry is signed by its party's node, and none is dated in the future; 2. the first founds
the operation of this thread, under the agreement and purpose of the message; 3. sender and we are
members of it, and all members are parties; 4. our own copy of the agreement lets it pass to us;
5. each entry may stand in the journal (``operations.admitting``): its place, shape and rules.
One that has seen what we lack waits, and its sender is asked for the rest. Any member may bring
entries of another: they are believed by their signatures, not by who brings them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from entraide.adapters.store.writer import Event, Transaction
from entraide.agreements.decision import Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import MAX_SKEW_MS, Admitted, Known
from entraide.exchange.answer import compose_permitted
from entraide.exchange.bodies import Body
from entraide.exchange.journaling import (
    MOST_AT_ONCE,
    MOST_BYTES,
    Journaled,
    JournalWanted,
)
from entraide.kernel.message import Message
from entraide.node.keys.identity import own_keys
from entraide.node.mail.post import (
    Stored,
    answered_before,
    enqueue,
    framing,
    receipt_for,
    received,
    seal,
    sent,
    store,
)
from entraide.node.operation.journal_shelf import Held, held_journal
from entraide.node.operation.journals import decide, keep_journal, operation_row
from entraide.node.runtime import Node
from entraide.operations.admitting import OPERATIONS, admit_entries, members_of
from entraide.operations.entry import Entry, SignedEntry, decode_entry, verify_entry
from entraide.operations.kinds import check_shape

__all__ = [
    "audience_of",
    "batches",
    "giving",
    "message_to",
    "receive_entries",
    "receive_wanted",
    "send",
]


async def receive_entries(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take entries in, once; return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Journaled):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    entries = tuple(_verified(node, each) for each in body.entries)  # 1
    founding = entries[0].entry
    _check_circle(node, message, founding)  # 2, 3, 4
    permit = giving(node, founding, message.sender)
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        row = operation_row(transaction.connection, message.thread)
        if row is not None and row.erased_ms:
            raise RemoteProtocolError("journal.erased", message=message.id)
        held = held_journal(transaction.connection, message.thread).journal
        brought = tuple(each.entry for each in entries)
        after, refused = admit_entries(held, brought)  # 5
        keep_journal(transaction, held, after, entries)
        store(
            transaction,
            Stored(message=message, incoming=True, envelope=envelope, response=sealed),
        )
        transaction.log(received(message))
        for digest in refused:
            transaction.log(_refused(message, digest))
        if after.missing and permit is not None:
            wanted = JournalWanted(holds=after.heads[:MOST_AT_ONCE])
            send(transaction, node, message_to(node, permit, wanted, message.thread))
        return sealed

    answer = await node.writer.run(keep)
    node.delivery.kick(message.sender)
    node.screening.wake()
    return answer


def _refused(message: Message, entry: str) -> Event:
    digests = {"entry": entry}
    return Event("journal.refused", "node", message.thread, message.sender, {}, digests)


async def receive_wanted(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Send a member what it lacks of a journal; return our receipt."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, JournalWanted):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    held = node.read(lambda c: held_journal(c, message.thread))
    founding = held.journal.founding
    if founding is None or message.sender not in audience_of(held):
        raise RemoteProtocolError("journal.not_agreed", message=message.id)
    _check_circle(node, message, founding)
    permit = giving(node, founding, message.sender)
    if permit is None:
        raise RemoteProtocolError("journal.not_agreed", message=message.id)
    sealed = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        now = held_journal(transaction.connection, message.thread)
        stored = Stored(message=message, incoming=True, envelope=envelope, response=sealed)
        store(transaction, stored)
        transaction.log(received(message))
        for batch in batches(now, now.journal.beyond(body.holds)):
            brought = Journaled(entries=batch)
            send(transaction, node, message_to(node, permit, brought, message.thread))
        return sealed

    answer = await node.writer.run(keep)
    node.delivery.kick(message.sender)
    return answer


def audience_of(held: Held) -> frozenset[str]:
    """Return the parties to whom entries still go: whoever left or declined gets no more."""
    founding = held.journal.founding
    if founding is None:
        return frozenset()
    operation = OPERATIONS[founding.kind]
    return operation.audience(held.journal.stands(operation.fold))


def batches(held: Held, entries: tuple[Entry, ...]) -> Iterator[tuple[bytes, ...]]:
    """Yield the signed bytes of entries, the founding one first in each batch."""
    founding = held.journal.founding
    if founding is None:
        return
    first = held.signed[founding.digest]
    batch, size = [first], len(first)
    for each in entries:
        signed = held.signed[each.digest]
        if signed == first:
            continue
        if len(batch) == MOST_AT_ONCE or size + len(signed) > MOST_BYTES:
            yield tuple(batch)
            batch, size = [first], len(first)
        batch.append(signed)
        size += len(signed)
    yield tuple(batch)


def message_to(node: Node, permit: Permit, body: Body, thread: str, author: str = "") -> Message:
    """Compose a message of an operation from us to the party that the permit names as asker."""
    message = compose_permitted(permit, body, (author or "node", "H0"), framing(node, thread))
    return replace(message, sender=node.settings.id)  # who screens a list for us is its holder


def send(transaction: Transaction, node: Node, message: Message) -> None:
    """Keep a message for the outbox, and log that it goes."""
    enqueue(transaction, Stored(message=message, incoming=False, envelope=seal(node, message)))
    transaction.log(sent(message))


def _check_circle(node: Node, message: Message, founding: Entry) -> None:
    """Check that an operation may come here from a message's sender; RemoteProtocolError."""
    refused = RemoteProtocolError("journal.not_agreed", message=message.id)
    policy = node.policy_under(message.agreement)
    if policy is None or founding.kind not in OPERATIONS:
        raise refused
    terms, members = check_shape(founding, founding), members_of(founding)
    operation = OPERATIONS[founding.kind]
    here = {message.sender, message.recipient}
    parties = {party.id for party in policy.agreement.parties}
    same = (
        founding.operation == message.thread  # 2
        and node.policy_under(str(terms["agreement"])) is policy
        and operation.purpose(founding) == message.purpose
    )
    circle = parties if operation.of_all else set(members)
    if not same or not here <= set(members) or not circle == set(members) <= parties:  # 2, 3
        raise refused
    pair = (message.recipient, message.sender)
    decision = decide(policy, founding, pair, Side.ASKER, node.world.now_ms())
    if not isinstance(decision, Permit):  # 4
        raise refused


def giving(node: Node, founding: Entry, party: str) -> Permit | None:
    """Return the permit to give a member entries of an operation, where there is one.

    Where a person must look first, those of ours looked who wrote into this journal.
    """
    policy = node.policy_under(str(founding.body["agreement"]))
    if policy is None:
        return None
    pair = (party, node.settings.id)
    now_ms = node.world.now_ms()
    decision = decide(policy, founding, pair, Side.HOLDER, now_ms)
    if isinstance(decision, Referral):
        order = node.read(lambda c: held_journal(c, founding.operation)).journal.order
        looked = sorted(
            {each.author for each in order if each.party == node.settings.id} - {"node"}
        )
        decision = policy.decide_reviewed(decision, tuple(looked), now_ms=now_ms, budget_used=0)
    return decision if isinstance(decision, Permit) else None


def _verified(node: Node, data: bytes) -> SignedEntry:
    """Verify an entry, also one of our own that another member brings back."""
    us, now_ms = node.settings.id, node.world.now_ms()
    signed = decode_entry(data)
    if signed.entry.at_ms > now_ms + MAX_SKEW_MS:
        raise RemoteProtocolError("journal.bad_time")

    def known(party: str) -> Known | None:
        return Known(own_keys(node).key_set) if party == us else node.known(party)

    return verify_entry(data, known, now_ms)

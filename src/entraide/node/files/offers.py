"""Taking a partner's offer of a file, and its word that one of ours arrived."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from entraide.adapters.files.attachments import check_room
from entraide.adapters.store.writer import Transaction
from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.attachment import Arrived, Attachment, Transfer
from entraide.kernel.message import Message
from entraide.node.files import transfers
from entraide.node.files.carrying import Thread, find_posted, find_thread, judge
from entraide.node.mail.post import (
    Stored,
    answered_before,
    receipt_for,
    received,
    seal,
    store,
    take_in,
)
from entraide.node.runtime import Node

__all__ = ["receive_arrival", "receive_offer"]


async def receive_offer(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a partner's offer of a file and return the sealed receipt of it.

    1. the thread is one with this partner and may carry it, or one of several parties in which this
    partner's post names the file; 2. policy agrees; 3. the disk has
    room; 4. the partner stays within its limit; 5. the id is new. Then chunks may come.
    """
    message, offer = admitted.message, admitted.body
    if not isinstance(offer, Attachment):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    thread = node.read(lambda c: _thread(c, message, offer))
    if thread is None or thread.message.agreement != message.agreement:  # 1
        raise RemoteProtocolError("attachment.out_of_turn")
    pair = (message.recipient, message.sender)
    if not isinstance(judge(node, thread, pair, Side.ASKER), Permit):  # 2
        raise RemoteProtocolError("attachment.not_agreed")
    least = node.settings.exchange.free_bytes_least
    check_room(node.folder.attachments, offer.layout.sealed_size, least)  # 3
    receipt = seal(node, receipt_for(node, message))

    def keep(transaction: Transaction) -> bytes:
        before = answered_before(transaction.connection, message)
        if before is not None:
            return before
        _check_limits(transaction, node, message.sender, offer)  # 4, 5
        stored = Stored(message=message, incoming=True, envelope=envelope, response=receipt)
        transfers.add(transaction, message, offer, store(transaction, stored), None)
        event = received(message)
        digests = {**event.digests, "file": offer.sha256}
        transaction.log(replace(event, digests=digests))
        return receipt

    return await node.writer.run(keep)


def _thread(connection: Connection, message: Message, offer: Attachment) -> Thread | None:
    thread, sender = message.thread, message.sender
    return find_thread(connection, thread, sender, sending=False) or find_posted(
        connection, thread, sender, (offer, message.handling)
    )


async def receive_arrival(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Believe that a file of ours arrived, if it is the one that we offered to this partner."""
    message, arrived = admitted.message, admitted.body
    if not isinstance(arrived, Arrived):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def note(transaction: Transaction) -> None:
        known = transfers.find(transaction.connection, arrived.attachment, incoming=False)
        ours = known is not None and known.partner == message.sender
        if known is None or not ours or known.message.digest != arrived.offer:
            raise RemoteProtocolError("attachment.unknown")
        same = arrived.sha256 == known.offer.sha256
        transfers.change(
            transaction,
            known,
            state=(Transfer.DELIVERED if same else Transfer.FAILED).value,
            held=known.offer.layout.chunks,
            fault="" if same else "attachment.other_digest",
        )

    return await take_in(node, message, envelope, note)


def _check_limits(transaction: Transaction, node: Node, partner: str, offer: Attachment) -> None:
    most, connection = node.settings.exchange.attachment_bytes_most, transaction.connection
    if transfers.bytes_from(connection, partner) + offer.layout.size > most:
        raise RemoteProtocolError("attachment.over_limit")
    if transfers.find(connection, offer.layout.id, incoming=True) is not None:
        raise RemoteProtocolError("attachment.id_reused")

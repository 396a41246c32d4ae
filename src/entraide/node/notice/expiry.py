"""Notices end by themselves: on the day after their last, and with the agreement that brought them.

The issuer erases what its file says, with the written review; a recipient erases its copy and says
so in a signed statement, though nobody told it to. Doing it twice changes nothing. A running node
looks every so often; ``retention.run`` does it too.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Final

from sqlalchemy import Connection, update

from entraide.adapters.store.writer import Event as Entry
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import EntraideError
from entraide.exchange.notice.bodies import NoticeErased
from entraide.exchange.notice.lifecycle import ENDED, TRANSITIONS, Event, Life
from entraide.node.memorandum.ending import has_ended
from entraide.node.notice.copies import Copy, all_copies, copy_of, end_copy
from entraide.node.notice.deciding import today
from entraide.node.notice.rows import (
    Ours,
    erase_version,
    forget_messages,
    move,
    recipients_of,
    versions_of,
)
from entraide.node.notice.sending import outgoing_aside, send_off
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node

__all__ = ["expire_notices", "watch_notices"]

_LOG: Final = logging.getLogger("entraide.notices")
_NODE: Final = "node"


async def watch_notices(node: Node) -> None:
    """End what is due for as long as the node runs."""
    while True:
        try:
            await expire_notices(node)
        except EntraideError as error:
            _LOG.error("notices wait to be ended: %s", error.code)
        await asyncio.sleep(node.settings.exchange.retry_most_ms / 1_000)


async def expire_notices(node: Node) -> int:
    """End every notice whose last day has passed, ours and partners'; return how many."""
    day = today(node)
    ours = node.read(lambda c: _due_here(c, day))
    copies = node.read(lambda c: _due_copies(node, c, day))
    for version in ours:
        await node.writer.run(partial(_end_ours, version))
    for copy in copies:
        await node.writer.run(partial(_end_copy, node, copy))
        node.delivery.kick(copy.partner)
    if ours or copies:
        await try_to_finish(node)
    return len(ours) + len(copies)


def _due_here(connection: Connection, day: str) -> tuple[Ours, ...]:
    return tuple(
        each
        for each in versions_of(connection)
        if each.expires < day and (each.draft or (each.state, Event.EXPIRE) in TRANSITIONS)
    )


def _due_copies(node: Node, connection: Connection, day: str) -> tuple[Copy, ...]:
    gone = {
        (policy.digest, partner)
        for policy in node.policies
        for partner in node.partners
        if has_ended(node, policy, partner)
    }
    return tuple(
        each
        for each in all_copies(connection)
        if each.notice is not None
        and each.state not in ENDED
        and (each.expires < day or (each.agreement, each.partner) in gone)
    )


def _end_ours(found: Ours, transaction: Transaction) -> None:
    """End a version as it stands in this transaction: two may have come to end it."""
    versions = versions_of(transaction.connection, found.id)
    version = next(each for each in versions if each.version == found.version)
    if version.draft is None and (version.state, Event.EXPIRE) not in TRANSITIONS:
        return
    public = version.state in {Life.PUBLISHED, Life.SUSPENDED}
    if (version.state, Event.EXPIRE) in TRANSITIONS:
        move(transaction, version, Event.EXPIRE)
    erase_version(transaction, version)
    if public:
        _await_erasure(transaction, version)
    for row in recipients_of(transaction.connection, version.id):
        if row.version <= version.version:
            forget_messages(transaction, version.id, row.partner)
    transaction.log(Entry("notice.expired", _NODE, version.id))


def _await_erasure(transaction: Transaction, version: Ours) -> None:
    """From now on every recipient owes its statement."""
    table = schema.notice_recipient
    transaction.connection.execute(
        update(table)
        .where(table.c.notice == version.id, table.c.cancelled_ms.is_(None))
        .values(cancelled_ms=transaction.now_ms)
    )


def _end_copy(node: Node, copy: Copy, transaction: Transaction) -> None:
    now = copy_of(transaction.connection, copy.id, copy.partner)
    if now is None or now.version != copy.version or now.state in ENDED:
        return
    erased = end_copy(transaction, copy.id, copy.partner, Life.EXPIRED)
    statement = NoticeErased(
        notice=copy.id,
        version=copy.version,
        order=None,
        erased=tuple(sorted(erased)),
        at_ms=transaction.now_ms,
    )
    if copy.partner in node.partners:
        going = outgoing_aside(node, statement, (copy.partner, copy.id), _NODE)
        send_off(transaction, (going,))
    transaction.log(Entry("notice.expired", _NODE, copy.id, copy.partner))

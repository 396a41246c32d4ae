"""Opening the sealed account: who may be nobody's passkey, what it opens, and what it costs.

1. Tries are heard one after the other; after ``MOST_TRIES`` wrong ones within a quarter of an hour
   none is heard until that is over, whatever it brings.
2. Both halves are compared, and the name looked up, whatever the first of them shows: one answer
   and one time for a wrong half, a wrong name, an account that was used and one that never was.
3. What opens it is used up in the transaction that opens it: a second use finds no hash.
4. The session reads what ``OPENS`` names, for an hour, while its row says so; nothing else. Each
   view is an entry of its own kind of author.
5. From the first moment an alert stands on every screen (``explaining``).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, delete, func, insert, select

from entraide.adapters.sealing.passphrase_hash import is_passphrase
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError, TrustError
from entraide.node.alerts import Word, leave_word
from entraide.node.glass.rows import READY, USED, change_glass, in_state, sealed_words
from entraide.node.oversight.reasons import reasons_of
from entraide.node.people.actor import BREAK_GLASS, Actor, Order
from entraide.node.people.officers import find_officer
from entraide.node.people.warrants import GlassWarrant, why_viewed
from entraide.node.runtime import Node

__all__ = ["MOST_TRIES", "OPENS", "OPEN_MS", "Try", "glass_actor", "open_glass"]

OPENS: Final = frozenset(
    {"node.status", "officer.list", "partner.list", "agreement.list", "agreement.show",
     "case.list", "case.show", "inbox", "thread", "discuss.list", "discuss.show", "notice.list",
     "notice.show", "notice.status", "operation.list", "operation.show", "watch.show",
     "watch.sheet", "wall.list", "audit.entry", "audit.log", "audit.verify",
     "audit.vouched", "glass.list", "partner.figures"}
)  # fmt: skip
"""What is read with the sealed account: whom to call about what. It asks, discloses, approves,
writes and exports nothing, and it reads no records, matches, answers or drafts."""
OPEN_MS: Final = 3_600_000
MOST_TRIES: Final = 5
_WINDOW_MS: Final = 900_000
_LEAST_REASON: Final = 10
_MOST_REASON: Final = 2_000
_TRY: Final = schema.glass_try
_NAMING: Final = ("thread", "notice", "operation", "agreement", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What was typed at the door: both halves, whose name, and why."""

    first: str
    second: str
    officer: str
    why: str


async def open_glass(node: Node, made: Try, session: str) -> int:
    """Open the account for a session (its digest); return until when. TrustError otherwise."""
    if node.read(lambda c: _wrong_tries(c, node.world.now_ms())) >= MOST_TRIES:
        await node.writer.run(lambda t: t.log(Event("glass.refused", "door", "too-many")))
        raise TrustError("glass.not_opened")
    ready = next(iter(node.read(lambda c: in_state(c, READY))), None)
    fits = await asyncio.to_thread(_fits, ready, made)
    claimed = node.read(lambda c: _pseudonym(c, made.officer.strip()))
    why = made.why.strip()
    is_said = _LEAST_REASON <= len(why) <= _MOST_REASON

    def keep(transaction: Transaction) -> int:
        now = next(iter(in_state(transaction.connection, READY)), None)
        heard = _wrong_tries(transaction.connection, transaction.now_ms) < MOST_TRIES
        if not (heard and fits and claimed and is_said and now and ready and now.id == ready.id):
            return _refused(transaction)
        ends_ms = transaction.now_ms + OPEN_MS
        change_glass(
            transaction, now.id, state=USED, first_half="", second_half="", session=session,
            claimed=claimed, opened_ms=transaction.now_ms, ends_ms=ends_ms,
            body=sealed_words(transaction, "glass.body", why),
        )  # fmt: skip
        transaction.connection.execute(delete(_TRY))
        ids = {"claimed": claimed, "session": session}
        transaction.log(Event("glass.opened", BREAK_GLASS.pseudonym, now.id, "", ids))
        _tell_everybody(transaction, now.id, "glass:opened")
        return ends_ms

    ends_ms = await node.writer.run(keep)
    if not ends_ms:
        raise TrustError("glass.not_opened")
    return ends_ms


async def glass_actor(node: Node, order: Order, warrant: GlassWarrant) -> Actor:
    """Return the author of a reading order of the sealed account, once it is logged.

    PolicyError for anything that the account does not open; TrustError where its hour is over, an
    officer ended it, or this is not its session.
    """
    if order.action not in OPENS:
        raise PolicyError("glass.reads_only", action=order.action)
    now_ms = node.world.now_ms()
    row = node.read(lambda c: _running(c, warrant.session, now_ms))
    if row is None:
        raise TrustError("session.none")
    await _log_view(node, order, row.id)
    return BREAK_GLASS


def _running(connection: Connection, session: str, now_ms: int) -> Row[tuple[str]] | None:
    table = schema.glass.c
    chosen = select(table.id).where(table.session == session, table.session != "")
    return connection.execute(
        chosen.where(table.state == USED, table.ends_ms > now_ms)
    ).one_or_none()


async def _log_view(node: Node, order: Order, account: str) -> None:
    values = (str(order.parameters.get(each) or "") for each in _NAMING)
    named = next((each for each in values if each), "")
    purpose, _ = node.read(lambda c: reasons_of(c, {named})).get(named, ("", ""))
    ids = {"order_signature": order.signature_token, "viewed": order.action}
    ids |= {"purpose": purpose or why_viewed(order.action), "glass": account}
    digests = {"order": order.digest}
    event = Event("glass.viewed", BREAK_GLASS.pseudonym, order.digest[:32], "", ids, digests)
    await node.writer.run(lambda transaction: transaction.log(event))


def _fits(ready: Row[tuple[str, ...]] | None, made: Try) -> bool:
    """Compare both halves, whatever the first comparison shows and whether there is an account."""
    kept = (ready.first_half, ready.second_half) if ready else ("", "")
    first = is_passphrase(kept[0], _plain(made.first))
    second = is_passphrase(kept[1], _plain(made.second))
    return first & second


def _plain(half: str) -> str:
    return half.replace("-", "").replace(" ", "").strip().lower()[:64]


def _pseudonym(connection: Connection, name: str) -> str:
    """Return the pseudonym of an officer who is not suspended; nothing for anybody else."""
    try:
        return find_officer(connection, name).pseudonym
    except (InputError, PolicyError):
        return ""


def _wrong_tries(connection: Connection, now_ms: int) -> int:
    recent = select(func.count()).where(_TRY.c.at_ms > now_ms - _WINDOW_MS)
    return int(connection.scalar(recent) or 0)


def _refused(transaction: Transaction) -> int:
    old = delete(_TRY).where(_TRY.c.at_ms <= transaction.now_ms - _WINDOW_MS)
    transaction.connection.execute(old)
    transaction.connection.execute(insert(_TRY).values(at_ms=transaction.now_ms))
    transaction.log(Event("glass.refused", "door", "wrong"))
    if _wrong_tries(transaction.connection, transaction.now_ms) == MOST_TRIES:
        _tell_everybody(transaction, "glass", "glass:tried")
    return 0


def _tell_everybody(transaction: Transaction, about: str, what: str) -> None:
    """Leave word for every officer."""
    for officer in transaction.connection.scalars(select(schema.officer.c.pseudonym)).all():
        leave_word(transaction, Word(officer, about, "", what))

"""Partners' notices as they are stored here, and what our officers decide on them.

A copy waits until an officer accepts or refuses it. Only an accepted one, in force, is screened. A
refusal is answered with its code and leaves nothing behind but ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import ERASED, fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.chapters.exchange import GROUNDS_ARTICLE
from entraide.agreements.terms import RefusalGround
from entraide.errors import InputError
from entraide.exchange.notice.bodies import NoticeAnswer, NoticeChange, Verdict
from entraide.exchange.notice.lifecycle import ENDED, Life
from entraide.exchange.notice.notice import Notice
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.notice.rows import forget_messages
from entraide.node.notice.screening import screen_now
from entraide.node.notice.sending import deliver, outgoing_aside, send_off
from entraide.node.record.erasure import finish_erasure

__all__ = [
    "AcceptNotice",
    "Copy",
    "RefuseNotice",
    "accept_notice",
    "all_copies",
    "bury",
    "copy_of",
    "end_copy",
    "find_copy",
    "keep_copy",
    "refuse_notice",
    "waiting_notices",
]

_COPY: Final = schema.notice_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A partner's notice as it stands here; ``notice`` is None once it was erased."""

    id: str
    partner: str
    version: int
    state: Life
    verdict: str
    code: str
    colour: str
    agreement: str
    officer: str
    expires: str
    came_ms: int
    notice: Notice | None

    def told(self) -> Notice:
        """Return what it says; InputError where that is not held any more."""
        if self.notice is None:
            raise InputError("notice.erased", notice=self.id)
        return self.notice


class AcceptNotice(Parameters):
    """A notice, and who issued it where two did under one id."""

    notice: str
    partner: str | None = None


class RefuseNotice(AcceptNotice):
    """A refusal with one of the grounds of the memorandum (Art. 2.8)."""

    ground: str


async def accept_notice(call: Call, wanted: AcceptNotice) -> Json:
    """Accept a notice: it is screened against our records now, and against every new one."""
    node = call.node
    copy = node.read(lambda c: find_copy(c, wanted.notice, wanted.partner))
    if copy.state in ENDED or copy.verdict:
        raise InputError("notice.not_waiting", notice=copy.id)
    copy.told()
    outcome = await _answer(call, copy, Verdict.ACCEPTED, None)
    found = await screen_now(node, copy.id, copy.partner)
    return {"notice": copy.id, "matches": found, "sent": outcome}


async def refuse_notice(call: Call, wanted: RefuseNotice) -> Json:
    """Refuse a notice, also one accepted before: it is erased here, and its issuer is told."""
    node = call.node
    if wanted.ground not in set(RefusalGround):
        known = ", ".join(RefusalGround)
        raise InputError("referral.unknown_ground", ground=wanted.ground, known=known)
    copy = node.read(lambda c: find_copy(c, wanted.notice, wanted.partner))
    if copy.state in ENDED or copy.verdict == Verdict.REFUSED:
        raise InputError("notice.not_waiting", notice=copy.id)
    outcome = await _answer(call, copy, Verdict.REFUSED, wanted.ground)
    await finish_erasure(node)
    return {"notice": copy.id, "sent": outcome}


async def _answer(call: Call, copy: Copy, verdict: Verdict, ground: str | None) -> list[Json]:
    body = NoticeAnswer(
        notice=copy.id,
        version=copy.version,
        verdict=verdict,
        code=ground,
        article=GROUNDS_ARTICLE if ground else None,
    )
    going = outgoing_aside(call.node, body, (copy.partner, copy.id), call.actor.pseudonym)

    def keep(transaction: Transaction) -> None:
        now = find_copy(transaction.connection, copy.id, copy.partner)
        if (now.version, now.state, now.verdict) != (copy.version, copy.state, copy.verdict):
            raise InputError("notice.not_waiting", notice=copy.id)
        if verdict is Verdict.REFUSED:
            end_copy(transaction, copy.id, copy.partner, copy.state)
        _set(transaction, copy, verdict=verdict.value, code=ground or "",
             officer=call.actor.pseudonym)  # fmt: skip
        send_off(transaction, (going,))
        ids = {"code": ground or "none", "version": str(copy.version)}
        ids |= {"purpose": copy.notice.purpose} if copy.notice else {}
        event = call.event(f"notice.{verdict.value}", copy.id, partner=copy.partner, ids=ids)
        transaction.log(event)

    await call.node.writer.run(keep)
    return await deliver(call.node, (going,), copy.id)


def copy_of(connection: Connection, notice: str, partner: str) -> Copy | None:
    """Return a partner's notice, or None where nothing was ever received under this id."""
    row = connection.execute(
        select(_COPY).where(_COPY.c.notice == notice, _COPY.c.partner == partner)
    ).one_or_none()
    return None if row is None else _copy(row)


def all_copies(connection: Connection) -> tuple[Copy, ...]:
    """Return every partner's notice, latest first."""
    query = select(_COPY).order_by(_COPY.c.came_ms.desc(), _COPY.c.notice)
    return tuple(_copy(row) for row in connection.execute(query))


def waiting_notices(connection: Connection) -> list[dict[str, Any]]:
    """Return the notices that wait for an officer here, oldest first: ids and days, no names."""
    query = select(_COPY).where(_COPY.c.verdict == "", _COPY.c.state == Life.PUBLISHED.value)
    return [
        {"notice": row.notice, "partner": row.partner, "version": row.version,
         "colour": row.colour, "expires": row.expires}
        for row in connection.execute(query.order_by(_COPY.c.came_ms, _COPY.c.notice))
    ]  # fmt: skip


def find_copy(connection: Connection, notice: str, partner: str | None) -> Copy:
    """Return the notice of this id; InputError where there is none, or two issuers have one."""
    query = select(_COPY).where(_COPY.c.notice == notice)
    if partner is not None:
        query = query.where(_COPY.c.partner == partner)
    rows = connection.execute(query).all()
    if len(rows) != 1:
        raise InputError("notice.unknown", notice=notice)
    return _copy(rows[0])


def keep_copy(
    transaction: Transaction, message: Message, notice: Notice, refused: str | None
) -> None:
    """Keep a version in the place of the one before it; a refused one leaves only its ids."""
    connection, partner = transaction.connection, message.sender
    end_copy(transaction, notice.id, partner, Life.AMENDED)
    connection.execute(delete(_COPY).where(_COPY.c.notice == notice.id, _COPY.c.partner == partner))
    body = ERASED
    if refused is None:
        plain = encode_canonical(notice.to_json())
        body = fresh_key(connection).seal("notice.copy", plain)
    connection.execute(
        insert(_COPY).values(
            notice=notice.id,
            partner=partner,
            version=notice.version,
            state=Life.PUBLISHED.value,
            verdict=Verdict.REFUSED.value if refused else "",
            code=refused or "",
            colour=notice.colour.value,
            agreement=message.agreement or "",
            officer="node" if refused else "",
            expires=notice.expires,
            body=body,
            came_ms=transaction.now_ms,
            changed_ms=transaction.now_ms,
        )
    )


def bury(transaction: Transaction, change: NoticeChange, partner: str) -> None:
    """Remember a notice that was cancelled before it came, so that it is not taken afterwards."""
    transaction.connection.execute(
        insert(_COPY).values(
            notice=change.notice,
            partner=partner,
            version=change.version,
            state=Life.CANCELLED.value,
            verdict="",
            code="",
            colour="",
            agreement="",
            officer="",
            expires="",
            body=ERASED,
            came_ms=transaction.now_ms,
            changed_ms=transaction.now_ms,
        )
    )


def end_copy(transaction: Transaction, notice: str, partner: str, state: Life) -> tuple[str, ...]:
    """Erase what is held of a partner's notice; return the digests of its messages.

    Ids, colour and state stay, so that the same notice is not taken again. The caller calls
    ``finish_erasure`` after the commit.
    """
    connection = transaction.connection
    this = (_COPY.c.notice == notice, _COPY.c.partner == partner)
    doom_bodies(transaction, _COPY.c.body, *this)
    connection.execute(
        update(_COPY)
        .where(*this)
        .values(body=ERASED, state=state.value, changed_ms=transaction.now_ms)
    )
    match, seen = schema.notice_match, schema.notice_sighting
    connection.execute(delete(match).where(match.c.notice == notice, match.c.partner == partner))
    pending = (seen.c.notice == notice, seen.c.partner == partner)
    doom_bodies(transaction, seen.c.body, *pending)
    connection.execute(delete(seen).where(*pending))
    return forget_messages(transaction, notice, partner)


def _set(transaction: Transaction, copy: Copy, **values: str) -> None:
    transaction.connection.execute(
        update(_COPY)
        .where(_COPY.c.notice == copy.id, _COPY.c.partner == copy.partner)
        .values(changed_ms=transaction.now_ms, **values)
    )


def _copy(row: Row[Any]) -> Copy:
    return Copy(
        id=row.notice,
        partner=row.partner,
        version=row.version,
        state=Life(row.state),
        verdict=row.verdict,
        code=row.code,
        colour=row.colour,
        agreement=row.agreement,
        officer=row.officer,
        expires=row.expires,
        came_ms=row.came_ms,
        notice=Notice.from_json(decode_canonical(row.body)) if row.body else None,
    )

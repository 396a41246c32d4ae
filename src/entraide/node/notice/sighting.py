"""Reporting that the person or thing of a partner's notice was seen.

An officer writes it, and it waits, sealed, until as many officers as the agreement asks for have
signed the hash of exactly those words. A match of the machine is never reported by itself; where
one of our records is withheld from the issuer's state, a match with it may not be reported.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral, Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, PolicyError, RemoteProtocolError
from entraide.exchange.marks import words_of
from entraide.exchange.notice.bodies import Sighting, Verdict
from entraide.exchange.notice.lifecycle import IN_FORCE
from entraide.exchange.notice.passing import (
    compose_under,
    notice_question,
    sighting_categories,
)
from entraide.kernel.canonical import Json, decode_canonical, digest, encode_canonical
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import framing, seal
from entraide.node.notice.copies import AcceptNotice, Copy, find_copy
from entraide.node.notice.deciding import decide, record_of, today
from entraide.node.notice.sending import Outgoing, deliver, send_off
from entraide.node.people.approvals import approve
from entraide.node.record.erasure import finish_erasure
from entraide.node.runtime import Node

__all__ = ["ApproveSighting", "WriteSighting", "approve_sighting", "pending_of", "write_sighting"]

_PENDING: Final = schema.notice_sighting


class WriteSighting(AcceptNotice):
    """What was seen, when, where, and which of our records is meant, if one is."""

    words: str
    on: str | None = None
    place: str | None = None
    record: str | None = None


class ApproveSighting(Parameters):
    """A written sighting, and an officer's signature over its hash."""

    sighting: str
    approval: str


async def write_sighting(call: Call, wanted: WriteSighting) -> Json:
    """Keep a sighting until enough officers approve it; return the hash that they sign."""
    node = call.node
    copy = node.read(lambda c: find_copy(c, wanted.notice, wanted.partner))
    _check_usable(copy)
    if wanted.record is not None:
        _check_visible(node, wanted.record, copy)
    sighting = _sighting(node, wanted, copy)
    _decide(node, copy, sighting, (call.actor.pseudonym,))
    name = node.fresh_id()

    def keep(transaction: Transaction) -> None:
        key = fresh_key(transaction.connection)
        body = encode_canonical(sighting.to_json())
        transaction.connection.execute(
            insert(_PENDING).values(
                id=name,
                notice=copy.id,
                partner=copy.partner,
                body=key.seal("notice.sighting", body),
                at_ms=transaction.now_ms,
            )
        )
        ids = {"purpose": copy.told().purpose}
        event = call.event("sighting.written", copy.id, partner=copy.partner, ids=ids)
        transaction.log(event)

    await node.writer.run(keep)
    return {"sighting": name, "payload": _payload(copy, sighting), **sighting.to_json()}


async def approve_sighting(call: Call, wanted: ApproveSighting) -> Json:
    """Keep an officer's approval of a sighting; send it once enough officers agree."""
    node = call.node
    row = node.read(lambda c: _pending(c, wanted.sighting))
    copy = node.read(lambda c: find_copy(c, row.notice, row.partner))
    _check_usable(copy)
    sighting = Sighting.from_json(decode_canonical(row.body))
    officers = await approve(call, _payload(copy, sighting), wanted.approval, "sighting")
    decision = _decide(node, copy, sighting, officers)
    needed = decision.obligations.two_officers + 1
    if isinstance(decision, Referral) or len(officers) < needed:
        waiting = {"sighting": row.id, "approvals": len(officers), "needed": needed}
        return {"notice": copy.id, **waiting}
    to = (call.actor.pseudonym, copy.partner)
    message = compose_under(decision, sighting, copy.told(), to, framing(node, copy.id))
    going = Outgoing(message, seal(node, message))

    def keep(transaction: Transaction) -> None:
        connection = transaction.connection
        this = _PENDING.c.id == row.id
        if connection.scalar(select(_PENDING.c.id).where(this)) is None:
            raise InputError("sighting.unknown", sighting=row.id)
        doom_bodies(transaction, _PENDING.c.body, this)
        connection.execute(delete(_PENDING).where(this))
        send_off(transaction, (going,))
        transaction.log(call.event("sighting.ordered", message.id, partner=copy.partner))

    await node.writer.run(keep)
    await finish_erasure(node)
    return {"notice": copy.id, "sent": await deliver(node, (going,), copy.id)}


def pending_of(connection: Connection, copy: Copy) -> list[dict[str, Any]]:
    """Return the sightings that wait for officers, with the hash that they sign."""
    rows = connection.execute(
        select(_PENDING).where(_PENDING.c.notice == copy.id, _PENDING.c.partner == copy.partner)
    )
    found = [(row.id, Sighting.from_json(decode_canonical(row.body))) for row in rows]
    return [
        {"sighting": name, "payload": _payload(copy, each), **_bound(copy), **each.to_json()}
        for name, each in found
    ]


def _bound(copy: Copy) -> dict[str, str]:
    """Return under which handling code a sighting goes: that of the notice."""
    notice = copy.notice
    if notice is None:
        return {"handling": "", "mark": ""}
    words = words_of(notice.handling, notice.handling_text)
    return {"handling": notice.handling, "mark": words}


def _sighting(node: Node, wanted: WriteSighting, copy: Copy) -> Sighting:
    """Return the sighting, read as strictly as its issuer will read it."""
    value = {
        "notice": copy.id,
        "version": copy.version,
        "on": wanted.on or today(node),
        "place": wanted.place,
        "words": wanted.words.strip(),
    }
    try:
        sighting = Sighting.from_json(value)
    except RemoteProtocolError as error:
        raise InputError("notice.bad_field", field=str(error.data.get("field", ""))) from error
    if sighting.on > today(node):
        raise InputError("notice.bad_field", field="sighting.on")
    return sighting


def _check_usable(copy: Copy) -> None:
    if copy.verdict != Verdict.ACCEPTED or copy.state not in IN_FORCE:
        raise InputError("notice.not_in_force", notice=copy.id, state=copy.state.value)


def _check_visible(node: Node, record: str, copy: Copy) -> None:
    keys = node.pinned(copy.partner)
    held = node.read(lambda c: record_of(c, record))
    if keys is None or not held.visible_to(keys.country):
        raise PolicyError("sighting.withheld", partner=copy.partner)


def _decide(
    node: Node, copy: Copy, sighting: Sighting, officers: tuple[str, ...]
) -> Permit | Referral:
    """Decide with the officers so far; PolicyError names the article that stands against it."""
    notice = copy.told()
    pair = (copy.partner, node.settings.id)
    question = notice_question(notice, sighting_categories(notice, sighting), pair, Side.HOLDER)
    decision = decide(node, question, officers)
    if isinstance(decision, Denial):
        raise PolicyError("notice.denied", article=decision.article, reason=decision.code)
    return decision


def _payload(copy: Copy, sighting: Sighting) -> str:
    return digest({"partner": copy.partner, "sighting": sighting.to_json()})


def _pending(connection: Connection, name: str) -> Row[Any]:
    row = connection.execute(select(_PENDING).where(_PENDING.c.id == name)).one_or_none()
    if row is None:
        raise InputError("sighting.unknown", sighting=name)
    return row

"""Notices as officers read them: the list of both kinds, one whole, and the figures of a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.exchange.bodies import read_body
from entraide.exchange.marks import words_of
from entraide.exchange.notice.bodies import Sighting, Verdict
from entraide.exchange.notice.lifecycle import IN_FORCE, Life
from entraide.exchange.notice.notice import Notice
from entraide.kernel.canonical import Json
from entraide.node.alerts import mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.notice.copies import Copy, all_copies, find_copy
from entraide.node.notice.drafting import NameNotice, findings_of
from entraide.node.notice.pursuing import pursuits_of
from entraide.node.notice.rows import Ours, find_ours, recipients_of, versions_of
from entraide.node.notice.screening import matches_of
from entraide.node.notice.sighting import pending_of
from entraide.node.request.threads import messages_of
from entraide.node.runtime import Node

__all__ = ["ListNotices", "YearOfNotices", "count_notices", "list_notices", "notice_figures",
           "show_notice"]  # fmt: skip


class ListNotices(Parameters):
    """Notices of ours, of partners, or both; ended ones too where that is wanted."""

    ended: bool = False


class YearOfNotices(Parameters):
    """A calendar year (UTC)."""

    year: int


async def list_notices(call: Call, wanted: ListNotices) -> Json:
    """List our notices and partners' notices, latest first: ids, states and matches, no names."""
    return call.node.read(lambda c: _listed(c, ended=wanted.ended))


async def show_notice(call: Call, wanted: NameNotice) -> Json:
    """Return a notice whole, and note that the officer has seen it."""
    node, officer = call.node, call.actor.pseudonym
    shown = node.read(lambda c: _whole(node, c, wanted.notice))

    def seen(transaction: Transaction) -> None:
        mark_seen(transaction, officer, wanted.notice)
        transaction.log(call.event("notice.read", wanted.notice))

    await node.writer.run(seen)
    return shown


async def notice_figures(call: Call, wanted: YearOfNotices) -> Json:
    """Return a year's figures: numbers by state, answer and code, never of whom."""
    if not 2000 <= wanted.year <= 9999:
        raise InputError("notice.bad_field", field="year")
    return call.node.read(lambda c: _figures(c, wanted.year))


def count_notices(connection: Connection) -> dict[str, int]:
    """Return what a node tells of its notices: in force, waiting for a person, unconfirmed."""
    notice, copy, sent = schema.notice, schema.notice_copy, schema.notice_recipient
    force = [state.value for state in IN_FORCE]
    return {
        "notices": _count(connection, notice.c.state.in_(force)),
        "notices_held": _count(connection, copy.c.verdict == "accepted", copy.c.state.in_(force)),
        "notices_waiting": _count(connection, copy.c.verdict == "", copy.c.state.in_(force)),
        "erasures_unconfirmed": _count(
            connection, sent.c.cancelled_ms.is_not(None), sent.c.erased_ms.is_(None)
        ),
    }


def _count(connection: Connection, *where: Any) -> int:
    return int(connection.scalar(select(func.count()).where(*where)) or 0)


def _listed(connection: Connection, *, ended: bool) -> dict[str, Any]:
    over = {Life.REFUSED, Life.AMENDED, Life.CANCELLED, Life.EXPIRED}
    ours = [each for each in versions_of(connection) if ended or each.state not in over]
    copies = [
        each
        for each in all_copies(connection)
        if ended or (each.state not in over and each.verdict != Verdict.REFUSED)
    ]
    return {
        "ours": [
            {"notice": each.id, "version": each.version, "colour": each.colour,
             "state": each.state.value, "expires": each.expires, "reason": each.reason,
             **_counted(connection, each)}
            for each in ours
        ],
        "received": [_row(connection, each) for each in copies],
    }  # fmt: skip


def _counted(connection: Connection, ours: Ours) -> dict[str, Any]:
    """Return to whom a notice went, or is to go, and how many answered and confirmed erasure."""
    sent = recipients_of(connection, ours.id)
    to = [row.partner for row in sent] or (list(ours.draft.to) if ours.draft else [])
    return {
        "to": to,
        "accepted": sum(row.verdict == Verdict.ACCEPTED for row in sent),
        "refused": sum(row.verdict == Verdict.REFUSED for row in sent),
        "confirmed": sum(row.erased_ms is not None for row in sent),
        "unconfirmed": sum(row.cancelled_ms is not None and row.erased_ms is None for row in sent),
    }


def _row(connection: Connection, copy: Copy) -> dict[str, Any]:
    return {
        "notice": copy.id,
        "partner": copy.partner,
        "version": copy.version,
        "colour": copy.colour,
        "state": copy.state.value,
        "verdict": copy.verdict,
        "code": copy.code,
        "expires": copy.expires,
        "matches": len(matches_of(connection, copy.id, copy.partner)),
    }


def _whole(node: Node, connection: Connection, notice: str) -> dict[str, Any]:
    pursuits = pursuits_of(node, connection, notice)
    if not versions_of(connection, notice):
        copy = find_copy(connection, notice, None)
        return {
            **_row(connection, copy),
            "body": _body(copy.notice) if copy.notice else None,
            "matches": matches_of(connection, copy.id, copy.partner),
            "sightings": pending_of(connection, copy),
            "pursuits": pursuits,
        }
    ours = find_ours(connection, notice)
    return {
        "notice": ours.id,
        "version": ours.version,
        "colour": ours.colour,
        "state": ours.state.value,
        "reason": ours.reason,
        "expires": ours.expires,
        "body": _body(ours.draft.notice) if ours.draft else None,
        "record": ours.draft.record if ours.draft else None,
        "to": list(ours.draft.to) if ours.draft else [],
        "findings": findings_of(node, ours.draft.notice) if ours.draft else [],
        "sightings": _reported(connection, notice),
        "pursuits": pursuits,
    }


def _body(notice: Notice) -> dict[str, Any]:
    """Return what a notice says; its one handling code, with the words, stands at each value."""
    mark = words_of(notice.handling, notice.handling_text)
    bound = {"handling": notice.handling, "handling_text": notice.handling_text, "mark": mark}
    values = [{**value.to_json(), **bound} for value in notice.values]
    return {**notice.to_json(), "mark": mark, "values": values}


def _reported(connection: Connection, notice: str) -> list[dict[str, Any]]:
    """Return the sightings that recipients reported of a notice of ours."""
    partners = [row.partner for row in recipients_of(connection, notice)]
    messages = [each for partner in partners for each in messages_of(connection, notice, partner)]
    return [
        {
            "partner": each.sender,
            "author": each.author,
            "sent_ms": each.sent_ms,
            "handling": each.handling,
            "mark": words_of(each.handling),
            **body.to_json(),
        }
        for each in messages
        if isinstance(body := read_body(each), Sighting)
    ]


def _figures(connection: Connection, year: int) -> dict[str, Any]:
    first, last = (_start(each) for each in (year, year + 1))
    states = Counter(
        each.state.value for each in versions_of(connection) if first <= each.changed_ms < last
    )
    sent, step = schema.notice_recipient.c, schema.pursuit_step.c
    answers = connection.execute(
        select(sent.verdict, sent.code).where(sent.sent_ms >= first, sent.sent_ms < last)
    ).all()
    received = [each for each in all_copies(connection) if first <= each.came_ms < last]
    steps = connection.scalars(
        select(step.step).where(step.on_day >= f"{year}-01-01", step.on_day <= f"{year}-12-31")
    )
    return {
        "year": year,
        "ours": dict(sorted(states.items())),
        "sent": dict(sorted(Counter(_said(row.verdict, row.code) for row in answers).items())),
        "received": dict(
            sorted(Counter(_said(each.verdict, each.code) for each in received).items())
        ),
        "pursuit": dict(sorted(Counter(steps).items())),
    }


def _said(verdict: str, code: str) -> str:
    return f"{verdict or 'unanswered'}{f' ({code})' if code else ''}"


def _start(year: int) -> int:
    return int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp() * 1_000)

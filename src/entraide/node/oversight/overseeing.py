"""What a data-protection officer does with the access log: reads it and draws samples of it.

Reading is an access too and is logged. A sample is drawn by a recorded random seed, so that nobody
picks what is looked at; each access in it gets one judgement (``judging``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Connection, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json, decode_canonical, digest, encode_canonical
from entraide.node.call import Call, Parameters
from entraide.node.log.log_epochs import EndedLog
from entraide.node.oversight.accesses import accesses_of, newest, not_held
from entraide.node.oversight.explaining import explanations_of
from entraide.node.runtime import Node
from entraide.safeguards.accesses import Access, Wanted
from entraide.safeguards.sampling import draw
from entraide.vocabulary.oversight import ACCESSES, JUDGEMENTS
from entraide.vocabulary.purposes import PURPOSES

__all__ = [
    "AccessFilter",
    "DrawSample",
    "ListAccesses",
    "NameSample",
    "day_of",
    "draw_sample",
    "list_accesses",
    "list_samples",
    "show_sample",
]

_DAY_MS: Final = 86_400_000
_MOST: Final = 100_000
"""Accesses that one reading or one sample's population may have."""


class AccessFilter(Parameters):
    """Which accesses: days are ISO (UTC), ``until`` included."""

    officer: str | None = None
    """An officer's name here, or a pseudonym."""
    purpose: str | None = None
    case: str | None = None
    partner: str | None = None
    action: str | None = None
    screen: str | None = None
    """The reading behind a page of the console, such as ``notice.show``."""
    since: str | None = None
    until: str | None = None


class ListAccesses(AccessFilter):
    """A reading of the access log."""

    most: int = Field(default=200, ge=1, le=_MOST)


class DrawSample(AccessFilter):
    """A sample of the accesses that the filter leaves in."""

    size: int = Field(default=20, ge=1, le=1_000)


class NameSample(Parameters):
    """A sample."""

    sample: str


async def list_accesses(call: Call, wanted: ListAccesses) -> Json:
    """Return accesses, newest first, and what of earlier logs is not held; it is itself logged."""
    node = call.node
    chosen = _wanted(node, wanted)
    found = node.read(lambda c: newest(c, chosen, wanted.most))
    lost = node.read(lambda c: not_held(c, chosen))
    await _log_reading(call, chosen, len(found))
    return {
        "accesses": [_shown(node, each) for each in found],
        "not_held": [_lost(each) for each in lost],
    }


async def draw_sample(call: Call, wanted: DrawSample) -> Json:
    """Draw a sample by a fresh seed, and keep seed, filter and size of the log with it."""
    node = call.node
    chosen = _wanted(node, wanted)
    population = [each.entry for each in node.read(lambda c: newest(c, chosen, _MOST))]
    if not population:
        raise InputError("oversight.nothing_to_sample")
    sample, seed = node.fresh_id(), node.fresh_id()
    entries = draw(seed, population, wanted.size)
    row = {
        "sample": sample,
        "seed": seed,
        "officer": call.actor.pseudonym,
        "wanted": encode_canonical(_plain(chosen)).decode(),
        "population": len(population),
        "log_size": node.writer.frontier.size,
    }

    def keep(transaction: Transaction) -> None:
        connection = transaction.connection
        connection.execute(insert(schema.access_sample), {**row, "at_ms": transaction.now_ms})
        blank = {"sample": sample, "judgement": "", "judged_by": ""}
        lines = [{**blank, "epoch": epoch, "entry": entry} for epoch, entry in entries]
        connection.execute(insert(schema.sampled_access), lines)
        counts = {"seed": seed, "population": str(len(population)), "size": str(len(entries))}
        filtered = {"wanted": digest(_plain(chosen))}
        transaction.log(call.event("oversight.sampled", sample, ids=counts, digests=filtered))

    await node.writer.run(keep)
    await _log_reading(call, chosen, len(entries))
    return node.read(lambda c: _sample(node, c, sample))


async def show_sample(call: Call, wanted: NameSample) -> Json:
    """Return a sample with its accesses and judgements."""
    node = call.node
    shown = node.read(lambda c: _sample(node, c, wanted.sample))
    await node.writer.run(lambda t: t.log(call.event("oversight.read", wanted.sample)))
    return shown


async def list_samples(call: Call, _: Parameters) -> Json:
    """Return the samples, latest first, and how many of their accesses are judged."""
    return {"samples": call.node.read(_samples)}


def day_of(text: str) -> int:
    """Return the first moment of an ISO day in UTC ms; InputError where it is none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("date.malformed", value=text) from error
    return (day - dt.date(1970, 1, 1)).days * _DAY_MS


def _wanted(node: Node, given: AccessFilter) -> Wanted:
    if given.action is not None:
        ACCESSES.find(given.action)
    if given.purpose is not None:
        PURPOSES.find(given.purpose)
    officer = given.officer
    return Wanted(
        officer=node.read(lambda c: _pseudonym(c, officer)) if officer else None,
        purpose=given.purpose,
        case=given.case,
        partner=given.partner,
        action=given.action,
        screen=given.screen,
        since_ms=day_of(given.since) if given.since else 0,
        until_ms=day_of(given.until) + _DAY_MS if given.until else None,
    )


def _pseudonym(connection: Connection, named: str) -> str:
    """Return the pseudonym of one of our officers; what is none of their names is taken as it is"""
    table = schema.officer.c
    return str(connection.scalar(select(table.pseudonym).where(table.name == named)) or named)


def _plain(wanted: Wanted) -> dict[str, Json]:
    return asdict(wanted)


async def _log_reading(call: Call, wanted: Wanted, count: int) -> None:
    filtered = {"wanted": digest(_plain(wanted))}
    ids = {"accesses": str(count)}
    await call.node.writer.run(
        lambda t: t.log(call.event("oversight.read", "access-log", ids=ids, digests=filtered))
    )


def _shown(node: Node, access: Access) -> dict[str, Json]:
    table = schema.officer.c
    named = select(table.name).where(table.pseudonym == access.officer)
    name = node.read(lambda c: c.scalar(named))
    return {**asdict(access), "name": name}


def _lost(ended: EndedLog) -> dict[str, Json]:
    return {
        "epoch": ended.epoch,
        "held": ended.size,
        "lost": ended.witnessed_size - ended.size,
        "ended_ms": ended.ended_ms,
    }


def _sample(node: Node, connection: Connection, sample: str) -> dict[str, Any]:
    table, line = schema.access_sample, schema.sampled_access
    row = connection.execute(select(table).where(table.c.sample == sample)).one_or_none()
    if row is None:
        raise InputError("oversight.no_sample", sample=sample)
    lines = connection.execute(select(line).where(line.c.sample == sample)).all()
    judged = {(each.epoch, each.entry): each for each in lines}
    blank = {"explanation": "", "explained_ms": None}
    told = explanations_of(connection, sample)
    return {
        "sample": sample,
        "seed": row.seed,
        "population": row.population,
        "log_size": row.log_size,
        "at_ms": row.at_ms,
        "officer": row.officer,
        "wanted": decode_canonical(row.wanted.encode()),
        "accesses": [
            {
                **_shown(node, each),
                "judgement": judged[each.entry].judgement,
                "remarks": (judged[each.entry].remarks or b"").decode(),
                **told.get(each.entry, blank),
            }
            for each in accesses_of(connection, judged)
        ],
    }


def _samples(connection: Connection) -> list[Json]:
    table, line = schema.access_sample, schema.sampled_access.c
    found: list[Json] = []
    for row in connection.execute(select(table).order_by(table.c.at_ms.desc())):
        given = connection.scalars(select(line.judgement).where(line.sample == row.sample)).all()
        counts = {entry.code: given.count(entry.code) for entry in JUDGEMENTS}
        found.append(
            {
                "sample": row.sample,
                "at_ms": row.at_ms,
                "population": row.population,
                "size": len(given),
                "open": given.count(""),
                **counts,
            }
        )
    return found

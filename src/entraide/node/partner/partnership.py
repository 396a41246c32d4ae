"""How exchange with partners goes: who is there, how fast, how much passed, until when it may.

Everything is counted from what this node holds: its messages, its outbox, the checkpoints that
partners cosigned, the hours of contact. Counts and times tell of no person. What is asked and
answered in each direction is the count of a partnership's review (``node.partner.reviewed``),
for a span that ends now. Times of answers come from the newest ``_MOST_TIMES`` questions, so that
the size of a store does not matter.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median_low
from typing import Any, Final, NamedTuple

from pydantic import Field
from sqlalchemy import Connection, Row, func, select

from entraide.adapters.tables import schema
from entraide.agreements.lifecycle import State, ends_of, state_of
from entraide.exchange.bodies import Acknowledgement, Answer, Denied, Query
from entraide.exchange.figures import Figure, Period
from entraide.kernel.canonical import Json
from entraide.kernel.checkpoint import checkpoint_of
from entraide.node.call import Call, Parameters
from entraide.node.keys.keyring import witness_name
from entraide.node.memorandum.documents import Documents, held_documents
from entraide.node.partner.contacts import DAY_MS, Contact, contacts_since
from entraide.node.partner.partners import list_partners
from entraide.node.partner.reviewed import figures_with, is_bound_with
from entraide.node.runtime import Node

__all__ = ["CountPartners", "count_partners"]

_MOST_TIMES: Final = 20_000
_MOST_CHECKPOINTS: Final = 400
"""Of these, newest first, a partner's last cosignature is found; older ones count as none."""
_MESSAGE: Final = schema.message.c
_FIRST_ANSWERS: Final = (Answer.KIND, Denied.KIND, Acknowledgement.KIND)


class CountPartners(Parameters):
    """How many days back, and whether the two directions are counted too."""

    days: int = Field(default=30, ge=1, le=366)
    directions: bool = False


class _Held(NamedTuple):
    """What the store says of all partners, read in one view."""

    contacts: Mapping[str, list[Contact]]
    passed: Mapping[tuple[str, int], int]
    last_answer: Mapping[str, int]
    times: Mapping[tuple[str, int], list[int]]
    waiting: Mapping[str, Row[Any]]
    cosigned: Mapping[str, tuple[int, int]]


async def count_partners(call: Call, wanted: CountPartners) -> Json:
    """Return for each pinned partner how exchange went in the last days."""
    node = call.node
    until_ms = node.world.now_ms()
    period = Period((until_ms // DAY_MS - wanted.days + 1) * DAY_MS, until_ms)
    listed: Any = await list_partners(call, Parameters())
    names = [str(each["partner"]) for each in listed["partners"]]
    held = await asyncio.to_thread(node.read, lambda c: _read(c, names, period))
    documents = node.read(held_documents)
    rows: list[Json] = []
    for each in listed["partners"]:
        told = _told(held, each["partner"], period)
        row = {**each, **told, **_bound(node, documents, each["partner"])}
        if wanted.directions:
            row["directions"] = await _directions(node, each["partner"], period)
        rows.append(row)
    return {
        "days": wanted.days,
        "from_ms": period.from_ms,
        "until_ms": period.until_ms,
        "home": node.settings.country,
        "log_size": node.writer.frontier.size,
        "partners": rows,
    }


def _read(connection: Connection, partners: Iterable[str], period: Period) -> _Held:
    contacts = defaultdict[str, list[Contact]](list)
    for each in contacts_since(connection, period.from_ms // DAY_MS):
        contacts[each.partner].append(each)
    return _Held(
        contacts,
        _passed(connection, period),
        _last_answers(connection),
        _times(connection, period),
        _waiting(connection),
        _cosigned(connection, partners),
    )


def _passed(connection: Connection, period: Period) -> dict[tuple[str, int], int]:
    """Count messages by partner and direction; what never arrived is none."""
    gone = (select(schema.outbox.c.message), select(schema.undelivered.c.message))
    rows = connection.execute(
        select(_MESSAGE.partner, _MESSAGE.incoming, func.count())
        .where(_MESSAGE.sent_ms >= period.from_ms, *(_MESSAGE.seq.not_in(each) for each in gone))
        .group_by(_MESSAGE.partner, _MESSAGE.incoming)
    )
    return {(str(row[0]), int(row[1])): int(row[2]) for row in rows}


def _last_answers(connection: Connection) -> dict[str, int]:
    rows = connection.execute(
        select(_MESSAGE.partner, func.max(_MESSAGE.at_ms))
        .where(_MESSAGE.incoming == 1, _MESSAGE.kind.in_(_FIRST_ANSWERS))
        .group_by(_MESSAGE.partner)
    )
    return {str(row[0]): int(row[1]) for row in rows}


def _times(connection: Connection, period: Period) -> dict[tuple[str, int], list[int]]:
    """Return how long partners took to answer our questions, by partner and day (milliseconds)."""
    asked, said = schema.message.alias("asked").c, schema.message.alias("said").c
    rows = connection.execute(
        select(asked.partner, asked.at_ms, func.min(said.at_ms))
        .where(asked.kind == Query.KIND, asked.incoming == 0, asked.at_ms >= period.from_ms)
        .where(said.thread == asked.thread, said.partner == asked.partner, said.incoming == 1)
        .where(said.kind.in_(_FIRST_ANSWERS))
        .group_by(asked.seq, asked.partner, asked.at_ms)
        .order_by(asked.at_ms.desc())
        .limit(_MOST_TIMES)
    )
    found = defaultdict[tuple[str, int], list[int]](list)
    for partner, asked_ms, said_ms in rows:
        found[partner, asked_ms // DAY_MS].append(max(0, said_ms - asked_ms))
    return found


def _waiting(connection: Connection) -> dict[str, Row[Any]]:
    outbox = schema.outbox.c
    rows = connection.execute(
        select(
            outbox.partner, func.count().label("messages"), func.min(_MESSAGE.at_ms).label("since")
        )
        .join_from(schema.outbox, schema.message, outbox.message == _MESSAGE.seq)
        .group_by(outbox.partner)
    )
    return {row.partner: row for row in rows}


def _cosigned(connection: Connection, partners: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return for each partner the size and time of our last checkpoint that it cosigned."""
    table, lacking = schema.checkpoint.c, {witness_name(each): each for each in partners}
    rows = connection.execute(
        select(table.size, table.note, table.at_ms)
        .where(table.cosigned > 0)
        .order_by(table.size.desc())
        .limit(_MOST_CHECKPOINTS)
    )
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        signers = {each.name for each in checkpoint_of(bytes(row.note))[1].signatures}
        for name in signers & lacking.keys():
            found[lacking.pop(name)] = (row.size, row.at_ms)
        if not lacking:
            break
    return found


def _told(held: _Held, partner: str, period: Period) -> dict[str, Json]:
    waiting, cosigned = held.waiting.get(partner), held.cosigned.get(partner, (0, None))
    times = [each for key, some in held.times.items() if key[0] == partner for each in some]
    return {
        "sent": held.passed.get((partner, 0), 0),
        "received": held.passed.get((partner, 1), 0),
        "answer_ms": held.last_answer.get(partner),
        "median_ms": median_low(times) if times else None,
        "waiting": int(waiting.messages) if waiting else 0,
        "waiting_since_ms": waiting.since if waiting else None,
        "cosigned_size": cosigned[0],
        "cosigned_ms": cosigned[1],
        "by_day": _by_day(held, partner, period),
    }


def _by_day(held: _Held, partner: str, period: Period) -> list[Json]:
    hours = {each.day: each.hours for each in held.contacts.get(partner, ())}
    shown: list[Json] = []
    for day in range(period.from_ms // DAY_MS, period.until_ms // DAY_MS + 1):
        reached, tried = hours.get(day, (0, 0))
        times = held.times.get((partner, day))
        median_ms = median_low(times) if times else None
        row = {"day_ms": day * DAY_MS, "reached": reached, "tried": tried, "median_ms": median_ms}
        shown.append(row)
    return shown


def _bound(node: Node, documents: Documents, partner: str) -> dict[str, Json]:
    """Return the memorandum that binds us both longest, and when it ends."""
    now_ms, pair = node.world.now_ms(), {node.settings.id, partner}
    ends = [
        (min(ends_of(signed, standing))[0], signed.agreement.id)
        for signed in documents.texts
        if pair <= {party.id for party in signed.agreement.parties}
        and state_of(signed, now_ms, standing := documents.standing(signed)) is State.IN_FORCE
    ]
    ends_ms, agreement = max(ends, default=(None, None))
    return {"agreement": agreement, "ends_ms": ends_ms}


async def _directions(node: Node, partner: str, period: Period) -> dict[str, Json]:
    """Return what each side asked of the other, and what became of it."""
    bound = is_bound_with(node, partner)
    figures = await figures_with(node, partner, period) if bound else ()
    ours, theirs = node.settings.id, partner
    return {"ours": _direction(figures, ours), "theirs": _direction(figures, theirs)}


def _direction(figures: Iterable[Figure], asker: str) -> dict[str, Json]:
    counts, medians = Counter[str](), dict[str, int | None]()
    for each in figures:
        if each.asker == asker and each.name.endswith("_median_ms"):
            medians[each.name] = each.value
        elif each.asker == asker:
            counts[each.name] += each.value or 0
    return {
        "asked": counts["questions"],
        "answered": counts["hits"] + counts["no_hits"],
        "denied": counts["denied"],
        "answer_median_ms": medians.get("answer_median_ms"),
        "requested": counts["requests"],
        "replied": counts["replies"],
        "refused": counts["refusals"],
        "reply_median_ms": medians.get("reply_median_ms"),
    }

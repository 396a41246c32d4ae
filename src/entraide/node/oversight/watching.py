"""Watching for unusual asking: our officers' questions, and at the holder those of partners.

The rules are in ``safeguards.unusual``; here is what they look at: the questions, checks and
notices of the last day and what else was given, read from our own sealed store, and how many
questions were usual in the four weeks before. A partner is looked at as a whole and each of its
officers too. What a rule finds is reported once a day to every data-protection officer (to
supervisors where there is none): rule, who, two figures, never a name that was asked for. The
folded names stay in memory while they are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, case, func, insert, select

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.exchange.bodies import Query, read_body
from entraide.exchange.conversation import State
from entraide.exchange.subjects import subject_from_json
from entraide.kernel.canonical import Json, decode_canonical
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.config import SafeguardSettings
from entraide.node.notice.rows import versions_of
from entraide.node.oversight.accesses import newest
from entraide.node.people.actor import Role
from entraide.node.runtime import Node
from entraide.safeguards.accesses import Access, Wanted
from entraide.safeguards.unusual import Asked, Conduct, Finding, Thresholds, Usual, judge, key_of
from entraide.vocabulary.oversight import GIVEN

__all__ = ["overseers", "thresholds_of", "watch", "watch_now"]

_DAY_MS: Final = 86_400_000
_USUAL_DAYS: Final = 28
_HOUR_MS: Final = 3_600_000
_MOST: Final = 100_000
_DENIED: Final = "query.denied"
_DRAFTED: Final = "notice.drafted"
_LOGGED: Final = GIVEN | {_DENIED, "records.searched"}

_MESSAGE: Final = schema.message.c
_TALK: Final = schema.conversation.c


@dataclass(frozen=True, slots=True)
class _Reported:
    """A finding, of whom, on which day (UTC, counted from 1970)."""

    who: str
    day: int
    finding: Finding


async def watch_now(call: Call, _: Parameters) -> Json:
    """Look for unusual asking now; return what was found that was not reported before."""
    return {"alerts": await watch(call.node)}


async def watch(node: Node) -> list[Json]:
    """Judge the last day of every asker and report what is new."""
    now_ms = node.world.now_ms()
    limits = thresholds_of(node.settings.safeguards)
    conducts = node.read(lambda c: _conducts(c, now_ms, limits))
    day = now_ms // _DAY_MS
    found = [
        _Reported(who, day, finding)
        for who, conduct in conducts.items()
        for finding in judge(conduct, limits)
    ]
    if not found:
        return []
    return await node.writer.run(lambda t: _report(t, found))


def thresholds_of(settings: SafeguardSettings) -> Thresholds:
    """Return the limits that the settings name."""
    named = Thresholds.__dataclass_fields__
    return Thresholds(**{name: getattr(settings, name) for name in named})


def overseers(connection: Connection) -> list[str]:
    """Return the pseudonyms of the data-protection officers; of supervisors where there is none."""
    table = schema.officer.c
    for role in (Role.DATA_PROTECTION_OFFICER, Role.SUPERVISOR):
        works = table.name.not_in(select(schema.suspended_officer.c.officer))
        found = connection.scalars(
            select(table.pseudonym).where(table.role == role.value, works)
        ).all()
        if found:
            return list(found)
    return []


def _report(transaction: Transaction, found: Sequence[_Reported]) -> list[Json]:
    table, connection = schema.unusual, transaction.connection
    told = overseers(connection)
    new: list[Json] = []
    for each in found:
        finding = each.finding
        row: dict[str, Any] = {"rule": finding.rule, "who": each.who, "day": each.day}
        same = [table.c[name] == value for name, value in row.items()]
        if connection.scalar(select(table.c.rule).where(*same)) is not None:
            continue
        figures = {"found": finding.found, "most": finding.limit, "at_ms": transaction.now_ms}
        connection.execute(insert(table).values(**row, **figures))
        partner = each.who.split("/", 1)[0] if "." in each.who else ""
        subject = f"unusual-{finding.rule}"
        for officer in told:
            what = f"unusual:{finding.rule}"
            leave_word(transaction, Word(officer, subject, partner, what))
        ids = {"who": each.who, "found": str(finding.found), "most": str(finding.limit)}
        transaction.log(Event("unusual.reported", "node", subject, partner, ids))
        new.append({**row, **figures})
    return new


def _conducts(connection: Connection, now_ms: int, limits: Thresholds) -> dict[str, Conduct]:
    since_ms = now_ms - _DAY_MS
    asked: dict[str, list[Asked]] = defaultdict(list)
    for who, each in _recent(connection, since_ms):
        asked[who].append(each)
    usual = _usual(connection, since_ms, limits)
    return {
        who: Conduct(tuple(sorted(each, key=lambda one: one.at_ms)), usual.get(who, Usual()))
        for who, each in asked.items()
    }


def _recent(connection: Connection, since_ms: int) -> Iterator[tuple[str, Asked]]:
    """Yield who asked what since then: questions either way, checks, denials at home."""
    yield from _questions(connection, since_ms)
    table = schema.own_check
    for row in connection.execute(select(table).where(table.c.at_ms >= since_ms)):
        person, is_name = key_of(subject_from_json(decode_canonical(row.subject)))
        reason = {"purpose": row.purpose, "case": ""}  # a post checks many under one reference
        yield row.officer, Asked(at_ms=row.at_ms, person=person, is_name=is_name, **reason)
    logged = newest(connection, Wanted(since_ms=since_ms), _MOST, _LOGGED)
    for entry in logged:
        yield entry.officer, _of_entry(connection, entry)


def _of_entry(connection: Connection, entry: Access) -> Asked:
    """Return a denial at home, or something given; of a notice, about whom it is."""
    drafted = versions_of(connection, entry.thread) if entry.action == _DRAFTED else ()
    person, is_name = "", True
    if drafted and drafted[0].draft is not None:
        person, is_name = key_of(drafted[0].draft.notice.subject())
    return Asked(
        at_ms=entry.at_ms,
        purpose=entry.purpose,
        case=entry.case if person else "",
        person=person,
        is_name=is_name,
        denied=entry.action == _DENIED,
        given=entry.action in GIVEN,
    )


def _questions(connection: Connection, since_ms: int) -> Iterator[tuple[str, Asked]]:
    rows = connection.execute(
        select(_MESSAGE.at_ms, _MESSAGE.content, _MESSAGE.thread, *_WHO)
        .join_from(schema.message, schema.conversation, _SAME_THREAD)
        .where(_MESSAGE.kind == Query.KIND, _MESSAGE.at_ms >= since_ms, _MESSAGE.content != ERASED)
    )
    ours: set[str] = set()
    for row in rows:
        if row.asking and row.thread in ours:
            continue  # one question, put to several partners
        ours.add(row.thread)
        for who in _names_of(row):
            yield who, _asked(row)


_SAME_THREAD: Final = (
    (_MESSAGE.thread == _TALK.thread)
    & (_MESSAGE.partner == _TALK.partner)
    & (_MESSAGE.incoming != _TALK.asking)
)
_WHO: Final = (
    _TALK.asking, _TALK.officer, _TALK.partner, _TALK.purpose, _TALK.case_reference, _TALK.state,
)  # fmt: skip


def _names_of(row: Any) -> tuple[str, ...]:
    if row.asking:
        return (row.officer,)
    return row.partner, f"{row.partner}/{row.officer}"


def _asked(row: Any) -> Asked:
    body = read_body(Message.decode(row.content))
    person, is_name = key_of(body.subject) if isinstance(body, Query) else ("", False)
    return Asked(
        at_ms=row.at_ms,
        purpose=row.purpose,
        case=row.case_reference,
        person=person,
        is_name=is_name,
        denied=row.state == State.DENIED.value,
    )


def _usual(connection: Connection, until_ms: int, limits: Thresholds) -> dict[str, Usual]:
    """Return the means of the four weeks before, over the days on which anything was asked."""
    hour = _MESSAGE.at_ms // _HOUR_MS % 24
    odd = hour.in_([at for at in range(24) if limits.is_odd(at * _HOUR_MS)])
    day = (_MESSAGE.at_ms // _DAY_MS).label("day")
    rows = connection.execute(
        select(
            _TALK.asking,
            _TALK.officer,
            _TALK.partner,
            day,
            func.count(_MESSAGE.thread.distinct()).label("questions"),
            func.sum(case((odd, 1), else_=0)).label("odd"),
        )
        .join_from(schema.message, schema.conversation, _SAME_THREAD)
        .where(_MESSAGE.kind == Query.KIND, _MESSAGE.at_ms < until_ms)
        .where(_MESSAGE.at_ms >= until_ms - _USUAL_DAYS * _DAY_MS)
        .group_by(_TALK.asking, _TALK.officer, _TALK.partner, "day")
    )
    days: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        for who in _names_of(row):
            before = days[who].get(row.day, (0, 0))
            days[who][row.day] = _grown(before, row)
    for officer, on, checks, at_odd in _checks_by_day(connection, until_ms, limits):
        before = days[officer].get(on, (0, 0))
        days[officer][on] = before[0] + checks, before[1] + at_odd
    return {who: _mean(list(each.values())) for who, each in days.items()}


def _checks_by_day(
    connection: Connection, until_ms: int, limits: Thresholds
) -> Iterator[tuple[str, int, int, int]]:
    """Yield officer, day, checks, and how many of them at odd hours."""
    table = schema.own_check.c
    hour, day = table.at_ms // _HOUR_MS % 24, table.at_ms // _DAY_MS
    odd = hour.in_([at for at in range(24) if limits.is_odd(at * _HOUR_MS)])
    rows = connection.execute(
        select(
            table.officer,
            day.label("day"),
            func.count().label("checks"),
            func.sum(case((odd, 1), else_=0)).label("odd"),
        )
        .where(table.at_ms < until_ms, table.at_ms >= until_ms - _USUAL_DAYS * _DAY_MS)
        .group_by(table.officer, "day")
    )
    for row in rows:
        yield row.officer, int(row.day), int(row.checks), int(row.odd)


def _grown(before: tuple[int, int], row: Row[Any]) -> tuple[int, int]:
    """Add up a partner's officers; one question of ours to several partners stays one."""
    grow = max if row.asking else int.__add__
    return grow(before[0], int(row.questions)), grow(before[1], int(row.odd))


def _mean(days: Sequence[tuple[int, int]]) -> Usual:
    count = len(days)
    return Usual(sum(each[0] for each in days) / count, sum(each[1] for each in days) / count)

"""The yearly report for the public: counted here, made coarse by ``safeguards.public_figures``.

Each row of ``_SECTIONS`` counts one thing over one calendar year in UTC, from tables and from the
audit log. What was erased is still counted: the rows of messages stay without their content.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

from pydantic import Field
from sqlalchemy import Connection, select

from entraide.adapters.tables import schema
from entraide.exchange.bodies import Query
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.operation.office_figures import assistance_given, postings_begun, sessions_held
from entraide.node.oversight.accesses import openings_between
from entraide.node.oversight.overseeing import day_of
from entraide.safeguards.public_figures import Section, hours, protect, section, to_markdown

__all__ = ["Report", "report_figures"]

_Counts: TypeAlias = Counter[tuple[str, ...]]


class Report(Parameters):
    """The calendar year that is reported."""

    year: int = Field(ge=2000, le=9998)


@dataclass(frozen=True, slots=True)
class _Year:
    since_ms: int
    until_ms: int

    def holds(self, column: Any) -> Any:
        """Return the condition that a moment lies in the year."""
        return (column >= self.since_ms) & (column < self.until_ms)


async def report_figures(call: Call, wanted: Report) -> Json:
    """Return the figures of a year, as tables and as a page; no person is in them."""
    node = call.node
    year = _Year(day_of(f"{wanted.year:04}-01-01"), day_of(f"{wanted.year + 1:04}-01-01"))
    us = node.settings.id
    sections = await asyncio.to_thread(node.read, lambda c: _sections(c, year, us))
    ids = {"year": str(wanted.year)}
    await node.writer.run(lambda t: t.log(call.event("oversight.reported", "report", ids=ids)))
    shown: list[Any] = [asdict(each) for each in sections]
    page = to_markdown(node.settings.name, wanted.year, sections)
    return {"year": wanted.year, "sections": shown, "markdown": page}


def _sections(connection: Connection, year: _Year, us: str) -> tuple[Section, ...]:
    logged, span = _logged(connection, year), (year.since_ms, year.until_ms)
    offices = (count(connection, span, us) for count in _OFFICES)
    return (*(count(connection, year) for count in _SECTIONS), *offices, *_of_the_log(logged))


def _way(asking: int) -> str:
    return "sent" if asking else "received"


def _questions(connection: Connection, year: _Year) -> Section:
    message, talk = schema.message.c, schema.conversation.c
    rows = connection.execute(
        select(talk.asking, talk.partner, talk.purpose)
        .join_from(
            schema.message,
            schema.conversation,
            (message.thread == talk.thread)
            & (message.partner == talk.partner)
            & (message.incoming != talk.asking),
        )
        .where(message.kind == Query.KIND, year.holds(message.at_ms))
    )
    counts: _Counts = Counter((_way(row.asking), row.partner, row.purpose) for row in rows)
    return section("questions", ("way", "partner", "purpose"), counts)


def _requests(connection: Connection, year: _Year) -> Section:
    clock = schema.request_clock
    taken: dict[tuple[str, str], list[int]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(select(clock).where(year.holds(clock.c.received_ms))):
        key = (_way(row.asking), row.partner)
        counts[key] += 1
        if row.answered_ms:
            taken[key].append(row.answered_ms - row.received_ms)
            late[key] += row.answered_ms > row.deadline_ms
    rows = tuple(
        (*key, protect(count), hours(taken[key]), protect(late[key]))
        for key, count in sorted(counts.items())
    )
    return Section("requests", ("way", "partner", "count", "hours", "late"), rows)


def _subjects(connection: Connection, year: _Year) -> Section:
    table = schema.subject_request
    counts: Counter[tuple[str, ...]] = Counter()
    late: Counter[tuple[str, ...]] = Counter()
    for row in connection.execute(select(table).where(year.holds(table.c.received_ms))):
        key = (row.kind, row.outcome or row.state)
        counts[key] += 1
        late[key] += bool(row.due_ms and row.closed_ms and row.closed_ms > row.due_ms)
    rows = tuple(
        (*key, protect(count), protect(late[key])) for key, count in sorted(counts.items())
    )
    return Section("subjects", ("kind", "result", "count", "late"), rows)


def _alerts(connection: Connection, year: _Year) -> Section:
    table = schema.unusual.c
    rows = connection.execute(select(table.rule, table.who).where(year.holds(table.at_ms)))
    counts: _Counts = Counter((row.rule, "received" if "." in row.who else "sent") for row in rows)
    return section("alerts", ("rule", "way"), counts)


def _judged(connection: Connection, year: _Year) -> Section:
    table = schema.sampled_access.c
    rows = connection.scalars(select(table.judgement).where(year.holds(table.judged_ms)))
    return section("judged", ("result",), Counter((each,) for each in rows))


def _checks(connection: Connection, year: _Year) -> Section:
    table = schema.own_check.c
    rows = connection.execute(select(table.purpose, table.outcome).where(year.holds(table.at_ms)))
    return section("checks", ("purpose", "result"), Counter((row[0], row[1]) for row in rows))


def _standing(connection: Connection, year: _Year) -> Section:
    table = schema.standing_question.c
    rows = connection.execute(
        select(table.asking, table.partner, table.ended, table.state).where(
            year.holds(table.from_ms)
        )
    )
    found = ((_way(row.asking), row.partner, row.ended or row.state) for row in rows)
    counts: _Counts = Counter(found)
    return section("standing", ("way", "partner", "result"), counts)


_SECTIONS: Final[tuple[Callable[[Connection, _Year], Section], ...]] = (
    _questions, _requests, _subjects, _alerts, _judged, _checks, _standing,
)  # fmt: skip

_OFFICES: Final = (postings_begun, sessions_held, assistance_given)


@dataclass(slots=True)
class _Logged:
    """What only the log tells: denials at home, and what was erased for which reason."""

    denied: Counter[tuple[str, ...]]
    erased: Counter[tuple[str, ...]]


def _logged(connection: Connection, year: _Year) -> _Logged:
    found = _Logged(Counter(), Counter())
    for opening in openings_between(connection, year.since_ms, year.until_ms):
        ids = dict(opening.ids)
        if opening.action == "query.denied":
            found.denied[(ids.get("article", ""), ids.get("purpose", ""))] += 1
        elif opening.action.endswith(".erased") and "reason" in ids:
            found.erased[(opening.action.split(".", 1)[0], ids["reason"])] += 1
    return found


def _of_the_log(logged: _Logged) -> tuple[Section, ...]:
    return (
        section("denied", ("reason", "purpose"), logged.denied),
        section("erased", ("kind", "reason"), logged.erased),
    )

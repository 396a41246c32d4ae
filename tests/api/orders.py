"""Orders that the story of one hit does not give, each given once, so that each has an example."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.api.berlin import among_three
from tests.api.cells import offices
from tests.api.desks import at_desks
from tests.browser.work import SOUGHT
from tests.nodes import ADMIN, ANALYST, CHIEF, DUTY, PROTECTION, Bureau

__all__ = ["more"]

_DAY_MS = 86_400_000
_SOUGHT = {"name": [SOUGHT], "born": ["1981-03-07"], "case": "R-1"}
_Given = tuple[tuple[str, str, dict[str, Any]], ...]


async def more(ma: Bureau, es: Bureau, things: dict[str, str]) -> None:
    """Give them; ``things`` are ids by the names of screens."""
    await _conversations(ma, es)
    await _give(ma, _looks(ma, es))
    await _give(ma, await _decisions(ma, things))
    wall = await ma.perform("wall.open")
    await ma.perform("wall.close", wall=wall["wall"])
    await at_desks(ma, es)
    await offices(ma, es)
    await among_three(ma, es)


async def _give(bureau: Bureau, orders: _Given) -> None:
    for officer, action, wanted in orders:
        await bureau.give(bureau.order(action, wanted, officer))


async def _conversations(ma: Bureau, es: Bureau) -> None:
    """Ask, and be asked back, told of a delay and refused."""
    (answer,) = (await ma.perform("ask", **_SOUGHT))["answers"]
    wanted = {"categories": ["names"], "reason": "Arrest warrant 12/2026"}
    wanted["reference"] = answer["hits"][0]["reference"]
    thread = (await ma.perform("request", **wanted))["thread"]
    await es.perform("clarify", thread=thread, words="Which of the two?")
    await ma.perform("explain", thread=thread, words="The elder.")
    expected = dt.datetime.fromtimestamp(es.clock.now_ms() / 1000 + 864_000, dt.UTC).date()
    said = {"reason": "judicial-authorisation", "words": "The judge decides on Friday."}
    await es.perform("delay", thread=thread, expected=expected.isoformat(), **said)
    await es.perform("refuse", thread=thread, ground="authorisation-refused")


def _looks(ma: Bureau, es: Bureau) -> _Given:
    now_ms = ma.clock.now_ms()
    year = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).year
    digest = ma.node.policies[0].digest
    return (
        (CHIEF, "agreement.simulate", {"agreement": digest}),
        (DUTY, "ask.foresee", _SOUGHT),
        (DUTY, "batch.foresee", {"case": "R-1", "rows": [{"name": [SOUGHT]}]}),
        (DUTY, "records.find", {"name": [SOUGHT], "case": "R-1"}),
        (DUTY, "check", {"name": [SOUGHT], "case": "R-1"}),
        (PROTECTION, "audit.entry", {"id": "1/0"}),
        (PROTECTION, "audit.prove", {"id": "1"}),
        (PROTECTION, "audit.witnessed", {"partner": es.id}),
        (DUTY, "notice.figures", {"year": year}),
        (PROTECTION, "oversight.report", {"year": year}),
        (CHIEF, "review", {"partner": es.id, "from_ms": now_ms - _DAY_MS, "until_ms": now_ms}),
    )


async def _decisions(ma: Bureau, things: dict[str, str]) -> _Given:
    """Return decisions of whoever oversees, the chief and the one who asked."""
    (alert, *_) = (await ma.perform("oversight.alerts", officer=PROTECTION))["alerts"]
    (mine, *_) = (await ma.perform("oversight.to-explain"))["accesses"]
    shown = await ma.perform("subject.show", officer=PROTECTION, request=things["subject"])
    stands = (await ma.perform("standing.list"))["standing"][0]["thread"]
    named = {name: alert[name] for name in ("rule", "who", "day")}
    entry = {name: mine[name] for name in ("sample", "entry")}
    request = {"request": things["subject"]}
    fact = {"document": things["register-page"], "fact": "e01.date", "verdict": "accept"}
    told: _Given = tuple(
        (
            PROTECTION,
            "subject.decide",
            {**request, "number": each["number"], "decision": "disclose"},
        )
        for each in shown["finds"]
    )
    return (
        (DUTY, "oversight.explain", {**entry, "words": "Asked for the public prosecutor."}),
        (PROTECTION, "oversight.settle", {**named, "decision": "ordinary", "words": "An exercise"}),
        *told,
        (PROTECTION, "subject.answer", request),
        (DUTY, "standing.withdraw", {"thread": stands}),
        (DUTY, "register.judge", fact),
        (PROTECTION, "retention.run", {}),
        (DUTY, "case.assign", {"reference": "R-1", "officer": ANALYST}),
        (CHIEF, "case.assign", {"reference": "R-1", "officer": DUTY}),
        (CHIEF, "notice.suspend", {"notice": things["notice-there"]}),
        (CHIEF, "notice.resume", {"notice": things["notice-there"]}),
        (ADMIN, "officer.suspend", {"officer": ANALYST}),
        (ADMIN, "officer.restore", {"officer": ANALYST}),
    )

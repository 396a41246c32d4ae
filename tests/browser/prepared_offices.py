"""An action day, a major event's cell, a posting, a session and an assistance: made by orders."""

from __future__ import annotations

from typing import Any

from tests import given_events, given_offices
from tests.browser.desk import Seat
from tests.given_operations import day, found, write
from tests.nodes import ES, MA, Bureau

_MINUTE_MS = 60_000


def agreed(body: dict[str, Any]) -> None:
    """Change a memorandum: two officers release, an event is agreed, what nobody saw may stand."""
    given_events.event_agreed(MA, ES)(body)
    body["exchange"]["forms"] = [*body["exchange"]["forms"], "standing"]
    body["exchange"]["two-officers-for"] = ["request", "standing"]


async def screens(asker: Seat, holder: Seat) -> dict[str, tuple[Seat, str]]:
    """Return the screens of these operations, each with its address."""
    ma, es = asker.bureau, holder.bureau
    made = {
        "action": await _action(ma, es),
        "event": await _event(ma, es),
        "posting": await _posting(ma, es),
        "committee": await _committee(ma, es),
        "assistance": await _assistance(ma, es),
    }
    shown = {name: (asker, f"/cases/{operation}") for name, operation in made.items()}
    return {
        **shown,
        "action-new": (asker, "/cases/new?kind=action.proposed"),
        "event-there": (holder, f"/cases/{made['event']}"),
    }


async def _action(ma: Bureau, es: Bureau) -> str:
    """Propose a day on which the other is silent, after half of the time to answer."""
    now_ms = ma.clock.now_ms()
    states = [
        {"country": each.id[:2].upper(), "party": each.id, "law": "Code of procedure",
         "leader": "Cdt A. Alaoui", "task": "Two warehouses"}
        for each in (ma, es)
    ]  # fmt: skip
    body: dict[str, Any] = {
        "subject": "Harbour at dawn", "agreement": ma.node.policies[0].digest,
        "purpose": "criminal-investigation", "offence": "drugs.trafficking", "case": "R-1",
        "legal_basis": None, "categories": ["names"], "members": [ES, MA],
        "moment_ms": now_ms + 60 * _MINUTE_MS, "answer_by_ms": now_ms + 50 * _MINUTE_MS,
        "window_minutes": 90, "states": states,
        "identifiers": [{"of": "phone", "value": "+212 661 00 00 00", "born": None}],
        "contacts": [{"party": each.id, "name": "Command post", "reached_by": "+0 000 000"}
                     for each in (ma, es)],
    }  # fmt: skip
    operation = str((await found("action.proposed", body, ma))["operation"])
    await write(es, operation, "action.joined", case="R-2")
    return operation


async def _event(ma: Bureau, es: Bureau) -> str:
    """Found a cell with venues, a watch, what happened, and a list that is screened."""
    operation = await given_events.cell(ma, es)
    for each, name in ((ma, "casablanca"), (es, "madrid")):
        state = each.id[:2].upper()
        await write(each, operation, "venue.named", venue=name, name="Stadium", country=state)
        await write(each, operation, "shift.begun", words="First watch")
    await write(ma, operation, "day.set", venue="casablanca", day=day(3), what="Opening match")
    blocked = await given_events.logged(ma, operation, venue="casablanca")
    happened = {"happened_ms": given_events.now_ms(es), "venue": "madrid", "countries": ["ES"]}
    drone = await write(es, operation, "incident.opened", nature="drone", severity="critical",
                        text="Over the stadium", **happened)  # fmt: skip
    await write(es, operation, "matter.acknowledged", of=blocked)
    due = {"due_ms": given_events.now_ms(es) + 60 * _MINUTE_MS, "incident": drone}
    await write(es, operation, "task.set", title="Close the airspace", owner=ES, **due)
    await write(ma, operation, "shift.handed", open=sorted({blocked, *await _open(ma, operation)}),
                words="Gate 4 is still blocked")  # fmt: skip
    return operation


async def _open(bureau: Bureau, operation: str) -> set[str]:
    told = await bureau.perform("operation.show", operation=operation)
    return {str(each) for each in told["open"]}


async def _posting(ma: Bureau, es: Bureau) -> str:
    operation = await given_offices.posting(ma, es)
    warned = {"domain": "drugs", "words": "Go-fast boats along the coast"}
    await write(ma, operation, "threat.warned", **warned)
    return operation


async def _committee(ma: Bureau, es: Bureau) -> str:
    operation = await given_offices.session(ma, es)
    decision = await given_offices.decided(ma, es, operation=operation)
    action = {"title": "Name the officer", "owner": ES, "due": day(60)}
    await write(ma, operation, "action.set", decision=decision, **action)
    return operation


async def _assistance(ma: Bureau, es: Bureau) -> str:
    terms = given_offices.need_terms(ma, es)
    operation = str((await found("assistance.needed", terms, ma))["operation"])
    offer = await write(es, operation, "offer.made", **given_offices.OFFER)
    await write(ma, operation, "offer.accepted", offer=offer)
    await write(es, operation, "check.made", **given_offices.check(offer))
    return operation

"""Two bureaus with something at every screen, made by orders: for pictures and for looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests import notices
from tests.browser import desk_work, duty_work
from tests.browser.desk import Seat
from tests.given_operations import found, team, write
from tests.nodes import DUTY, ES, MA, Bureau

_HOUR_MS = 3_600_000


async def screens(asker: Seat, holder: Seat) -> dict[str, tuple[Seat, str]]:
    """Return the screens of notices, operations and the register, each with its address."""
    ma, es = asker.bureau, holder.bureau
    seats = {ma.id: asker, es.id: holder}
    made = await addresses(ma, es)
    found = {name: (seats[bureau.id], path) for name, (bureau, path) in made.items()}
    later = desk_work.as_file(desk_work.later_text(ma, es))
    return {**found, "offered": (holder, await _offered(holder, later))}


async def addresses(ma: Bureau, es: Bureau) -> dict[str, tuple[Bureau, str]]:
    """Return the same without a browser: at which bureau, under which address."""
    sent, reviewed = await _notices(ma, es)
    delivery = await _delivery(ma, es)
    joint = await _team(ma, es)
    page, arabic = [await _kept(ma, text) for text in (desk_work.PAGE, desk_work.ARABIC)]
    later = desk_work.later_text(ma, es)
    digest = ma.node.policies[0].digest
    shift = await duty_work.room(ma)
    await ma.perform("agreement.adopt", signed=desk_work.as_file(later))
    compared = f"before={digest}&after={later.agreement.digest}"
    return {
        "notices": (ma, "/notices"),
        "notice": (ma, f"/notices/{reviewed}"),
        "notice-there": (es, f"/notices/{sent}"),
        "notice-draft": (ma, f"/notices/draft?replaces={sent}"),
        "cases": (ma, "/cases"),
        "case": (ma, "/cases/own?case=R-1"),
        "delivery": (es, f"/cases/{delivery}"),
        "team": (ma, f"/cases/{joint}"),
        "delivery-new": (ma, "/cases/new?kind=delivery.requested"),
        "register": (ma, "/register"),
        "register-page": (ma, f"/register/documents/{page}?fact=e01.date"),
        "register-arabic": (ma, f"/register/documents/{arabic}?fact=e01.date"),
        "partner": (ma, "/register/partners/MT"),
        "partners": (ma, "/partners"),
        "register-partners": (ma, "/register/partners"),
        "promises": (ma, "/register/promises"),
        "batches": (ma, "/search/batch"),
        "batch": (ma, f"/search/batches/{await _batch(ma)}"),
        "standing": (ma, "/search/standing"),
        "standing-leave": (ma, f"/search/standing/{await _unseen(ma)}?partner={ES}"),
        "watch": (ma, "/watch"),
        "handover-now": (ma, "/watch/handover"),
        "sealed-account": (ma, "/oversight/break-glass"),
        "handover": (ma, f"/watch/handover/{shift}"),
        "compared": (ma, f"/agreements/compare?{compared}"),
    }


async def _notices(ma: Bureau, es: Bureau) -> tuple[str, str]:
    """Publish a notice that the other accepts and reports a sighting of; review a second."""
    await desk_work.hold_sought(ma, es)
    sent = await notices.published(ma, to=[ES])
    await es.perform("notice.accept", notice=sent)
    seen = {"notice": sent, "words": "Seen at the ferry, alone."}
    await es.perform("sighting.write", **seen)
    await es.perform("pursuit.step", notice=sent, step="located")
    other = await notices.drafted(ma)
    await notices.reviewed(ma, other, death_penalty="possible-with-assurance")
    return sent, other


async def _delivery(ma: Bureau, es: Bureau) -> str:
    """Request a delivery, authorise both sides, and hand over its first leg."""
    now_ms = ma.clock.now_ms()
    leg = {"means": "Lorry 1234-A-56", "surveillance": "Two cars, one van"}
    contact = {"name": "Desk", "reached_by": "+0 000 000"}
    body: dict[str, Any] = {
        "subject": "The lorry of oranges", "agreement": ma.node.policies[0].digest,
        "purpose": "criminal-investigation", "offence": "drugs.trafficking", "case": "R-1",
        "legal_basis": None, "categories": ["names"], "members": [ES, MA], "conduct": "full",
        "goods": "Resin", "quantity": "40 kg", "concealment": "Under oranges",
        "risk": "Armed driver", "sample": "Three grams", "substitute_before": None,
        "origin": {"place": "Tanger", "position": "35.77,-5.80"}, "trackers": [],
        "destination": {"place": "Madrid", "position": None},
        "states": [{"country": "MA", "party": MA, "law": "Law on controlled deliveries"},
                   {"country": "ES", "party": ES, "law": "Art. 263 bis LECrim"}],
        "legs": [{"origin": "MA", "destination": "ES", "border": "Tanger Med",
                  "position": "35.88,-5.50", "expected_ms": now_ms + 6 * _HOUR_MS, **leg}],
        "persons": [],
        "identifiers": [{"of": "vehicle", "value": "1234-A-56", "born": None}],
        "intervention": "At the yard", "intervention_decided_by": ES,
        "abort_triggers": ["The driver opens the load"],
        "contacts": [{"party": MA, **contact}, {"party": ES, **contact}],
    }  # fmt: skip
    operation = str((await found("delivery.requested", body, ma))["operation"])
    await write(es, operation, "delivery.joined", case="R-2")
    valid = {"valid_from": now_ms - 24 * _HOUR_MS, "valid_to": now_ms + 72 * _HOUR_MS}
    for each, state in ((ma, "MA"), (es, "ES")):
        granted = {"country": state, "authority": "Prosecutor", "reference": f"A-12/{state}"}
        await write(each, operation, "authorisation.granted", **granted, conditions="None",
                    **valid)  # fmt: skip
        await _compare(each, operation)
    await write(ma, operation, "leg.started", leg=0)
    await write(ma, operation, "handover.given", leg=0, words="Blue van takes over")
    return operation


async def _compare(bureau: Bureau, operation: str) -> None:
    from entraide.node.people.payloads import writing_payload  # noqa: PLC0415 - here alone
    from tests.given import signed  # noqa: PLC0415 - the same

    payload = writing_payload(operation, "deconfliction.answered", {})
    approval = signed(bureau, payload, DUTY)
    await bureau.perform("operation.deconflict", operation=operation, approval=approval)


async def _team(ma: Bureau, es: Bureau) -> str:
    """Found a joint team with tasks, evidence in other hands and results."""
    operation = await team(ma, es, subject="The laboratory by the sea")
    late = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)).isoformat()  # noqa: TID251 - the real nodes read the machine's clock too
    await write(ma, operation, "task.set", title="Watch the yard", owner=ES, due=late)
    await write(es, operation, "task.set", title="Trace the accounts", owner=MA, due=late)
    entered = {"sha256": "ab" * 32, "size": 5_120, "name": "ledger.pdf", "place": "Yard"}
    exhibit = await write(ma, operation, "evidence.entered", words="Ledger", **entered)
    await write(ma, operation, "evidence.handed", evidence=exhibit, to=ES)
    claim = {"what": "seizure", "count": 3, "words": "Three crates"}
    await write(es, operation, "result.claimed", evidence=[exhibit], **claim)
    await write(ma, operation, "result.claimed", what="arrest", count=1, words="One", evidence=[])
    return operation


async def _batch(bureau: Bureau) -> str:
    rows = [{"name": ["Abdelatif Benali"], "born": ["1981-03-07"]}, {"name": ["Nobody Known"]}]
    return str((await bureau.perform("batch.ask", case="R-1", rows=rows))["batch"])


async def _unseen(bureau: Bureau) -> str:
    """Ask for somebody whom nobody knows; return the thread."""
    asked = {"name": ["Nobody Else"], "born": ["1970-02-02"], "case": "R-1"}
    return str((await bureau.perform("ask", **asked))["thread"])


async def _offered(seat: Seat, text: str) -> str:
    await seat.open("/agreements")
    await seat.page.fill("[name=signed]", text)
    await seat.page.get_by_role("button", name="Look at it").click()
    await seat.page.wait_for_url("**/agreements/offered/*")
    return seat.page.url.removeprefix(seat.origin)


async def _kept(bureau: Bureau, text: str) -> str:
    kept = await bureau.perform("register.keep", text=text, source="press/visit.txt")
    return str(kept["document"])

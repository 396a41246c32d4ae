"""Controlled deliveries: no leg without the state it enters, handovers by both, abort by any."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.node.people.payloads import writing_payload
from tests.given import signed
from tests.given_operations import bring, forged, found, order, shown, write
from tests.nodes import DE, DUTY, ES, MA, Bureau, asynchronous, eventually, exchange

HOUR_MS = 3_600_000
BY = {"MA": MA, "ES": ES, "DE": DE}


def terms(proposer: Bureau, **changes: Any) -> dict[str, Any]:
    leg = {"expected_ms": 1, "means": "Lorry", "surveillance": "Two cars", "position": None}
    return {
        "subject": "The lorry",
        "agreement": proposer.node.policies[0].digest,
        "purpose": "criminal-investigation",
        "offence": "drugs.trafficking",
        "case": "R-1",
        "legal_basis": None,
        "categories": ["names"],
        "members": sorted(BY.values()),
        "conduct": "partial-substitution",
        "goods": "Resin",
        "quantity": "40 kg",
        "sample": "Three grams, laboratory of Tanger",
        "concealment": "Under oranges",
        "risk": "Armed driver",
        "origin": {"place": "Tanger", "position": "35.77,-5.80"},
        "destination": {"place": "Hamburg", "position": None},
        "states": [
            {"country": each, "party": party, "law": f"Law of {each}"} for each, party in BY.items()
        ],
        "legs": [
            {"origin": "MA", "destination": "ES", "border": "Tanger Med", **leg},
            {"origin": "ES", "destination": "DE", "border": "Le Perthus", **leg},
        ],
        "substitute_before": 1,
        "persons": [],
        "identifiers": [{"of": "vehicle", "value": "1234-A-56", "born": None}],
        "trackers": [],
        "intervention": "At the yard in Hamburg",
        "intervention_decided_by": DE,
        "abort_triggers": ["The driver opens the load"],
        "contacts": [
            {"party": each, "name": "Duty desk", "reached_by": "+0 000"} for each in BY.values()
        ],
        **changes,
    }


async def authorise(bureau: Bureau, operation: str, country: str, hours: int = 48) -> str:
    now_ms = bureau.clock.now_ms()
    return await write(
        bureau,
        operation,
        "authorisation.granted",
        country=country,
        authority="Prosecutor",
        reference="A-1",
        conditions="None",
        valid_from=now_ms - HOUR_MS,
        valid_to=now_ms + hours * HOUR_MS,
    )


async def deconflict(bureau: Bureau, operation: str) -> bool:
    payload = writing_payload(operation, "deconfliction.answered", {})
    wanted = {"operation": operation, "approval": signed(bureau, payload, DUTY)}
    return bool((await bureau.perform("operation.deconflict", **wanted))["clear"])


async def requested(*bureaus: Bureau, **changes: Any) -> str:
    body = terms(bureaus[0], **changes)
    operation = str((await found("delivery.requested", body, bureaus[0]))["operation"])
    for each in bureaus[1:]:
        await write(each, operation, "delivery.joined", case="R-2")
    return operation


async def ready(*bureaus: Bureau) -> str:
    operation = await requested(*bureaus)
    for each in bureaus:
        await authorise(each, operation, each.id[:2].upper())
        assert await deconflict(each, operation)
    return operation


async def pass_leg(operation: str, giver: Bureau, taker: Bureau, leg: int) -> None:
    await write(giver, operation, "leg.started", leg=leg)
    await write(giver, operation, "handover.given", leg=leg, words="Here")
    await write(taker, operation, "handover.taken", leg=leg, words="Ours")


@asynchronous
async def test_a_delivery_halts_until_the_state_it_enters_has_authorised_and_then_completes(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await requested(ma, es, de)
        for each in (ma, es, de):
            assert await deconflict(each, operation)
        for each in (ma, es):
            await authorise(each, operation, each.id[:2].upper())
        with pytest.raises(PolicyError, match=r"operation\.not_allowed") as halted:
            await write(ma, operation, "leg.started", leg=0)
        assert halted.value.data["reason"] == "not every state has authorised the delivery"
        await authorise(de, operation, "DE")
        assert (await shown(es, operation))["state"] == "authorised"
        await pass_leg(operation, ma, es, 0)
        await write(de, operation, "authorisation.withdrawn", country="DE", words="The judge")
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(es, operation, "leg.started", leg=1)
        lie = forged(es, operation, "leg.started", leg=1)
        assert await bring(es, ma, lie) == "journal.not_allowed"
        await authorise(de, operation, "DE")
        await substitute(ma, es, operation)
        await pass_leg(operation, es, de, 1)
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(es, operation, "outcome.reported", **outcome("delivered", "DE"))
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(de, operation, "outcome.reported", **outcome("intercepted", "DE"))
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(es, operation, "intervention.ordered", **intervention())
        await write(de, operation, "intervention.ordered", **intervention())
        await write(de, operation, "outcome.reported", **outcome("intercepted", "DE"))
        arrest = {"what": "arrest", "count": 3, "words": "At the yard", "evidence": []}
        await write(de, operation, "result.claimed", **arrest)
        await write(de, operation, "report.made", text="Three arrests in Hamburg")
        told = [await shown(each, operation) for each in (ma, es, de)]
        assert {each["state"] for each in told} == {"reported"}
        assert [leg["state"] for leg in told[0]["legs"]] == ["taken-over", "taken-over"]
        assert [row["route_part"] for row in told[0]["states"]] == [
            "origin", "transit", "destination",
        ]  # fmt: skip
        assert told[0]["trackers"] == []
        assert told[0]["results"][0]["state"] == "claimed"
        assert [line["entry"] for line in told[0]["journal"]] == await order(de, operation)


async def substitute(ma: Bureau, es: Bureau, operation: str) -> None:
    """What the plan asks for before the second leg, and what it does not allow."""
    sample = {
        "sha256": "ab" * 32,
        "size": 9,
        "name": "sample",
        "words": "3 g",
        "place": "Algeciras",
    }
    swapped = {
        "extent": "partial", "what": "Resin", "quantity": "39 kg", "country": "ES",
        "place": "Algeciras", "words": "Before the prosecutor",
    }  # fmt: skip
    with pytest.raises(PolicyError) as early:
        await write(es, operation, "leg.started", leg=1)
    assert "before they are substituted" in early.value.data["reason"]
    with pytest.raises(PolicyError):
        await write(es, operation, "substitution", **swapped, evidence=["cd" * 32])
    kept = await write(es, operation, "evidence.entered", **sample)
    for lie in ({"extent": "clean"}, {"country": "MA"}, {"country": "DE"}):
        with pytest.raises(PolicyError):
            await write(es, operation, "substitution", **{**swapped, **lie}, evidence=[kept])
    stranger = forged(
        ma, operation, "substitution", **{**swapped, "country": "MA"}, evidence=[kept]
    )
    assert await bring(ma, es, stranger) == "journal.not_allowed"
    await write(es, operation, "substitution", **swapped, evidence=[kept])
    tracker = {"reference": "T-7", "words": "In the spare wheel"}
    with pytest.raises(PolicyError):
        await write(es, operation, "tracker.removed", **tracker)
    await write(es, operation, "tracker.set", **tracker, on="Lorry", authority="Juzgado 5")
    with pytest.raises(PolicyError):
        await write(ma, operation, "tracker.set", **tracker, on="Lorry", authority="Judge")
    await write(es, operation, "tracker.removed", **tracker)


def intervention() -> dict[str, str | None]:
    return {"country": "DE", "place": "Hamburg", "trigger": None, "words": "All is loaded"}


def outcome(what: str, country: str) -> dict[str, str]:
    return {"outcome": what, "country": country, "place": "Hamburg", "words": "At the yard"}


@asynchronous
async def test_an_authorisation_that_has_run_out_or_is_of_another_state_starts_no_leg(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await ready(ma, es, de)
        for each in (ma, es, de):
            each.clock.ahead_ms = 49 * HOUR_MS
        with pytest.raises(PolicyError, match=r"operation\.not_allowed") as late:
            await write(ma, operation, "leg.started", leg=0)
        assert "no authorisation that is valid now" in late.value.data["reason"]
        started = forged(ma, operation, "leg.started", leg=0)
        assert await bring(ma, es, started) == "journal.not_allowed"
        backdated = replace(started, at_ms=started.at_ms - 49 * HOUR_MS - 60_000)
        assert await bring(ma, es, backdated) == "journal.bad_time"
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await authorise(ma, operation, "ES")
        await authorise(es, operation, "ES")
        await write(ma, operation, "leg.started", leg=0)
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(es, operation, "handover.taken", leg=0, words="Not given yet")


@asynchronous
async def test_any_party_aborts_at_once_and_nothing_moves_afterwards_anywhere(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await ready(ma, es, de)
        await de.stop()
        await write(ma, operation, "leg.started", leg=0)
        await ma.stop()
        await de.start()
        await write(de, operation, "aborted", trigger=None, words="The driver is armed")
        await ma.start()

        async def aborted() -> bool:
            states = [(await shown(each, operation))["state"] for each in (ma, es, de)]
            same = len({len(await order(each, operation)) for each in (ma, es, de)}) == 1
            return states == ["aborted"] * 3 and same

        await eventually(aborted)
        for each in (ma, es, de):
            with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
                await write(each, operation, "handover.given", leg=0, words="On")
        await write(ma, operation, "report.made", text="Aborted at the border")


@asynchronous
async def test_deconfliction_tells_that_another_operation_meets_this_one_and_nothing_of_it(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        states = [{"country": each, "party": BY[each], "law": "L"} for each in ("ES", "DE")]
        leg = {
            "border": "Le Perthus",
            "expected_ms": 1,
            "means": "Van",
            "surveillance": "One car",
            "position": None,
        }
        secret = await requested(
            es, de,
            subject="Secret of Madrid", members=[DE, ES], states=states,
            legs=[{"origin": "ES", "destination": "DE", **leg}],
            contacts=[{"party": each, "name": "D", "reached_by": "+0"} for each in (DE, ES)],
            identifiers=[{"of": "vehicle", "value": "1234 a 56", "born": None}],
            conduct="full", substitute_before=None, intervention_decided_by=DE,
        )  # fmt: skip
        operation = await requested(ma, es, de)
        assert await deconflict(ma, operation)
        assert not await deconflict(es, operation)
        told = await shown(ma, operation)
        assert told["clear"] == {MA: True, ES: False, DE: None}
        line = told["journal"][-1]
        assert line["body"] == {"clear": False}
        assert (await ma.perform("operation.list"))["operations"][0]["operation"] == operation
        assert len((await ma.perform("operation.list"))["operations"]) == 1
        with pytest.raises(InputError, match=r"operation\.unknown_kind"):
            await write(es, operation, "deconfliction.answered", clear=True)
        await write(es, secret, "aborted", trigger=None, words="Yields")
        assert await deconflict(es, operation)

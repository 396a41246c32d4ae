"""Joint action days on real nodes: outages, who lies, deconfliction, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import PolicyError
from entraide.node.operation import deconflicting
from entraide.node.operation.clocks import OperationClocks
from entraide.node.people.payloads import writing_payload
from tests.given import signed
from tests.given_operations import bring, forged, found, order, shown, team, write
from tests.nodes import DE, DUTY, ES, MA, Bureau, asynchronous, eventually, exchange

MINUTE_MS = 60_000
COUNTRIES = {MA: "MA", ES: "ES", DE: "DE"}
ARREST = {"what": "arrest", "count": 2, "words": "Two men", "evidence": []}
LORRY = {"of": "vehicle", "value": "1234-A-56", "born": None}
PHONE = {"of": "phone", "value": "+212 661 00 00 00", "born": None}


def day_terms(*members: Bureau, **changes: Any) -> dict[str, Any]:
    now_ms = members[0].clock.now_ms()
    return {
        "subject": "Harbour",
        "agreement": members[0].node.policies[0].digest,
        "purpose": "criminal-investigation",
        "offence": "drugs.trafficking",
        "case": "R-1",
        "legal_basis": None,
        "categories": ["names"],
        "members": sorted(each.id for each in members),
        "moment_ms": now_ms + 60 * MINUTE_MS,
        "answer_by_ms": now_ms + 50 * MINUTE_MS,
        "window_minutes": 30,
        "states": [
            {
                "country": COUNTRIES[each.id],
                "party": each.id,
                "law": "L",
                "leader": "A",
                "task": "D",
            }
            for each in members
        ],
        "identifiers": [LORRY],
        "contacts": [{"party": each.id, "name": "Post", "reached_by": "+0"} for each in members],
        **changes,
    }


async def deconflict(bureau: Bureau, operation: str) -> dict[str, Any]:
    payload = writing_payload(operation, "deconfliction.answered", {})
    wanted = {"operation": operation, "approval": signed(bureau, payload, DUTY)}
    return await bureau.perform("operation.deconflict", **wanted)


async def proposed(*bureaus: Bureau, **changes: Any) -> str:
    body = day_terms(*bureaus, **changes)
    operation = str((await found("action.proposed", body, bureaus[0]))["operation"])
    for each in bureaus[1:]:
        await write(each, operation, "action.joined", case="R-9")
    return operation


def ahead(minutes: int, *bureaus: Bureau) -> None:
    for each in bureaus:
        each.clock.ahead_ms = minutes * MINUTE_MS


@asynchronous
async def test_the_day_starts_for_the_states_that_said_go_and_what_is_overdue_is_told(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await proposed(ma, es, de)
        lie = forged(es, operation, "go.given", words="Now", without=[])
        assert await bring(es, ma, lie) == "journal.not_allowed"
        for each in (ma, es, de):
            assert (await deconflict(each, operation))["clear"]
        typed = forged(es, operation, "deconfliction.answered", clear=True, of="all")
        assert await bring(es, ma, typed) == "field.unknown"
        await write(ma, operation, "go.given", words="Prosecutor", without=[])
        await de.stop()
        await write(es, operation, "go.given", words="Judge", without=[])
        await ma.stop()
        await de.start()
        await write(de, operation, "go.given", words="Not knowing of Madrid", without=[])
        await write(de, operation, "nogo.given", words="Recalled")
        await ma.start()

        async def same() -> bool:
            orders = [await order(each, operation) for each in (ma, es, de)]
            return orders[0] == orders[1] == orders[2] and len(orders[0]) == 10

        await eventually(same)
        told = [await shown(each, operation) for each in (ma, es, de)]
        for each in told:
            words = {row["party"]: (row["word"], row["acts"]) for row in each["states"]}
            assert words == {MA: ("go", True), ES: ("go", True), DE: ("no-go", False)}
        ahead(61, ma, es, de)
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(es, operation, "nogo.given", words="Too late")
        back = forged(de, operation, "go.given", words="Dated back", without=[])
        unseeing = replace(back, at_ms=back.at_ms - 60 * MINUTE_MS)
        out = forged(de, operation, "result.claimed", **ARREST)
        assert await bring(de, ma, out) == "journal.not_allowed"
        await write(ma, operation, "result.claimed", **ARREST)
        await write(ma, operation, "results.complete", words="Two men")
        await settles(ma, es, de, operation=operation)
        ahead(151, ma, es, de)
        clocks = OperationClocks(es.node)
        await eventually(lambda: is_told(es))
        assert await clocks.escalate() == 0  # told once
        rows = {row["party"]: row["reporting"] for row in (await shown(es, operation))["states"]}
        assert rows == {MA: "in-time", ES: "overdue", DE: "none"}
        assert (await es.perform("inbox"))["alerts"] == []  # read with the operation
        await write(es, operation, "results.complete", words="Nobody there")
        assert (await shown(es, operation))["totals"] == [
            {"what": "arrest", "proved": 0, "claimed": 2}
        ]
        seeing = forged(de, operation, "go.given", words="Dated back", without=[])
        dated = replace(seeing, at_ms=seeing.at_ms - 110 * MINUTE_MS)
        assert await bring(de, ma, dated) == "journal.bad_time"
        assert await bring(de, ma, unseeing) == ""
        await shows_what_came_late(ma, operation)
        await write(es, operation, "action.closed", words="Done")
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(ma, operation, "note", text="One more")
        assert (await es.perform("operation.list"))["operations"][0]["keeps"]


async def shows_what_came_late(bureau: Bureau, operation: str) -> None:
    told = await shown(bureau, operation)
    (late,) = told["findings"]
    assert (late["finding"], late["party"], late["minutes"]) == ("late", DE, 150)
    assert {row["party"]: row["heard"] for row in told["states"]}[DE] == "go-late"


async def settles(*bureaus: Bureau, operation: str) -> None:
    async def same() -> bool:
        orders = [await order(each, operation) for each in bureaus]
        return all(each == orders[0] for each in orders)

    await eventually(same)


async def is_told(bureau: Bureau) -> bool:
    alerts = (await bureau.perform("inbox"))["alerts"]
    return {(each["what"], each["partner"]) for each in alerts} == {
        ("operation:results-overdue", ES)
    }


@asynchronous
async def test_a_team_and_a_day_meet_an_operation_by_one_bit_and_the_answers_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        secret = await team(es, de, identifiers=[{**LORRY, "value": "١٢٣٤ أ ٥٦"}, PHONE])
        later = ma.clock.now_ms() + 3 * 86_400_000
        operation = await proposed(ma, es, de, moment_ms=later, answer_by_ms=later)
        assert (await deconflict(ma, operation))["clear"]
        met = await deconflict(es, operation)
        assert [(each["operation"], each["kind"]) for each in met["met"]] == [
            (secret, "team.proposed")
        ]
        line = (await shown(ma, operation))["journal"][-1]
        assert line["body"] == {"clear": False}
        assert "operation.met" in await es.actions()
        assert "operation.met" not in await ma.actions()
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(ma, operation, "go.given", words="Anyway", without=[])
        same_case = await proposed(ma, es, case="R-2", identifiers=[LORRY])
        await write(ma, same_case, "identifier.added", **PHONE)
        assert not (await deconflict(es, same_case))["clear"]
        own = await proposed(es, ma, case="R-1", identifiers=[PHONE])
        theirs = {each["operation"] for each in (await deconflict(es, own))["met"]}
        assert theirs == {same_case}  # the team belongs to R-1 too
        for _ in range(3):
            await deconflict(es, operation)
        with pytest.raises(PolicyError, match=r"operation\.not_allowed") as often:
            await deconflict(es, operation)
        assert "as often as a day allows" in often.value.data["reason"]
        monkeypatch.setattr(deconflicting, "MOST_FOR_A_PARTNER", 6)
        await many(es, ma)
        with pytest.raises(PolicyError, match=r"operation\.asked_too_often"):
            await many(es, ma)
        ahead(25 * 60, ma, es, de)
        await deconflict(es, operation)


async def many(holder: Bureau, asker: Bureau) -> None:
    """Let a partner try one plate more by proposing a day more."""
    tried = await found("action.proposed", day_terms(asker, holder), asker)
    await write(holder, tried["operation"], "action.joined", case="R-9")
    await deconflict(holder, tried["operation"])

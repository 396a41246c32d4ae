"""A notice over three bureaus: one accepts and sees the person, one refuses, one is away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.nodes import (
    ANALYST,
    CHIEF,
    DE,
    DUTY,
    ES,
    MA,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
)
from tests.notices import (
    BORN,
    NAME,
    TRACES,
    approval,
    published,
    received,
    standing_at,
    wanted,
)
from tests.together.node.test_erasure import traces

FR = "fr.bureau"


def with_places(body: dict[str, Any]) -> None:
    body["exchange"]["categories"] = sorted([*body["exchange"]["categories"], "location"])


async def sight(bureau: Bureau, notice: str, **wanted: Any) -> None:
    """Write a sighting as the analyst; duty officer and supervisor approve it."""
    words = "Seen at the harbour of Quennelltown."
    written = await bureau.perform(
        "sighting.write", officer=ANALYST, notice=notice, words=words, **wanted
    )
    for at, officer in enumerate((DUTY, CHIEF), start=1):
        signed = approval(bureau, written["payload"], officer)
        result = await bureau.perform(
            "sighting.approve", officer=officer, sighting=written["sighting"], approval=signed
        )
        assert result.get("approvals") == (1 if at == 1 else None)


@asynchronous
async def test_one_accepts_and_sights_one_refuses_one_is_away_and_nothing_is_held_at_the_end(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, FR, change=with_places) as (ma, es, de, fr):
        await ma.hold(wanted())
        await es.hold(person("EX-ES-1", NAME, BORN), person("EX-ES-2", "Other Person"))
        await fr.stop()
        notice = await published(ma)

        (copy,) = await received(es)
        assert (copy["verdict"], copy["state"]) == ("", "published")
        accepted = await es.perform("notice.accept", notice=notice)
        assert accepted["matches"] == 1
        shown = await es.perform("notice.show", notice=notice)
        assert [each["record"] for each in shown["matches"]] == ["EX-ES-1"]
        assert shown["body"]["values"][0]["text"] == NAME

        await es.hold(person("EX-ES-3", "Zuleika Quennel", BORN), person("EX-ES-4", "Nobody Such"))
        shown = await es.perform("notice.show", notice=notice)
        assert {each["record"] for each in shown["matches"]} == {"EX-ES-1", "EX-ES-3"}
        await sight(es, notice, place="Harbour", record="EX-ES-1")
        (reported,) = (await ma.perform("notice.show", notice=notice))["sightings"]
        assert (reported["partner"], reported["place"]) == (ES, "Harbour")

        await de.perform("notice.refuse", notice=notice, ground="safeguards")
        await eventually(lambda: refused_by(ma, notice, DE))
        assert traces(de.folder, *TRACES) == {}
        row = (await standing_at(ma, notice))[DE]
        assert (row["code"], row["unconfirmed_ms"]) == ("safeguards", 0)

        await ma.perform("notice.cancel", notice=notice, reason="purpose-ended")
        await eventually(lambda: erased_by(ma, notice, ES))
        status = await ma.perform("notice.status", notice=notice)
        assert (status["state"], status["unconfirmed"]) == ("cancelled", [FR])
        assert traces(es.folder, *TRACES[2:3], "harbour of", "Harbour") == {}
        (copy,) = await received(es)
        assert (copy["state"], copy["matches"]) == ("cancelled", 0)

        await fr.start()
        await eventually(lambda: erased_by(ma, notice, FR))
        status = await ma.perform("notice.status", notice=notice)
        assert status["unconfirmed"] == []
        (late,) = await received(fr)
        assert (late["state"], late["colour"]) == ("cancelled", "")
        assert traces(fr.folder, *TRACES) == {}
        for each in (ma, es, de, fr):
            assert (await each.verify())["whole"]
        assert (await ma.status())["erasures_unconfirmed"] == 0
        figures = await ma.perform("notice.figures", year=int(BORN[:4]) + 49)
        assert figures["sent"]["refused (safeguards)"] == 1


async def refused_by(issuer: Bureau, notice: str, partner: str) -> bool:
    return bool((await standing_at(issuer, notice))[partner]["verdict"] == "refused")


async def erased_by(issuer: Bureau, notice: str, partner: str) -> bool:
    return (await standing_at(issuer, notice))[partner]["erased_ms"] is not None

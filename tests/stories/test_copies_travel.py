"""What was given is corrected and withdrawn along every path that it took, between real nodes."""

from __future__ import annotations

from pathlib import Path

from tests.given import (
    PHONE,
    as_marked,
    informed,
    passed,
    stands,
    suspect,
    tree,
    values_in,
)
from tests.nodes import DE, ES, MA, asynchronous, exchange
from tests.together.node.test_requests import bytes_of

FR = "fr.bureau"


@asynchronous
async def test_pain_1_narrowing_and_deletion_travel_to_everybody_who_has_a_copy(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, FR, change=as_marked) as (ma, es, de, fr):
        await ma.hold(suspect())
        thread = await informed(ma, es)
        at_de = await passed(es, thread, de)
        at_fr = await passed(de, at_de, fr)
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"), (2, FR, "held"))
        assert {v["prop"] for v in await values_in(fr, at_fr)} == {"name", "phone"}

        await ma.perform("correct", thread=thread, reason="not his phone", without=["phone"])
        done = [(0, ES, "copy-replaced"), (1, DE, "copy-replaced"), (2, FR, "copy-replaced")]
        await stands(ma, thread, *done)
        for bureau in (es, de, fr):
            assert PHONE.encode() not in bytes_of(bureau)
        assert [v["prop"] for v in await values_in(fr, at_fr)] == ["name"]

        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
        done = [(0, ES, "copy-deleted"), (1, DE, "copy-deleted"), (2, FR, "copy-deleted")]
        await stands(ma, thread, *done)
        for bureau in (es, de, fr):
            assert b"Abdelatif" not in bytes_of(bureau)
            assert (await bureau.verify())["whole"]
        for each in (await tree(ma, thread))[0]["copies"]:
            assert each["verified"]
            assert each["at_ms"] > 0

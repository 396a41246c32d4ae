"""What a partner gave goes on its day: the value's own last day, or the agreement's (Art. 3.4)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import PolicyError
from tests.given import PHONE, informed, suspect
from tests.nodes import (
    DUTY,
    ES,
    PROTECTION,
    Bureau,
    asynchronous,
    exchange,
    today,
)
from tests.together.node.test_requests import (
    PASSPORT,
    bytes_of,
    held,
    last_id,
    release,
    request,
    thread_of,
)

DAY_MS = 86_400_000


def kept_for(days: int) -> Any:
    """Change a memorandum: received data may be kept for so many days."""

    def change(body: dict[str, Any]) -> None:
        body["personal-data"]["retention-days"] = days

    return change


async def given(ma: Bureau, es: Bureau, days: int) -> str:
    """Let Rabat receive a reply whose values may be kept for so many days; return the thread."""
    last = (today() + timedelta(days=days)).isoformat()
    await es.hold(held(retention=last))
    found = (await ma.ask("Abdelatif Ben Ali", to=[es.id]))[0]
    asked = await request(ma, found["hits"][0]["reference"])
    await release(es, asked["thread"])
    return str(asked["thread"])


async def run(bureau: Bureau, after_days: int) -> int:
    bureau.clock.ahead_ms = after_days * DAY_MS
    done = await bureau.perform("retention.run", officer=PROTECTION)
    return int(done["replies"])


@pytest.mark.parametrize(("set_days", "agreed", "ends"), [(2, 365, 2), (2_000, 3, 3), (5, 3, 3)])
def test_a_reply_is_erased_the_day_after_its_last_and_not_before(
    tmp_path: Path, set_days: int, agreed: int, ends: int
) -> None:
    @asynchronous
    async def story() -> None:
        async with exchange(tmp_path, change=kept_for(agreed)) as (ma, es):
            thread = await given(ma, es, set_days)
            assert PASSPORT.encode() in bytes_of(ma)
            assert await run(ma, ends) == 0, "its last day is a day of keeping"
            assert PASSPORT.encode() in bytes_of(ma)
            assert await run(ma, ends + 1) == 1
            assert PASSPORT.encode() not in bytes_of(ma)
            assert all("values" not in each for each in (await thread_of(ma, thread))["messages"])
            erased = [each for each in await ma.log() if each["action"] == "message.erased"]
            assert [(each["ids"]["kind"], each["ids"]["reason"]) for each in erased] == [
                ("reply", "retention-expired")
            ]
            assert await run(ma, ends + 1) == 0
            assert (await ma.verify())["whole"]

    story()


@asynchronous
async def test_a_correction_goes_on_its_day_too_and_what_went_can_still_be_withdrawn(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=kept_for(3)) as (ma, es):
        thread = await given(ma, es, 100)
        await es.perform("correct", thread=thread, reason="spelling")
        assert await run(ma, 4) == 1
        assert PASSPORT.encode() not in bytes_of(ma)
        es.clock.ahead_ms = 4 * DAY_MS
        done = await es.perform("withdraw", thread=thread, reason="released in error")
        assert done["delivery"][0]["result"] == "executed"
        assert await last_id(es, "executed")
        assert (await ma.perform("reconcile", partner=ES))["lacking"] == []


@asynchronous
async def test_only_who_may_erase_runs_the_retention(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("retention.run", officer=DUTY)


@asynchronous
async def test_information_given_unasked_goes_on_its_last_day_too(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=kept_for(3)) as (ma, es):
        await es.hold(suspect())
        thread = await informed(es, ma)
        assert await run(ma, 3) == 0
        assert PHONE.encode() in bytes_of(ma)
        assert await run(ma, 4) == 1
        assert PHONE.encode() not in bytes_of(ma)
        es.clock.ahead_ms = ma.clock.ahead_ms
        done = await es.perform("withdraw", thread=thread, reason="in error")
        assert done["delivery"][0]["result"] == "executed", "the order is executed all the same"

"""Cases: opened, owned, asked in, closed, and then kept for so long and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from entraide.errors import InputError, PolicyError
from tests.attach_nodes import attach
from tests.nodes import (
    ANALYST,
    CHIEF,
    DUTY,
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    bureau_in,
    exchange,
)
from tests.together.node.test_erasure import traces
from tests.together.node.test_requests import (
    NAME,
    PASSPORT,
    bytes_of,
    found,
    held,
    release,
    request,
    thread_of,
)

DAY_MS = 86_400_000
CASE = "R-100/2026"


async def hand_over(ma: Bureau, to: str, *, by: str) -> None:
    await ma.give(ma.order("case.assign", {"reference": CASE, "officer": to}, by))


@asynchronous
async def test_a_case_is_owned_handed_over_and_closed_by_its_owner_or_a_supervisor(
    tmp_path: Path,
) -> None:
    ma = bureau_in(tmp_path, MA)
    ma.open()
    try:
        opened = await ma.open_case(CASE)
        assert (opened["owner"], opened["closed_ms"], opened["keep_until"]) == (
            "Amina Secret", None, None,
        )  # fmt: skip
        for wrong, code in (
            ({"reference": CASE}, "exists"),
            ({"reference": "a word"}, "bad_reference"),
            ({"legal_basis": " "}, "incomplete"),
            ({"purposes": []}, "incomplete"),
            ({"retention_days": 0}, "bad_retention"),
        ):
            with pytest.raises(InputError, match=rf"case\.{code}"):
                await ma.open_case(**{"reference": "R-101", **wrong})
        with pytest.raises(PolicyError, match=r"case\.not_owner"):
            await hand_over(ma, ANALYST, by=ANALYST)
        with pytest.raises(PolicyError, match=r"case\.not_owner"):
            await ma.perform("case.close", officer=ANALYST, reference=CASE, outcome="useful")
        with pytest.raises(InputError, match=r"case\.cannot_own"):
            await hand_over(ma, PROTECTION, by=DUTY)
        await hand_over(ma, ANALYST, by=CHIEF)
        closed = await ma.perform("case.close", officer=ANALYST, reference=CASE, outcome="useful")
        assert (closed["owner"], closed["outcome"]) == (ANALYST, "useful")
        await ma.perform("case.show", officer=PROTECTION, reference=CASE)
        named = [each["case"] for each in (await ma.perform("case.list"))["cases"]]
        assert named[-1] == CASE, "what is closed stands last"
        done = [each for each in await ma.actions() if each.startswith("case.")]
        assert {"case.opened", "case.assigned", "case.closed", "case.read", "case.listed"} <= set(
            done
        )
        assert CASE not in str(await ma.log()), "the log names a case by a random id"
    finally:
        await ma.stop()


@asynchronous
async def test_nothing_is_asked_without_a_case_for_another_purpose_or_in_a_closed_one(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        with pytest.raises(InputError, match=r"case\.unknown"):
            await ma.ask(NAME, case="R-0")
        await ma.open_case(CASE, purposes=["prosecution"], legal_basis="Art. 77")
        with pytest.raises(PolicyError, match=r"case\.other_purpose"):
            await ma.ask(NAME, case=CASE)
        await es.hold(held())
        wanted = {"name": [NAME], "case": CASE}
        answer = (await ma.perform("ask", **wanted))["answers"][0]
        reference = answer["hits"][0]["reference"]
        thread = (await ma.perform("answers"))["answers"][0]["thread"]
        shown = await ma.perform("case.show", reference=CASE)
        assert [each["thread"] for each in shown["threads"]] == [thread]
        assert shown["threads"][0]["purpose"] == "prosecution", "from the case"
        await request(ma, reference)
        await es.perform("clarify", thread=thread, words="Which of the two?")
        closed = await ma.perform("case.close", reference=CASE, outcome="not-useful")
        assert [each["thread"] for each in closed["requests"]] == [thread], "still owed"
        with pytest.raises(InputError, match=r"case\.is_closed"):
            await ma.perform("ask", **wanted)
        with pytest.raises(InputError, match=r"case\.is_closed"):
            await request(ma, reference)
        with pytest.raises(InputError, match=r"case\.is_closed"):
            await ma.perform("explain", thread=thread, words="The elder.")
        (tmp_path / "photo").write_bytes(b"exercise")
        with pytest.raises(InputError, match=r"case\.is_closed"):
            await attach(ma, es, thread, tmp_path / "photo")


@asynchronous
async def test_what_a_case_received_goes_with_it_where_that_is_stricter_than_the_agreement(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, ES, MA) as (es, ma):
        await ma.open_case(CASE, retention_days=3)
        await es.hold(held())
        answer = (await ma.ask(NAME, to=[es.id], case=CASE))[0]
        thread = (await request(ma, answer["hits"][0]["reference"]))["thread"]
        await release(es, thread)
        kept = await found(ma, es)
        closed = await ma.perform("case.close", reference=CASE, outcome="result")
        assert closed["keep_until"]
        for days, cases in ((3, 0), (4, 1)):
            assert (PASSPORT.encode() in bytes_of(ma)) is True
            ma.clock.ahead_ms = days * DAY_MS
            done = await ma.perform("retention.run", officer=PROTECTION)
            assert done["cases"] == cases
        assert PASSPORT.encode() not in bytes_of(ma)
        assert (await thread_of(ma, thread))["messages"] == []
        with pytest.raises(InputError, match=r"case\.unknown"):
            await ma.perform("case.show", reference=CASE)
        assert traces(ma.folder, CASE) == {}
        assert kept, "another case's"
        assert (await ma.perform("answers"))["answers"][0]["case"] == "R-1"
        assert "case.erased" in await ma.actions()

"""The screen on the wall: what it never shows, whom it opens for, and when it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.console.board import cells_of
from entraide.console.people import COOKIE
from entraide.errors import InputError, PolicyError
from entraide.exchange.notice.colours import COLOURS
from entraide.node.duty.board import board_of
from entraide.node.duty.dues import CLOCKS
from entraide.operations.watch import Standing
from entraide.vocabulary.language import LANGUAGES, speaking
from tests import notices
from tests.given_duty import ID, MARK, code_of, enter, planted, seen
from tests.nodes import ADMIN, ANALYST, CHIEF, ES, MA, asynchronous, exchange, person
from tests.together.console.test_guard import console, serving

ADDRESSES = ("/wall", "/wall.json", "/wall/events")


@asynchronous
async def test_no_name_reference_or_word_that_anybody_wrote_stands_on_the_wall(
    tmp_path: Path,
) -> None:
    """Planted in a record, a question, a request, a notice, a case, the log and a handover."""
    async with exchange(tmp_path, MA, ES) as (ma, es), serving(es) as client:
        await es.hold(person("p-1", planted("record")))
        case = "R-Quennell"
        await ma.open_case(case)
        answers = await ma.ask(planted("record"), case=case)
        hit = next(hit for each in answers for hit in each["hits"])
        await ma.perform("request", reference=hit["reference"], categories=["names"],
                         reason=planted("request"))  # fmt: skip
        await notices_there(ma, es)
        await es.perform("watch.begin", words=planted("shift"))
        await es.perform("watch.write", text=planted("entry"), severity="critical",
                         done=planted("done"), about_kind="case", about=case)  # fmt: skip
        await es.perform("watch.handover", words=planted("handover"))
        cookie = await enter(client, await code_of(es))
        board = json.loads((await seen(client, cookie, "/wall.json"))[1])
        assert (board["requests"], board["watch"]["open"]) == (1, 1)
        assert sum(row["in_force"] for row in board["notices"]) == 1
        for address in ADDRESSES:
            for language in LANGUAGES:
                status, text = await seen(client, cookie, f"{address}?lang={language}")
                assert (status, MARK.lower() in text.lower()) == (200, False)
                assert ID.findall(text) == []
                assert [name for name in es.officers if name in text] == []


async def notices_there(ma: Any, es: Any) -> None:
    """Let a notice with planted words come in."""
    await ma.open_case("N-1")
    await ma.hold(notices.wanted())
    assert MARK in notices.NAME
    assert MARK in notices.FACTS
    await notices.published(ma, to=[ES])


counts = st.integers(0, 10**6)
boards = st.fixed_dictionaries(
    {
        "at_ms": st.integers(10**12, 4 * 10**12),
        "requests": counts,
        "glass": counts,
        "overdue": counts,
        "near_due": counts,
        "waiting": st.fixed_dictionaries(
            dict.fromkeys(("question", "information", "onward", "discussion", "notice", "operation",
                           "four-eyes", "awaited"), counts)),
        "clocks": st.tuples(*(
            st.fixed_dictionaries({"kind": st.just(kind), "running": counts, "overdue": counts,
                                   "left_min": st.none() | st.integers(-(10**6), 10**6)})
            for kind in CLOCKS)),
        "partners": st.just(({"partner": ES, "state": "away", "outbox": 3},)),
        "notices": st.just([{"colour": each.value, "today": 1, "in_force": 2} for each in COLOURS]),
        "watch": st.fixed_dictionaries({"state": st.sampled_from([each.value for each in Standing]),
                                        "left_min": st.none() | counts, "open": counts,
                                        "critical": counts}),
        "node": st.fixed_dictionaries({"outbox": counts, "alarms": counts, "endings": counts,
                                       "uncosigned": counts, "serves_partners": st.booleans()}),
    }
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(board=boards, ends=st.integers(0, 10**9), language=st.sampled_from(LANGUAGES))
def test_the_same_cells_stand_in_every_board_so_that_nothing_moves(
    board: dict[str, Any], ends: int, language: str
) -> None:
    with speaking(language):
        cells = cells_of(board, board["at_ms"] + ends)
    assert len(cells) == 6 + 7 + 2 * len(CLOCKS) + 2 + 2 * len(COLOURS) + 5
    assert {each.state for each in cells.values()} <= {"", "over", "soon", "good", "none"}
    late = [each for each in board["clocks"] if each["left_min"] is not None]
    for row in late:
        assert (cells[f"left-{row['kind']}"].state == "over") == (row["left_min"] < 0)


@asynchronous
async def test_a_wall_takes_its_own_code_once_and_no_officers_session(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        session = f"{COOKIE}={client.cookie}"
        assert "data-wall" not in (await seen(client, session))[1]
        assert (await seen(client, session, "/wall.json"))[0] == 401
        code = await code_of(client.bureau)
        assert await enter(client, "aaaa-bbbb-cccc-dddd") == ""
        cookie = await enter(client, code.upper())
        assert await enter(client, code) == ""
        assert "data-wall" in (await seen(client, cookie))[1]
        for path in ("/", "/inbox", "/watch", "/inbox.json", "/situation.json"):
            async with client.http.get(client.origin + path, headers={"Cookie": cookie},
                                       allow_redirects=False) as got:  # fmt: skip
                assert got.status in {303, 401}


@asynchronous
async def test_a_wall_ends_at_its_hour_with_the_shift_or_when_an_officer_closes_it(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        bureau = client.bureau
        cookie = await enter(client, await code_of(bureau, hours=2))
        (wall,) = (await bureau.perform("wall.list"))["walls"]
        await bureau.perform("wall.close", wall=wall["wall"][:8], officer=ANALYST)
        assert (await seen(client, cookie, "/wall.json"))[0] == 401
        assert (await seen(client, cookie, "/wall/events"))[1].startswith("event: over")
        with pytest.raises(InputError, match=r"wall\.not_open"):
            await bureau.perform("wall.close", wall=wall["wall"])
        await bureau.perform("watch.begin", officer=CHIEF, words="First", hours=3)
        code, late = await code_of(bureau), await code_of(bureau)
        cookie = await enter(client, code)
        bureau.clock.ahead_ms += 900_001
        assert await enter(client, late) == ""
        bureau.clock.ahead_ms += 3 * 3_600_000 - 900_001 - 60_000
        assert (await seen(client, cookie, "/wall.json"))[0] == 200
        bureau.clock.ahead_ms += 60_000
        assert (await seen(client, cookie, "/wall.json"))[0] == 401
        told = [row["action"] for row in await bureau.log() if row["action"].startswith("wall.")]
        assert told == ["wall.opened", "wall.entered", "wall.closed", "wall.opened", "wall.opened",
                        "wall.entered"]  # fmt: skip
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await code_of(bureau, ADMIN)


@asynchronous
async def test_the_wall_counts_what_a_partner_left_waiting_and_what_lacks_a_second_officer(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        board = board_of(client.bureau.node)
        assert board["waiting"]["four-eyes"] == board["requests"] == 0
        assert [row["kind"] for row in board["clocks"]] == list(CLOCKS)
        assert board["watch"] == {"state": "unused", "left_min": None, "open": 0, "critical": 0}
        assert board["partners"] == []

"""What oversight leads to: an explanation by whom it concerns, a decision, a sample drawn again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.node.oversight.watching import watch
from tests.nodes import (
    ANALYST,
    DUTY,
    ES,
    MA,
    PROTECTION,
    asynchronous,
    eventually,
    exchange,
    question,
    sealed,
)

WORDS = "EXERCISE: the warrant came by telephone"


@asynchronous
async def test_only_the_officer_whose_access_it_was_explains_it_and_only_when_asked(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        await ma.ask("Nobody Known")
        drawn = await ma.perform("oversight.sample", officer=PROTECTION, action="query.sent")
        (access,) = drawn["accesses"]
        named = {"sample": drawn["sample"], "entry": access["index"]}
        with pytest.raises(InputError, match=r"oversight\.nothing_to_explain"):
            await ma.perform("oversight.explain", words=WORDS, **named)
        asked = {**named, "judgement": "to-be-explained", "remarks": "No case file"}
        await ma.perform("oversight.judge", officer=PROTECTION, **asked)
        with pytest.raises(PolicyError, match=r"oversight\.not_yours"):
            await ma.perform("oversight.explain", officer=ANALYST, words=WORDS, **named)
        assert (await ma.perform("oversight.to-explain", officer=ANALYST))["accesses"] == []
        (mine,) = (await ma.perform("oversight.to-explain"))["accesses"]
        assert (mine["entry"], mine["remarks"]) == (access["index"], "No case file")
        await ma.perform("oversight.explain", words=WORDS, **named)
        shown = await ma.perform("oversight.show", officer=PROTECTION, sample=drawn["sample"])
        assert shown["accesses"][0]["explanation"] == WORDS
        told = (await ma.perform("inbox", officer=PROTECTION))["alerts"]
        assert [each["what"] for each in told] == ["oversight:explained"]
        assert WORDS not in json.dumps(await ma.log())
        await ma.stop()
        assert WORDS.encode() not in (ma.folder / "store.sqlite").read_bytes()
        await ma.start()


@asynchronous
async def test_a_sample_is_drawn_again_by_its_seed_and_one_that_was_picked_is_found(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        for _ in range(5):
            await ma.ask("Nobody Known")
        wanted = {"size": 2, "action": "query.sent"}
        drawn = await ma.perform("oversight.sample", officer=PROTECTION, **wanted)
        await ma.ask("Nobody Known")
        again = {"officer": PROTECTION, "sample": drawn["sample"]}
        found = await ma.perform("oversight.redraw", **again)
        assert (found["same"], found["population"]) == (True, 5)
        held = {each["index"] for each in drawn["accesses"]}
        other = next(row["index"] for row in await ma.log()
                     if row["action"] == "query.sent" and row["index"] not in held)  # fmt: skip
        line = schema.sampled_access
        picked = update(line).where(line.c.entry == min(held)).values(entry=other)
        await ma.node.writer.run(lambda t: t.connection.execute(picked))
        found = await ma.perform("oversight.redraw", **again)
        assert not found["same"]
        assert f"1/{other}" in found["differ"]


@asynchronous
async def test_unusual_asking_is_decided_on_by_somebody_else_and_its_words_stay_sealed(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        for at, name in enumerate(sorted(f"{each}arim Alami" for each in "abcdefghijkl")):
            await ma.post(es, sealed(ma, question(ma, es, name, body_case=f"C-{at}")))
        await watch(es.node)
        (alert, *_) = (await es.perform("oversight.alerts", officer=PROTECTION))["alerts"]
        which = {name: alert[name] for name in ("rule", "who", "day")}
        decided = {**which, "decision": "partner-asked", "words": WORDS}
        with pytest.raises(InputError, match=r"oversight\.no_alert"):
            await es.perform("oversight.settle", officer=PROTECTION, **{**decided, "day": 1})
        own = {**decided, "who": es.node.keyring.pseudonym(PROTECTION)}
        with pytest.raises(PolicyError, match=r"oversight\.own_alert"):
            await es.perform("oversight.settle", officer=PROTECTION, **own)
        await es.perform("oversight.settle", officer=PROTECTION, **decided)
        shown = (await es.perform("oversight.alerts", officer=PROTECTION))["alerts"]
        mine = next(each for each in shown if each["who"] == which["who"])
        assert (mine["decision"], mine["words"]) == ("partner-asked", WORDS)
        assert WORDS not in json.dumps(await es.log())


@asynchronous
async def test_the_log_says_which_partner_cosigned_what_size_of_it_and_when(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Nobody Known")

        async def cosigned() -> bool:
            return bool((await ma.perform("audit.vouched", officer=PROTECTION))["cosigned"])

        await eventually(cosigned)
        found = await ma.perform("audit.vouched", officer=PROTECTION)
        row = found["cosigned"][0]
        assert (row["partner"], row["epoch"], row["fault"]) == (ES, 1, "")
        assert 0 < row["size"] <= found["epochs"][0]["size"]
        assert abs(row["cosigned_ms"] - ma.clock.now_ms()) < 60_000
        theirs = await es.perform("audit.vouched", officer=PROTECTION)
        assert {each["partner"] for each in theirs["witnessed"]} == {MA}
        entry = await ma.perform("audit.entry", officer=PROTECTION, id="1/0")
        assert entry["action"] == "keyset.adopted"
        assert entry["cosigned_at"]


@asynchronous
async def test_the_access_log_is_read_by_screen(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        await ma.ask("Nobody Known", officer=DUTY)
        found = await ma.perform("oversight.accesses", officer=PROTECTION, screen="notice.show")
        assert found["accesses"] == []

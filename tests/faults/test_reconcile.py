"""Two partners compare what they sent each other and name exactly what one side lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from entraide.adapters.sealing.sealed import ERASED
from entraide.adapters.tables import schema
from entraide.errors import PeerError, RemoteProtocolError
from entraide.exchange.answer import compose_outside
from entraide.exchange.reconciliation import Entry, Lack, Reconcile, Scope, Summary
from entraide.kernel.message import Message
from entraide.node.mail.post import framing
from tests.attach_nodes import over_a_wire
from tests.nodes import DE, ES, MA, Bureau, asynchronous, eventually, exchange, person, sealed

NOW: dict[str, Any] = {"reconcile_settle_ms": 0}


async def sql(bureau: Bureau, statement: str) -> int:
    """Change a store behind its node's back; return how many rows that touched."""
    run = bureau.node.writer.run
    return int(await run(lambda t: t.connection.exec_driver_sql(statement).rowcount))


async def one_message(bureau: Bureau, where: str) -> str:
    found = bureau.node.read(
        lambda c: c.exec_driver_sql(
            f"SELECT id FROM message WHERE {where} ORDER BY digest LIMIT 1 OFFSET 3"  # noqa: S608 - ours
        ).scalar_one()
    )
    return str(found)


async def fill(ma: Bureau, es: Bureau, count: int, *, also: Iterable[str] = ()) -> None:
    """Give both stores the same long history, and Rabat's some messages that only it has."""
    now_ms = ma.clock.now_ms() - 1_000

    def rows(partner: str, incoming: int, names: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {
                "id": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(),
                "incoming": incoming,
                "partner": partner,
                "thread": "0" * 32,
                "kind": "query",
                "digest": hashlib.sha256(name.encode()).hexdigest(),
                "content": ERASED,
                "envelope": ERASED,
                "at_ms": now_ms,
                "sent_ms": now_ms,
                "expires_ms": now_ms + 1,
            }
            for name in names
        ]

    shared = [f"m{number}" for number in range(count)]
    plan = ((ma, rows(ES, 0, [*shared, *also])), (es, rows(MA, 1, shared)))
    for bureau, made in plan:

        def work(transaction: Any, made: list[dict[str, Any]] = made) -> None:
            transaction.connection.execute(insert(schema.message), made)

        await bureau.node.writer.run(work)


async def chatter(ma: Bureau, es: Bureau) -> None:
    """Let questions and answers pass in both directions."""
    await es.hold(person("p1", "Karim Alami"))
    await ma.hold(person("p2", "Lucia Ortega"))
    for number in range(6):
        await ma.ask(f"Karim Alami {number}")
        await es.ask(f"Lucia Ortega {number}")


@asynchronous
async def test_equal_stores_reconcile_in_one_round_trip(tmp_path: Path) -> None:
    async with exchange(tmp_path, **NOW) as (ma, es):
        await chatter(ma, es)
        for here, there in ((ma, es), (es, ma)):
            result = await here.perform("reconcile", partner=there.id)
            assert (result["equal"], result["rounds"], result["lacking"]) == (True, 1, [])
            assert [(each["sender"], each["here"]) for each in result["sums"]] == [
                (here.id, 12),
                (there.id, 12),
            ]
        assert "reconcile.done" in await ma.actions()
        assert "reconcile.answered" in await es.actions()


@pytest.mark.parametrize("robbed", [MA, ES])
@pytest.mark.parametrize("incoming", [0, 1])
@pytest.mark.parametrize("driver", [MA, ES])
def test_the_one_message_deleted_behind_a_node_is_named_on_both_sides(
    tmp_path: Path, robbed: str, incoming: int, driver: str
) -> None:
    @asynchronous
    async def story() -> None:
        async with exchange(tmp_path, **NOW) as (ma, es):
            await chatter(ma, es)
            by_id = {MA: ma, ES: es}
            victim, here = by_id[robbed], by_id[driver]
            other = es if robbed == MA else ma
            message = await one_message(victim, f"incoming={incoming}")
            assert await sql(victim, f"DELETE FROM message WHERE id='{message}'") == 1  # noqa: S608
            result = await here.perform("reconcile", partner=ES if driver == MA else MA)
            sender = other.id if incoming else victim.id
            named = [(e["message"], e["sender"], e["by"]) for e in result["lacking"]]
            assert named == [(message, sender, robbed)]
            for bureau in (ma, es):
                logged = [e for e in await bureau.log() if e["action"] == "message.lacking"]
                assert [(e["ids"]["subject"], e["ids"]["by"]) for e in logged] == [
                    (message, robbed)
                ]
                assert (await bureau.verify())["whole"]

    story()


@asynchronous
async def test_a_long_history_takes_a_few_rounds_and_names_each_of_several(tmp_path: Path) -> None:
    async with exchange(tmp_path, **NOW) as (ma, es):
        only = ["lost-1", "lost-2", "lost-3"]
        await fill(ma, es, 20_000, also=only)
        gone = hashlib.sha256(b"m77").hexdigest()
        assert await sql(ma, f"DELETE FROM message WHERE digest='{gone}'") == 1  # noqa: S608
        result = await ma.perform("reconcile", partner=ES)
        expected = {(hashlib.sha256(name.encode()).hexdigest(), ES) for name in only}
        named = {(each["digest"], each["by"]) for each in result["lacking"]}
        assert named == expected | {(gone, MA)}
        assert result["rounds"] <= 5
        first = result["sums"][0]
        assert (first["here"], first["there"]) == (20_002, 20_000)


@asynchronous
async def test_a_store_that_lost_everything_is_told_the_first_500(tmp_path: Path) -> None:
    async with exchange(tmp_path, **NOW) as (ma, es):
        await fill(ma, es, 3_000)
        assert await sql(es, "DELETE FROM message") == 3_000
        result = await ma.perform("reconcile", partner=ES)
        assert len(result["lacking"]) == 500
        assert result["more"]
        back = await es.perform("reconcile", partner=MA)
        assert len(back["lacking"]) == 500
        assert {each["by"] for each in back["lacking"]} == {ES}


@asynchronous
async def test_what_waits_expired_or_was_refused_is_not_taken_for_lost(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, query_lifetime_ms=1_500, **NOW) as (ma, es, wire):
        await ma.ask("Before The Cut")
        wire.refusing = True
        wire.cut()
        assert (await ma.ask("While Away"))[0]["result"] == "waiting"
        back = await es.perform("reconcile", partner=MA)
        assert (back["equal"], back["lacking"]) == (True, [])

        async def expired() -> bool:
            return (await ma.status())["outbox"] == 0

        await eventually(expired)
        wire.refusing = False
        result = await ma.perform("reconcile", partner=ES)
        assert (result["equal"], result["lacking"]) == (True, [])
        assert [each["here"] for each in result["sums"]] == [1, 1]


@asynchronous
async def test_a_message_that_arrived_but_whose_answer_was_cut_off_is_accounted_for(
    tmp_path: Path,
) -> None:
    """It is there, and here it still waits: a difference, but nothing is lacking."""
    async with exchange(tmp_path, retry_first_ms=60_000, retry_most_ms=60_000, **NOW) as (ma, es):
        await ma.ask("Somebody Else")
        outbox = "SELECT seq, partner, 1, 0, '' FROM message WHERE incoming=0 AND kind='query'"
        await sql(
            ma,
            f"INSERT INTO outbox (message, partner, attempts, next_ms, fault) {outbox}".replace(
                ", 0, ''", ", 99999999999999, ''"
            ),
        )
        result = await ma.perform("reconcile", partner=ES)
        assert (result["equal"], result["lacking"]) == (False, [])
        assert (await es.perform("reconcile", partner=MA))["lacking"] == []


@asynchronous
async def test_both_agree_on_the_earlier_moment(tmp_path: Path) -> None:
    """A partner whose clock is four minutes behind: its moment counts, still in one round trip."""
    async with exchange(tmp_path, **NOW) as (ma, es):
        await ma.ask("Young Message")
        es.clock.ahead_ms = -240_000
        result = await ma.perform("reconcile", partner=ES)
        assert result["cutoff_ms"] < ma.clock.now_ms() - 200_000
        assert (result["equal"], result["rounds"]) == (True, 1)
        assert [each["here"] for each in result["sums"]] == [0, 0]


@asynchronous
async def test_a_partner_learns_only_of_messages_between_the_two(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE, **NOW) as (ma, es, _):
        await es.ask("Between Madrid And Berlin", to=[DE])
        result = await ma.perform("reconcile", partner=ES)
        assert [each["there"] for each in result["sums"]] == [0, 0]

        async def asked(step: Reconcile) -> tuple[int, Message | str]:
            frame = framing(ma.node)
            message = compose_outside(step, (MA, ES), (ma.pseudonym, None), frame)
            posted = await ma.post(es, sealed(ma, message))
            good = posted.status == 200
            return posted.status, ma.opened(es, posted.body) if good else posted.code

        now_ms = ma.clock.now_ms()
        for scope in (Scope(DE), Scope("xx.nobody")):
            status, code = await asked(Reconcile(cutoff_ms=now_ms, wanted=(scope,)))
            assert (status, code) == (400, "reconcile.other_party")
        foreign = es.node.read(
            lambda c: c.exec_driver_sql("SELECT id, digest FROM message LIMIT 1").one()
        )
        claim = Lack(MA, ES, Entry(foreign.digest, foreign.id))
        _, answer = await asked(Reconcile(cutoff_ms=now_ms, lacks=(claim,)))
        assert isinstance(answer, Message)
        assert answer.body["lacks"] == []
        assert "message.lacking" not in await es.actions()


@asynchronous
async def test_an_answer_to_another_step_or_by_another_is_not_believed(tmp_path: Path) -> None:
    async with exchange(tmp_path, **NOW) as (ma, es):
        step = Reconcile(cutoff_ms=1, summaries=(Summary(Scope(MA), 0, "0" * 64),))
        stray = compose_outside(step, (ES, MA), ("node", "1" * 32), framing(es.node))
        deliver = ma.node.client.deliver

        async def another(*_: Any, **__: Any) -> bytes:
            return sealed(es, stray)

        ma.node.client.deliver = another  # type: ignore[method-assign]
        with pytest.raises(RemoteProtocolError, match=r"answer\.to_another_question"):
            await ma.perform("reconcile", partner=ES)
        ma.node.client.deliver = deliver  # type: ignore[method-assign]
        mine = replace(stray, sender=MA, recipient=ES)
        posted = await ma.post(es, sealed(ma, mine))
        assert posted.status == 200


@asynchronous
async def test_a_partner_that_makes_everything_differ_is_not_followed_for_ever(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **NOW) as (ma, es):
        await fill(ma, es, 100)

        async def liar(_: Any, envelope: bytes, *__: Any, **___: Any) -> bytes:
            asked = es.opened(ma, envelope)
            step = Reconcile.from_json(asked.body)
            parts = [
                Summary(Scope(scope.sender, f"{scope.prefix}{part:02x}"), 999, "1" * 64)
                for scope in step.wanted
                for part in range(256)
                if len(scope.prefix) < 60
            ]
            wholes = [replace(each, root="1" * 64) for each in step.summaries]
            lie = Reconcile(cutoff_ms=step.cutoff_ms, summaries=(*wholes, *parts))
            answer = compose_outside(lie, (ES, MA), ("node", asked.id), framing(es.node))
            return sealed(es, answer)

        ma.node.client.deliver = liar  # type: ignore[method-assign]
        with pytest.raises(RemoteProtocolError, match=r"reconcile\.incomplete"):
            await ma.perform("reconcile", partner=ES)


@asynchronous
async def test_a_partner_that_is_away_is_said_to_be_away(tmp_path: Path) -> None:
    async with over_a_wire(tmp_path, **NOW) as (ma, _, wire):
        wire.refusing = True
        wire.cut()
        with pytest.raises(PeerError, match=r"peer\.unreachable"):
            await ma.perform("reconcile", partner=ES)

"""A partner away, slow or hostile: a question waits or ends, and no officer waits for ever."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from entraide.adapters.wire import tls
from entraide.adapters.wire.partner_client import MESSAGES_PATH
from entraide.adapters.wire.partner_server import listen
from entraide.errors import PeerError
from entraide.exchange.bodies import Acknowledgement, Answer, Receipt
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES
from entraide.kernel.message import Message
from entraide.node.mail.post import open_arrival, seal
from tests.nodes import (
    ES,
    MA,
    MISSING,
    Bureau,
    adopt,
    asynchronous,
    bureau_in,
    eventually,
    exchange,
    introduce,
    memorandum,
    person,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextlib.asynccontextmanager
async def rogue_pair(
    folder: Path, handler: Callable[[Bureau, web.Request], Awaitable[web.StreamResponse]]
) -> AsyncIterator[tuple[Bureau, Bureau]]:
    """An honest asker, and a holder with genuine keys whose listener does what the test says."""
    ma, es = bureau_in(folder, MA, timeout_ms=1_500), bureau_in(folder, ES)
    runner = None
    try:
        await ma.start()
        es.open()
        await introduce(ma, es)
        for each in (ma, es):
            await adopt(each, memorandum(ma, es))
        application = web.Application(client_max_size=MAX_ENVELOPE_BYTES)

        async def messages(request: web.Request) -> web.StreamResponse:
            return await handler(es, request)

        application.router.add_post(MESSAGES_PATH, messages)
        place = es.node.folder
        context = tls.server_context(
            place.tls_certificate, place.tls_key, es.node.keyring.tls_password
        )
        tls.trust(context, [card.keys.key_set.tls for card in es.node.partners.values()])
        port = es.node.settings.partner.port
        runner, _ = await listen(application, "127.0.0.1", port, context)
        yield ma, es
    finally:
        await ma.stop()
        if runner is not None:
            await runner.cleanup()
        await es.stop()


async def arrived(es: Bureau, request: web.Request) -> Message:
    pin = es.node.partners[MA].keys.key_set.tls_pin
    return open_arrival(es.node, pin, await request.read()).message


def answer_to(asked: Message, body: Answer | Acknowledgement | Receipt) -> Message:
    return replace(
        asked,
        id=asked.id[::-1],
        kind=body.KIND,
        sender=asked.recipient,
        recipient=asked.sender,
        author="node",
        in_reply_to=asked.id,
        body=body.to_json(),
    )


def no_hit(asked: Message) -> Message:
    return answer_to(asked, Answer(query=asked.digest, hits=()))


async def garbage(es: Bureau, request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"\xff" * 5_000)


async def hostile_code(es: Bureau, request: web.Request) -> web.StreamResponse:
    body = {"code": "Señor Nobody \x1b[2J " + "x" * 500}
    return web.Response(status=400, text=json.dumps(body))


async def plain_code(es: Bureau, request: web.Request) -> web.StreamResponse:
    return web.Response(status=400, text=json.dumps({"code": "message.expired"}))


async def fault(es: Bureau, request: web.Request) -> web.StreamResponse:
    return web.Response(status=500)


async def elsewhere(es: Bureau, request: web.Request) -> web.StreamResponse:
    raise web.HTTPTemporaryRedirect("https://127.0.0.1:1/")


async def endless(es: Bureau, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for _ in range(200):
            await response.write(bytes(65_536))
    return response


async def silent(es: Bureau, request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3)
    return web.Response()


async def cut_off(es: Bureau, request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def receipt_only(es: Bureau, request: web.Request) -> web.StreamResponse:
    asked = await arrived(es, request)
    return web.Response(body=seal(es.node, answer_to(asked, Receipt(digest="0" * 64))))


async def named_author(es: Bureau, request: web.Request) -> web.StreamResponse:
    asked = await arrived(es, request)
    return web.Response(body=seal(es.node, replace(no_hit(asked), author="Lucía García")))


async def own_question(es: Bureau, request: web.Request) -> web.StreamResponse:
    return web.Response(body=await request.read())


WAITS, ENDS = "waiting", "refused"

ROGUES: dict[str, tuple[Callable[[Bureau, web.Request], Awaitable[web.StreamResponse]], str]] = {
    "garbage for an answer": (garbage, ENDS),
    "a refusal whose code is a text": (hostile_code, WAITS),
    "a refusal with a code": (plain_code, ENDS),
    "a fault": (fault, WAITS),
    "a redirection": (elsewhere, WAITS),
    "an endless answer": (endless, WAITS),
    "silence": (silent, WAITS),
    "a cut connection": (cut_off, WAITS),
    "a receipt for another message": (receipt_only, ENDS),
    "an author in clear": (named_author, ENDS),
    "our own question": (own_question, ENDS),
}


@pytest.mark.parametrize("name", ROGUES)
@asynchronous
async def test_whatever_a_partner_answers_the_question_waits_or_ends(
    tmp_path: Path, name: str
) -> None:
    handler, outcome = ROGUES[name]
    async with rogue_pair(tmp_path, handler) as (ma, _):
        async with asyncio.timeout(6):
            found = await ma.ask("Nobody")
        assert [each["result"] for each in found] == [outcome]
        status = await ma.status()
        assert status["outbox"] == (1 if outcome == WAITS else 0)
        state = (await ma.perform("answers"))["answers"][0]["state"]
        assert state == ("asked" if outcome == WAITS else "refused")
        assert (await ma.verify(ask_partners=False))["whole"]


@asynchronous
async def test_an_old_answer_does_not_answer_a_new_question(tmp_path: Path) -> None:
    """The holder gives the answer to the first question to the second one too."""
    kept: list[bytes] = []

    async def replaying(es: Bureau, request: web.Request) -> web.StreamResponse:
        asked = await arrived(es, request)
        kept.append(seal(es.node, no_hit(asked)))
        return web.Response(body=kept[0])

    async with rogue_pair(tmp_path, replaying) as (ma, _):
        assert [each["result"] for each in await ma.ask("One")] == ["no-hit"]
        second = (await ma.ask("Two"))[0]
        assert (second["result"], second["code"]) == ("refused", "answer.to_another_question")


@asynchronous
async def test_an_answer_under_the_id_of_another_is_refused(tmp_path: Path) -> None:
    async def repeating(es: Bureau, request: web.Request) -> web.StreamResponse:
        answer = replace(no_hit(await arrived(es, request)), id="ab" * 16)
        return web.Response(body=seal(es.node, answer))

    async with rogue_pair(tmp_path, repeating) as (ma, _):
        assert [each["result"] for each in await ma.ask("One")] == ["no-hit"]
        second = (await ma.ask("Two"))[0]
        assert (second["result"], second["code"]) == ("refused", "message.id_reused")


@asynchronous
async def test_a_partner_that_is_away_finds_the_question_when_it_returns(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        await es.stop()
        found = await ma.ask("Abdelatif Ben Ali", born=["1980-01-02"])
        assert [each["result"] for each in found] == ["waiting"]
        assert (await ma.status())["outbox"] == 1
        await es.start()
        await eventually(lambda: no_outbox(ma))
        row = (await ma.perform("answers"))["answers"][0]
        assert (row["state"], row["result"]) == ("hit", "hit")
        assert (await es.actions()).count("query.received") == 1


_HOURS = 6
"""Times that a partner's return is waited for, each an hour later by the nodes' clocks."""


async def no_outbox(bureau: Bureau) -> bool:
    return (await bureau.status())["outbox"] == 0


@asynchronous
async def test_a_hundred_waiting_questions_hide_no_new_one(tmp_path: Path) -> None:
    """However many wait for a partner that is away, the next officer hears at once that it is."""
    async with exchange(tmp_path, retry_first_ms=3_600_000, retry_most_ms=3_600_000) as (ma, es):
        await es.stop()
        async with asyncio.timeout(30):
            for at in range(100):
                assert (await ma.ask(f"Person {at}"))[0]["result"] == "waiting"
        await es.start()
        for hour in range(1, _HOURS):  # what met it half awake waits an hour more
            ma.clock.ahead_ms = es.clock.ahead_ms = hour * 3_600_001
            ma.node.delivery.kick(ES)
            with contextlib.suppress(AssertionError):
                await eventually(lambda: no_outbox(ma), within_s=20)
                break
        await eventually(lambda: no_outbox(ma))
        assert (await es.actions()).count("query.received") == 100


@asynchronous
async def test_one_partner_that_is_away_does_not_hide_another_that_is_slow(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, "de.bureau", timeout_ms=20_000) as (ma, es, de):
        await de.stop()
        slow = es.node.searcher.find

        async def find(*arguments):  # type: ignore[no-untyped-def]
            await asyncio.sleep(0.8)
            return await slow(*arguments)

        es.node.searcher.find = find  # type: ignore[method-assign]
        found = {each["partner"]: each["result"] for each in await ma.ask("Nobody")}
        assert found == {ES: "no-hit", "de.bureau": "waiting"}


@asynchronous
async def test_a_question_that_expires_in_the_outbox_ends_and_says_so(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.stop()
        await ma.ask("Nobody")
        ma.clock.ahead_ms = 25 * 3_600_000
        await eventually(lambda: no_outbox(ma))
        assert (await ma.perform("answers"))["answers"][0]["state"] == "expired"
        assert "query.expired" in await ma.actions()


@asynchronous
async def test_an_acknowledgement_after_the_answer_changes_nothing(tmp_path: Path) -> None:
    """The asker lost the acknowledgement, the answer came first, the question is tried again."""
    async with exchange(tmp_path, reconcile_settle_ms=0) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        honest = ma.node.client.deliver
        lost = []

        async def losing(*arguments):  # type: ignore[no-untyped-def]
            lost.append(await honest(*arguments))
            raise PeerError("peer.unreachable", reason="lost")

        ma.node.client.deliver = losing  # type: ignore[method-assign]
        asked = await ma.perform("ask", **{"name": ["Abdelatif Ben Ali"], **MISSING})
        assert asked["answers"][0]["result"] == "waiting"
        assert lost
        answered = await es.approve(asked["thread"])
        assert answered["answered"] == "answer:hit"
        ma.node.client.deliver = honest  # type: ignore[method-assign]
        await eventually(lambda: no_outbox(ma))
        row = (await ma.perform("answers"))["answers"][0]
        assert (row["state"], row["result"]) == ("hit", "hit")
        assert "query.refused" not in await ma.actions()
        assert (await ma.perform("reconcile", partner=ES))["equal"], "both hold the same messages"

"""An answer to another question, out of turn or in another name is refused, and logged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.exchange.bodies import Acknowledgement, Answer, Hit
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.node.mail.post import seal
from tests.nodes import (
    DE,
    DEALING,
    ES,
    MA,
    MISSING,
    Bureau,
    asynchronous,
    exchange,
)

HOUR = 3_600_000


@asynchronous
async def test_an_answer_to_one_question_is_not_taken_for_another(tmp_path: Path) -> None:
    """Of two open questions the holder answers the second with the first one's digest."""
    async with exchange(tmp_path) as (ma, es):
        first = (await ma.perform("ask", **{"name": ["One"], **MISSING}))["thread"]
        second = (await ma.perform("ask", **{"name": ["Two"], **MISSING}))["thread"]
        put = {thread: await sent_question(ma, thread) for thread in (first, second)}
        for thread, reply_to, named in (
            (second, first, first),
            (first, second, first),
            (first, first, second),
        ):
            body = Answer(query=put[named].digest, hits=())
            crossed = reply(es, put[reply_to], body, thread=thread)
            refused = await es.post(ma, seal(es.node, crossed))
            assert refused.code == "answer.to_another_question"
        states = {row["thread"]: row["state"] for row in await answers(ma)}
        assert states == {first: "referred", second: "referred"}
        honest = reply(es, put[first], Answer(query=put[first].digest, hits=()))
        assert (await es.post(ma, seal(es.node, honest))).status == 200


@asynchronous
async def test_an_answer_out_of_turn_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        thread = (await ma.perform("ask", **{"name": ["One"], **DEALING}))["thread"]
        asked = await sent_question(ma, thread)
        hits = (Hit("1" * 32, "strong"),)
        for body in (
            Answer(query=asked.digest, hits=hits),
            Acknowledgement(query=asked.digest, article="Art. 2.4"),
        ):
            posted = await es.post(ma, seal(es.node, reply(es, asked, body)))
            assert posted.code == "conversation.out_of_turn"
        assert [row["state"] for row in await answers(ma)] == ["no-hit"]


@asynchronous
async def test_a_third_party_cannot_answer_for_the_one_who_was_asked(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        asked = await ma.perform("ask", **{"name": ["One"], **MISSING, "to": [ES]})
        put = await sent_question(ma, asked["thread"])
        body = Answer(query=put.digest, hits=(Hit("1" * 32, "strong"),))
        answer = replace(reply(es, put, body), sender=de.id)
        posted = await de.post(ma, seal(de.node, answer))
        assert posted.code == "answer.to_another_question"
        assert [row["state"] for row in await answers(ma)] == ["referred"]


async def answers(bureau: Bureau) -> list[dict[str, str]]:
    return list((await bureau.perform("answers"))["answers"])


async def sent_question(bureau: Bureau, thread: str) -> Message:

    table = schema.message.c
    content = bureau.node.read(
        lambda c: c.scalar(select(table.content).where(table.thread == thread, table.incoming == 0))
    )
    return Message.from_json(decode_canonical(content))


def reply(
    holder: Bureau, asked: Message, body: Answer | Acknowledgement, **changes: str
) -> Message:
    now_ms = holder.clock.now_ms()
    answer = replace(
        asked,
        id=holder.node.fresh_id(),
        kind=body.KIND,
        sender=asked.recipient,
        recipient=asked.sender,
        author="node",
        sent_ms=now_ms,
        expires_ms=now_ms + HOUR,
        in_reply_to=asked.id,
        body=body.to_json(),
    )
    return replace(answer, **changes)

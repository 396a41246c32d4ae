"""Threads of several parties: who is in, what each sees, in which order, and who tries to lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from tests.given import open_discussion, posts, say
from tests.nodes import (
    CHIEF,
    DE,
    ES,
    MA,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    sealed,
)

FR = "fr.bureau"


def last_post(bureau: Bureau, to: Bureau) -> Message:
    """Return the last post that a bureau sent to another."""
    table = schema.message.c
    last = (
        select(table.content)
        .where(table.kind == "post", table.incoming == 0, table.partner == to.id)
        .order_by(table.seq.desc())
    )
    return Message.from_json(
        decode_canonical(bytes(bureau.node.read(lambda c: c.scalar(last)) or b""))
    )


async def forge(sender: Bureau, to: Bureau, message: Message, **changes: Any) -> str:
    """Send a post again with another body; return the code of the refusal, or nothing."""
    body = {**message.body, **changes}
    fresh = {"id": sender.node.fresh_id(), "sender": sender.id, "recipient": to.id}
    posted = await sender.post(to, sealed(sender, replace(message, body=body, **fresh)))
    return "" if posted.status == 200 else posted.code


def two_officers(body: dict[str, Any]) -> None:
    body["exchange"]["two-officers-for"] = ["spontaneous"]


@asynchronous
async def test_each_member_sees_who_is_in_it_and_the_same_order_and_an_outsider_sees_nothing(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, FR) as (ma, es, de, fr):
        opened = await open_discussion(ma, es, de)
        thread = opened["thread"]
        assert opened["to"] == [DE, ES]
        waiting = (await de.perform("inbox"))["discussions"]
        assert [(row["thread"], row["subject"]) for row in waiting] == [(thread, "The yacht")]
        await say(es, thread, "Which flag?")
        await say(de, thread, "None.")
        await say(ma, thread, "Then we board.")
        said = [
            (MA, "It leaves tonight."), (ES, "Which flag?"), (DE, "None."), (MA, "Then we board.")
        ]  # fmt: skip
        for bureau in (ma, es, de):
            assert await posts(bureau, thread) == said
            shown = await bureau.perform("discuss.show", thread=thread)
            assert shown["members"] == [DE, ES, MA]
            assert shown["findings"] == []
            assert (await bureau.perform("inbox"))["discussions"] == []
        assert (await fr.perform("discuss.list"))["discussions"] == []
        table = schema.message.c
        assert fr.node.read(lambda c: c.scalars(select(table.kind)).all()) == []
        with pytest.raises(InputError, match=r"thread\.unknown"):
            await say(fr, thread, "May I?")


@asynchronous
async def test_answers_for_the_opener_reach_the_opener_alone(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        thread = (await open_discussion(ma, es, de, answers="opener"))["thread"]
        assert (await say(es, thread, "For you alone."))["to"] == [MA]
        await say(ma, thread, "Thank you.")
        assert (ES, "For you alone.") in await posts(ma, thread)
        assert await posts(de, thread) == [(MA, "It leaves tonight."), (MA, "Thank you.")]
        assert (await de.perform("discuss.show", thread=thread))["findings"] == []
        table = schema.message.c
        contents = de.node.read(lambda c: c.scalars(select(table.content)).all())
        assert not any(b"For you alone" in bytes(each) for each in contents)
        forged = await forge(es, de, last_post(es, ma))
        assert forged == "discussion.not_agreed"


@asynchronous
async def test_a_member_that_was_away_catches_up_in_order(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await de.stop()
        opened = await open_discussion(ma, es, de)
        results = {each["partner"]: each["result"] for each in opened["delivery"]}
        assert results == {ES: "receipted", DE: "waiting"}
        thread = opened["thread"]
        await say(es, thread, "Which flag?")
        await say(ma, thread, "None.")
        await de.start()

        async def caught_up() -> bool:
            found = (await de.perform("discuss.list"))["discussions"]
            return bool(found) and len(await posts(de, thread)) == 3

        await eventually(caught_up)
        assert await posts(de, thread) == await posts(ma, thread)
        await say(de, thread, "Here again.")
        assert (await posts(es, thread))[-1] == (DE, "Here again.")


@asynchronous
async def test_whoever_tells_members_different_things_is_found_by_them(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        thread = (await open_discussion(ma, es, de))["thread"]
        await say(es, thread, "Seven kilos.")
        lie = last_post(es, de)
        posted = {**lie.body, "number": 5, "text": "Nine kilos.", "seen": lie.body["seen"]}
        assert await forge(es, de, lie, **posted) == ""
        assert await forge(es, ma, lie, **{**posted, "text": "Two kilos."}) == ""
        await say(ma, thread, "Weighed?")
        shown = await de.perform("discuss.show", thread=thread)
        assert [(each["finding"], each["party"], each["by"]) for each in shown["findings"]] == [
            ("other", ES, MA)
        ]
        assert await forge(es, de, lie, text="Eight kilos.") == "discussion.number_reused"


@asynchronous
async def test_terms_are_fixed_and_only_members_speak(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE, FR) as (ma, es, de, fr):
        thread = (await open_discussion(ma, es, de))["thread"]
        message = last_post(ma, es)
        terms = message.body["terms"]
        wider = {**terms, "members": [DE, ES, FR, MA]}
        assert await forge(ma, es, message, terms=wider, number=7) == "discussion.other_terms"
        assert await forge(fr, es, message, number=7) == "discussion.not_agreed"
        outside = {**terms, "members": [DE, ES, MA, "xx.bureau"]}
        again = replace(message, thread="ab" * 16)
        assert await forge(ma, es, again, terms=outside) == "discussion.not_agreed"
        sensitive = replace(message, purpose="no-such-purpose", thread="cd" * 16)
        assert await forge(ma, es, sensitive) == "discussion.not_agreed"
        with pytest.raises(InputError, match=r"discussion\.not_a_party"):
            await open_discussion(ma, es, members=[ES, "xx.bureau"])
        assert await posts(es, thread) == [(MA, "It leaves tonight.")]


@asynchronous
async def test_a_denied_purpose_leaves_for_nobody_and_four_eyes_hold(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=two_officers) as (ma, es, de):
        with pytest.raises(PolicyError, match=r"discussion\.denied") as denied:
            await open_discussion(ma, es, de, categories=["genetic"])
        assert denied.value.data["article"] == "Art. 2.2"
        first = await open_discussion(ma, es, de)
        assert (first["approvals"], first["needed"]) == (1, 2)
        assert (await es.perform("discuss.list"))["discussions"] == []
        second = await open_discussion(ma, es, de, officer=CHIEF)
        assert second["number"] == 1
        assert await posts(es, second["thread"]) == [(MA, "It leaves tonight.")]

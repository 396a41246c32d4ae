"""Files in threads of several parties: the same bytes for every member who hears, nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.exchange.attachment import Attachment
from entraide.kernel.audit import parse_opening
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.node.people.payloads import enclosing_payload
from tests.attach_nodes import MARKER, digest_of, file_in
from tests.given import open_discussion, signed
from tests.nodes import CHIEF, DE, DUTY, ES, MA, Bureau, asynchronous, eventually, exchange, sealed
from tests.together.node.test_discussions import two_officers

WORDS = "This is the yacht."


async def enclose(
    bureau: Bureau, thread: str, path: Path, officer: str = DUTY, **changes: Any
) -> dict[str, Any]:
    """Say something with a file, as the command line does."""
    wanted = {"thread": thread, "text": WORDS, "sha256": digest_of(path), "handling": "H1"}
    wanted |= changes
    payload = enclosing_payload(thread, WORDS, wanted["sha256"], wanted["handling"])
    return await bureau.perform(
        "discuss.attach",
        officer=officer,
        path=str(path),
        media_type="image/jpeg",
        approval=signed(bureau, payload, officer),
        **wanted,
    )


async def files(bureau: Bureau, thread: str) -> list[dict[str, Any]]:
    shown = await bureau.perform("discuss.show", thread=thread)
    return [file for post in shown["posts"] for file in post["files"]]


async def held(bureau: Bureau, thread: str) -> str:
    """Wait until the file is here whole; return its id."""

    async def is_held() -> bool:
        found = [each for file in await files(bureau, thread) for each in file["attachments"]]
        return [each["state"] for each in found] == ["held"]

    await eventually(is_held)
    return str((await files(bureau, thread))[0]["attachments"][0]["attachment"])


@asynchronous
async def test_a_file_reaches_every_member_with_one_hash_as_evidence_and_no_outsider(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        path = file_in(tmp_path, 70_000)
        thread = (await open_discussion(ma, es, de))["thread"]
        said = await enclose(ma, thread, path)
        assert (said["number"], sorted(said["to"])) == (2, [DE, ES])
        for member in (es, de):
            out = tmp_path / f"{member.id}.jpg"
            await member.perform(
                "attachments.save", attachment=await held(member, thread), out=str(out)
            )
            assert out.read_bytes() == path.read_bytes()
            (file,) = await files(member, thread)
            assert (file["sha256"], file["handling"]) == (digest_of(path), "H1")
            assert digest_of(path) in digests_in_the_log(member), "provable at each member"
            sealed_there = b"".join(
                each.read_bytes() for each in member.folder.rglob("*") if each.is_file()
            )
            assert MARKER not in sealed_there
        keys = {body.key for body in offers_of(ma)}
        assert len(keys) == 2, "no member opens what was sealed to another"
        apart = (await open_discussion(ma, es))["thread"]
        await enclose(ma, apart, path)
        await held(es, apart)
        assert de.node.read(lambda c: c.scalar(select(schema.attachment.c.id).where(
            schema.attachment.c.thread == apart))) is None  # fmt: skip


def digests_in_the_log(bureau: Bureau) -> set[str]:
    rows = bureau.node.read(lambda c: c.scalars(select(schema.log_entry.c.opening)).all())
    return {digest for row in rows for _, digest in parse_opening(bytes(row)).digests}


def offer_messages(bureau: Bureau) -> list[Message]:
    table = schema.message.c
    rows = bureau.node.read(
        lambda c: c.scalars(
            select(table.content).where(table.kind == "attachment", table.incoming == 0)
        ).all()
    )
    return [Message.from_json(decode_canonical(bytes(row))) for row in rows]


def offers_of(bureau: Bureau) -> list[Attachment]:
    return [Attachment.from_json(each.body) for each in offer_messages(bureau)]


@asynchronous
async def test_a_file_that_no_post_names_is_refused_and_four_eyes_look_at_one_that_is(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=two_officers) as (ma, es, de):
        path = file_in(tmp_path, 5_000)
        await open_discussion(ma, es, de)
        thread = (await open_discussion(ma, es, de, officer=CHIEF))["thread"]
        alone = await enclose(ma, thread, path)
        assert (alone["approvals"], alone["needed"]) == (1, 2)
        assert await files(ma, thread) == []
        other = await enclose(ma, thread, path, CHIEF, handling="H0")
        assert other["approvals"] == 1, "another handling code is another decision"
        await enclose(ma, thread, path, CHIEF)
        await held(es, thread)
        offer = next(each for each in offer_messages(ma) if each.recipient == ES)
        fresh = {**offer.body, "id": "ab" * 16}
        for change in ({"sha256": "cd" * 32}, {"size": 4_999}, {"media_type": "text/plain"}):
            assert await offered(ma, es, offer, {**fresh, **change}) == "attachment.out_of_turn"
        unmarked = replace(offer, handling="H0")
        assert await offered(ma, es, unmarked, fresh) == "attachment.out_of_turn"
        by_listener = replace(offer, recipient=DE)
        assert await offered(es, de, by_listener, fresh) == "attachment.out_of_turn"


async def offered(sender: Bureau, to: Bureau, offer: Message, body: dict[str, Any]) -> str:
    """Offer a file that no honest node would; return the code of the refusal."""
    message = replace(offer, id=sender.node.fresh_id(), sender=sender.id, body=body)
    posted = await sender.post(to, sealed(sender, message))
    return "" if posted.status == 200 else posted.code

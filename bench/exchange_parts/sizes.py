"""Memory against the size of what is sent: replies up to what one message may hold, and files."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any

from tests import nodes

from entraide.exchange.offer import approval_payload
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT
from exchange_parts.stage import Stage, say, until

KIB, MIB = 1 << 10, 1 << 20
CHUNK = 64 * KIB
LONG = 3_900
"""Characters of one value: near the most that a reply takes."""
NAMES = {
    1: "Prudencia Xilofon",
    8: "Casimiro Zarzuela",
    64: "Olegario Trompeta",
    200: "Baldomero Violin",
}
"""By the number of long values that the person has."""


async def file_sizes(stage: Stage, folder: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Send files of these sizes; return the highest memory of both nodes over each."""
    thread = str((await stage.asker.order("ask", **stage.person(0)))["thread"])
    return [await _sent(stage, folder, thread, size) for size in sizes]


async def _sent(stage: Stage, folder: Path, thread: str, size: int) -> dict[str, Any]:
    path = folder / f"file-{size}"
    digest = await asyncio.to_thread(_written, path, size)
    for each in (stage.asker, stage.holder):
        each.forget_peak()
    wanted = {"path": str(path), "sha256": digest, "to": stage.holder.id, "thread": thread}
    payload = approval_payload(digest, thread, stage.holder.id, "H0").encode()
    approval = stage.asker.officers[nodes.DUTY].sign(payload, context=APPROVAL_CONTEXT)
    await stage.asker.order("attach", **wanted, approval=to_base64(approval))

    async def arrived() -> bool:
        rows = (await stage.asker.order("attachments"))["attachments"]
        return any(row["sha256"] == digest and row["state"] == "delivered" for row in rows)

    await until(arrived, every_s=0.2)
    await asyncio.to_thread(path.unlink)
    return _peaks(stage, "a file", size)


async def reply_sizes(stage: Stage, values: tuple[int, ...]) -> list[dict[str, Any]]:
    """Send replies that hold so many long values; return the highest memory over each."""
    return [await _replied(stage, count) for count in values]


def long_people(values: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return the invented people whose replies are long."""
    people = [nodes.person(f"long-{count}", NAMES[count], "1970-05-06") for count in values]
    for person, count in zip(people, values, strict=True):
        person["properties"]["title"] = [f"EXERCISE {at} ".ljust(LONG, "x") for at in range(count)]
    return people


async def _replied(stage: Stage, values: int) -> dict[str, Any]:
    question = {**stage.person(0), "name": [NAMES[values]], "born": ["1970-05-06"]}
    answer = (await stage.asker.order("ask", **question))["answers"][0]
    wanted = {"reference": answer["hits"][0]["reference"], "categories": ["names"]}
    thread = (await stage.asker.order("request", **wanted, reason="EXERCISE"))["thread"]
    for each in (stage.asker, stage.holder):
        each.forget_peak()
    await stage.holder.release(thread)
    return _peaks(stage, "a reply", values * LONG)


def _peaks(stage: Stage, what: str, size: int) -> dict[str, Any]:
    found = {"bytes": size, "asker": stage.asker.peak(), "holder": stage.holder.peak()}
    say(f"{what} of {size / MIB:.2f} MiB: at most {found['asker']:.0f} and {found['holder']:.0f}")
    return found


def _written(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for at in range(0, size, CHUNK):
            part = os.urandom(min(CHUNK, size - at))
            digest.update(part)
            file.write(part)
    return digest.hexdigest()

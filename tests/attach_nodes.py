"""What tests of attachments and reconciliation share: a hit to attach to, an offer, a wire."""

from __future__ import annotations

import contextlib
import hashlib
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from entraide.exchange.offer import approval_payload
from entraide.kernel.chunk import CHUNK_NONCE_BYTES, Layout, seal_chunk
from entraide.kernel.encoding import to_base64
from entraide.node.config import read_settings, write_settings
from entraide.node.files import transfers
from entraide.node.files.transfers import Known
from entraide.node.people.payloads import APPROVAL_CONTEXT
from tests.nodes import (
    DEALING,
    DUTY,
    ES,
    MA,
    Bureau,
    Change,
    adopt,
    bureau_in,
    introduce,
    memorandum,
    person,
)
from tests.proxy import Plan, Proxy, proxy_to

CHUNK = 4_096
MARKER = b"EXERCISE-IN-CLEAR"


@contextlib.asynccontextmanager
async def over_a_wire(
    folder: Path, *, change: Change = lambda _: None, **settings: Any
) -> AsyncIterator[tuple[Bureau, Bureau, Proxy]]:
    """Open two bureaus; whatever Rabat sends to Madrid goes through a proxy."""
    ma, es = (bureau_in(folder, party, **settings) for party in (MA, ES))
    with proxy_to(read_settings(es.folder / "node.toml").partner.port) as wire:
        reached_through(es, wire)
        try:
            await ma.start()
            await es.start()
            await introduce(ma, es)
            signed = memorandum(ma, es, change=change)
            await adopt(ma, signed)
            await adopt(es, signed)
            yield ma, es, wire
        finally:
            wire.arm(Plan())
            await ma.stop()
            await es.stop()


def reached_through(bureau: Bureau, wire: Proxy) -> None:
    """Let a bureau's card name the proxy as its address."""
    path = bureau.folder / "node.toml"
    address = f"https://127.0.0.1:{wire.port}"
    write_settings(path, read_settings(path).model_copy(update={"addresses": (address,)}))


async def hit_thread(asker: Bureau, holder: Bureau) -> str:
    """Return a conversation that stands at a hit."""
    await holder.hold(person("p1", "Karim Alami"))
    result = await asker.perform("ask", name=["Karim Alami"], to=[holder.id], **DEALING)
    assert [each["result"] for each in result["answers"]] == ["hit"]
    return str(result["thread"])


def file_in(folder: Path, size: int, *, seed: int = 7) -> Path:
    """Write a file that no two parts of are alike and that a search would find."""
    path = folder / f"exhibit-{seed}-{size}.bin"
    body = random.Random(seed).randbytes(size)  # noqa: S311 - the same file each time
    path.write_bytes(MARKER + body[len(MARKER) :] if size > len(MARKER) else body)
    return path


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def attach(
    bureau: Bureau, to: Bureau, thread: str, path: Path, *, officer: str = DUTY, **wanted: Any
) -> dict[str, Any]:
    """Offer a file as the command line does: the officer's key approves its digest."""
    sha256 = wanted.pop("sha256", None) or digest_of(path)
    payload = approval_payload(sha256, thread, to.id, wanted.get("handling", "H0"))
    signed = bureau.officers[officer].sign(payload.encode(), context=APPROVAL_CONTEXT)
    return await bureau.perform(
        "attach",
        officer=officer,
        path=str(path),
        sha256=sha256,
        to=to.id,
        thread=thread,
        approval=to_base64(signed),
        **wanted,
    )


async def shown(bureau: Bureau, attachment: str) -> dict[str, Any]:
    """Return an attachment's row as officers see it."""
    rows = (await bureau.perform("attachments"))["attachments"]
    return next(row for row in rows if row["attachment"] == attachment)


async def stands(bureau: Bureau, attachment: str, state: str) -> bool:
    return (await shown(bureau, attachment))["state"] == state


async def holds_over(bureau: Bureau, attachment: str, chunks: int) -> bool:
    return int((await shown(bureau, attachment))["held"]) > chunks


def known(bureau: Bureau, attachment: str, *, incoming: bool) -> Known:
    found = bureau.node.read(lambda c: transfers.find(c, attachment, incoming=incoming))
    assert found is not None
    return found


def sealed_chunk(sender: Bureau, attachment: str, index: int) -> bytes:
    """Seal a chunk of a file that a bureau offered, as its node would."""
    one = known(sender, attachment, incoming=False)
    layout: Layout = one.offer.layout
    start, length = layout.plain_place(index)
    plain = one.source.path.read_bytes()[start : start + length]
    nonce = sender.clock.random(CHUNK_NONCE_BYTES)
    return seal_chunk(layout, index, plain, one.offer.key, nonce)

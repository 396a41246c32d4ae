"""Files in a conversation that went on from a hit to a request, an answer and its withdrawal."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError
from entraide.kernel.proof_bundle import check_bundle
from tests.attach_nodes import CHUNK, attach, file_in, stands
from tests.given import telling
from tests.nodes import Bureau, asynchronous, eventually, exchange
from tests.together.node.test_requests import release, requested, thread_of

SMALL: dict[str, Any] = {"attachment_chunk_bytes": CHUNK}


async def passes(giver: Bureau, getter: Bureau, thread: str, path: Path) -> None:
    """Attach a file and see it arrive."""
    offered = await attach(giver, getter, thread, path)
    assert offered["delivery"][0]["result"] == "receipted"
    await eventually(lambda: stands(giver, offered["attachment"], "delivered"))
    assert await stands(getter, offered["attachment"], "held")


@asynchronous
async def test_files_pass_both_ways_beside_a_request_and_beside_its_answer(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = str((await requested(ma, es))["thread"])
        for state in ("requested", "answered"):
            assert (await thread_of(ma, thread))["state"] == state
            path = file_in(tmp_path, CHUNK + len(state))
            await passes(es, ma, thread, path)
            await passes(ma, es, thread, path)
            if state == "requested":
                await release(es, thread)
        said = (await thread_of(ma, thread))["messages"]
        assert [each["kind"] for each in said].count("attachment") == 4
        assert all("key" not in each for each in said)
        assert [each["kind"] for each in said if "values" in each] == ["reply"]


@asynchronous
async def test_once_a_release_is_taken_back_no_file_follows_it(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = str((await requested(ma, es))["thread"])
        await release(es, thread)
        done = await es.perform("withdraw", thread=thread, reason="released in error")
        assert done["delivery"][0]["result"] == "executed"
        for giver, getter in ((es, ma), (ma, es)):
            with pytest.raises(InputError, match=r"attachment\.no_thread"):
                await attach(giver, getter, thread, file_in(tmp_path, CHUNK))


@asynchronous
async def test_a_file_beside_information_is_evidence_by_its_digest_in_the_signed_offer(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, **SMALL, handling="H1") as ((ma, es), thread):
        path = file_in(tmp_path, CHUNK + 3)
        await passes(ma, es, thread, path)
        with pytest.raises(InputError, match=r"attachment\.no_thread"):
            await attach(es, ma, thread, path)  # it was informed, it was not asked
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        for bureau in (ma, es):
            offer = next(
                each
                for each in (await thread_of(bureau, thread))["messages"]
                if each["kind"] == "attachment"
            )
            assert offer["file"]["sha256"] == sha256
            proved = await bureau.perform("audit.prove", id=offer["id"])
            checked = check_bundle(base64.b64decode(proved["proof"]))
            assert dict(checked.opening.digests)["file"] == sha256
            assert dict(checked.opening.digests)["message"] == offer["digest"]
        await ma.perform("withdraw", thread=thread, reason="in error")
        assert [row["state"] for row in (await es.perform("attachments"))["attachments"]] == []

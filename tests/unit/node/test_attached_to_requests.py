"""Files in a conversation that went on from a hit to a request, an answer and its withdrawal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError
from tests.attach_nodes import CHUNK, attach, file_in, stands
from tests.nodes import Bureau, asynchronous, eventually, exchange
from tests.unit.node.test_requests import release, requested, thread_of

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

"""Who may send a file, where, and with how many officers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from entraide.kernel.message import Message
from tests.attach_nodes import (
    CHUNK,
    attach,
    file_in,
    hit_thread,
    known,
    stands,
)
from tests.faults.given_attachments import SMALL
from tests.nodes import (
    ANALYST,
    DUTY,
    Posted,
    asynchronous,
    eventually,
    exchange,
    sealed,
)


@asynchronous
async def test_who_was_asked_attaches_only_after_a_hit(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, CHUNK)
        nobody = await ma.perform(
            "ask", name=["Unknown Person"], purpose="criminal-investigation",
            offence="drugs.trafficking", case="R-9",
        )  # fmt: skip
        for wrong in (nobody["thread"], "0" * 32):
            with pytest.raises(InputError, match=r"attachment\.no_thread"):
                await attach(es, ma, wrong, path)
        result = await attach(es, ma, thread, path)
        offer = known(es, result["attachment"], incoming=False).message
        await eventually(lambda: stands(es, result["attachment"], "delivered"))
        for changes, code in (
            ({"thread": nobody["thread"]}, "attachment.out_of_turn"),
            ({"thread": "0" * 32}, "attachment.out_of_turn"),
            ({"agreement": "0" * 64}, "attachment.out_of_turn"),
            ({"id": "1" * 32}, "attachment.id_reused"),
        ):
            said: Message = replace(offer, **{"id": es.node.fresh_id(), **changes})
            posted: Posted = await es.post(ma, sealed(es, said))
            assert (posted.status, posted.code) == (400, code)


@asynchronous
async def test_a_form_that_the_memorandum_does_not_name_carries_no_file(tmp_path: Path) -> None:
    def hits_only(body: dict[str, Any]) -> None:
        body["exchange"]["forms"] = ["hit-no-hit"]
        body["exchange"]["two-officers-for"] = []

    async with exchange(tmp_path, change=hits_only, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        with pytest.raises(PolicyError, match=r"attachment.denied.*Art. 2.5"):
            await attach(es, ma, thread, file_in(tmp_path, CHUNK))


@asynchronous
async def test_four_eyes_let_a_file_go_only_with_a_second_officer(tmp_path: Path) -> None:
    def four_eyes(body: dict[str, Any]) -> None:
        body["exchange"]["two-officers-for"] = ["request"]

    async with exchange(tmp_path, change=four_eyes, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 2 * CHUNK)
        for _ in range(2):
            waits = await attach(es, ma, thread, path, officer=DUTY)
            assert (waits["approvals"], waits["needed"]) == (1, 2)
        other = file_in(tmp_path, 2 * CHUNK, seed=8)
        assert (await attach(es, ma, thread, other, officer=ANALYST))["approvals"] == 1
        sent = await attach(es, ma, thread, path, officer=ANALYST)
        await eventually(lambda: stands(es, sent["attachment"], "delivered"))
        assert (await es.actions()).count("attach.approved") == 3


@asynchronous
async def test_an_empty_or_missing_file_and_a_false_type_are_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path, **SMALL) as (ma, es):
        thread = await hit_thread(ma, es)
        empty = tmp_path / "empty"
        empty.touch()
        with pytest.raises(InputError, match=r"attachment\.empty"):
            await attach(ma, es, thread, empty)
        nothing = hashlib.sha256(b"").hexdigest()
        with pytest.raises(InputError, match=r"attachment\.unreadable"):
            await attach(ma, es, thread, tmp_path / "none", sha256=nothing)
        with pytest.raises(InputError, match=r"attachment\.bad_media_type"):
            await attach(ma, es, thread, empty, media_type="image/jpeg; q=1")

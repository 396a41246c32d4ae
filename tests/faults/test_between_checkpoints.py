"""What partners' cosignatures bind and from when: the window, two faces, a helping partner."""

from __future__ import annotations

import time
from pathlib import Path

from entraide.kernel.checkpoint import checkpoint_of
from entraide.kernel.witness import fork_between, verify_fork
from entraide.node.log.witnessing import publish_checkpoint
from tests.faults.test_insider import cosigned, rewrite
from tests.nodes import DE, ES, MA, Bureau, asynchronous, eventually, exchange

NEVER = {"witness_every_ms": 86_400_000}
WINDOW_MS = 200


def size_of(bureau: Bureau) -> int:
    return bureau.node.writer.frontier.size


def seen_by(partner: Bureau, bureau: Bureau) -> int:
    """Return how much of a bureau's log a partner has cosigned."""
    sql = "SELECT max(size) FROM witnessed WHERE partner=?"
    found = partner.node.read(lambda c: c.exec_driver_sql(sql, (bureau.id,)).scalar_one())
    return int(found or 0)


async def note_of(partner: Bureau, bureau: Bureau) -> bytes:
    return str((await partner.perform("audit.witnessed", partner=bureau.id))["note"]).encode()


@asynchronous
async def test_after_the_configured_time_a_partner_holds_a_cosignature_of_the_last_entry(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, witness_every_ms=WINDOW_MS) as (ma, es):
        for _ in range(3):
            await ma.ask("Nobody")
            entries, started = size_of(es), time.monotonic()

            await eventually(lambda entries=entries: seen_by(ma, es) >= entries)
            assert (
                time.monotonic() - started < WINDOW_MS / 1_000 + 12
            )  # a busy machine, not a window


@asynchronous
async def test_what_no_partner_has_cosigned_yet_can_be_rewritten_and_nothing_later_can(
    tmp_path: Path,
) -> None:
    """The gap that is left, and its end: what is rewritten after a cosignature is found."""
    async with exchange(tmp_path, **NEVER) as (ma, es):
        for _ in range(2):
            await ma.ask("Nobody")
        await es.stop()
        rewrite(es, without=4)
        es.open()
        assert (await es.verify())["whole"], "within the window nobody can tell"
        await es.stop()
        await es.start()
        await ma.ask("Nobody")
        await cosigned(ma, es)
        await es.stop()
        rewrite(es, without=4)
        es.open()
        found = await es.verify()
        assert not found["whole"]
        assert {each["kind"] for each in found["findings"]} <= {"log_rewritten", "log_cut_short"}


@asynchronous
async def test_two_faces_of_one_log_are_shown_by_what_two_partners_cosigned(tmp_path: Path) -> None:
    """Spain shows Morocco one history and Germany another; the two notes side by side prove it."""
    async with exchange(tmp_path, MA, ES, DE, **NEVER) as (ma, es, de):
        await de.stop()
        for _ in range(3):
            await ma.ask("Nobody", to=[ES])
        await cosigned(ma, es)
        await es.stop()
        rewrite(es, without=5)
        await de.start()
        await es.start()
        first = await note_of(ma, es)
        size = checkpoint_of(first)[0].size
        while size_of(es) < size:
            await es.verify(ask_partners=False)
        assert size_of(es) == size
        assert (await publish_checkpoint(es.node))[de.id] in {"cosigned", "current"}
        second = await note_of(de, es)
        log = (es.node.keyring.log_key(es.id),)
        fork = fork_between(first, second, log)
        assert fork is not None
        assert verify_fork(fork, log).size == size
        assert fork_between(first, first, log) is None
        assert fork_between(first, second, (ma.node.keyring.log_key(ma.id),)) is None
        told = await es.verify(ask_partners=False, witnessed=[first.decode()])
        assert {each["kind"] for each in told["findings"]} == {"log_rewritten"}


@asynchronous
async def test_a_partner_that_helps_to_rewrite_is_not_enough_where_there_is_a_third(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, **NEVER) as (ma, es, de):
        for _ in range(3):
            await ma.ask("Nobody", to=[ES])
        await cosigned(ma, es)
        await cosigned(de, es)
        await es.stop()
        rewrite(es, without=5)
        await ma.node.writer.run(lambda t: t.connection.exec_driver_sql("DELETE FROM witnessed"))
        await es.start()
        for _ in range(3):
            await ma.ask("Nobody", to=[ES])
        outcome = await publish_checkpoint(es.node)
        assert outcome[ma.id] in {"cosigned", "current"}, "the helper cosigns what it is shown"
        assert outcome[de.id] not in {"cosigned", "current"}
        assert [each["partner"] for each in (await de.status())["alarms"]] == [es.id]
        assert (await ma.status())["alarms"] == []
        found = await es.verify()
        assert {each["kind"] for each in found["findings"]} == {"log_rewritten"}

"""A file each way and a reconciliation between a node on SQLite and one on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from entraide.adapters.tables import schema
from tests.attach_nodes import attach, file_in, hit_thread, stands
from tests.nodes import ES, MA, asynchronous, eventually
from tests.stories.engines import two_engines

pytestmark = pytest.mark.slow


def test_files_and_reconciliation_between_two_engines(tmp_path: Path, database: str) -> None:
    _told(tmp_path, database)


@asynchronous
async def _told(folder: Path, database: str) -> None:
    async with two_engines(folder, database, reconcile_settle_ms=0) as (ma, es):
        thread = await hit_thread(ma, es)
        path = file_in(folder, 3 << 20)
        for giver, taker in ((es, ma), (ma, es)):
            attachment = (await attach(giver, taker, thread, path))["attachment"]
            await eventually(lambda g=giver, a=attachment: stands(g, a, "delivered"))  # type: ignore[misc]
            out = folder / f"{taker.id}.bin"
            await taker.perform("attachments.save", attachment=attachment, out=str(out))
            assert out.read_bytes() == path.read_bytes()
        assert (await ma.perform("reconcile", partner=ES))["equal"]
        gone = schema.message.c
        lost = delete(schema.message).where(gone.incoming == 1, gone.kind == "query")
        await es.node.writer.run(lambda t: t.connection.execute(lost).rowcount)
        for driver, other in ((ma, ES), (es, MA)):
            result = await driver.perform("reconcile", partner=other)
            assert [(each["sender"], each["by"]) for each in result["lacking"]] == [(MA, ES)]

"""A file each way and a reconciliation between a node on SQLite and one on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from entraide.adapters.tables import schema
from tests.attach_nodes import attach, file_in, hit_thread, stands
from tests.nodes import ES, MA, Bureau, adopt, asynchronous, bureau_in, eventually, introduce
from tests.nodes import memorandum as signed_by
from tests.postgres import server
from tests.stories.test_two_engines import database, on_postgresql

__all__ = ["database"]  # the fixture

pytestmark = pytest.mark.slow


def test_files_and_reconciliation_between_two_engines(tmp_path: Path, database: str) -> None:
    @asynchronous
    async def story() -> None:
        ma = bureau_in(tmp_path, MA, reconcile_settle_ms=0)
        es = await on_postgresql(tmp_path, ES, server().url(database))
        try:
            await tell(ma, es)
        finally:
            await ma.stop()
            await es.stop()

    async def tell(ma: Bureau, es: Bureau) -> None:
        for each in (ma, es):
            await each.start()
        exchange_settings = es.node.settings.exchange.model_copy(update={"reconcile_settle_ms": 0})
        es.node.settings = es.node.settings.model_copy(update={"exchange": exchange_settings})
        await introduce(ma, es)
        agreed = signed_by(ma, es)
        for each in (ma, es):
            await adopt(each, agreed)
        thread = await hit_thread(ma, es)
        path = file_in(tmp_path, 3 << 20)
        for giver, taker in ((es, ma), (ma, es)):
            attachment = (await attach(giver, taker, thread, path))["attachment"]
            await eventually(lambda g=giver, a=attachment: stands(g, a, "delivered"))  # type: ignore[misc]
            out = tmp_path / f"{taker.id}.bin"
            await taker.perform("attachments.save", attachment=attachment, out=str(out))
            assert out.read_bytes() == path.read_bytes()
        assert (await ma.perform("reconcile", partner=ES))["equal"]
        gone = schema.message.c
        lost = delete(schema.message).where(gone.incoming == 1, gone.kind == "query")
        await es.node.writer.run(lambda t: t.connection.execute(lost).rowcount)
        for driver, other in ((ma, ES), (es, MA)):
            result = await driver.perform("reconcile", partner=other)
            assert [(each["sender"], each["by"]) for each in result["lacking"]] == [(MA, ES)]

    story()

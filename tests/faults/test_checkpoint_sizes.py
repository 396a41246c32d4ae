"""What the sizes of our checkpoints reveal to a partner: how much we do, and nothing of what."""

from __future__ import annotations

import base64
from pathlib import Path

from entraide.node.log.witnessing import log_resource
from tests.nodes import DE, ES, MA, asynchronous, exchange

NAME = "Zuleika Exercise Quennell"


@asynchronous
async def test_a_partner_sees_our_log_grow_by_what_we_do_with_others_and_reads_nothing_in_it(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, _, __):
        before = ma.node.writer.frontier.size
        for _ in range(2):
            await ma.ask(NAME, to=[ES])
        grown = ma.node.writer.frontier.size - before
        assert grown >= 4, "Berlin sees that much was done, though none of it with Berlin"
        entries = log_resource(ma.node, f"tile/entries/000.p/{before + grown}")
        assert entries is not None
        cut = [entries[at : at + 35] for at in range(0, len(entries), 35)]
        assert len(set(cut)) == len(cut) == before + grown, "two alike questions look unlike"
        digests = [value for e in await ma.log() for value in (e.get("digests") or {}).values()]
        plain = (NAME, ES, "query.sent", ma.pseudonym, *map(str, digests))
        for one in plain:
            assert one.encode() not in entries
            if len(one) == 64:
                assert bytes.fromhex(one) not in entries
        assert base64.b64encode(entries)

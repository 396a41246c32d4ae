"""A pinned partner floods a node: before anything is opened it waits or is told to come later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.node.mail import receiving
from tests.nodes import DE, ES, MA, asynchronous, exchange, question, sealed

REFUSALS = 5


@asynchronous
async def test_a_flood_of_unusable_envelopes_ends_unopened_and_the_log_stops_growing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    genuine = receiving.open_arrival

    def counted(*arguments: Any) -> Any:
        opened.append(1)
        return genuine(*arguments)

    parties = (MA, ES, DE)
    async with exchange(tmp_path, *parties, partner_refusals_per_minute=REFUSALS) as (ma, es, de):
        monkeypatch.setattr(receiving, "open_arrival", counted)
        codes = [(await ma.post(es, b"garbage")).code for _ in range(40)]
        most = REFUSALS + 2  # what the minute gives back meanwhile
        assert codes[:REFUSALS] == ["envelope.malformed"] * REFUSALS
        assert codes.count("envelope.malformed") <= most
        assert set(codes[most:]) == {"partner.paused"}
        assert len(opened) == codes.count("envelope.malformed")
        logged = (await es.actions()).count("message.refused")
        assert logged == len(opened)
        late = await ma.post(es, sealed(ma, question(ma, es)))
        assert (late.status, late.code) == (503, "partner.paused")
        asked = (await ma.ask("Nobody Known", to=[ES]))[0]
        assert asked["result"] == "waiting", "later, never no: the outbox keeps it"
        assert (await ma.status())["outbox"] == 1
        assert (await de.ask("Nobody Known", to=[ES]))[0]["result"] == "no-hit"


@asynchronous
async def test_an_honest_partners_batch_passes_whole(tmp_path: Path) -> None:
    """The defaults do not slow down who sends what can be read."""
    async with exchange(tmp_path) as (ma, es):
        envelopes = [sealed(ma, question(ma, es)) for _ in range(60)]
        posted = [await ma.post(es, each) for each in envelopes]
        assert {each.status for each in posted} == {200}

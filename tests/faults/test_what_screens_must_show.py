"""A value is shown with its terms, at every screen and by every action."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entraide.cli.request.release import _draw_conversation
from entraide.errors import EntraideError, TrustError
from entraide.exchange.bodies import read_body
from entraide.exchange.marks import shown_values
from entraide.exchange.releases import ReleasedValue, Reply
from entraide.kernel.message import verify_message
from entraide.node.actions import ACTIONS
from tests.faults.proven import ALONE, signed_by
from tests.nodes import DEALING, ES, Bureau, asynchronous, exchange
from tests.together.node.test_requests import (
    PASSPORT,
    last_id,
    release,
    requested,
)


@asynchronous
async def test_no_action_shows_released_data_without_its_terms_and_they_are_signed(
    tmp_path: Path,
) -> None:
    """Purpose, handling, grading and last day go with every value, to the partner's own store."""
    async with exchange(tmp_path, **ALONE) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        await release(es, thread, handling="H2", evaluation="B3")
        signed, message = signed_by(es, ma, await last_id(ma, "reply"))
        body = read_body(message)
        assert isinstance(body, Reply)
        assert message.purpose == DEALING["purpose"]
        terms = next(p.agreement for p in ma.node.policies if p.digest == message.agreement)
        assert terms.personal_data.onward_transfer.value == "with-permission"
        for value in body.values:
            assert (value.handling, value.evaluation) == ("H2", "B3")
            assert value.retention == "2031-12-31"
        softer = [{**each, "handling": "H0"} for each in message.body["values"]]
        forged = replace(message, body={**message.body, "values": softer})
        key_set = ma.node.pinned(es.id)
        assert key_set is not None
        with pytest.raises(TrustError, match=r"signature\.invalid"):
            verify_message(replace(signed, message=forged), key_set.signing)
        seen = [action async for action in showing(ma, thread)]
        assert "thread" in seen


async def showing(bureau: Bureau, thread: str) -> Any:
    """Yield the actions that show the passport; each time beside its handling and its last day."""
    harmless = (each for each in ACTIONS.values() if each.name not in CHANGING)
    for action in harmless:
        fields = action.takes.model_fields
        wanted = {name: thread for name in ("thread", "id") if name in fields}
        if any(field.is_required() and name not in wanted for name, field in fields.items()):
            continue
        try:
            shown = await bureau.perform(action.name, **wanted)
        except EntraideError:
            continue
        for holder in holders(shown):
            assert holder["handling"] == "H2", action.name
            assert {"evaluation", "retention", "handling_text"} <= set(holder), action.name
            yield action.name


CHANGING = {"retention.run", "node.backup"}


def holders(value: Any) -> list[dict[str, Any]]:
    """Return the objects in which the passport stands directly."""
    if isinstance(value, dict):
        mine = (
            [value]
            if PASSPORT in {each for each in value.values() if isinstance(each, str)}
            else []
        )
        return mine + [found for each in value.values() for found in holders(each)]
    if isinstance(value, list | tuple):
        assert PASSPORT not in value, "a value without anything around it"
        return [found for each in value for found in holders(each)]
    return []


def test_the_screen_shows_a_value_with_its_grading_its_handling_and_its_last_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = ReleasedValue(
        reference="0" * 32,
        prop="passportNumber",
        text=PASSPORT,
        evaluation="B3",
        handling="H3",
        handling_text="not to the press",
        retention="2031-12-31",
    )
    message = {"sent_ms": 0, "kind": "reply", "from": ES, "values": shown_values([value])}
    about = {"partner": ES, "state": "answered", "case": "R-1", "purpose": "prosecution"}
    _draw_conversation({**about, "clock": {}, "messages": [message]})
    shown = " ".join(capsys.readouterr().out.split())
    for word in (PASSPORT, "B3", "H3", "2031-12-31", "prosecution", "press"):
        assert word in shown, word

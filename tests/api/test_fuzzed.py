"""No request that the document allows, or nearly, brings the node to a crash or a false answer."""

from __future__ import annotations

import pytest

from entraide.console.api import pace
from tests.api.fuzzing import Fuzz
from tests.api.running import Two
from tests.api.story import Told
from tests.soaking import SOAK, report

EXAMPLES = 25 if SOAK else 1


def test_whatever_is_drawn_from_the_document_is_answered_as_it_says(
    nodes: Two, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BURST", 10**9)
    fuzz = Fuzz(nodes)
    fuzz.run(EXAMPLES)
    assert fuzz.asked > 200
    assert 500 not in fuzz.statuses
    assert fuzz.statuses[200] > 40  # orders are believed and reach their actions
    assert fuzz.statuses[400] > 40
    report("Requests drawn from the OpenAPI document", requests=fuzz.asked, crashes=0)

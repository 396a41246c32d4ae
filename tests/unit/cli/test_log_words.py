"""The log in tables: words for a person, the codes beside them."""

from __future__ import annotations

from typing import Any

import pytest

from entraide.cli.oversight.audit import _draw_log
from entraide.cli.oversight.entries import _draw_entry

ENTRY: dict[str, Any] = {
    "epoch": 1, "index": 3, "at_ms": 0, "action": "journal.sent", "actor": "node",
    "partner": "es.bureau", "leaf": "ab12", "cosigned_at": None,
    "ids": {"subject": "17c0", "purpose": "locate-fugitive"}, "digests": {"message": "5f3c"},
}  # fmt: skip


def test_the_log_is_a_table_of_words_with_the_codes_beside_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _draw_log({"entries": [ENTRY]})
    shown = capsys.readouterr().out
    assert "sent: entries of a journal [journal.sent]" in shown
    assert "the node itself" in shown


def test_an_entry_names_its_ids_and_digests_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    _draw_entry(ENTRY)
    lines = {line.partition("]")[0] for line in capsys.readouterr().out.splitlines()}
    assert {"What it is about [subject", "Purpose [purpose", "The message [message"} <= lines

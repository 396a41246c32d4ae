"""What ``entraide ask`` says at its end."""

from __future__ import annotations

import pytest

from entraide.cli.question.ask import _draw_thread
from entraide.vocabulary.language import set_language


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (("denied", "denied"), ""),
        (("hit", "denied"), "Thread 7f"),
        (("no-hit",), "Thread 7f"),
        (("hit", "waiting"), "entraide answers --thread 7f"),
        (("asked", "denied"), "entraide answers --thread 7f"),
        (("waits-for-a-person",), "entraide answers --thread 7f"),
    ],
)
def test_later_answers_are_promised_only_where_one_can_come(
    results: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("en")
    _draw_thread({"thread": "7f", "answers": [{"result": each} for each in results]})
    shown = capsys.readouterr().out.strip()
    assert shown.endswith(said)
    assert bool(shown) == bool(said)
    assert ("later" in shown) == ("answers" in said)

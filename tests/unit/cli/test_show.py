"""What partners write reaches a terminal only as letters."""

from __future__ import annotations

import pytest

from entraide.cli.show import print_rows
from entraide.vocabulary.language import translate

ATTACKS = ("\x1b[2J", "\x9b31m", "\r", "\x07", "\u202e", "\u2069\u202d", "\x00")
FORBIDDEN = "\x1b\x9b\r\x07\x00\u202d\u202e"


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_a_partners_words_cannot_command_a_terminal(
    attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"Abdelatif {attack} Ben Ali"
    print_rows("Names", (("names", "Names"),), [{"names": [words]}])
    shown = capsys.readouterr().out + translate("{name} is asked for.", name=words)
    assert not set(shown) & set(FORBIDDEN)
    assert shown.count("Abdelatif") == 2

"""What a contradiction says is English in the file, and the reader's language on the page."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError
from entraide.register.codes import RULES
from entraide.register.statements import STATEMENTS, say, state
from entraide.vocabulary.language import speaking

FIELDS = string.Formatter()
CASES = [(rule, at) for rule, each in STATEMENTS.items() for at in range(len(each))]


def _fields(sentence: str) -> list[str]:
    return [name for _, name, *_ in FIELDS.parse(sentence) if name]


def test_every_rule_of_contradiction_has_its_sentence() -> None:
    assert set(STATEMENTS) == set(RULES)


@pytest.mark.parametrize(("rule", "at"), CASES)
@given(data=st.data())
@settings(deadline=None, max_examples=10)
def test_what_is_stored_in_english_is_read_again_in_english(
    rule: str, at: int, data: st.DataObject
) -> None:
    words = st.sampled_from(("2031-05-13", "Karim Belhadi", "dgsn", "Monday", "12", "a (b)"))
    values = {name: data.draw(words) for name in _fields(STATEMENTS[rule][at])}
    written = state(rule, at, **values)
    with speaking("en"):
        assert say(rule, written) == written


def test_what_no_sentence_fits_stays_as_it_was_written() -> None:
    assert say("count", "an earlier release said it otherwise") == (
        "an earlier release said it otherwise"
    )
    with pytest.raises(InputError, match=r"register\.no_statement"):
        state("count", 3)

"""A quotation's sentence: whole, exact, and never another text's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.register import Evidence
from entraide.register.quoting import sentence_of, sentences_of

TEXT = "It rained. Both agreed on joint teams, at 10.30 already. Lunch followed\nNext line"


def quoted(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


def test_the_sentence_ends_at_its_marks_and_not_within_a_number() -> None:
    assert sentence_of(TEXT, quoted("joint teams")).text == (
        "Both agreed on joint teams, at 10.30 already."
    )


def test_a_line_ends_a_sentence_too() -> None:
    assert sentence_of(TEXT, quoted("Lunch")).text == "Lunch followed"
    assert sentence_of(TEXT, quoted("Next")).text == "Next line"


def test_two_quotations_of_one_sentence_give_it_once() -> None:
    found = sentences_of(TEXT, [quoted("joint teams"), quoted("Both"), quoted("rained")])
    assert [each.text for each in found] == [
        "It rained.",
        "Both agreed on joint teams, at 10.30 already.",
    ]


def test_a_quotation_of_another_text_is_not_widened() -> None:
    other = Evidence(3, 9, "snowed")
    assert sentence_of(TEXT, other) == other


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_a_sentence_is_always_exact_and_holds_its_quotation(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    found = sentence_of(text, Evidence(start, end, text[start:end]))
    assert text[found.start : found.end] == found.text
    assert found.start <= start
    assert found.end >= end

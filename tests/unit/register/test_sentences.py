"""Sentences of outcomes in four languages, and short pages that tell of no meeting.

What a page says came of a meeting is told in few constructions and many words; the sentences of
``evaluation/register/sentences`` go through the constructions one by one, alike in each language.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from evaluation.register import OWN

from entraide.register.reading.vocabulary import LANGUAGES
from tests.unit.register.pages import read

SENTENCES = OWN / "sentences"
LEAST = 0.93
NO_MEETINGS = (SENTENCES / "no_meetings.txt").read_text("utf-8").split("\n====\n")


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, _, second = line.partition("\t")
            yield first, second.replace("\\n", "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_outcomes_are_told_with_their_status_whatever_the_construction(language: str) -> None:
    (_, page), *rows = _rows(SENTENCES / f"{language}.tsv")
    gold = found = hit = 0
    for wanted, sentence in rows:
        expected = set() if wanted == "-" else {tuple(each.split(":")) for each in wanted.split()}
        reading = read(f"{page} {sentence}\n", language=language)
        told = {(o.type, o.status) for each in reading.engagements for o in each.outcomes}
        gold, found, hit = gold + len(expected), found + len(told), hit + len(expected & told)
        assert len(reading.engagements) == 1, sentence
    assert 2 * hit / (gold + found) >= LEAST


@pytest.mark.parametrize("page", NO_MEETINGS, ids=lambda page: page.strip().split("\n")[0])
def test_a_page_that_tells_of_no_meeting_yields_none(page: str) -> None:
    assert read(page.strip() + "\n").engagements == ()

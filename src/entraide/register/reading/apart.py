"""Of several partners met apart, which one a later sentence, or a part of it, tells of.

"With the commander of Ecuador he agreed on patrols and with that of Brazil he reviewed ..." gives
each his own part; "with the first", "with the latter" count the partners in the order in which they
were told. A sentence that opens with one of them, by country or by last name, tells of him alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.people import Person
from entraide.register.reading.source import Sentence, Source

__all__ = ["named_of", "shared_out"]

_OPENING: Final = 4
_NEAR: Final = 5
"""Words that may stand between "with" and the partner."""
_Part = tuple[Draft, Sentence]


def shared_out(source: Source, listed: Sequence[Draft], sentence: Sentence) -> list[_Part]:
    """Return the parts of a sentence that tell of two or more of the partners, else nothing."""
    found: list[tuple[int, Draft]] = []
    for hit in source.page.within("beside", sentence.first, sentence.last):
        meant = _meant(source, listed, (hit.last + 1, min(hit.last + _NEAR, sentence.last)))
        if meant is not None and all(each is not meant for _, each in found):
            found.append((hit.first, meant))
    if len(found) < 2:
        return []
    ends = [*(first - 1 for first, _ in found[1:]), sentence.last]
    begins = [sentence.first, *(first for first, _ in found[1:])]
    return [
        (draft, replace(sentence, first=begin, last=end))
        for (_, draft), begin, end in zip(found, begins, ends, strict=True)
        if begin <= end
    ]


def _meant(source: Source, listed: Sequence[Draft], span: tuple[int, int]) -> Draft | None:
    """Return the one partner that some words name, by country, organisation, name or number."""
    for hit in source.page.within("one_of", *span):
        if int(hit.code) < len(listed):
            return listed[int(hit.code)]
    codes = {each.party for each in source.mentions.within(*span)}
    words = source.page.text.tokens[span[0] : span[1] + 1]
    names = {each.low for each in words if each.capital or source.page.language == "ar"}
    told = [each for each in listed if each.codes & codes or each.surnames & names]
    return told[0] if len(told) == 1 else None


def named_of(
    source: Source, listed: Sequence[Draft], sentence: Sentence, own: frozenset[str]
) -> Draft | None:
    """Return which of several partners met apart a sentence goes on about; it may add his name."""
    if len(listed) < 2:  # of one partner nothing needs to be told apart
        return None
    last = min(sentence.first + _OPENING, sentence.last)
    opening = _meant(source, listed, (sentence.first, last))
    if opening is not None:
        return opening
    for person in source.people_in(sentence.first, sentence.last):
        if person.office is None or _surname(source, person) in own:
            continue
        for each in listed:
            if person.party in each.codes:
                each.people.append(person)
                return each
    return None


def _surname(source: Source, person: Person) -> str:
    return source.page.text.tokens[person.last].low

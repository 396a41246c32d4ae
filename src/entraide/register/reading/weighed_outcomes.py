"""Outcomes that no form of the vocabulary shows, but the weight of a sentence's words.

The sentence is the evidence. What a rule found of the same type stands; what is likely told in the
first sentence that an engagement shares with another is given to the one that it tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from entraide.register.reading.background import is_of_another_year
from entraide.register.reading.drafts import Draft, whole_sentences
from entraide.register.reading.likelihood import Likelihoods, outcomes_of
from entraide.register.reading.source import Sentence, Source

__all__ = ["TOLD", "likely_outcomes"]

TOLD: Final = 0.5
"""How likely a sentence tells an outcome that is taken over without a form of the vocabulary."""
_BESIDE: Final = 0.7
"""The same, beside an outcome that a form of the vocabulary shows in its sentence."""
_DENIED: Final = "denied"
_BY_RULES: Final = frozenset({"discussed", "signed"})
"""What is only talked about, and what was signed, is told by the vocabulary, and by no weight."""
_STATUS: Final = "status:"


def likely_outcomes(
    source: Source, draft: Draft, likely: Likelihoods, read: Collection[int] = ()
) -> Iterator[tuple[str, str, Sentence]]:
    """Yield type, status and sentence of what the sentences of an engagement likely tell.

    ``read`` are words of outcomes that the vocabulary shows: what their sentences tell besides must
    be surer.
    """
    for sentence in whole_sentences(source, draft):
        if _is_none(source, sentence):
            continue
        status = _status(likely.get(sentence.first, {}))
        if status in _BY_RULES:
            continue
        beside = any(sentence.first <= at <= sentence.last for at in read)
        for type_, chance in outcomes_of(likely, sentence).items():
            if chance >= (_BESIDE if beside else TOLD):
                yield type_, status, sentence


def _is_none(source: Source, sentence: Sentence) -> bool:
    """Tell a sentence that denies something, or names another year: only rules read it."""
    span = (sentence.first, sentence.last)
    denied = any(hit.code == _DENIED for hit in source.page.within("not_held", *span))
    none = any(source.page.is_known("none_of", at) for at in range(span[0], span[1] + 1))
    return denied or none or is_of_another_year(source, *span)


def _status(said: Mapping[str, float]) -> str:
    """Return the status that a sentence most likely tells."""
    stated = {each: said[each] for each in said if each.startswith(_STATUS)}
    return max(stated, key=lambda each: stated[each], default="").removeprefix(_STATUS)

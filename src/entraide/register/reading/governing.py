"""Which verb of the status table governs the noun of an outcome.

The nearest verb before the noun governs it, else one after it in the same part of the sentence ("a
text was signed", "joint patrols will begin"). A sentence that ends by saying who agreed to it
("..., the two chiefs agreed"), or on what ground ("as agreed"), makes what it foretells agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.accepting import apposed_to
from entraide.register.reading.enumerating import counted_lead
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import BREAK, COMMA

__all__ = ["NONE", "SIGNED", "governor"]

NONE: Final = "-"
"""The code of words that look like an outcome, or like a verb that governs one, and are none."""
SIGNED: Final = frozenset({"mou_signed", "agreement", "legal_framework"})
"""Outcomes that are texts."""
_PASSIVE_REACH: Final = 16
_GOVERNING: Final = frozenset({"agreed", "announced", "under_study"})
_FUTURE: Final = "future"
_MEANT: Final = frozenset({"under_study", "announced", _FUTURE})
_WEAK: Final = frozenset({"announced", "discussed", _FUTURE, NONE, "under_study"})
"""What an apposition may overrule ("suggested a unit, which the guest accepted")."""
_WEIGHED: Final = frozenset({"agreed", "discussed"})
_THAT: Final = frozenset({"that", "que", "qu", "ان"})
_NEAR_VERBS: Final = 4
_OF: Final = frozenset({"of", "for"})
_NEAR_SUBJECT: Final = 5
_REPORT: Final = 12
"""Words at the end of a sentence in which somebody is said to have agreed to the whole."""
_ASIDE: Final = 2
"""Words between the comma after a noun and its own verb ("a text, which was signed")."""


def governor(source: Source, sentence: Sentence, noun: Hit) -> Hit | None:
    """Return the verb that governs a noun, None where none does."""
    found = _nearest(source, sentence, noun)
    if found is not None and found.code == NONE:
        found = _provided(source, sentence, found)
    taken = apposed_to(source, sentence, noun) if found is None or found.code in _WEAK else None
    if taken is None and (found is None or found.code in {"announced", _FUTURE, NONE}):
        taken = _reported(source, sentence, noun)
    found = taken or found
    if found is None or found.code == NONE or _is_around(source, noun, found):
        return None
    if found.code == "announced" and _is_mutual(source, sentence, found):
        return replace(found, code="agreed")
    return replace(found, code="announced") if found.code == _FUTURE else found


def _is_mutual(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "they also pledged": what several pledge together is agreed."""
    page = source.page
    begin = max(sentence.first, verb.first - _NEAR_SUBJECT)
    together = page.within("they", begin, verb.first) or _is_dual(source, verb.last + 1)
    return bool(together) and bool(page.within("pledge", verb.first, verb.last))


def _is_dual(source: Source, word: int) -> bool:
    """Tell the dual that acts after an Arabic verb ("تعهد القائدان"): two of them."""
    page = source.page
    if page.language != "ar" or word >= len(page.text.tokens):
        return False
    low = page.text.tokens[word].low
    dual = low.startswith("ال") and low.endswith(("ان", "تان"))
    return dual and page.at("country", word) is None


def _provided(source: Source, sentence: Sentence, verb: Hit) -> Hit:
    """What a text will allow is agreed in it ("the pact will allow the exchange of data")."""
    page = source.page
    texts = page.within("outcome", max(sentence.first, verb.first - _REPORT), verb.first)
    if page.within("provides", verb.first, verb.last) and any(
        each.code in SIGNED for each in texts
    ):
        return replace(verb, code="agreed")
    return verb


def _is_around(source: Source, noun: Hit, verb: Hit) -> bool:
    """Tell a text that is only a word of agreeing ("an agreement was reached to ...")."""
    near = (max(0, noun.first - _REPORT), noun.last + _REPORT)
    grounds = [
        each for table in ("as_agreed", "under_text") for each in source.page.within(table, *near)
    ]
    if noun.code not in SIGNED:
        return False
    grounds = [] if verb.code == "signed" else grounds
    return any(
        each.last == noun.first - 1 or (each.first <= noun.first and noun.last <= each.last)
        for each in grounds
    ) or (verb.first <= noun.first and noun.last <= verb.last)


def _reported(source: Source, sentence: Sentence, noun: Hit) -> Hit | None:
    """Return who agreed to the whole ("..., the two agreed"), or the ground that it is done on."""
    page = source.page
    grounds = page.within("as_agreed", sentence.first, sentence.last)
    if grounds:
        return Hit("status", "agreed", grounds[0].first, grounds[0].last)
    commas = [at for at in range(noun.last, sentence.last) if page.text.tokens[at].after >= COMMA]
    if not commas or sentence.last - commas[-1] > _REPORT:
        return None
    said = page.within("status", commas[-1] + 1, sentence.last)
    beside = page.within("outcome", commas[-1] + 1, sentence.last)
    accepted = page.within("accepts", commas[-1] + 1, sentence.last)
    if accepted and not beside and page.within("asks", sentence.first, noun.first):
        return replace(accepted[0], table="status", code="agreed")
    return said[0] if said and not beside and said[0].code in {"agreed", "announced"} else None


def _nearest(source: Source, sentence: Sentence, noun: Hit) -> Hit | None:
    """Return the nearest verb before a noun, else one after it."""
    page = source.page
    before = _of_clause(
        page.within("contrast", sentence.first, noun.first), _before(source, sentence, noun)
    )
    near = (noun.last + 1, min(sentence.last, noun.last + _PASSIVE_REACH))
    said = page.within("status_after", *near)
    passive = _passive(source, noun, near, said)
    if passive is not None:
        return passive
    if said and not _divided(source, noun, said[0]) and not _reaches(source, before, noun):
        return _meant_by(page, before, said[0])
    if said and before and before[-1].code == "under_study" and said[0].code in _WEIGHED:
        return said[0]
    if len(before) > 1 and _is_only_meant(before[-2], before[-1]):
        return before[-2]
    return _meant_by(page, before[:-1], before[-1]) if before else None


def _meant_by(page: Page, before: Sequence[Hit], found: Hit) -> Hit:
    """A future after what was agreed is agreed ("they agreed that officers would be posted").

    So is a promise right under it: "it was agreed that A would send officers", or an item of a list
    of what was agreed.
    """
    if found.code not in {_FUTURE, "announced"}:
        return found
    earlier = [
        each
        for each in before
        if each.code in _GOVERNING and each.last < found.first and not _is_willed(page, each)
    ]
    if not earlier or earlier[-1].code != "agreed":
        return found
    over = earlier[-1]
    under = any(page.text.tokens[at].low in _THAT for at in (over.last, over.last + 1))
    apart = any(page.text.tokens[at].after == BREAK for at in range(over.last, found.first))
    listed = apart and bool(page.within("willed", found.first, found.last))
    return over if under or listed or found.code == _FUTURE else found


def _is_willed(page: Page, verb: Hit) -> bool:
    """Tell a promise in the future, which may stand under what was agreed, as others do."""
    return verb.code == "announced" and bool(page.within("willed", verb.first, verb.last))


def _passive(source: Source, noun: Hit, near: tuple[int, int], said: Sequence[Hit]) -> Hit | None:
    """Return the signature after a text, or what says that it is only meant."""
    after = source.page.within("status", *near)
    passive = next((hit for hit in after if hit.code == "signed"), None)
    if passive is None or noun.code not in SIGNED or _divided(source, noun, passive):
        return None
    if said and said[0].first < passive.first and said[0].code in _MEANT:
        return None  # "is to be signed"
    meant = [hit for hit in after if hit.last <= passive.last and hit.code in _MEANT]
    return meant[0] if meant else passive


def _before(source: Source, sentence: Sentence, noun: Hit) -> list[Hit]:
    """Return the verbs before a noun; an item of a list has the last one of its lead, too."""
    page = source.page
    spans = [sentence.lead] if sentence.lead is not None else []
    lead = [hit for span in spans for hit in page.within("status", *span)][-1:]
    counted = counted_lead(source, sentence)
    lead = [counted] if counted is not None and not lead else lead
    own = [
        hit
        for hit in page.within("status", sentence.first, noun.last)
        if _is_over(hit, noun)
        and not _is_noun(source, hit)
        and (hit.code != "in_force" or not page.is_known("infinitive", hit.first - 1))
    ]
    own += page.within("status_noun", sentence.first, noun.first - 1)
    own.sort(key=_last)
    meant = [*lead, *(hit for hit in own if hit.code in _GOVERNING)]
    return [*lead, *(hit for hit in own if not (meant and _is_base(source, hit, meant[0])))]


def _is_over(hit: Hit, noun: Hit) -> bool:
    """Tell a verb before a noun, or one that is in it ("will train officers", "formera")."""
    inside = noun.first <= hit.first <= noun.last
    future = inside and hit.code in {"announced", _FUTURE, NONE}
    around = hit.code == "under_study" and hit.last >= noun.last  # "asked a team to examine"
    return (hit.first < noun.first and not around) or future


def _last(hit: Hit) -> int:
    return hit.last


def _is_base(source: Source, hit: Hit, outer: Hit) -> bool:
    """Tell "they agreed to open A, set up B": a form that is also an infinitive goes on with it."""
    base = source.page.within("base_form", hit.first, hit.last)
    return hit.code == "in_force" and bool(base) and outer.first < hit.first


def _is_noun(source: Source, hit: Hit) -> bool:
    """In English what an article stands before is a noun: "a plan to", "the signed text"."""
    page = source.page
    english = page.language == "en" and hit.code != "signed" and hit.first > 0
    nominal = page.text.tokens[hit.last].low in _OF  # "the possibility of"
    return english and not nominal and page.is_known("article", hit.first - 1)


def _reaches(source: Source, before: Sequence[Hit], noun: Hit) -> bool:
    """Tell whether the verb before a noun stands in the same part of the sentence."""
    return bool(before) and not _divided(source, before[-1], noun)


def _of_clause(contrasts: Sequence[Hit], before: list[Hit]) -> list[Hit]:
    """What stands before "while" or "en revanche" does not govern what stands after it."""
    return [hit for hit in before if not contrasts or hit.first >= contrasts[-1].first]


def _is_only_meant(outer: Hit, inner: Hit) -> bool:
    """To consider a signature is to consider: the outer verb governs the noun of the inner one."""
    near = inner.first - outer.last <= _NEAR_VERBS
    return inner.code == "signed" and outer.code in _MEANT and near


def _divided(source: Source, first: Hit, second: Hit) -> bool:
    """Tell whether a comma stands between two words, but for one right before the second."""
    tokens = source.page.text.tokens
    commas = [at for at in range(first.last, second.first) if tokens[at].after >= COMMA]
    if len(commas) > 1 and commas[0] - first.last <= _ASIDE:
        beside = source.page.is_known("relative_word", commas[0] + 1)
        commas = commas[2:] if beside else commas  # "a team, which had long been due, was set up"
    right_after = commas[:1] == [first.last] and second.first - first.last <= _ASIDE
    apart = second.code == "signed" and commas == [second.first - 1]  # "an annex on A, signed"
    return bool(commas) and not (len(commas) == 1 and (right_after or apart))

"""Whether a verb or noun of meeting tells of something that took place.

What was announced, postponed, denied, only supposed, or done by people of no office is no frame.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Page
from entraide.register.reading.source import Sentence, Source

__all__ = ["is_denied"]

_BEFORE_VERB: Final = 7
_AFTER: Final = 3
"""Words from "after" to the meeting after which something is told."""
_MOST: Final = frozenset({"plus", "most", "mas", "much", "long", "tant"})
_CLAIM: Final = 4
"""Words of "according to a statement" before "signed by"."""
_ASKED: Final = 16
"""Words from "called on" to what those who are called on are asked to do."""
_SUPPOSED: Final = 8
"""Words from "if" to the verb that is only supposed."""


def is_denied(source: Source, sentence: Sentence, trigger: Hit) -> bool:
    """Tell whether a word of futurity, postponement or denial governs the trigger."""
    page = source.page
    if trigger.code == "sign" and page.within(
        "claim", max(0, trigger.first - _CLAIM), trigger.first
    ):
        return True  # a statement signed by its spokesman
    subordinate = trigger.table == "verb" and _is_subordinate(page, sentence, trigger)
    if subordinate or _is_supposed(page, sentence, trigger) or _is_discussed(page, trigger):
        return True
    if trigger.code == "attend" and page.within("laymen", sentence.first, trigger.first):
        return True  # "researchers from Germany gathered"
    if _is_appeal(page, sentence, trigger):
        return True
    reach = _BEFORE_VERB if trigger.table == "verb" else trigger.first - sentence.first
    begin = max(sentence.first, trigger.first - reach)
    until = trigger.last if trigger.table == "verb" else sentence.last
    if trigger.table != "verb" and _is_after(page, trigger):
        return False
    denials = [e for e in page.within("not_held", begin, until) if not _is_superlative(page, e)]
    return any(each.first != trigger.first or trigger.table != "verb" for each in denials)


def _is_appeal(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Tell "called on the member states to act": nobody was called upon in his office."""
    if not page.within("calls_on", trigger.first, trigger.last):
        return False
    return bool(page.within("appeal", trigger.last + 1, min(trigger.last + _ASKED, sentence.last)))


def _is_superlative(page: Page, hit: Hit) -> bool:
    """Tell "the most awaited part of his journey": that has come."""
    return hit.first > 0 and page.text.tokens[hit.first - 1].low in _MOST


def _is_after(page: Page, noun: Hit) -> bool:
    """Tell "they will patrol together, following talks in Suva": the talks were held."""
    before = page.within("after_talks", max(0, noun.first - _AFTER), noun.first - 1)
    return bool(before)


def _is_supposed(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Tell "if he met his colleague tomorrow": what is only supposed."""
    words = range(max(sentence.first, trigger.first - _SUPPOSED), trigger.first)
    return any(page.is_known("if", at) and not _is_accented(page, at) for at in words)


def _is_accented(page: Page, word: int) -> bool:
    return not page.quote(word, word).text.isascii() and page.language == "es"


def _is_subordinate(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Tell an Arabic verb after "that": "it was agreed that Jordan host ..." is still to come."""
    if page.language != "ar" or trigger.first <= sentence.first:
        return False
    held = trigger.first - 2 >= sentence.first and page.is_known("before_that", trigger.first - 2)
    return page.is_known("that_verb", trigger.first - 1) and not held


def _is_discussed(page: Page, trigger: Hit) -> bool:
    """Tell "استعرض المجتمعون ... التعامل مع": those who sit already speak of somebody."""
    discontinuous = trigger.code == "meet" and trigger.last - trigger.first > 1
    acting = page.at("attendees", trigger.first + 1)
    return page.language == "ar" and discontinuous and acting is not None

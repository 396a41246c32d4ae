"""Why the noun of an outcome under its verb is none: denied, merely talked about, or long there.

A subject of talk, the field that an agreement covers, a text of another year and one that is only
carried out are told in the words of outcomes; each function here knows one such case.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.drafts import Draft
from entraide.register.reading.governing import SIGNED
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import COMMA
from entraide.register.reading.voices import BY

__all__ = ["INSTRUMENTS", "is_denied", "is_no_outcome", "is_under_text"]

INSTRUMENTS: Final = frozenset({
    "joint_teams", "controlled_deliveries", "joint_committee", "liaison_officers",
    "technical_assistance", "training", "legal_framework", "mou_signed",
})  # fmt: skip
"""Outcomes that count where they are only discussed."""
_SUBJECTS: Final = frozenset({"training", "technical_assistance"})
_MEANT: Final = frozenset({"under_study", "announced"})
_SCOPE: Final = 10
_STANDING: Final = 6
"""Words before a text in which it is said to be carried out."""
_CLOSE: Final = 3
"""Words before a text that is signed already, between it and what is done under it."""
_OLD: Final = 10
"""Words around a text, or its verb, in which another year says that it is an old one."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DENIED: Final = 4


def is_no_outcome(source: Source, draft: Draft, sentence: Sentence, found: tuple[Hit, Hit]) -> bool:
    """Tell whether a noun and its verb are no outcome for any reason."""
    noun, verb = found
    return (
        is_denied(source, verb, verb.code, sentence)
        or source.page.is_known("none_of", max(noun.first - 1, 0))
        or _is_subject(source, sentence, noun, verb)
        or _is_scope(source, sentence, noun)
        or _is_standing(source, sentence, noun, verb)
        or _is_studying(source, noun, verb)
        or _is_old(source, draft, sentence, found)
    )


def is_denied(source: Source, verb: Hit, status: str, sentence: Sentence) -> bool:
    """Tell whether a word of denial or, where something is said to be done, of futurity governs."""
    begin = max(sentence.first, verb.first - _DENIED)
    tokens = source.page.text.tokens
    commas = [at for at in range(begin, verb.first) if tokens[at].after >= COMMA]
    begin = commas[-1] + 1 if commas else begin
    denials = source.page.within("not_held", begin, verb.last)
    return any(each.code == "denied" or status not in _MEANT for each in denials)


def is_under_text(source: Source, sentence: Sentence) -> bool:
    """Tell "under the plan, A will train ...": what a text says will be done is agreed in it."""
    opening = (sentence.first, min(sentence.first + _STANDING, sentence.last))
    return bool(source.page.within("under_text", *opening))


def _is_subject(source: Source, sentence: Sentence, noun: Hit, verb: Hit) -> bool:
    """Training talked about is a subject, unless it is weighed beside an instrument."""
    if verb.code != "discussed" or noun.code not in _SUBJECTS:
        return False
    beside = source.page.within("outcome", sentence.first, sentence.last)
    return not any(each.code in INSTRUMENTS - _SUBJECTS for each in beside)


def _is_studying(source: Source, noun: Hit, verb: Hit) -> bool:
    """Tell who studies ("will be studied by a group of experts"): it is there already."""
    if verb.code != "under_study" or noun.code != "joint_committee" or noun.first <= verb.last:
        return False
    tokens = source.page.text.tokens
    passive = any(tokens[at].low in BY for at in range(verb.last, noun.first)[-_CLOSE:])
    return passive or (source.page.language == "ar" and noun.first == verb.last + 1)


def _is_standing(source: Source, sentence: Sentence, noun: Hit, verb: Hit) -> bool:
    """What is said of a text that exists already ("the implementation of their memorandum")."""
    if noun.code not in SIGNED or verb.code not in {"discussed", "signed"}:
        return False
    reach = _STANDING if verb.code == "discussed" else _CLOSE
    within = source.page.within("standing", sentence.first, noun.first - 1)
    carried = [each for each in within if noun.first - each.last <= reach]
    return bool(carried) and (verb.code == "discussed" or verb.first > noun.first)


def _is_scope(source: Source, sentence: Sentence, noun: Hit) -> bool:
    """What an agreement is "in the field of" is its scope, and no outcome beside it."""
    if noun.code in SIGNED:
        return False
    begin = max(sentence.first, noun.first - _SCOPE)
    fields = source.page.within("scope", begin, noun.first - 1)
    if not fields or source.page.within("status", fields[-1].last, noun.first):
        return False
    texts = source.page.within("outcome", begin, fields[-1].first)
    return any(each.code in SIGNED for each in texts)


def _is_old(source: Source, draft: Draft, sentence: Sentence, found: tuple[Hit, Hit]) -> bool:
    """Tell a text that was signed in another year than the one told of."""
    noun, verb = found
    if verb.code in _MEANT:
        return False
    last = max(noun.last, verb.last)
    relative = source.page.within("relative_word", last + 1, last + _OLD)  # "which replaces that"
    near = range(min(noun.first, verb.first), relative[0].first if relative else last + _OLD)
    tokens, until = source.page.text.tokens, min(near.stop, sentence.last + 1)
    years = [
        int(tokens[at].low)
        for at in range(near.start, until)
        if _YEAR.fullmatch(tokens[at].low) and not source.page.is_known("until_now", at - 1)
    ]
    known = draft.when.start[:4] if draft.when is not None and draft.when.start else None
    year = int(known) if known else source.facts.anchor.year
    if year is None:
        dated = source.dates_in(near.start, near.stop)
        return bool(years) and not any(each.days or each.month for each in dated)
    return bool(years) and max(years) < year

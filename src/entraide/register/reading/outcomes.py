"""What came of an engagement.

An outcome is a noun of the outcome table under a verb of the status table; the nearest verb before
the noun governs it, so that one sentence can agree on teams, only study a committee and merely
discuss training. What is only discussed is an outcome where it is an instrument (a team, a
committee, an officer), not where it is a subject of talk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from entraide.register.model import Evidence, Outcome
from entraide.register.reading.accepting import accepted_next
from entraide.register.reading.drafts import Draft
from entraide.register.reading.governing import NONE, SIGNED, governor
from entraide.register.reading.joint_actions import results_of
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.likelihood import Likelihoods
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.standing import (
    INSTRUMENTS,
    is_denied,
    is_no_outcome,
    is_under_text,
)
from entraide.register.reading.weighed_outcomes import likely_outcomes

__all__ = ["find_outcomes"]

_ALLOWED: Final = {
    "signed": SIGNED,
    "discussed": INSTRUMENTS - {"legal_framework"},
    "claimed": frozenset({"information_exchange", "joint_operations", "networks_dismantled"}),
    "in_force": (INSTRUMENTS - {"joint_committee"})
    | {"networks_dismantled", "information_exchange"},
}
"""For each status the outcomes that it can have; one not named here can have all."""
_SET_UP: Final = frozenset({"joint_teams", "joint_committee", "liaison_officers"})
"""What a text that is signed can bring into being."""
_AGAIN: Final = 4
"""Words of a sentence's beginning in which it takes up what was told ("it was signed")."""
_RANK: Final = ("signed", "in_force", "agreed", "announced", "under_study", "discussed", "claimed")


@dataclass(frozen=True, slots=True)
class _Found:
    type: str
    status: str
    noun: Hit
    verb: Hit | None


def find_outcomes(
    source: Source, draft: Draft, home: str | None, likely: Likelihoods
) -> tuple[Outcome, ...]:
    """Return the outcomes of an engagement, each once, with its strongest status.

    Those that the vocabulary shows stand before those that only their sentence's weight does.
    """
    parties = tuple(sorted({*([home] if home else []), *draft.codes}))
    best: dict[str, _Found] = {}
    for each in _found(source, draft):
        known = best.get(each.type)
        if known is None or _RANK.index(each.status) < _RANK.index(known.status):
            best[each.type] = each
    if draft.kind == "multilateral":
        best.pop("follow_up_visit", None)
    read = {each.noun.first for each in best.values()}
    found = {each.type: (each.status, tuple(_quotes(source, each))) for each in best.values()}
    for type_, status, sentence in likely_outcomes(source, draft, likely, read):
        quoted = source.page.quote(sentence.first, sentence.last)
        found.setdefault(type_, (status, (quoted,)))
    return tuple(
        Outcome(type=type_, status=status, parties=parties, evidence=evidence)
        for type_, (status, evidence) in found.items()
    )


def _quotes(source: Source, found: _Found) -> Iterator[Evidence]:
    if found.verb is not None:
        yield source.page.quote(found.verb.first, found.verb.last)
    yield source.page.quote(found.noun.first, found.noun.last)


def _found(source: Source, draft: Draft) -> Iterator[_Found]:
    for sentence in draft.sentences:
        yield from _governed(source, draft, sentence)
        yield from _taken_up(source, sentence)
        yield from _accepted(source, sentence)
        for hit in source.page.within("result", sentence.first, sentence.last):
            type_, status = hit.code.split()
            if not is_denied(source, hit, status, sentence):
                yield _Found(type_, status, hit, None)
    for type_, status, hit in results_of(source, draft):
        yield _Found(type_, status, hit, None)
    if draft.signing is not None:
        yield from _signed(source, draft.signing)


def _signed(source: Source, span: tuple[int, int]) -> Iterator[_Found]:
    """A signature before a list of partners is with each of them."""
    verbs = source.page.within("verb", *span)
    for hit in source.page.within("outcome", *span):
        if hit.code in SIGNED and verbs:
            yield _Found(hit.code, "signed", hit, verbs[0])


def _governed(source: Source, draft: Draft, sentence: Sentence) -> Iterator[_Found]:
    for noun in source.page.within("outcome", sentence.first, sentence.last):
        if noun.code == NONE:
            continue
        verb = governor(source, sentence, noun)
        if verb is None or is_no_outcome(source, draft, sentence, (noun, verb)):
            continue
        if noun.code == "follow_up_visit" and _is_routine(source, sentence):
            continue
        if verb.code == "announced" and is_under_text(source, sentence):
            verb = replace(verb, code="agreed")
        if verb.code == "signed" and noun.code in _SET_UP and _is_in_text(source, verb, noun):
            yield _Found(noun.code, "agreed", noun, verb)
        if noun.code in _ALLOWED.get(verb.code, {noun.code}) and _counts(draft, noun, verb):
            yield _Found(noun.code, verb.code, noun, verb)


def _is_routine(source: Source, sentence: Sentence) -> bool:
    """Tell "the committee will meet twice a year": how it works, and no visit that follows."""
    span = (sentence.first, sentence.last)
    sits = any(each.code == "joint_committee" for each in source.page.within("outcome", *span))
    return sits and bool(source.page.within("regular", *span))


def _taken_up(source: Source, sentence: Sentence) -> Iterator[_Found]:
    """Yield what the sentence before named and this one takes up ("It was signed on Tuesday")."""
    page = source.page
    opening = (sentence.first, min(sentence.first + _AGAIN, sentence.last))
    again = page.within("it_again", *opening)
    if not again or page.within("outcome", sentence.first, sentence.last):
        return
    earlier = [each for each in source.sentences if each.last < sentence.first][-1:]
    named = [hit for each in earlier for hit in page.within("outcome", each.first, each.last)]
    said = page.within("status_after", again[0].first, sentence.last)[:1]
    said = said or page.within("status", again[0].first, sentence.last)[:1]
    for noun in named[-1:]:
        for each in said:
            verb = replace(each, code="announced") if each.code == "future" else each
            allowed = noun.code in _ALLOWED.get(verb.code, {noun.code}) and verb.code != "discussed"
            if NONE not in {noun.code, verb.code} and allowed:
                yield _Found(noun.code, verb.code, noun, verb)


def _accepted(source: Source, sentence: Sentence) -> Iterator[_Found]:
    """Yield what the sentence before suggested and this one accepts."""
    for noun, word in accepted_next(source, sentence):
        if noun.code != NONE and not is_denied(source, word, word.code, sentence):
            yield _Found(noun.code, word.code, noun, word)


def _is_in_text(source: Source, verb: Hit, noun: Hit) -> bool:
    """Tell whether a text is signed that sets something up ("an agreement to create teams")."""
    texts = source.page.within("outcome", verb.last, noun.first)
    return any(each.code in SIGNED for each in texts)


def _counts(draft: Draft, noun: Hit, verb: Hit) -> bool:
    """An assembly's agenda, and its next session, are no outcome; an agreement is where it is made.

    A thing alone ("vehicles", "laboratory") is help where it is given, not where it is spoken of or
    something is agreed about it. When a committee sits next is no visit that was promised, unless
    it was agreed.
    """
    agenda = verb.code == "discussed" or noun.code == "follow_up_visit"
    if noun.code == "follow_up_visit" and verb.code == "announced" and noun.last > noun.first:
        return False
    if draft.kind == "multilateral" and agenda:
        return False
    if noun.code == "technical_assistance" and noun.first == noun.last:
        return verb.code in {"announced", "in_force", "signed"}
    return noun.code != "agreement" or verb.code in {"signed", "agreed", "announced", "under_study"}

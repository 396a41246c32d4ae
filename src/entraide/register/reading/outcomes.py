"""What came of an engagement, and what it was about.

An outcome is a noun of the outcome table under a verb of the status table; the nearest verb before
the noun governs it, so that one sentence can agree on teams, only study a committee and merely
discuss training. What is only discussed is an outcome where it is an instrument (a team, a
committee, an officer), not where it is a subject of talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from entraide.register.model import Evidence, Outcome, Topic
from entraide.register.reading.drafts import Draft
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.text import COMMA

__all__ = ["find_outcomes", "find_topics"]

_INSTRUMENTS: Final = frozenset({
    "joint_teams", "controlled_deliveries", "joint_committee", "liaison_officers",
    "technical_assistance", "training", "legal_framework", "mou_signed",
})  # fmt: skip
_SUBJECTS: Final = frozenset({"training", "technical_assistance"})
_SIGNED: Final = frozenset({"mou_signed", "agreement", "legal_framework"})
_ALLOWED: Final = {
    "signed": _SIGNED,
    "discussed": _INSTRUMENTS,
    "claimed": frozenset({"information_exchange", "joint_operations", "networks_dismantled"}),
    "in_force": _INSTRUMENTS | {"networks_dismantled", "information_exchange"},
}
"""For each status the outcomes that it can have; one not named here can have all."""
_TOPICS_OF_INSTRUMENTS: Final = frozenset({
    "coop.technical_assistance", "coop.training", "coop.liaison_officers",
    "coop.controlled_delivery", "coop.joint_teams", "coop.joint_committee",
})  # fmt: skip
_PASSIVE_REACH: Final = 12
_NONE: Final = "-"
"""The code of words that look like an outcome and are none ("stolen vehicles")."""
_GOVERNING: Final = frozenset({"agreed", "announced", "under_study"})
_MEANT: Final = frozenset({"under_study", "announced"})
_SET_UP: Final = frozenset({"joint_teams", "joint_committee", "liaison_officers"})
"""What a text that is signed can bring into being."""
_NEAR_VERBS: Final = 4
_SCOPE: Final = 10
_STANDING: Final = 6
"""Words before a text in which it is said to be carried out."""
_RANK: Final = ("signed", "in_force", "agreed", "announced", "under_study", "discussed", "claimed")


@dataclass(frozen=True, slots=True)
class _Found:
    type: str
    status: str
    noun: Hit
    verb: Hit | None


def find_outcomes(source: Source, draft: Draft, home: str | None) -> tuple[Outcome, ...]:
    """Return the outcomes of an engagement, each once, with its strongest status."""
    parties = tuple(sorted({*([home] if home else []), *draft.codes}))
    best: dict[str, _Found] = {}
    for each in _found(source, draft):
        known = best.get(each.type)
        if known is None or _RANK.index(each.status) < _RANK.index(known.status):
            best[each.type] = each
    return tuple(
        Outcome(
            type=each.type,
            status=each.status,
            parties=parties,
            evidence=tuple(_quotes(source, each)),
        )
        for each in best.values()
    )


def _quotes(source: Source, found: _Found) -> Iterator[Evidence]:
    if found.verb is not None:
        yield source.page.quote(found.verb.first, found.verb.last)
    yield source.page.quote(found.noun.first, found.noun.last)


def _found(source: Source, draft: Draft) -> Iterator[_Found]:
    for sentence in draft.sentences:
        yield from _governed(source, draft, sentence)
        for hit in source.page.within("result", sentence.first, sentence.last):
            type_, status = hit.code.split()
            if not _is_denied(source, hit, status, sentence):
                yield _Found(type_, status, hit, None)
    if draft.signing is not None:
        yield from _signed(source, draft.signing)


def _signed(source: Source, span: tuple[int, int]) -> Iterator[_Found]:
    """A signature before a list of partners is with each of them."""
    verbs = source.page.within("verb", *span)
    for hit in source.page.within("outcome", *span):
        if hit.code in _SIGNED and verbs:
            yield _Found(hit.code, "signed", hit, verbs[0])


def _governed(source: Source, draft: Draft, sentence: Sentence) -> Iterator[_Found]:
    for noun in source.page.within("outcome", sentence.first, sentence.last):
        if noun.code == _NONE:
            continue
        verb = _governor(source, sentence, noun)
        if verb is None or _is_denied(source, verb, verb.code, sentence):
            continue
        if _is_subject(source, sentence, noun, verb) or _is_scope(source, sentence, noun):
            continue
        if _is_standing(source, sentence, noun, verb):
            continue
        if verb.code == "announced" and _is_under_text(source, sentence):
            verb = replace(verb, code="agreed")
        if verb.code == "signed" and noun.code in _SET_UP and _is_in_text(source, verb, noun):
            yield _Found(noun.code, "agreed", noun, verb)
        if noun.code in _ALLOWED.get(verb.code, {noun.code}) and _counts(draft, noun, verb):
            yield _Found(noun.code, verb.code, noun, verb)


def _is_in_text(source: Source, verb: Hit, noun: Hit) -> bool:
    """Tell whether a text is signed that sets something up ("an agreement to create teams")."""
    texts = source.page.within("outcome", verb.last, noun.first)
    return any(each.code in _SIGNED for each in texts)


def _is_subject(source: Source, sentence: Sentence, noun: Hit, verb: Hit) -> bool:
    """Training talked about is a subject, unless it is weighed beside an instrument."""
    if verb.code != "discussed" or noun.code not in _SUBJECTS:
        return False
    beside = source.page.within("outcome", sentence.first, sentence.last)
    return not any(each.code in _INSTRUMENTS - _SUBJECTS for each in beside)


def _is_under_text(source: Source, sentence: Sentence) -> bool:
    """Tell "under the plan, A will train ...": what a text says will be done is agreed in it."""
    opening = (sentence.first, min(sentence.first + _STANDING, sentence.last))
    return bool(source.page.within("under_text", *opening))


def _is_standing(source: Source, sentence: Sentence, noun: Hit, verb: Hit) -> bool:
    """What is said of a text that exists already ("the implementation of their memorandum")."""
    if noun.code not in _SIGNED or verb.code != "discussed":
        return False
    begin = max(sentence.first, noun.first - _STANDING)
    return bool(source.page.within("standing", begin, noun.first - 1))


def _is_scope(source: Source, sentence: Sentence, noun: Hit) -> bool:
    """What an agreement is "in the field of" is its scope, and no outcome beside it."""
    if noun.code in _SIGNED:
        return False
    begin = max(sentence.first, noun.first - _SCOPE)
    fields = source.page.within("scope", begin, noun.first - 1)
    if not fields or source.page.within("status", fields[-1].last, noun.first):
        return False
    texts = source.page.within("outcome", begin, fields[-1].first)
    return any(each.code in _SIGNED for each in texts)


def _counts(draft: Draft, noun: Hit, verb: Hit) -> bool:
    """An assembly's agenda is no outcome; an agreement is one where it is made."""
    if draft.kind == "multilateral" and verb.code == "discussed":
        return False
    return noun.code != "agreement" or verb.code in {"signed", "agreed", "announced", "under_study"}


def _governor(source: Source, sentence: Sentence, noun: Hit) -> Hit | None:
    """Return the verb that governs a noun: the nearest before it, else a passive after it."""
    page = source.page
    before = _before(source, sentence, noun)
    near = (noun.last + 1, min(sentence.last, noun.last + _PASSIVE_REACH))
    after, said = page.within("status", *near), page.within("status_after", *near)
    passive = next((hit for hit in after if hit.code == "signed"), None)
    if passive is not None and said and said[0].first < passive.first:
        passive = None  # "is to be signed"
    if passive is not None and noun.code in _SIGNED and not _divided(source, noun, passive):
        meant = [hit for hit in after if hit.last <= passive.last and hit.code in _MEANT]
        return meant[0] if meant else passive
    before = _of_clause(page.within("contrast", sentence.first, noun.first), before)
    if said and not _divided(source, noun, said[0]) and not _reaches(source, before, noun):
        return said[0]
    if said and before and before[-1].code == "under_study":
        return said[0]
    if len(before) > 1 and _is_only_meant(before[-2], before[-1]):
        return before[-2]
    return before[-1] if before else None


def _before(source: Source, sentence: Sentence, noun: Hit) -> list[Hit]:
    """Return the verbs before a noun; an item of a list has the last one of its lead, too."""
    page = source.page
    spans = [sentence.lead] if sentence.lead is not None else []
    lead = [hit for span in spans for hit in page.within("status", *span)][-1:]
    own = [
        hit
        for hit in page.within("status", sentence.first, noun.first - 1)
        if not _is_noun(source, hit)
        and (hit.code != "in_force" or not page.is_known("infinitive", hit.first - 1))
    ]
    meant = [*lead, *(hit for hit in own if hit.code in _GOVERNING)]
    return [*lead, *(hit for hit in own if not (meant and _is_base(source, hit, meant[0])))]


def _is_base(source: Source, hit: Hit, outer: Hit) -> bool:
    """Tell "they agreed to open A, set up B": a form that is also an infinitive goes on with it."""
    base = source.page.within("base_form", hit.first, hit.last)
    return hit.code == "in_force" and bool(base) and outer.first < hit.first


def _is_noun(source: Source, hit: Hit) -> bool:
    """In English what an article stands before is a noun: "a plan to", "the signed text"."""
    page = source.page
    english = page.language == "en" and hit.code != "signed" and hit.first > 0
    return english and page.is_known("article", hit.first - 1)


def _reaches(source: Source, before: Sequence[Hit], noun: Hit) -> bool:
    """Tell whether the verb before a noun stands in the same part of the sentence."""
    return bool(before) and not _divided(source, before[-1], noun)


def _of_clause(contrasts: Sequence[Hit], before: list[Hit]) -> list[Hit]:
    """What stands before "while" or "en revanche" does not govern what stands after it."""
    return [hit for hit in before if not contrasts or hit.first >= contrasts[-1].first]


def _is_only_meant(outer: Hit, inner: Hit) -> bool:
    """To consider a signature is to consider: the outer verb governs the noun of the inner one."""
    near = inner.first - outer.last <= _NEAR_VERBS
    return inner.code == "signed" and outer.code in {"under_study", "announced"} and near


def _divided(source: Source, noun: Hit, verb: Hit) -> bool:
    tokens = source.page.text.tokens
    return any(tokens[at].after >= COMMA for at in range(noun.last, verb.first))


def _is_denied(source: Source, verb: Hit, status: str, sentence: Sentence) -> bool:
    """Tell whether a word of denial or, where something is said to be done, of futurity governs."""
    begin = max(sentence.first, verb.first - 4)
    denials = source.page.within("not_held", begin, verb.last)
    return any(each.code == "denied" or status not in _MEANT for each in denials)


def find_topics(source: Source, draft: Draft, outcomes: tuple[Outcome, ...]) -> tuple[Topic, ...]:
    """Return what the talks were about; an instrument that is an outcome is no topic besides."""
    quoted = {(each.start, each.end) for outcome in outcomes for each in outcome.evidence}
    found: dict[str, list[Hit]] = {}
    for sentence in draft.sentences:
        for hit in source.page.within("topic", sentence.first, sentence.last):
            if not _is_in_office(source, hit):
                found.setdefault(hit.code, []).append(hit)
    topics = []
    for code, hits in found.items():
        quotes = tuple(source.page.quote(hit.first, hit.last) for hit in hits[:3])
        instrument = code in _TOPICS_OF_INSTRUMENTS and all(
            any(start < each.end and each.start < end for start, end in quoted) for each in quotes
        )
        if not instrument:
            topics.append(Topic(code=code, evidence=quotes))
    return tuple(topics)


def _is_in_office(source: Source, hit: Hit) -> bool:
    """A field of policing in an office's name is its name, not a subject."""
    return hit.code.startswith("sector.") and any(
        each.first <= hit.first and hit.last <= each.last for each in source.offices
    )

"""What a sentence says of whose page it is: who acts in it, who is met, who only comes to visit.

Each sign is a name of ``home``'s weights and a country. Who acts stands before the verb, in Arabic
after it, and in a passive after "by"; whom one met stands on the other side of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from entraide.register.reading.denial import is_denied
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.places import Mention, countries_of, is_placed
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.voices import BY, WHO, is_passive, subject_of

__all__ = ["Sign", "signs_of"]

_AR: Final = "ar"
_NEAR: Final = 3  # words from "a delegation" to whose it is
_TO_GOAL: Final = 6  # words from a verb of travel to the city that it goes to
_VERBS: Final = frozenset({"receive", "travel", "site"})
"""Verbs that are signs of their own; to act otherwise is one sign."""
Sign = tuple[str, str]


def signs_of(source: Source, sentence: Sentence) -> Iterator[Sign]:
    """Yield what the first verb of meeting of a sentence says of who acts, and who is met."""
    verbs = [
        each
        for each in source.page.within("verb", sentence.first, sentence.last)
        if not is_denied(source, sentence, each)
        and not source.page.within("arrives", each.first, each.last)
    ]
    yield from _accompanying(source, sentence)
    observes = source.page.within("observer", sentence.first, sentence.last)
    if verbs and not observes:
        verb = verbs[0]
        acting = _acting(source, subject_of(source, sentence, verb))
        received = _received(source, sentence, verb)
        if received and acting and acting[0] != received[0]:
            yield "named host", acting[0]
            yield "received by another", received[0]
            return
        yield from _of_actors(source, sentence, verb, acting)
        of_others = _of_passive if is_passive(source, verb) else _of_met
        yield from of_others(source, sentence, verb, acting)


def _received(source: Source, sentence: Sentence, verb: Hit) -> list[str]:
    """Return whose they are who, a passive says, were received or met; none of a counterpart."""
    if not is_passive(source, verb) or _by_counterpart(source, sentence, verb):
        return []
    return countries_of(source.mentions.within(sentence.first, verb.first, *WHO))


def _acting(source: Source, subject: tuple[int, int]) -> list[str]:
    """Return whose they are who act: what is said of it, else of whom the page knows by name."""
    named = source.mentions.within(*subject, *WHO)
    said = countries_of(each for each in named if not _is_premises(source, each))
    return said or _known_by_name(source, subject)


def _known_by_name(source: Source, subject: tuple[int, int]) -> list[str]:
    """Return the country of somebody told by his last name, whose office named it before."""
    tokens = source.page.text.tokens
    known = {tokens[each.last].low: each.country for each in source.people}
    words = [each for each in tokens[subject[0] : subject[1] + 1] if each.capital]
    told = [known.get(each.low) for each in words]
    return [each for each in told if each not in {None, "int"} and each][:1]


def _is_premises(source: Source, mention: Mention) -> bool:
    """Tell "at the headquarters of the Colombian police": where it was, not who acts."""
    begin = max(0, mention.first - _NEAR)
    return bool(source.page.within("premises", begin, mention.first - 1))


def _of_actors(
    source: Source, sentence: Sentence, verb: Hit, acting: Sequence[str]
) -> Iterator[Sign]:
    """Yield who acts, the first one most; beside a bare office he is somebody whom it met."""
    weighed = verb.code if verb.code in _VERBS else "acts"
    calls = ("calls_on", "visits_us")
    guests = any(source.page.within(table, verb.first, verb.last) for table in calls)
    guests = guests or _comes_in_delegation(source, sentence, verb, acting)
    if guests or _is_invited(source, sentence, verb):
        yield from (("guest", each) for each in acting[:1])
    elif _bare_acts_first(source, sentence, verb):
        yield from (("met by a bare office", each) for each in acting)
    elif _meets_bare_office(source, sentence, verb, acting):
        yield from (("met by a bare office", each) for each in acting)
        yield from _of_convened(source, sentence, acting)
    elif not _by_counterpart(source, sentence, verb):
        for rank, country in enumerate(acting):
            yield (weighed if rank == 0 else "acts besides"), country


def _comes_in_delegation(
    source: Source, sentence: Sentence, verb: Hit, acting: Sequence[str]
) -> bool:
    """Tell "Islamabad: a delegation from Qatar toured": it came to where one writes."""
    sent = source.page.within("delegation", sentence.first, verb.first)
    word = source.facts.dateline_city
    city = source.page.at("city", word) if word is not None else None
    came = verb.code in {"meet", "site", "travel"} and not is_passive(source, verb)
    return came and bool(sent and acting) and city is not None and city.code not in acting


def _is_invited(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "visited at the invitation of the Minister": a host of no country is of home."""
    asked = source.page.within("invited_by", verb.first, sentence.last)
    hosts = [each for hit in asked for each in source.offices_in(hit.last, sentence.last)]
    return verb.code == "travel" and bool(hosts) and hosts[0].country is None


def _of_passive(
    source: Source, sentence: Sentence, verb: Hit, acting: Sequence[str]
) -> Iterator[Sign]:
    """Yield who was received: a guest, unless by his counterpart."""
    before = countries_of(source.mentions.within(sentence.first, verb.first, *WHO))
    if _by_counterpart(source, sentence, verb):
        yield from (("acts", each) for each in before[:1])
        return
    yield from (("guest", each) for each in before[:1])
    if not before and source.page.within("guest", sentence.first, verb.first):
        told = source.mentions.within(source.extent[0], sentence.first - 1, *WHO)
        yield from (("guest", each) for each in countries_of(reversed(told))[:1])
    if before and not acting:
        cities = source.mentions.within(sentence.first, sentence.last, "city")
        placed = [each for each in cities if is_placed(source.page, each.first)]
        yield from (("hosted in", each) for each in countries_of(placed[:1]) if each not in before)
    named = source.mentions.within(sentence.first, verb.first, *WHO)
    if not named and _is_told(source, sentence.first, verb.first):
        yield from (("destination", each) for each in (*acting[:1], *acting[:1]))


def _is_told(source: Source, first: int, last: int) -> bool:
    """Tell whether an office, or somebody whom the page knows by an office, stands there."""
    tokens = source.page.text.tokens
    names = {tokens[each.last].low for each in source.people}
    named = any(tokens[at].capital and tokens[at].low in names for at in range(first, last + 1))
    return named or bool(source.offices_in(first, last))


def _is_between(source: Source, first: int, last: int) -> bool:
    """Tell "the commission between A and B": neither is met by the other's bare office."""
    named = source.mentions.within(first, last, "country")
    return any(source.page.is_known("between", each.first - 1) for each in named if each.first)


def _of_met(source: Source, sentence: Sentence, verb: Hit, acting: Sequence[str]) -> Iterator[Sign]:
    """Yield who is met, received or visited by the one who acts."""
    following = _following(source, verb, sentence, acting)
    if verb.code in {"receive", "meet"} and not acting:
        yield from _of_host(source, sentence, verb, following)
    if verb.code == "receive":
        yield from (("guest", each) for each in following)
    elif verb.code == "held" and not acting and source.offices_in(sentence.first, verb.first):
        yield from _of_convened(source, sentence, following)
    elif verb.code == "attend" and source.page.is_known("represents", verb.first):
        yield from (("sent by", each) for each in following)
    elif not acting and verb.code == "travel":
        yield from _of_travel(source, sentence, verb)
    elif verb.code == "travel":
        cities = countries_of(source.mentions.within(verb.last + 1, verb.last + _NEAR, "city"))
        yield from (("destination", each) for each in cities[:1] if each not in acting)
    elif not acting and (verb.code == "meet" or _signs_barely(source, sentence, verb)):
        both = _is_between(source, verb.last + 1, sentence.last)
        yield from (("met by a bare office", each) for each in following if not both)


def _of_host(source: Source, sentence: Sentence, verb: Hit, met: Sequence[str]) -> Iterator[Sign]:
    """Yield where a bare office receives, or meets in its own rooms: most often at home."""
    own = source.page.within("own_rooms", sentence.first, sentence.last)
    tokens = source.page.text.tokens
    if any(tokens[at].low in BY for at in range(verb.first, verb.last + 1)):
        return  # "fue recibido por el": he who is received is a guest
    if verb.code == "receive" or own:
        yield from _of_convened(source, sentence, met)


def _signs_barely(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "the Prosecutor General, X, signed with the one of A": who signs is told by his office.

    One country alone stands in the sentence: that of somebody who is named after the verb.
    """
    if verb.code != "sign" or is_passive(source, verb):
        return False
    sides = countries_of(source.mentions.within(sentence.first, sentence.last, *WHO))
    met = {each.country for each in source.people_in(verb.last, sentence.last)} - {None}
    return met == set(sides[:1]) == set(sides) and bool(
        source.offices_in(*subject_of(source, sentence, verb))
    )


def _of_convened(source: Source, sentence: Sentence, met: Sequence[str]) -> Iterator[Sign]:
    """Yield where somebody in an office without a country gathered others: most often at home."""
    cities = source.mentions.within(sentence.first, sentence.last, "city")
    placed = [each for each in cities if is_placed(source.page, each.first)]
    yield from (("hosted in", each) for each in countries_of(placed[:1]) if each not in met)


def _of_travel(source: Source, sentence: Sentence, verb: Hit) -> Iterator[Sign]:
    """Yield where somebody went, and of whom the delegation is that he led there."""
    named = source.mentions.within(verb.first, sentence.last, *WHO)
    sent = source.page.within("delegation", verb.first, sentence.last)
    led = [each for hit in sent for each in named if 0 < each.first - hit.last <= _NEAR]
    yield from (("sent by", each) for each in countries_of(led[:1]))
    cities = source.mentions.within(verb.last + 1, verb.last + _TO_GOAL, "city")
    goals = [each for each in cities if is_placed(source.page, each.first)]
    goals = goals or [each for each in named if each not in led]
    yield from (("destination", each) for each in countries_of(goals)[:1])


def _bare_acts_first(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "the Commissioner, X, and the Director of the Albanian Police, Y, chaired ...".

    Of two who act together the one whose office names no country is of the page's own side.
    """
    if source.page.language == _AR or is_passive(source, verb):
        return False
    acting = [each for each in source.people_in(sentence.first, verb.first) if each.office]
    return len(acting) > 1 and acting[0].country is None and acting[1].country is not None


def _meets_bare_office(
    source: Source, sentence: Sentence, verb: Hit, acting: Sequence[str]
) -> bool:
    """Tell "the Spanish official held talks in Nouakchott with the Chief of Staff, X".

    He whom a paper calls by an office of no country is of its own side, unless a counterpart.
    """
    if verb.code != "meet" or not acting or is_passive(source, verb):
        return False
    met = [each for each in source.people_in(verb.first, sentence.last) if each.office is not None]
    named = source.mentions.within(verb.last + 1, sentence.last, *WHO)
    cities = source.mentions.within(sentence.first, sentence.last, "city")
    abroad = {each.country for each in cities} - {None, *acting}
    bare = len(met) == 1 and met[0].country is None and not countries_of(named)
    called = source.page.within("counterpart", verb.first, sentence.last)
    return bare and bool(abroad) and not called


def _by_counterpart(source: Source, sentence: Sentence, verb: Hit) -> bool:
    """Tell "was received by his counterpart", which is told from the side of who is received."""
    passive = is_passive(source, verb)
    return passive and bool(source.page.within("counterpart", verb.last, sentence.last))


def _accompanying(source: Source, sentence: Sentence) -> Iterator[Sign]:
    """Who accompanies somebody is of the same side; an ambassador is so by his own country."""
    for hit in source.page.within("accompanied", sentence.first, sentence.last):
        named = source.mentions.within(hit.last + 1, sentence.last, "country", "agency")
        yield from (("accompanies", each) for each in countries_of(named)[:1])


def _following(source: Source, verb: Hit, sentence: Sentence, acting: Sequence[str]) -> list[str]:
    """Return the country that is named first after a verb, as a list of at most one.

    Where an organisation is named first, nothing: the country after it is somebody else's. In
    Arabic he who acts stands there, too, and is passed over.
    """
    named = source.mentions.within(verb.first, sentence.last, *WHO)
    if source.page.language == _AR:
        named = [each for each in named if each.country not in acting]
    return countries_of(named[:1])

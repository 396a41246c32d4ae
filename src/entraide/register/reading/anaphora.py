"""Who is meant where a sentence does not name him: "M. Falcao", "his guest", "the visitors".

A last name means the person who was named in full before. A word for a guest or a counterpart that
no country stands beside means him of the other side that was named last before; his name is taken
where only one person of that side has been named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from entraide.register.reading.background import is_background
from entraide.register.reading.names import PARTICLES
from entraide.register.reading.offices import OfficeMention
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.voices import is_passive

if TYPE_CHECKING:
    from entraide.register.reading.frames import Frame

__all__ = ["name_organisation", "name_third", "recognise"]

_TOGETHER: Final = frozenset({"meet", "sign"})
_TWO_SURNAMES: Final = 2
"""Words after the first of a name that has two surnames."""
_TABLES: Final = ("guest", "counterpart")


def recognise(source: Source, frame: Frame, span: tuple[int, int], home: str | None) -> None:
    """Give a frame that names nobody of another side whom its words mean."""
    if _by_surname(source, frame, span, home):
        return
    before = (frame.sentence.first, frame.trigger.first - 1)
    begin = frame.sentence.first
    acting = _acting_before(source, frame, home) or _by_office(source, frame, home)
    if _by_surname(source, frame, before, home):
        _leave_hosts(frame)
    elif acting is not None:
        _leave_hosts(frame)
        _take(source, frame, acting)
    elif _is_of_us(source, frame):
        meant = _named_before(source, begin, home)
        if meant is not None:
            _take(source, frame, meant)
    elif _means_somebody(source, frame):
        meant = _named_last(source, begin, home)
        if meant is not None:
            _leave_hosts_of_guest(source, frame)
            _take(source, frame, meant)
    elif any(each.country is None for each in frame.people):
        meant = _led_up_to(source, begin, home) or _asked_about(source, frame.sentence, home)
        if meant is not None:
            _take(source, frame, meant)


def _is_of_us(source: Source, frame: Frame) -> bool:
    """Tell "we sat down together": he who speaks, and whom he named in the sentence before."""
    return bool(source.page.within("us", frame.sentence.first, frame.region[1]))


def _named_before(source: Source, before: int, home: str | None) -> Mention | None:
    """Return the side of whom the sentence before names, None where it names nobody."""
    earlier = [each for each in source.sentences if each.last < before][-1:]
    for sentence in earlier:
        for person in source.people_in(sentence.first, sentence.last):
            mentions = person.office.mentions if person.office is not None else ()
            abroad = [each for each in mentions if each.party not in {None, home}]
            if abroad:
                return abroad[0]
    return None


def _means_somebody(source: Source, frame: Frame) -> bool:
    """Tell a word for a guest or a counterpart, or "the two" where they act."""
    begin, end = frame.sentence.first, frame.region[1]
    both = frame.verb in _TOGETHER and source.page.within("they", begin, frame.trigger.first)
    if frame.verb == "sign" and is_background(source, frame.sentence):
        return False  # "in 2023 the two countries signed"
    return bool(both) or any(source.page.within(table, begin, end) for table in _TABLES)


def name_third(source: Source, frame: Frame, home: str | None) -> None:
    """Add to a meeting of three him who is named in it by his last name alone."""
    tokens = source.page.text.tokens
    words = {tokens[at].low for at in range(frame.region[0], frame.region[1] + 1)}
    for person in source.people:
        office, before = person.office, person.last < frame.sentence.first
        known = office is not None and person.country not in {None, home, "int"}
        if not (before and known) or person.party in frame.partner_codes:
            continue
        if office is not None and tokens[person.last].low in words:
            frame.people.append(person)
            frame.parties += [e for e in office.mentions if e.country == person.country][:1]


def name_organisation(source: Source, frame: Frame) -> None:
    """Add the organisation whose head acts by his last name: "Secretary General Antunes met"."""
    words = source.page.text.tokens[frame.sentence.first : frame.trigger.first]
    names = {each.low for each in words if each.capital}
    for person in source.people:
        office = person.office
        before = person.last < frame.sentence.first and person.country == "int"
        if office is None or not before or source.page.text.tokens[person.last].low not in names:
            continue
        if office.org not in frame.partner_codes:
            frame.parties[:0] = [each for each in office.mentions if each.org == office.org][:1]
            frame.people.append(person)
        return


def _leave_hosts_of_guest(source: Source, frame: Frame) -> None:
    """Where "the visiting chief" himself acts, whom he met in a bare office is of the home side."""
    words = (frame.sentence.first, frame.trigger.first - 1)
    if frame.verb == "meet" and source.page.within("guest", *words):
        _leave_hosts(frame)


def _leave_hosts(frame: Frame) -> None:
    """Where a guest acts, those whom he meets in offices without a country are of the home side."""
    frame.people = [each for each in frame.people if each.country is not None]


def _take(source: Source, frame: Frame, meant: Mention) -> None:
    frame.parties.append(meant)
    named = _people_of(source, meant, frame.sentence.first)
    if len(named) == 1:
        frame.people += named


def _by_surname(source: Source, frame: Frame, span: tuple[int, int], home: str | None) -> bool:
    tokens, acts = source.page.text.tokens, frame.verb != "noun"
    for person in source.people:
        surnames = _surnames(source, person)
        again = any(
            tokens[at].low in surnames
            and (tokens[at].capital or (acts and _is_arabic_name(source, at)))
            for at in range(span[0], span[1] + 1)
        )
        known = person.office is not None and person.country not in {None, home}
        if again and known and person.office is not None and person.last < span[0]:
            frame.people.append(person)
            told = [*person.office.mentions, *([person.side] if person.side is not None else [])]
            frame.parties += [each for each in told if each.country == person.country][:1]
            return True
    return False


def _is_arabic_name(source: Source, word: int) -> bool:
    """Tell what may be a last name in a script without capitals: it has the article."""
    return source.page.language == "ar" and source.page.text.tokens[word].low.startswith("ال")


def _by_office(source: Source, frame: Frame, home: str | None) -> Mention | None:
    """Return the side of "the Director General had been received by", named in full before.

    Nobody of the home side, and of the others only one, may hold an office of that name.
    """
    if not is_passive(source, frame.trigger):
        return None
    begin = frame.sentence.first
    for office in source.offices_in(begin, frame.trigger.first - 1)[:1]:
        same = [
            each.office
            for each in source.people
            if each.last < begin and each.office and _is_short_for(source, office, each.office)
        ]
        abroad = [each for each in same if each.country not in {None, home}]
        if not office.mentions and abroad and len(abroad) == len(same):
            return abroad[0].mentions[0]
    return None


def _is_short_for(source: Source, short: OfficeMention, full: OfficeMention) -> bool:
    """Tell whether an office is named by the first words of another."""
    words = source.page.text.tokens
    length = short.last - short.first
    if full.last - full.first < length:
        return False
    return all(
        words[short.first + at].low == words[full.first + at].low for at in range(length + 1)
    )


def _surnames(source: Source, person: Person) -> frozenset[str]:
    """Return by what names somebody is spoken of: in Spanish the first of two surnames, too."""
    tokens = source.page.text.tokens
    found = {tokens[person.last].low}
    if source.page.language == "es" and person.last - person.first >= _TWO_SURNAMES:
        before = tokens[person.last - 1].low
        found |= {before} - PARTICLES
    return frozenset(found)


def _acting_before(source: Source, frame: Frame, home: str | None) -> Mention | None:
    """Return who of another side acts in the sentence before, where a pronoun goes on about him."""
    begin = frame.sentence.first
    said = source.page.within("pronoun", begin, frame.trigger.first)
    if not (said or _drops_subject(source, frame)) or frame.verb not in {"meet", "receive"}:
        return None
    before = [each for each in source.sentences if each.last < begin][-1:]
    for sentence in before:
        verbs = source.page.within("finite", sentence.first, sentence.last)
        until = verbs[0].first if verbs else sentence.last
        named = source.mentions.within(sentence.first, until, "country", "demonym", "agency")
        if named and named[0].party not in {None, home}:
            return named[0]
        if not named:
            return _side_by_surname(source, (sentence.first, until), home)
    return None


def _drops_subject(source: Source, frame: Frame) -> bool:
    """Tell a Spanish "el martes fue recibido por el ministro": who was received was said before."""
    before = (frame.sentence.first, frame.trigger.first - 1)
    named = bool(source.people_in(*before) or source.offices_in(*before))
    named = named or bool(source.page.within("delegation", *before))
    return source.page.language == "es" and is_passive(source, frame.trigger) and not named


def _side_by_surname(source: Source, words: tuple[int, int], home: str | None) -> Mention | None:
    """Return the side of somebody named in full before who is told there by his last name."""
    tokens = source.page.text.tokens
    told = {tokens[at].low for at in range(words[0], words[1] + 1) if tokens[at].capital}
    for person in source.people:
        if person.office is None or person.party in {None, home} or person.last >= words[0]:
            continue
        if tokens[person.last].low in told:
            return next((e for e in person.office.mentions if e.party == person.party), None)
    return None


def _named_last(source: Source, before: int, home: str | None) -> Mention | None:
    """Return the last mention of another side in the article or its title before a word."""
    named = [
        each
        for each in source.mentions.within(0, before - 1, "country", "demonym", "agency")
        if each.party not in {None, home}
    ]
    return named[-1] if named else None


def _led_up_to(source: Source, before: int, home: str | None) -> Mention | None:
    """Return the side of a counterpart in the sentence before, whom the next one names barely."""
    earlier = [each for each in source.sentences if each.last < before][-1:]
    for sentence in earlier:
        called = any(source.page.within(table, sentence.first, sentence.last) for table in _TABLES)
        named = _named_last(source, sentence.last + 1, home)
        if called and named is not None and named.first >= sentence.first:
            return named
    return None


def _asked_about(source: Source, sentence: Sentence, home: str | None) -> Mention | None:
    """Return the one side that the question names to which a sentence answers."""
    line = [each for each in source.sentences if each.line == sentence.line - 1]
    asked = [each for each in line if _is_question(source, each)]
    if not asked:
        return None
    named = source.mentions.within(line[0].first, line[-1].last, "country", "demonym")
    sides = [each for each in named if each.country not in {None, home}]
    return sides[0] if len({each.country for each in sides}) == 1 else None


def _is_question(source: Source, sentence: Sentence) -> bool:
    tokens, plain = source.page.text.tokens, source.page.text.plain
    end = tokens[sentence.last].end
    return any(mark in plain[end : end + 2] for mark in ("?", "؟"))


def _people_of(source: Source, party: Mention, before: int) -> list[Person]:
    """Return the people of a side named before, each once by his last name."""
    tokens = source.page.text.tokens
    found = {
        tokens[each.last].low: each
        for each in source.people
        if each.party == party.party and each.last < before and each.office is not None
    }
    return list(found.values())

"""One page with everything found in it before events are: what the rules of frames look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import Named, resolve
from entraide.register.reading.dates import find_dates
from entraide.register.reading.durations import lengthen
from entraide.register.reading.embassies import Embassy, find_embassy, with_host_officials
from entraide.register.reading.facts import Facts, find_facts
from entraide.register.reading.leaders import with_leaders
from entraide.register.reading.listing import is_item, opens_list
from entraide.register.reading.offices import OfficeMention, find_offices
from entraide.register.reading.page import Line, Page, open_page
from entraide.register.reading.people import Person, find_people
from entraide.register.reading.place_context import settle_mentions
from entraide.register.reading.places import Mentions, find_mentions
from entraide.register.reading.sides import settle_sides
from entraide.register.reading.text import BREAK
from entraide.register.reading.titles import by_their_titles
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.reading.zones import Layout, lay_out

__all__ = ["Section", "Sentence", "Source", "open_source"]


_OF_ITEMS: Final = frozenset({"de", "d", "a", "to", "que", "and", "et", "y"})
"""Words with which an item of a list begins that a semicolon divides."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the one above it where it is numbered, and its number in the article."""

    number: int
    heading: Line | None = None
    above: Line | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` to ``last`` of the article, in paragraph ``line`` of a section.

    ``lead`` are the words with a colon under which it stands as an item of a list.
    """

    first: int
    last: int
    line: int
    section: Section
    lead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A page, its zones, facts, dates, mentions, offices, people and sentences."""

    page: Page
    layout: Layout
    dates: tuple[Named, ...]
    facts: Facts
    mentions: Mentions
    offices: tuple[OfficeMention, ...]
    people: tuple[Person, ...]
    sentences: tuple[Sentence, ...]
    embassy: Embassy | None = None

    @property
    def extent(self) -> tuple[int, int]:
        """Return the first and the last word of the body, (0, -1) where a page has none."""
        if not self.sentences:
            return (0, -1)
        return (self.sentences[0].first, self.sentences[-1].last)

    def dates_in(self, first: int, last: int) -> list[Named]:
        """Return the dates that lie between two words."""
        return [each for each in self.dates if first <= each.first and each.last <= last]

    def sentences_over(self, words: int) -> list[Sentence]:
        """Return the sentences of more words than a dateline or a label that a full stop ends."""
        return [each for each in self.sentences if each.last - each.first >= words]

    def people_in(self, first: int, last: int) -> list[Person]:
        """Return the people named between two words."""
        return [each for each in self.people if first <= each.first and each.last <= last]

    def offices_in(self, first: int, last: int) -> list[OfficeMention]:
        """Return the offices that begin between two words."""
        return [each for each in self.offices if first <= each.first <= last]

    def is_official(self, first: int, last: int) -> bool:
        """Tell whether an office, an agency, an official or a named person stands there."""
        tables = ("office", "official", "agency", "office_body", "counterpart")
        return any(self.page.within(table, first, last) for table in tables) or bool(
            self.people_in(first, last)
        )

    @property
    def only_day(self) -> When | None:
        """Return the one day that the article states in full, None where it states more or none."""
        full = [each for each in self.dates_in(*self.extent) if each.days and each.year]
        if len(full) != 1:
            return None
        quoted = (self.page.quote(full[0].first, full[0].last),)
        return resolve(full[0], self.facts.anchor, quoted)

    def heading_date(self, section: Section) -> When | None:
        """Return the month that a section's heading states."""
        if section.heading is None:
            return None
        dates = self.dates_in(section.heading.first, section.heading.last)
        if len(dates) != 1:
            return None
        quoted = (self.page.quote(dates[0].first, dates[0].last),)
        return resolve(dates[0], self.facts.anchor, quoted)


def open_source(raw: str, vocabulary: Vocabulary, language: str | None = None) -> Source:
    """Return a page with all that is found in it."""
    page = open_page(raw, vocabulary, language)
    layout = lay_out(page)
    dates = lengthen(page, find_dates(page))
    mentions = settle_mentions(page, find_mentions(page))
    offices = find_offices(page, mentions)
    people = settle_sides(page, mentions, find_people(page, mentions, offices))
    people = with_leaders(page, mentions, people)
    people = by_their_titles(page, mentions, people)
    embassy = find_embassy(page, layout, mentions)
    people = with_host_officials(page, embassy, people)
    facts = find_facts(page, layout, dates)
    people = tuple(each for each in people if not _is_dateline(layout, facts, each))
    sentences = tuple(_sentences(page, layout))
    return Source(page, layout, dates, facts, mentions, offices, people, sentences, embassy)


def _is_dateline(layout: Layout, facts: Facts, person: Person) -> bool:
    """Tell "Panama City – The Secretary": the city from which a page was sent is nobody."""
    opening = layout.body[0].first if layout.body else 0
    return opening <= person.first and person.last <= facts.dateline_end


def _goes_on_with_list(page: Page, lead: tuple[int, int] | None, first: int) -> bool:
    """Tell whether what follows a semicolon is an item: after a colon, or with an infinitive."""
    if lead is None:
        return False
    tokens, plain = page.text.tokens, page.text.plain
    colon = ":" in plain[tokens[lead[0]].start : tokens[lead[1]].end]
    return colon or tokens[first].low in _OF_ITEMS


def _month_over(page: Page, line: Line) -> Line | None:
    """Return the month that a paragraph opens with as a heading ("May. On the 21st, ...")."""
    hit = page.at("month", line.first)
    if hit is None or hit.last == line.last or page.text.tokens[hit.last].after != BREAK:
        return None
    quoted = page.quote(hit.first, hit.last)
    return Line(quoted.start, quoted.end, quoted.text, hit.first, hit.last)


def _sentences(page: Page, layout: Layout) -> Iterator[Sentence]:
    section, above = Section(0), None
    lead: tuple[int, int] | None = None
    headings = {line.start for line in layout.headings}
    lines = sorted((*layout.body, *layout.headings), key=lambda line: line.start)
    for number, line in enumerate(lines):
        if line.start in headings:
            numbered = line.text[0].isdigit()
            above = above if numbered else line
            section = Section(section.number + 1, line, above if numbered else None)
            continue
        lead = inner = lead if is_item(line) else None
        month = _month_over(page, line)
        if month is not None:
            section = Section(section.number + 1, month)
        for first, last in page.sentences(line.first, line.last):
            follows = inner if inner == lead or _goes_on_with_list(page, inner, first) else None
            yield Sentence(first, last, number, section, follows)
            inner = (inner or (first, last)) if page.is_semicolon(last) else lead
        if number + 1 < len(lines) and opens_list(line, lines[number + 1]):
            *_, lead = page.sentences(line.first, line.last)

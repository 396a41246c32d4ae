"""Whose page it is: the country of those who act in it, whom the others meet.

Signs are weighed by a table that is fitted to pages (``data/signs.tsv``): a holder of an office
whom the register knows, a press agency or an issuer around the article, the dateline, who acts
before the verbs of meeting, who receives. Against a country speaks that somebody of it is a
counterpart or a guest, that one travels there, or that it is "that country": so a paper calls the
others. Somebody who acts in an office without a country is of the home side, because a paper leaves
out the country that it is of.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from entraide.register.reading.acting import Sign, signs_of
from entraide.register.reading.home_of_article import signs_of_article
from entraide.register.reading.home_of_places import signs_of_places
from entraide.register.reading.home_of_surroundings import signs_of_surroundings
from entraide.register.reading.lexicon import Hit
from entraide.register.reading.mastheads import printed_by
from entraide.register.reading.page import Line
from entraide.register.reading.places import Means, Mention, countries_of
from entraide.register.reading.source import Sentence, Source

__all__ = ["find_home", "signs_of_page"]

_ISSUER_WORDS: Final = 4
_PAPER_WORDS: Final = 8
"""Words of the line in which a paper or a press agency names itself, and its edition."""
_NAMED_WORDS: Final = 8
"""Words of the name of an authority that ends with its country ("Ministry of ..., Singapore")."""
_HEADER_WORDS: Final = 12
_BESIDE: Final = 3
"""Words after the city of a dateline in which somebody sent there is told."""
_HEADER: Final[tuple[Means, ...]] = ("country", "agency", "demonym")
"""What says whose an authority is."""
_AROUND: Final[tuple[Means, ...]] = ("country", "city", "agency")
_OF_A_PAPER: Final[tuple[Means, ...]] = (*_AROUND, "demonym")
"""What says whose a paper, an agency or a police is: some call themselves by an adjective alone."""
_HEAD_LINES: Final = 3
"""Lines with which a page opens, among which a paper's own head stands."""
_OPENING: Final = 16
_ONLY_CITIES: Final = frozenset({"city named", "city told", "city first", "city last"})
"""What says of no country by itself that a page is its own: a paper names many towns."""
_MOST_NAMED: Final = 5
_SIGNED: Final = 2
"""How often an agency signs its dispatch: at its head and at its end."""


def find_home(source: Source) -> str | None:
    """Return the home country's code, None where nothing speaks for any."""
    told: dict[str, Counter[str]] = {}
    for sign, country in signs_of_page(source):
        told.setdefault(country, Counter())[sign] += 1
    weights = source.page.vocabulary.signs
    totals = {country: _weigh(shown, weights) for country, shown in told.items()}
    best = max(totals, key=lambda each: totals[each], default=None)
    if best is None or totals[best] < 0 or not told[best].keys() - _ONLY_CITIES:
        return None
    return best


def _weigh(shown: Mapping[str, int], weights: Mapping[str, int]) -> float:
    """Return what a country's signs say together: one told twice says less than twice as much."""
    return sum(weights.get(sign, 0) * math.log2(1 + count) for sign, count in shown.items())


def signs_of_page(source: Source) -> Iterator[Sign]:
    """Yield every sign of a page with the country for or against which it speaks."""
    yield from _of_frame(source)
    yield from signs_of_article(source)
    yield from signs_of_surroundings(source)
    yield from signs_of_places(source)
    for sentence in (*_title(source), *source.sentences):
        yield from signs_of(source, sentence)
    yield from _named(source)


def _title(source: Source) -> Iterator[Sentence]:
    """Yield the title as a sentence, which tells in short who met whom."""
    title = source.layout.title
    if title is not None and source.sentences:
        yield Sentence(title.first, title.last, -1, source.sentences[0].section)


def _named(source: Source) -> Iterator[Sign]:
    """Yield how often a country is named: what tells two equals apart."""
    named = source.mentions.within(*source.extent, "country", "demonym")
    counted = Counter(each.country for each in named if each.country)
    for country, number in counted.items():
        yield from [("named", country or "")] * min(number, _MOST_NAMED)


def _of_frame(source: Source) -> Iterator[Sign]:
    """Yield what the lines around the article say: dateline, agency, issuer, title."""
    yield from _of_bylines(source)
    printed = printed_by(source)
    issuers = Counter((*_issuers(source), *([printed] if printed is not None else ())))
    word = source.facts.dateline_city
    hit = source.page.at("city", word) if word is not None else None
    if hit is not None and not source.page.within("sent_by", hit.first, hit.last + _BESIDE):
        at_home = not issuers or hit.code in issuers
        yield ("dateline" if at_home else "dateline abroad"), hit.code
    for code, count in issuers.items():
        if not _is_of_others(source, code):
            yield from [("issuer", code)] * min(count, _SIGNED)
    title = source.layout.title
    if title is not None:
        told = source.page.within("whose_page", title.first, title.first)
        comes = source.page.within("noun", title.first, title.last)
        comes = [each for each in comes if each.code == "visit"]
        weighed = "header" if told else "title of visit" if comes else "title"
        yield from ((weighed, each) for each in _opening_title(source, title.first)[:1])
        if _is_name_of_authority(source, title):
            named = countries_of(source.mentions.within(title.first, title.last, *_HEADER))
            yield from (("header", each) for each in named[:1])
    yield from _above(source)


def _of_bylines(source: Source) -> Iterator[Sign]:
    """Yield the city that a byline opens with, and that with which a paper's dated head ends.

    Where somebody was sent to report from is abroad.
    """
    start = source.layout.span[0]
    for line in source.layout.bylines:
        if source.page.within("sent_by", line.first, line.last):
            continue
        city = source.page.at("city", line.first)
        if city is not None and city.first == line.first:
            yield ("printed in" if _is_head(source, line) else "dateline"), city.code
            continue
        ends = source.page.within("city", line.first + 1, line.last)
        dated = bool(source.dates_in(line.first, line.last))
        if line.start < start and dated and ends and ends[-1].last == line.last:
            yield "around", ends[-1].code


def _is_head(source: Source, line: Line) -> bool:
    """Tell the dated line right under a paper's name: it says where the paper is printed."""
    head = [each for each in _lines_above(source) if each.start < line.start]
    named = [each for each in head if source.page.within("office", each.first, each.last)]
    return bool(head) and len(head) < _HEAD_LINES and not named


def _lines_above(source: Source) -> list[Line]:
    """Return the lines over the article that are no captions."""
    layout = source.layout
    title = (layout.title,) if layout.title is not None else ()
    lines = (*layout.menus, *layout.bylines, *title, *(line for _, line in layout.outside))
    return [each for each in lines if each.start < layout.span[0]]


def _above(source: Source) -> Iterator[Sign]:
    """Yield what the lines over the article name: a ministry, a paper, a country."""
    start = source.layout.span[0]
    for line in source.layout.menus:
        if line.start < start and _is_authority(source, line):
            named = countries_of(source.mentions.within(line.first, line.last, *_HEADER))
            yield from (("header", each) for each in named[:1])
    for _, line in source.layout.outside:
        paper = source.page.within("paper", line.first, line.last)
        authority = _is_authority(source, line)
        means = _whose(line, paper, authority=authority)
        named = countries_of(source.mentions.within(line.first, line.last, *means))
        if line.start < start and authority:
            yield from (("header", each) for each in named[:1])
        elif line.start < start and line.words <= (_PAPER_WORDS if paper else _ISSUER_WORDS):
            yield from (("paper" if paper else "around", each) for each in named[:1])
        elif line.start < start and paper and line.words <= _HEADER_WORDS:
            yield from (("paper", each) for each in countries_of(_at_end(source, line)))


def _at_end(source: Source, line: Line) -> list[Mention]:
    """Return the country with which a paper's motto ends ("the paper of the north of Peru")."""
    named = source.mentions.within(line.first, line.last, "country")
    return [each for each in named if each.last == line.last]


def _whose(line: Line, paper: Sequence[Hit], *, authority: bool) -> tuple[Means, ...]:
    """Return what says whose a line is: of the long name of a paper its adjective alone."""
    if paper and line.words > _ISSUER_WORDS and not authority:
        return ("demonym",)
    return _OF_A_PAPER if paper or authority else _AROUND


def _is_authority(source: Source, line: Line) -> bool:
    """Tell the line in which a ministry or a police names itself over its page."""
    if line.words > _HEADER_WORDS or source.page.within("verb", line.first, line.last):
        return False
    said = source.page.within("authority", line.first, line.last)
    told = ("noun", "delegation", "guest")  # "a Nigerian delegation expected at the ministry"
    return bool(said) and not any(source.page.within(e, line.first, line.last) for e in told)


def _is_name_of_authority(source: Source, title: Line) -> bool:
    """Tell a title that is nothing but the name of a police or a ministry."""
    told = ("status", "sent", "office", "own_affairs", "crime_scene")
    country = source.page.at("country", title.last)
    return (
        title.words <= (_NAMED_WORDS if country is not None else _ISSUER_WORDS)
        and _is_authority(source, title)
        and not any(source.page.within(table, title.first, title.last) for table in told)
    )


def _opening_title(source: Source, first: int) -> list[str]:
    """Return the country that a title opens with, by its name, an adjective or an office.

    What says only whose week or whose interview it is ("Agenda of the minister") is passed over.
    """
    told = source.page.within("whose_page", first, first + _NAMED_WORDS)
    first = told[0].last + 1 if told and told[0].first == first else first
    named = source.mentions.within(first, first + 2, "agency", "country")
    opening = source.mentions.within(first, first + 1, "demonym")
    offices = (each for each in source.offices if each.first in range(first, first + 2))
    said = (each for office in offices for each in office.mentions)
    return countries_of(
        [*named, *opening, *(each for each in said if not _is_second(source, first, each))]
    )


def _is_second(source: Source, first: int, mention: Mention) -> bool:
    """Tell whether an "and" stands before a mention: it is of the second of two."""
    return any(source.page.is_known("and", at) for at in range(first, mention.first))


def _is_of_others(source: Source, code: str) -> bool:
    """Tell a press agency's report of two other countries, in which its own is not named."""
    named = {each.country for each in source.mentions.within(*source.extent)}
    sides = {each.country for each in source.people} - {None, "int"}
    return code not in named and len(sides) > 1 and not _opens_barely(source)


def _opens_barely(source: Source) -> bool:
    """Tell an article whose first sentence names somebody in an office of no country first."""
    told = [p for each in source.sentences[:1] for p in source.people_in(each.first, each.last)]
    return bool(told) and told[0].office is not None and told[0].country is None


def _issuers(source: Source) -> Iterator[str]:
    """Yield the countries of press agencies that stand outside the article or in its dateline."""
    inside = range(source.extent[0] + _OPENING, source.extent[1] + 1)
    for hit in source.page.table("issuer"):
        quoted = source.page.quote(hit.first, hit.last).text
        alone = quoted.isupper() or len(quoted) > _ISSUER_WORDS or not quoted.isascii()
        first, last = (
            source.page.text.tokens[hit.first].start,
            source.page.text.tokens[hit.last].end,
        )
        plain = source.page.text.plain
        around = plain[max(0, first - 3) : first] + plain[last : last + 3]
        marked = any(each in around for each in "/(-:") or plain[last : last + 1] == "\n"
        if hit.first not in inside and alone and (quoted.isascii() or marked):
            yield hit.code

"""Zones: which lines are the article, and what the others are, each with a reason.

A page's text comes with headline tickers, the site's own words, captions, links to other articles
and whole sidebars. Each line is first classed by itself; then the article is the stretch of lines
with the most running prose, between lines that begin something else. What is outside the article
yields leads, never events and never a date, but for the date of publication above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from entraide.register.model import Zone
from entraide.register.reading.finite import is_finite
from entraide.register.reading.labels import is_label, is_shared, reserves_rights, titled
from entraide.register.reading.listing import ASKED, begins_before, is_item, opens_list
from entraide.register.reading.page import Line, Page

__all__ = ["Layout", "lay_out"]

_HEADLINES: Final = re.compile(r"\s{3,}|\s[|•·●►]\s|\t")
_SENTENCE: Final = re.compile(r"[.!?…۔؟]['\"»”’)\]]*$")
_FULL_STOP: Final = re.compile(r"[^.]\.['\"»”’)\]]*$")
_SHORT_SENTENCE: Final = 5
_ENDED: Final = re.compile(
    r"[.!?؟»\"”](?:\s+[-–—]?\s*\(?(?:[A-Z]{2,6}|وال|واس|وام|قنا|كونا|بترا)\)?)?(?:\s+#\w+)*(?:\s+[^\w\s]+)*\s*$"
)
"""A sentence's end, perhaps before the letters of the agency that sent it, hashtags or signs."""
_MARKED: Final = re.compile(r"\[\s*(?:photo|image|foto|imagen|صورة|الصورة)", re.IGNORECASE)
"""What a page puts in brackets before a picture's caption, however long that is."""
_HALF_OF_DAY: Final = re.compile(r"\b[ap]\.\s?m\.\s*$", re.IGNORECASE)
_CRAWLED: Final = re.compile(r"^date \d{4}-\d{2}(-\d{2})?\b")
_NUMERIC_DATE: Final = re.compile(
    r"\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4}|\b(?:19|20)\d\d [01]\d [0-3]\d\b"
)
_TICKER_PARTS, _MENU_PARTS = 6, 3
_TICKER_LENGTH: Final = 250
_CAPTION_WORDS: Final = 8
_DATELINE: Final = 4
_PROSE_WORDS, _LONG_WORDS = 8, 30
_BYLINE_WORDS: Final = 16
_TINY_WORDS, _MENU_WORDS = 2, 4


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of a page, and the lines of each kind that reading needs."""

    zones: tuple[Zone, ...]
    body: tuple[Line, ...]
    headings: tuple[Line, ...]
    title: Line | None
    bylines: tuple[Line, ...]
    captions: tuple[Line, ...]
    outside: tuple[tuple[str, Line], ...]
    menus: tuple[Line, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Return the raw place where the article begins and where it ends."""
        lines = sorted((*self.body, *self.headings), key=lambda line: line.start)
        return (self.body[0].start, lines[-1].end) if self.body else (0, 0)


def lay_out(page: Page) -> Layout:
    """Return the zones of a page."""
    classed = [(line, *_classify(page, line)) for line in page.lines]
    classed = _captions_first(page, list(_listed(classed)))
    first, last = _article(classed)
    first -= begins_before(page, [(line, kind) for line, kind, _ in classed], first)
    placed = [
        (line, *_place((line, kind, reason), at, (first, last)))
        for at, (line, kind, reason) in enumerate(classed)
    ]
    return _layout(titled(placed, first))


_Classed = tuple[Line, str, str]


def _classify(page: Page, line: Line) -> tuple[str, str]:
    """Class a line by itself: the first rule that holds gives its reason."""
    for kind, reason, holds in _RULES:
        if holds(page, line):
            return kind, reason
    return "short", "short line without a sentence's end"


def _begins(page: Page, line: Line, table: str, reach: int = 1) -> bool:
    """Tell whether a line begins with a form; with one word alone no whole sentence is judged."""
    whole = bool(_SENTENCE.search(line.text)) and line.words >= _PROSE_WORDS
    return any(
        hit.first < line.first + reach and (hit.last > hit.first or not whole)
        for hit in page.within(table, line.first, line.last)
    )


def _parts(line: Line) -> int:
    return len([part for part in _HEADLINES.split(line.text) if part.strip()])


def _is_ticker(page: Page, line: Line) -> bool:
    del page
    return _parts(line) >= _TICKER_PARTS and len(line.text) >= _TICKER_LENGTH


def _is_menu(page: Page, line: Line) -> bool:
    del page
    least = _MENU_PARTS if line.words > _MENU_WORDS else _MENU_PARTS - 1
    return _parts(line) >= least and not _SENTENCE.search(line.text)


def _is_dated(page: Page, line: Line) -> bool:
    """Tell a line of few words with a whole date, before it can be taken for a menu."""
    dated = bool(_NUMERIC_DATE.search(line.text)) or _has_day(page, line)
    dated = dated and not (_MARKED.match(line.text) or _is_long_caption(page, line))
    return line.words <= _BYLINE_WORDS and dated and not _SENTENCE.search(_timeless(line))


def _is_long_caption(page: Page, line: Line) -> bool:
    """Tell "Part of the ceremony in Doha on 14 April 2026": a picture's text, no day of print."""
    return line.words >= _CAPTION_WORDS and _begins(page, line, "caption")


def _timeless(line: Line) -> str:
    """Return a line's text without the "p. m." that it ends with."""
    return _HALF_OF_DAY.sub("", line.text)


def _is_byline(page: Page, line: Line) -> bool:
    ends = _SENTENCE.search(_timeless(line))
    if line.words > _BYLINE_WORDS or (ends and line.words > _PROSE_WORDS):
        return False
    dated = _NUMERIC_DATE.search(line.text) or _has_day(page, line)
    return bool(dated) or is_label(page, line)


def _has_day(page: Page, line: Line) -> bool:
    """Tell whether a line is mostly a date: a month with a day and a year beside it."""
    months = page.within("month", line.first, line.last)
    numbers = [page.text.tokens[w].low for w in range(line.first, line.last + 1)]
    years = any(re.fullmatch(r"(19|20)\d\dم?", each) for each in numbers)
    days = any(re.fullmatch(r"\d{1,2}(st|nd|rd|th|er)?", each) for each in numbers)
    said = page.at("city", line.first) or page.at("byline", line.first)
    labelled = ":" in line.text.split(" ", 1)[0] and said is None
    return bool(months) and years and days and not labelled


def _is_caption(page: Page, line: Line) -> bool:
    if "©" in line.text[-60:] or _CRAWLED.search(line.text) or _MARKED.match(line.text):
        return True
    return (
        _begins(page, line, "caption") and not line.text[0].islower() and line.words < _LONG_WORDS
    )


def _is_interface(page: Page, line: Line) -> bool:
    if _begins(page, line, "interface", 2) and line.words <= _BYLINE_WORDS:
        return True
    return line.words <= _TINY_WORDS and not _SENTENCE.search(line.text) and not _names(page, line)


def _names(page: Page, line: Line) -> bool:
    """Tell whether a very short line can be a heading: it is numbered, or names a country."""
    return line.text[0].isdigit() or bool(page.within("country", line.first, line.last))


def _is_related(page: Page, line: Line) -> bool:
    return _begins(page, line, "related")


def _is_after(page: Page, line: Line) -> bool:
    return _begins(page, line, "after") and line.words <= _PROSE_WORDS


def _is_prose(page: Page, line: Line) -> bool:
    del page
    if _FULL_STOP.search(line.text) and line.words >= _SHORT_SENTENCE:
        return True
    ended = bool(_ENDED.search(line.text)) and line.words >= _PROSE_WORDS
    return ended or line.words >= _LONG_WORDS


_RULES: Final[tuple[tuple[str, str, Callable[[Page, Line], bool]], ...]] = (
    ("ticker", "many headlines on one line", _is_ticker),
    ("after", "reserves the rights of the page", reserves_rights),
    ("interface", "buttons to pass an article on", is_shared),
    ("after", "begins what follows an article", _is_after),
    ("related", "points to another article", _is_related),
    ("byline", "when it was published", _is_dated),
    ("interface", "several short parts on one line", _is_menu),
    ("interface", "words of the site itself", _is_interface),
    ("caption", "a picture's mark", _is_caption),
    ("byline", "who published it, or when", _is_byline),
    ("prose", "running sentences", _is_prose),
)


def _listed(classed: Sequence[_Classed]) -> Iterator[_Classed]:
    """Class the items of a list, and the line with a colon that they stand under, as prose."""
    inside = False
    for at, (line, kind, reason) in enumerate(classed):
        following = classed[at + 1][0] if at + 1 < len(classed) else None
        opens = following is not None and opens_list(line, following)
        inside = (inside and is_item(line)) or opens
        plain = kind in {"short", "interface", "prose", "byline"}
        yield (line, "prose", "a list, or what it stands under") if inside and plain else (
            line, kind, reason
        )  # fmt: skip
        if opens:
            inside = True


def _captions_first(page: Page, classed: Sequence[_Classed]) -> list[_Classed]:
    """Class a first sentence without a finite verb, under no title, as a caption."""
    found = list(classed)
    at = next((n for n, (_, kind, _) in enumerate(found) if kind == "prose"), None)
    follows = any(kind == "prose" for _, kind, _ in found[at + 1 :]) if at is not None else False
    if at is not None and follows and not _opens_article(page, found[at][0]):
        found[at] = (found[at][0], "caption", "a sentence without a finite verb before the article")
    return found


def _opens_article(page: Page, line: Line) -> bool:
    """Tell a line with a finite verb, or one that a dateline opens ("Dakar, 25 avr. 2025 - ")."""
    dated = page.within("month", line.first, line.first + _DATELINE)
    return is_finite(page, line) or bool(dated and page.at("city", line.first))


def _article(classed: Sequence[_Classed]) -> tuple[int, int]:
    """Return the first and the last line of the stretch with the most prose; (0, -1) if none."""
    stretches = [each for each in _stretches(classed) if each]
    if not stretches:
        return _longest(classed)
    best = max(stretches, key=lambda each: sum(len(classed[at][0].text) for at in each))
    return best[0], best[-1]


def _stretches(classed: Sequence[_Classed]) -> Iterator[list[int]]:
    """Yield the prose lines between lines that begin something else."""
    run: list[int] = []
    for at, (_, kind, _) in enumerate(classed):
        if kind == "prose":
            run.append(at)
        elif kind in {"after", "ticker"} or (kind == "byline" and _is_lead(classed, run)):
            yield run
            run = []
    yield run


def _is_lead(classed: Sequence[_Classed], run: Sequence[int]) -> bool:
    """Tell one line over a byline, or some that only say in points what the article tells."""
    return len(run) <= 1 or all(is_item(classed[at][0]) for at in run)


def _longest(classed: Sequence[_Classed]) -> tuple[int, int]:
    """Where no line is prose, the longest short line is the article, if it is any length."""
    short = [at for at, (_, kind, _) in enumerate(classed) if kind == "short"]
    if not short:
        return 0, -1
    best = max(short, key=lambda at: classed[at][0].words)
    return (best, best) if classed[best][0].words >= _PROSE_WORDS else (0, -1)


_INSIDE: Final = {"prose": "body", "short": "heading", "byline": "heading"}
_OUTSIDE: Final = {"prose": "sidebar", "short": "sidebar", "after": "sidebar"}


def _place(classed: _Classed, at: int, article: tuple[int, int]) -> tuple[str, str]:
    line, kind, reason = classed
    if article[0] < at <= article[1] and kind == "short" and line.text.endswith(ASKED):
        return "body", "a question of an interview"
    if article[0] <= at <= article[1]:
        inside = "body" if kind == "short" and article[0] == article[1] else _INSIDE.get(kind, kind)
        return inside, reason
    return _OUTSIDE.get(kind, kind), reason if kind not in _OUTSIDE else "outside the article"


def _layout(placed: Sequence[tuple[Line, str, str]]) -> Layout:
    def lines(*kinds: str) -> tuple[Line, ...]:
        return tuple(line for line, kind, _ in placed if kind in kinds)

    return Layout(
        zones=tuple(
            Zone(kind=kind, reason=reason, start=line.start, end=line.end)
            for line, kind, reason in placed
        ),
        body=lines("body"),
        headings=lines("heading"),
        title=next(iter(lines("title")), None),
        bylines=lines("byline"),
        captions=lines("caption"),
        menus=lines("interface"),
        outside=tuple(
            (kind, line) for line, kind, _ in placed if kind in {"ticker", "related", "sidebar"}
        ),
    )

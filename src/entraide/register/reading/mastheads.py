"""Papers and stations that name themselves around an article, by the country that they write for.

Many bear no country in their name ("Hespress", "السومرية"): they stand in the table ``masthead``.
A name counts only where nothing else is said beside it: alone on its line or between marks, after a
word of a paper ("جريدة"), outside the article or right at its beginning. Where papers of two
countries are named nothing is said: the page gathers others' news.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.page import Line
from entraide.register.reading.source import Source

__all__ = ["printed_by"]

_MARKS: Final = frozenset('|-–—:/()[]•·©«»"')
_OPENING: Final = 10
"""Words at the beginning of an article among which its paper may stand, with a city before it."""


def printed_by(source: Source) -> str | None:
    """Return the country of the paper that names itself around an article, None where none does."""
    lines = [*source.layout.bylines, *source.layout.menus, *source.layout.captions]
    lines += [line for _, line in source.layout.outside]
    title = source.layout.title
    lines += [title] if title is not None else []
    found = {hit.code for line in lines for hit in _alone(source, line)}
    found |= {hit.code for body in source.layout.body[:1] for hit in _opening(source, body)}
    return found.pop() if len(found) == 1 else None


def _alone(source: Source, line: Line) -> list[Hit]:
    """Return the papers that stand by themselves on a line, with nothing said beside them."""
    named = source.page.within("masthead", line.first, line.last)
    return [
        hit
        for hit in named
        if (hit.last == line.last or _is_marked(source, hit.last))
        and not _leads_in(source, hit.last)
        and (_begins(source, line, hit) or _is_marked(source, hit.first - 1))
    ]


def _leads_in(source: Source, word: int) -> bool:
    """Tell "ÚLTIMA HORA: ...": a colon leads in what is told, it sets off no paper's name."""
    tokens = source.page.text.tokens
    return source.page.text.plain[tokens[word].end :].lstrip(" ").startswith(":")


def _opening(source: Source, line: Line) -> list[Hit]:
    """Return the papers among the first words of an article, set off from its sentence."""
    near = (hit for hit in _alone(source, line) if hit.last - line.first < _OPENING)
    return [hit for hit in near if hit.last < line.last]


def _begins(source: Source, line: Line, hit: Hit) -> bool:
    """Tell whether a name opens its line, or only a word of a paper stands before it there."""
    before = hit.first - 1
    return hit.first == line.first or (
        before == line.first and source.page.is_known("paper", before)
    )


def _is_marked(source: Source, word: int) -> bool:
    """Tell whether a dash, a bar or the like stands after a word, or the word is a year."""
    tokens, plain = source.page.text.tokens, source.page.text.plain
    return tokens[word].low.isdigit() or any(
        each in _MARKS for each in plain[tokens[word].end : tokens[word + 1].start]
    )

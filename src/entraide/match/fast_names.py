"""What a name is made of, in compiled code: ``names.name_of_words`` over rows of tokens.

A property test holds the rows to the readable names.
"""

from __future__ import annotations

from collections.abc import Callable

from entraide.match import layout as lay
from entraide.match.compiled import compiled, kept
from entraide.match.layout import Array, Tables

__all__ = ["fill_names"]

_NEVER = 1000
_FEW = 2


@compiled
def _is_content(t: Tables, words: Array, token: int) -> bool:
    """Tell whether a token tells people apart, among the words of its name."""
    content, only = 0, -1
    for word in words:
        if t.token[word, lay.FLAGS] & (lay.PLAIN | lay.INITIAL):
            content, only = content + 1, word if only < 0 else only
    few = content < _FEW and not (only >= 0 and t.token[only, lay.FLAGS] & lay.WHOLE)
    wanted = lay.PLAIN | lay.INITIAL | (lay.AMBIGUOUS if few else 0)
    if t.token[token, lay.FLAGS] & wanted:
        return True
    none = True
    for word in words:
        none = none and not t.token[word, lay.FLAGS] & wanted
    return none


@compiled
def _divide(t: Tables, row: Array, words: Array, at: int) -> int:
    """Write the words, the content and the particles one after the other; return the next place."""
    row[lay.WORDS], row[lay.WORDS + 1] = at, len(words)
    for word in words:
        t.pool[at] = word
        at += 1
    for column, wanted in ((lay.CONTENT, True), (lay.PARTICLES, False)):
        row[column] = at
        for word in words:
            if _is_content(t, words, word) == wanted:
                t.pool[at] = word
                at += 1
        row[column + 1] = at - row[column]
    return at


@compiled
def _name_fathers(t: Tables, row: Array, words: Array, at: int) -> int:
    row[lay.FILIATION] = at
    for son in range(len(words) - 2):
        one, of, two = words[son], words[son + 1], words[son + 2]
        both = t.token[one, lay.FLAGS] & t.token[two, lay.FLAGS]
        if t.token[of, lay.FLAGS] & lay.SON_OF and both & lay.PLAIN:
            t.pool[at], t.pool[at + 1] = one, two
            at += 2
    row[lay.FILIATION + 1] = at - row[lay.FILIATION]
    return at


@compiled
def _measure(t: Tables, row: Array, words: Array) -> None:
    """Write the lengths by which joining is ruled out, and what tells the letters apart."""
    row[lay.SHORTEST_TWO] = _NEVER
    for at in range(len(words) - 1):
        both = t.token[words[at], lay.STRONG] + t.token[words[at + 1], lay.STRONG]
        if both >= t.law[lay.JOINED_LEAST]:
            row[lay.SHORTEST_TWO] = min(row[lay.SHORTEST_TWO], both)
    row[lay.LETTERS] = row[lay.LETTERS + 1] = 0
    for word in words:
        start, length = t.token[word, lay.TEXT], t.token[word, lay.TEXT + 1]
        row[lay.LETTERS + 1] += length
        for letter in t.pool[start : start + length]:
            row[lay.LETTERS] += letter * letter


@compiled
def _describe(t: Tables, row: Array, content: Array) -> None:
    """Write what the content says of the whole name."""
    row[lay.NAMED] = row[lay.LONGEST] = 0
    row[lay.LEAD] = -1
    for token in content:
        row[lay.LONGEST] = max(row[lay.LONGEST], t.token[token, lay.STRONG])
        if t.token[token, lay.TEXT + 1] <= t.law[lay.ABBREVIATION]:
            row[lay.NAMED] |= lay.ABBREVIATES
        if t.token[token, lay.FLAGS] & lay.KOREAN_SURNAME:
            row[lay.NAMED] |= lay.KOREAN
    if len(content) > _FEW and t.token[content[0], lay.FLAGS] & lay.LEADS:
        row[lay.LEAD] = content[0]


@compiled
def _fits(words: Array) -> bool:
    for word in words:
        if word < 0:
            return False
    return len(words) <= lay.MOST_PARTS


def _make(stamp: int) -> Callable[[Tables, Array, Array, int, int], int]:
    def fill_names(t: Tables, words: Array, starts: Array, first: int, at: int) -> int:
        if stamp < 0:
            return at
        for each in range(len(starts) - 1):
            row, own = t.name[first + each], words[starts[each] : starts[each + 1]]
            row[lay.NAMED] = 0 if _fits(own) else lay.LONG
            if row[lay.NAMED]:
                continue
            at = _name_fathers(t, row, own, _divide(t, row, own, at))
            _measure(t, row, own)
            start = row[lay.CONTENT]
            _describe(t, row, t.pool[start : start + row[lay.CONTENT + 1]])
        return at

    return fill_names


fill_names = kept(_make, "entraide.match.layout", __name__)
"""Fill the rows of names, given as words of each with where they start; return the next place."""

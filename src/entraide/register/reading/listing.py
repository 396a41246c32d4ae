"""Lists over several lines: a line that ends with a colon, and the items under it.

The days of a week are such a list, too: each is a line of its own over what was done on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from entraide.register.reading.page import Line, Page

__all__ = ["ASKED", "begins_before", "is_item", "opens_list"]

_ITEM: Final = re.compile(r"(?:[-–—•·▪●◦*‣➢✓]|\(?[a-z0-9]{1,2}[.)])\s*\S")
_ITEM_WORDS: Final = 3
"""Words that an item, or the line above the first, has at least."""
ASKED: Final = ("?", "؟")
"""What a question ends with."""
_SHORT: Final = "short"
_DAY_WORDS: Final = 4
"""Words that the heading of a day has at most."""


def opens_list(line: Line, following: Line) -> bool:
    """Tell whether a line ends with a colon and the one after it is an item of its list."""
    return line.words >= _ITEM_WORDS and line.text.endswith((":", "：")) and is_item(following)


def is_item(line: Line) -> bool:
    """Tell whether a line is an item of a list: a dash, a bullet or a letter, then some words."""
    return line.words >= _ITEM_WORDS and bool(_ITEM.match(line.text))


def begins_before(page: Page, lines: Sequence[tuple[Line, str]], first: int) -> bool:
    """Tell whether an article begins with the short line before its first prose.

    It is the heading of a day in a week, or a question of an interview where others follow.
    """
    if first < 1 or lines[first - 1][1] != _SHORT:
        return False
    line = lines[first - 1][0]
    asked = [each for each, kind in lines[first:] if kind == _SHORT and each.text.endswith(ASKED)]
    return _is_day(page, line) or (line.text.endswith(ASKED) and bool(asked))


def _is_day(page: Page, line: Line) -> bool:
    """Tell whether a line is the heading of a day ("Lundi 3 mars"), with which a week begins."""
    days = page.within("weekday", line.first, line.last)
    return bool(days) and days[0].first == line.first and line.words <= _DAY_WORDS

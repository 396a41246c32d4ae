"""Lists over several lines: a line that ends with a colon, and the items under it.

The days of a week are such a list, too: each is a line of its own over what was done on it.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.page import Line, Page

__all__ = ["is_day", "is_item", "opens_list"]

_ITEM: Final = re.compile(r"(?:[-–—•·▪●◦*‣➢✓]|\(?[a-z0-9]{1,2}[.)])\s*\S")
_ITEM_WORDS: Final = 3
"""Words that an item, or the line above the first, has at least."""
_DAY_WORDS: Final = 4
"""Words that the heading of a day has at most."""


def opens_list(line: Line, following: Line) -> bool:
    """Tell whether a line ends with a colon and the one after it is an item of its list."""
    return line.words >= _ITEM_WORDS and line.text.endswith((":", "：")) and is_item(following)


def is_item(line: Line) -> bool:
    """Tell whether a line is an item of a list: a dash, a bullet or a letter, then some words."""
    return line.words >= _ITEM_WORDS and bool(_ITEM.match(line.text))


def is_day(page: Page, line: Line) -> bool:
    """Tell whether a line is the heading of a day ("Lundi 3 mars"), with which a week begins."""
    days = page.within("weekday", line.first, line.last)
    return bool(days) and days[0].first == line.first and line.words <= _DAY_WORDS

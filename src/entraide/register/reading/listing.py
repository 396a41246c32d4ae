"""Lists over several lines: a line that ends with a colon, and the items under it."""

from __future__ import annotations

import re
from typing import Final

from entraide.register.reading.page import Line

__all__ = ["is_item", "opens_list"]

_ITEM: Final = re.compile(r"(?:[-–—•·▪●◦*‣➢✓]|\(?[a-z0-9]{1,2}[.)])\s*\S")
_ITEM_WORDS: Final = 3
"""Words that an item, or the line above the first, has at least."""


def opens_list(line: Line, following: Line) -> bool:
    """Tell whether a line ends with a colon and the one after it is an item of its list."""
    return line.words >= _ITEM_WORDS and line.text.endswith((":", "：")) and is_item(following)


def is_item(line: Line) -> bool:
    """Tell whether a line is an item of a list: a dash, a bullet or a letter, then some words."""
    return line.words >= _ITEM_WORDS and bool(_ITEM.match(line.text))

"""How wide a text is, before anything is drawn: a table of letters instead of a guess.

The table (``data/advances.txt``, written by ``tools/letter_widths.py``) holds for each letter the
greatest advance among the fonts that may show it. A measured text is therefore never wider than
measured, and labels that do not touch here do not touch on any screen.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Final

__all__ = ["BOLD", "shortened", "text_width", "wrapped"]

BOLD: Final = 1.18
"""How much wider bold type is than regular, at most, in the fonts of the table."""

_UNKNOWN, _WIDE = 100, 145
_ELLIPSIS: Final = "…"
_ROUNDING: Final = 1e-6
"""Pixels by which sums of widths may differ with their order."""


@cache
def _advances() -> dict[int, int]:
    text = (resources.files(__package__) / "data" / "advances.txt").read_text("ascii")
    table: dict[int, int] = {}
    for line in text.splitlines()[1:]:
        first, widths = line.split(": ")
        table.update(enumerate(map(int, widths.split()), start=int(first, 16)))
    return table


@lru_cache(maxsize=4096)
def _advance(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    known = _advances().get(ord(letter))
    if known is not None:
        return known
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _UNKNOWN


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the most pixels that a text of one line takes at a size of type."""
    width = sum(map(_advance, text)) * size / 100
    return width * BOLD if bold else width


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return the text, or as much of its beginning as fits with an ellipsis; may be empty."""
    if text_width(text, size, bold) <= room + _ROUNDING:
        return text
    left = room - text_width(_ELLIPSIS, size, bold)
    for at, letter in enumerate(text):
        left -= text_width(letter, size, bold)
        if left < 0:
            kept = text[:at].rstrip()
            return kept + _ELLIPSIS if kept else ""
    return text


def wrapped(text: str, room: float, size: float, lines: int) -> tuple[str, ...]:
    """Return the text in at most ``lines`` lines broken at blanks, the last one shortened."""
    words, out = text.split(" "), [""]
    for at, word in enumerate(words):
        longer = f"{out[-1]} {word}".strip()
        if not out[-1] or text_width(longer, size) <= room:
            out[-1] = longer
        elif len(out) == lines:
            out[-1] = " ".join([out[-1], *words[at:]])
            break
        else:
            out.append(word)
    return tuple(shortened(line, room, size) for line in out)

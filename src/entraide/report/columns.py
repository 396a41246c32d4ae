"""How wide the columns of a printed table are, so that no word runs into the next column.

Each column gets what its longest word needs, and the rest is shared by what its longest cell would
take. Where even the words do not fit, the letters are made smaller, down to what can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from entraide.figures.metrics import text_width

__all__ = ["column_widths"]

_PAGE: Final = 488.0
"""Points between the margins of an A4 page."""
_INSET: Final = 11.0
_SIZE, _SMALLEST = 8.5, 6.0
_WIDEST: Final = 260.0
"""Points after which a longer cell asks for no more room: it is set in several lines."""


def column_widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[tuple[float, ...], float]:
    """Return a width for each column, in points, and the size of type at which words fit."""
    cells = [[columns[at], *(row[at] for row in rows)] for at in range(len(columns))]
    needs = [max(map(_longest_word, each)) for each in cells]
    room = _PAGE - _INSET * len(columns)
    size = min(_SIZE, max(_SMALLEST, _SIZE * room / sum(needs))) if sum(needs) else _SIZE
    least = [need * size / _SIZE for need in needs]
    asks = [
        max(min(max(map(_width, each)), _WIDEST) - need, 0.0)
        for each, need in zip(cells, least, strict=True)
    ]
    spare = max(room - sum(least), 0.0) / (sum(asks) or 1.0)
    widths = (need + ask * spare + _INSET for need, ask in zip(least, asks, strict=True))
    return tuple(widths), size


def _longest_word(text: str) -> float:
    return max((_width(word) for word in text.split()), default=0.0)


def _width(text: str) -> float:
    return text_width(text, _SIZE, bold=True)

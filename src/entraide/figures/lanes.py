"""Marks in lanes: words beside each, and as many rows as it takes for none to touch.

Words stand after their mark, before it, on it, or as much of them as fits where most does; marks
whose words would touch go to another row of their lane.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from entraide.figures.drawing import Drawing, Type

__all__ = ["Placed", "packed"]

M = TypeVar("M")
_WORDS: Final = Type(halo=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[M]):
    """A mark with the row and the pixels it takes, and its words."""

    mark: M
    row: int
    start: float
    end: float
    text: str
    x: float
    type: Type


def packed(
    drawing: Drawing, left: float, marks: Iterable[tuple[M, str, tuple[float, float]]]
) -> Iterator[Placed[M]]:
    """Yield marks with their words in rows; each comes with its label and its pixels.

    ``left`` is where the lanes begin: no words stand before it.
    """
    rows: list[list[tuple[float, float]]] = []
    for mark, label, span in marks:
        placed = _beside(drawing.width, left, (mark, label, span))
        taken = _taken(placed)
        row = next((at for at, row in enumerate(rows) if _is_free(row, taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(taken)
        yield replace(placed, row=row)


def _is_free(row: list[tuple[float, float]], taken: tuple[float, float]) -> bool:
    return all(taken[1] + 8 <= start or end + 8 <= taken[0] for start, end in row)


def _taken(placed: Placed[M]) -> tuple[float, float]:
    box = placed.type.box(placed.text, (placed.x, 0))
    return min(placed.start, box.x), max(placed.end, box.x + box.width)


def _beside(width: float, left: float, given: tuple[M, str, tuple[float, float]]) -> Placed[M]:
    """Put the words after the mark, before it, on it, or as much as fits where most does."""
    mark, label, (start, end) = given
    after, before = width - 2 - end - 5, start - 5 - left
    within = end - start - 10
    text = _WORDS.fitted(label, max(width * 0.45, 220.0))
    wanted = _WORDS.width(text)
    room = next((each for each in (after, before, within) if wanted <= each), None)
    room = max(after, before, within) if room is None else room
    text = _WORDS.fitted(text, room)
    if room == after:
        return Placed(mark, 0, start, end, text, end + 5, _WORDS)
    if room == before:
        return Placed(mark, 0, start, end, text, start - 5, _WORDS.at("end"))
    return Placed(mark, 0, start, end, text, start + 5, _WORDS)

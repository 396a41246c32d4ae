"""Places for words that do not touch: the first candidate that is free, or none.

Greedy and in the order given, so that who comes first (the greatest count, say) keeps its best
place, and the same figure is always drawn the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from entraide.figures.drawing import Box, Point, Type

__all__ = ["Places", "spread"]


class Places:
    """What is taken on a figure; ``put`` takes the first free place within the frame."""

    __slots__ = ("_frame", "_taken")

    def __init__(self, frame: Box, taken: Iterable[Box] = ()) -> None:
        """Begin with marks that words must not cover."""
        self._frame = frame
        self._taken = list(taken)

    def put(
        self, text: str, candidates: Iterable[tuple[Point, Type]], margin: float = 0
    ) -> tuple[Point, Type] | None:
        """Return the first candidate that is free, and take it; None where all are taken.

        ``margin`` is what must be free around it as well.
        """
        for at, type_ in candidates:
            box = type_.box(text, at)
            around = box.grown(margin)
            if box.within(self._frame) and not any(around.meets(each) for each in self._taken):
                self._taken.append(box)
                return at, type_
        return None


def spread(wanted: tuple[float, ...], room: float, low: float, high: float) -> tuple[float, ...]:
    """Move heights apart to at least ``room``, each as little as may be, between low and high.

    Those next to each other are pooled and stand around their mean. Where there is not room for
    all, they stand evenly and closer.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    room = min(room, (high - low) / max(len(wanted) - 1, 1))
    pools: list[tuple[float, int]] = []
    for at in order:
        pools.append((min(max(wanted[at], low), high), 1))
        while len(pools) > 1 and _touch(pools[-2], pools[-1], room):
            pools[-2:] = [_pooled(pools[-2], pools[-1], (room, low, high))]
    places = [
        middle + (index - (size - 1) / 2) * room for middle, size in pools for index in range(size)
    ]
    out = dict(zip(order, places, strict=True))
    return tuple(out[at] for at in range(len(wanted)))


def _touch(above: tuple[float, int], below: tuple[float, int], room: float) -> bool:
    return below[0] - above[0] < room * (above[1] + below[1]) / 2 - 1e-9


def _pooled(
    above: tuple[float, int], below: tuple[float, int], limits: tuple[float, float, float]
) -> tuple[float, int]:
    room, low, high = limits
    size = above[1] + below[1]
    mean = (above[0] * above[1] + below[0] * below[1]) / size
    half = (size - 1) * room / 2
    return min(max(mean, low + half), high - half), size

"""A bounded memory of numbers, read at the speed of a dictionary.

Comparing names asks the same small questions again and again (how close are these two tokens, how
rare is this one), so that the speed of the answer decides the speed of everything. A full memory
is emptied: what is common comes back at once.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Memo"]


class Memo(dict[str, float]):
    """Numbers by text; a text that is not held yet is computed."""

    __slots__ = ("_compute", "_most")

    def __init__(self, compute: Callable[[str], float], most: int) -> None:
        """Hold at most ``most`` answers of ``compute``."""
        super().__init__()
        self._compute = compute
        self._most = most

    def __missing__(self, text: str) -> float:
        """Compute, remember and return the number of a text."""
        if len(self) >= self._most:
            self.clear()
        value = self[text] = self._compute(text)
        return value

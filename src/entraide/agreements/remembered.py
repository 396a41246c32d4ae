"""Decisions of one compiled memorandum that are remembered while nothing that they read changes.

Of what Cedar reads, the policies and entities are constants of the compiled memorandum, and the
question is compared whole. Two numbers differ each time: the moment, and the count of questions.
Policies only compare them with constants (dates, budgets), so between two neighbouring constants
the decision is the same: a *span* is the stretch between them, and a decision is remembered for the
question and its two spans. The constants are read from the policies' own text; where that compares
either number in any other way, nothing is remembered.

Only what passes is remembered, so that what partners make up cannot fill the memory, and a
memorandum whose standing changed is compiled anew, with a memory of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable
from typing import Final

__all__ = ["Memory"]

_MOST: Final = 1_024
_LONG: Final = (-(2**63), 2**63)
"""The ends of Cedar's integers: beyond them a question cannot be put at all."""
_NOW: Final = re.compile(r"context\.now (?:<|>=) (\d+)\b")
_USED: Final = re.compile(r"context\.budgetUsed (?:>= 0\b|< principal\.getTag\()")

_Passed = tuple[str, ...]


class Memory:
    """What passed under one compiled memorandum."""

    __slots__ = ("_counts", "_moments", "_passed")

    def __init__(self, text: str, limits: Iterable[int]) -> None:
        """Take the policies' text and the limits of all budgets."""
        moments = [int(each) for each in _NOW.findall(text)]
        counted = len(_USED.findall(text)) == text.count("context.budgetUsed")
        known = counted and len(moments) == text.count("context.now")
        self._moments = sorted({*moments, *_LONG}) if known else []
        self._counts = sorted({0, *limits, *_LONG})
        self._passed: dict[Hashable, _Passed] = {}

    def key(self, question: object, now_ms: int, used: int) -> Hashable | None:
        """Return the name under which a decision is remembered; None where it never is.

        A question goes by all that it says and of which type: 1 is not true to Cedar.
        """
        if not self._moments or type(now_ms) is not int or type(used) is not int:
            return None
        spans = bisect_right(self._moments, now_ms), bisect_right(self._counts, used)
        return repr(question), spans

    def find(self, key: Hashable | None) -> _Passed | None:
        """Return the rules that stood against it when it was decided, None where it was not."""
        return None if key is None else self._passed.get(key)

    def keep(self, key: Hashable | None, passed: _Passed) -> None:
        """Remember a decision that let a question pass."""
        if key is None:
            return
        if len(self._passed) >= _MOST:
            self._passed.clear()
        self._passed[key] = passed

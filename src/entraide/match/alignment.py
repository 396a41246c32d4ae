"""Which token of one name stands for which token of the other, and by what evidence.

Tokens are paired greedily, closest first, each once; order carries no weight. Single letters then
pair as initials, and what is left over is tried written together with its neighbour (*Nour
Elimane* and *Nour El Iman*, *KhanMohammadi*). What is still left over on both sides contradicts;
on one side only, it is missing. Turning the names round turns the pairs round and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from entraide.match.closeness import closeness, join_closeness
from entraide.match.names import Name
from entraide.match.tokens import Token

__all__ = ["Alignment", "Pair", "align"]

_JOIN_LEAST: Final = 0.8
"""Tokens written together must be this close to the token that they are joined to match."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens of both names that stand for each other; two on a side that writes one apart."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    closeness: float
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, and the tokens that found none."""

    pairs: tuple[Pair, ...]
    left_over: tuple[Token, ...] = ()
    right_over: tuple[Token, ...] = ()

    def turned(self) -> Alignment:
        """Return the alignment of the same names the other way round."""
        pairs = (Pair(pair.right, pair.left, pair.closeness, pair.initial) for pair in self.pairs)
        return Alignment(tuple(pairs), self.right_over, self.left_over)


@lru_cache(maxsize=1 << 14)
def align(left: Name, right: Name) -> Alignment:
    """Pair the tokens of two names."""
    aligned = _pair_alike(left.tokens, right.tokens)
    if aligned.left_over or aligned.right_over:
        aligned = _pair_initials(aligned)
        aligned = _join_neighbours(aligned, left.tokens)
        aligned = _join_neighbours(aligned.turned(), right.tokens).turned()
    return aligned


def _pair_alike(lefts: tuple[Token, ...], rights: tuple[Token, ...]) -> Alignment:
    found = [
        (-value, abs(i - j), i, j)
        for i, one in enumerate(lefts)
        for j, two in enumerate(rights)
        if (value := closeness(one.text, two.text))
    ]
    found.sort()
    free_left, free_right = dict(enumerate(lefts)), dict(enumerate(rights))
    pairs = [
        Pair((free_left.pop(i),), (free_right.pop(j),), -value)
        for value, _, i, j in found
        if i in free_left and j in free_right
    ]
    return Alignment(tuple(pairs), tuple(free_left.values()), tuple(free_right.values()))


def _pair_initials(aligned: Alignment) -> Alignment:
    pairs = list(aligned.pairs)
    rights = list(aligned.right_over)
    lefts = []
    for one in aligned.left_over:
        two = next((two for two in rights if _initial_agrees(one, two)), None)
        if two is None:
            lefts.append(one)
        else:
            rights.remove(two)
            pairs.append(Pair((one,), (two,), 1.0, initial=True))
    return Alignment(tuple(pairs), tuple(lefts), tuple(rights))


def _initial_agrees(one: Token, two: Token) -> bool:
    if one.kind != "initial" and two.kind != "initial":
        return False
    return one.text[:1] == two.text[:1] or one.sounds[:1] == two.sounds[:1]


def _join_neighbours(aligned: Alignment, lefts: tuple[Token, ...]) -> Alignment:
    """Write neighbours on the left together where the right side writes them as one."""
    for at in range(len(lefts) - 1):
        both = lefts[at : at + 2]
        if any(token in aligned.left_over for token in both):
            aligned = _joined(aligned, both) or aligned
    return aligned


def _joined(aligned: Alignment, both: tuple[Token, ...]) -> Alignment | None:
    """Return the alignment with two neighbours as one token, or None where nothing gains."""
    held = next((p for p in aligned.pairs if len(p.left) == 1 and p.left[0] in both), None)
    wholes = held.right if held else aligned.right_over
    if held and (len(held.right) > 1 or held.left[0] in aligned.left_over):
        return None
    floor = max(_JOIN_LEAST, held.closeness if held and not held.initial else 0.0)
    values = [(join_closeness(both, whole), whole.text, whole) for whole in wholes]
    value, _, whole = max(values, default=(0.0, "", None))
    if whole is None or value < floor:
        return None
    pairs = (*(pair for pair in aligned.pairs if pair is not held), Pair(both, (whole,), value))
    return Alignment(
        pairs,
        _without(aligned.left_over, both),
        aligned.right_over if held else _without(aligned.right_over, (whole,)),
    )


def _without(tokens: tuple[Token, ...], used: tuple[Token, ...]) -> tuple[Token, ...]:
    kept = list(tokens)
    for token in used:
        if token in kept:
            kept.remove(token)
    return tuple(kept)

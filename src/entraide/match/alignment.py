"""Which token of one name stands for which token of the other.

Tokens are paired greedily, closest first, each once; order carries no weight. What is left over is
tried as an initial or abbreviation, and written together with its neighbour where the other name
writes them as one (*Nour Elimane* and *Nour El Iman*, *Khorram Del* and *Khorramdel*). What is
still left over on both sides contradicts; on one side only, it is missing. Turning the names round
turns the pairs round and no more.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

from entraide.match.closeness import near, together_closeness
from entraide.match.names import JOINED_LEAST, LONGEST_ABBREVIATION, Name
from entraide.match.tokens import Token

__all__ = [
    "JOIN_LEAST",
    "JOIN_MORE",
    "MANY_LETTERS",
    "SAME_LETTERS",
    "SAME_NEIGHBOURS",
    "SURE",
    "VOWELLESS",
    "Alignment",
    "Pair",
    "align",
]

JOIN_LEAST: Final = 0.8
"""Tokens written together must be this close to the token that they are joined to match."""

JOIN_MORE: Final = 1
"""Consonants that two tokens may have more than the one that stands for both."""

SURE: Final = 0.9
"""A pair this close is not taken apart to try its tokens written together with others."""

VOWELLESS: Final = re.compile(r"[b-df-hj-np-tv-xz]{2}")
"""*Md* abbreviates; two letters with a vowel (*He*, *Lo*, *Ri*) are a name of their own."""

MANY_LETTERS: Final = 8
SAME_NEIGHBOURS: Final = 0.6
SAME_LETTERS: Final = 0.97
"""Names of so many letters that have the very same ones, this share of them beside the same
neighbours, differ by spaces, order or a slip; else one is an anagram of the other by chance."""


class Pair(NamedTuple):
    """Tokens of both names that stand for each other; two on a side that writes one apart."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    closeness: float
    initial: bool = False


class Alignment(NamedTuple):
    """The pairs, and the tokens that found none."""

    pairs: list[Pair]
    left_over: list[Token]
    right_over: list[Token]

    def turned(self) -> Alignment:
        """Return the alignment of the same names the other way round."""
        pairs = [Pair(pair.right, pair.left, pair.closeness, pair.initial) for pair in self.pairs]
        return Alignment(pairs, self.right_over, self.left_over)


def align(left: Name, right: Name) -> Alignment:
    """Pair the tokens of two names."""
    aligned = _pair_alike(left, right)
    if (left.abbreviates or right.abbreviates) and aligned.left_over and aligned.right_over:
        _pair_initials(aligned)
    if left.filiation and right.filiation and (apart := _crossed(aligned, left, right)):
        return apart
    if not _may_join(aligned):
        return aligned
    if _same_letters(left, right):
        return Alignment([Pair(left.tokens, right.tokens, SAME_LETTERS)], [], [])
    if left.shortest_two <= right.longest + JOIN_MORE:
        aligned = _join_neighbours(aligned, left.words)
    if right.shortest_two <= left.longest + JOIN_MORE:
        aligned = _join_neighbours(aligned.turned(), right.words).turned()
    return _without_particles(aligned, left, right)


def _same_letters(left: Name, right: Name) -> bool:
    """Tell whether names have the very same letters, and most of them beside the same ones."""
    if left.letters != right.letters or len(left.letters) < MANY_LETTERS:
        return False
    one, two = (Counter(pairwise(name.text.replace(" ", ""))) for name in (left, right))
    return (one & two).total() >= SAME_NEIGHBOURS * one.total()


def _crossed(aligned: Alignment, left: Name, right: Name) -> Alignment | None:
    """Take apart pairs that would make one man's father the other's son; None without any."""
    partner = {id(pair.left[0]): pair.right[0] for pair in aligned.pairs}
    crossed = [
        (son, father)
        for son, father in left.filiation
        if (partner.get(id(father)), partner.get(id(son))) in right.filiation
    ]
    if not crossed:
        return None
    apart = [pair for pair in aligned.pairs if any(pair.left[0] in both for both in crossed)]
    return Alignment(
        [pair for pair in aligned.pairs if pair not in apart],
        aligned.left_over + [pair.left[0] for pair in apart],
        aligned.right_over + [pair.right[0] for pair in apart],
    )


def _without_particles(aligned: Alignment, left: Name, right: Name) -> Alignment:
    """Let go of words left over that the other name has too, but sets aside as a particle."""
    if not (left.particles or right.particles):
        return aligned
    return Alignment(
        aligned.pairs,
        [token for token in aligned.left_over if token not in right.particles],
        [token for token in aligned.right_over if token not in left.particles],
    )


def _pair_alike(left: Name, right: Name) -> Alignment:
    """Pair each token with the closest that is free, the closest pairs first."""
    found = []
    rights = right.texts
    for i, one in enumerate(left.texts):
        near_one = near(one)
        for j, two in enumerate(rights):
            value = near_one[two]
            if value:
                found.append((-value, abs(i - j), i + j, i, j))
    if not found:
        return Alignment([], list(left.tokens), list(right.tokens))
    if len(found) > 1:
        found.sort()
    return _each_once(found, left.tokens, right.tokens)


def _each_once(
    found: list[tuple[float, int, int, int, int]],
    lefts: tuple[Token, ...],
    rights: tuple[Token, ...],
) -> Alignment:
    """Take the pairs in order, each token once; used tokens are bits of two numbers."""
    pairs = []
    used_left = used_right = 0
    for value, _, _, i, j in found:
        if not (used_left >> i | used_right >> j) & 1:
            used_left |= 1 << i
            used_right |= 1 << j
            pairs.append(Pair((lefts[i],), (rights[j],), -value))
    return Alignment(pairs, _unused(lefts, used_left, pairs), _unused(rights, used_right, pairs))


def _unused(tokens: tuple[Token, ...], used: int, pairs: list[Pair]) -> list[Token]:
    if len(pairs) == len(tokens):
        return []
    return [token for at, token in enumerate(tokens) if not used >> at & 1]


def _pair_initials(aligned: Alignment) -> None:
    """Pair an initial or abbreviation left over with a token left over that it may stand for."""
    for one in tuple(aligned.left_over):
        two = next((two for two in aligned.right_over if _abbreviates(one, two)), None)
        if two is not None:
            aligned.left_over.remove(one)
            aligned.right_over.remove(two)
            aligned.pairs.append(Pair((one,), (two,), 1.0, initial=True))


def _abbreviates(one: Token, two: Token) -> bool:
    short, long = sorted((one, two), key=lambda token: len(token.text))
    if len(short.text) > LONGEST_ABBREVIATION or len(long.text) <= len(short.text):
        return False
    if short.kind != "initial" and not VOWELLESS.match(short.text):
        return False
    return long.text.startswith(short.text) or (
        short.kind == "initial" and short.sounds[:1] == long.sounds[:1]
    )


def _may_join(aligned: Alignment) -> bool:
    if aligned.left_over and aligned.right_over:
        return True
    return any(pair.closeness < SURE for pair in aligned.pairs)


def _join_neighbours(aligned: Alignment, words: tuple[Token, ...]) -> Alignment:
    """Write neighbours on the left together where the right side writes them as one."""
    for both in pairwise(words):
        aligned = _joined(aligned, both) or aligned
    return aligned


def _joined(aligned: Alignment, both: tuple[Token, Token]) -> Alignment | None:
    """Return the alignment with two neighbours as one token, or None where nothing gains."""
    held = _held_by(aligned, both)
    if held is None or len(both[0].skeleton) + len(both[1].skeleton) < JOINED_LEAST:
        return None
    wholes = [*aligned.right_over, *(pair.right[0] for pair in held)]
    value, whole = _closest_whole(both, wholes)
    if whole is None or value < max([JOIN_LEAST, *(pair.closeness for pair in held)]):
        return None
    pairs = [pair for pair in aligned.pairs if pair not in held]
    right_over = [
        *(token for token in aligned.right_over if token is not whole),
        *(pair.right[0] for pair in held if pair.right[0] is not whole),
    ]
    if right_over and not pairs:
        return None
    left_over = [token for token in aligned.left_over if token not in both]
    return Alignment([*pairs, Pair(both, (whole,), value)], left_over, right_over)


def _held_by(aligned: Alignment, both: tuple[Token, Token]) -> list[Pair] | None:
    """Return the pairs that two neighbours are in already; None where one of them is sure."""
    held = [pair for pair in aligned.pairs if pair.left[0] in both or pair.left[-1] in both]
    return None if any(_is_sure(pair) for pair in held) else held


def _is_sure(pair: Pair) -> bool:
    return pair.closeness >= SURE or len(pair.left) != len(pair.right)


def _closest_whole(both: tuple[Token, Token], wholes: list[Token]) -> tuple[float, Token | None]:
    best: tuple[float, Token | None] = (0.0, None)
    for whole in wholes:
        value = together_closeness(both, (whole,))
        if value > best[0]:
            best = (value, whole)
    return best

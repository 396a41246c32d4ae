"""Which token of one name stands for which token of the other.

Tokens are paired greedily, closest first, each once; order carries no weight. What is left over is
tried as an initial or abbreviation, and written together with its neighbour where the other name
writes them as one (*Nour Elimane* and *Nour El Iman*, *Khorram Del* and *Khorramdel*). What is
still left over on both sides contradicts; on one side only, it is missing. Turning the names round
turns the pairs round and no more.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from entraide.match.closeness import closeness, together_closeness
from entraide.match.names import Name
from entraide.match.tokens import Token

__all__ = ["Alignment", "Pair", "align"]

_JOIN_LEAST: Final = 0.8
"""Tokens written together must be this close to the token that they are joined to match."""

_SURE: Final = 0.9
"""A pair this close is not taken apart to try its tokens written together with others."""

_MANY_LETTERS: Final = 8
_SAME_LETTERS: Final = 0.97
"""Names of so many letters that have the very same ones differ by spaces, order or a slip."""

_LONGEST_ABBREVIATION: Final = 2


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
    aligned = _pair_alike(left.tokens, right.tokens)
    if aligned.left_over and aligned.right_over:
        _pair_initials(aligned)
    if left.filiation and right.filiation and (apart := _crossed(aligned, left, right)):
        return apart
    if not _may_join(aligned):
        return aligned
    if left.letters == right.letters and len(left.letters) >= _MANY_LETTERS:
        return Alignment([Pair(left.tokens, right.tokens, _SAME_LETTERS)], [], [])
    aligned = _join_neighbours(aligned, left.words)
    aligned = _join_neighbours(aligned.turned(), right.words).turned()
    return _without_particles(aligned, left, right)


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
    if len(left.words) == len(left.tokens) and len(right.words) == len(right.tokens):
        return aligned
    return Alignment(
        aligned.pairs,
        [token for token in aligned.left_over if token not in right.particles],
        [token for token in aligned.right_over if token not in left.particles],
    )


def _pair_alike(lefts: tuple[Token, ...], rights: tuple[Token, ...]) -> Alignment:
    found = [
        (-value, abs(i - j), i, j)
        for i, one in enumerate(lefts)
        for j, two in enumerate(rights)
        if (value := closeness(one.text, two.text))
    ]
    if not found:
        return Alignment([], list(lefts), list(rights))
    found.sort()
    used_left, used_right = set(), set()
    pairs = []
    for value, _, i, j in found:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            pairs.append(Pair((lefts[i],), (rights[j],), -value))
    return Alignment(
        pairs,
        [token for i, token in enumerate(lefts) if i not in used_left],
        [token for j, token in enumerate(rights) if j not in used_right],
    )


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
    if len(short.text) > _LONGEST_ABBREVIATION or len(long.text) <= len(short.text):
        return False
    if short.kind != "initial" and not short.text.isascii():
        return False
    return long.text.startswith(short.text) or (
        short.kind == "initial" and short.sounds[:1] == long.sounds[:1]
    )


def _may_join(aligned: Alignment) -> bool:
    if aligned.left_over and aligned.right_over:
        return True
    return any(pair.closeness < _SURE for pair in aligned.pairs)


def _join_neighbours(aligned: Alignment, words: tuple[Token, ...]) -> Alignment:
    """Write neighbours on the left together where the right side writes them as one."""
    for both in pairwise(words):
        aligned = _joined(aligned, both) or aligned
    return aligned


def _joined(aligned: Alignment, both: tuple[Token, Token]) -> Alignment | None:
    """Return the alignment with two neighbours as one token, or None where nothing gains."""
    holding = [pair for pair in aligned.pairs if pair.left[0] in both or pair.left[-1] in both]
    held = holding[0] if holding else None
    if len(holding) > 1 or (held and (held.closeness >= _SURE or held.initial)):
        return None
    if held and len(held.left) + len(held.right) > len(both):
        return None
    value, whole = _closest_whole(both, held.right if held else tuple(aligned.right_over))
    if whole is None or value < max(_JOIN_LEAST, held.closeness if held else 0.0):
        return None
    return Alignment(
        [*(pair for pair in aligned.pairs if pair is not held), Pair(both, (whole,), value)],
        [token for token in aligned.left_over if token not in both],
        [token for token in aligned.right_over if token is not whole],
    )


def _closest_whole(
    both: tuple[Token, Token], wholes: tuple[Token, ...]
) -> tuple[float, Token | None]:
    best: tuple[float, Token | None] = (0.0, None)
    for whole in wholes:
        value = together_closeness(both, (whole,))
        if value > best[0]:
            best = (value, whole)
    return best

"""The sounds of many words at once: what ``tokens.token_of`` says of each, by the hundred.

Patterns and tables are those of ``latin``, ``letters``, ``sounds`` and ``compounds``, run once over
a text with a word on each line instead of once for each word. Words in plain Latin or Arabic
letters are read so; all others one by one. A property test holds both ways to the same sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from entraide.match.compounds import all_bare_sounds, all_joined_sounds, is_plain
from entraide.match.latin import read_latin
from entraide.match.letters import ARABIC_LETTERS, read_arabic
from entraide.match.sounds import skeleton_of, undoubled
from entraide.match.tokens import Writing, token_of
from entraide.match.words import ABBREVIATIONS

__all__ = ["Readings", "read_words"]


class Readings(NamedTuple):
    """Words with what they sound like: the same fields as of a ``Token``, a list for each."""

    texts: list[str]
    sounds: list[str]
    skeletons: list[str]
    bare: list[str]
    bare_factors: list[float]
    writings: list[Writing]

    def only(self, wanted: Sequence[bool]) -> Readings:
        """Return those of the wanted words."""
        return Readings(
            texts=list(compress(self.texts, wanted)),
            sounds=list(compress(self.sounds, wanted)),
            skeletons=list(compress(self.skeletons, wanted)),
            bare=list(compress(self.bare, wanted)),
            bare_factors=list(compress(self.bare_factors, wanted)),
            writings=list(compress(self.writings, wanted)),
        )


def read_words(words: Sequence[str]) -> Readings:
    """Return what folded words sound like, each given once; in any order."""
    latin = [word for word in words if word.isascii()]
    others = [word for word in words if not word.isascii()]
    arabic = [word for word in others if ARABIC_LETTERS.issuperset(word) and is_plain(word)]
    rest = set(others).difference(arabic)
    return _together((_read_latin(latin), _read_arabic(arabic), _one_by_one(rest)))


def _together(parts: Sequence[Readings]) -> Readings:
    return Readings(
        texts=[text for part in parts for text in part.texts],
        sounds=[sounds for part in parts for sounds in part.sounds],
        skeletons=[skeleton for part in parts for skeleton in part.skeletons],
        bare=[bare for part in parts for bare in part.bare],
        bare_factors=[factor for part in parts for factor in part.bare_factors],
        writings=[writing for part in parts for writing in part.writings],
    )


def _read_latin(words: list[str]) -> Readings:
    full = [ABBREVIATIONS.get(word, word) for word in words]
    return _readings(words, full, undoubled(read_latin("\n".join(full))), "alphabet")


def _read_arabic(words: list[str]) -> Readings:
    return _readings(words, words, read_arabic("\n".join(words)), "abjad")


def _readings(words: list[str], full: list[str], read: str, writing: Writing) -> Readings:
    """Return readings from the sounds of the full words, one on each line."""
    sounds = all_joined_sounds(read.split("\n")) if words else []
    bare = all_bare_sounds(full, sounds)
    return Readings(
        texts=words,
        sounds=sounds,
        skeletons=skeleton_of("\n".join(sounds)).split("\n") if words else [],
        bare=[sounds_without for sounds_without, _ in bare],
        bare_factors=[factor for _, factor in bare],
        writings=[writing] * len(words),
    )


def _one_by_one(words: Iterable[str]) -> Readings:
    tokens = [token_of(word) for word in words]
    return Readings(
        texts=[token.text for token in tokens],
        sounds=[token.sounds for token in tokens],
        skeletons=[token.skeleton for token in tokens],
        bare=[token.bare for token in tokens],
        bare_factors=[token.bare_factor for token in tokens],
        writings=[token.writing for token in tokens],
    )

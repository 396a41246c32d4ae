"""Compounds of names: written together or apart, with their article or without, one sound.

*Servant of* + a name of God, a name + *of the faith* or *of God*: the linking article is lost in
every spelling, so that Abderrahmane, Abdul Rahman and عبد الرحمن have the same sounds. A glued
article, filiation or half of a compound can also be taken off: the *bare* reading, by which
Elbeheri meets Beheri, Benali meets Ali, Abdelhamid meets Hamid, at a price for each kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from entraide.match.sounds import sounds_of

__all__ = [
    "all_bare_sounds",
    "all_joined_sounds",
    "bare_sounds",
    "canonical_sounds",
    "is_plain",
    "joined_sounds",
]

_VOWEL_START: Final = frozenset("aeiouʿwy")
_ABD: Final = re.compile(r"^a(?:bd|db|bud)(?:[aeiou]{1,2}l|[aeiou]{1,2}|l)?(?=..)(.+)$")
_DIN: Final = re.compile(r"^(..+?)[aeiou]{0,2}[ld]?d[iy]ne?$")
_ALLAH: Final = re.compile(r"^(..+?)[aeouiwy]{0,2}l[aoe]?[hɦ]$")

_STARTS_OF_ABD: Final = ("abd", "adb", "abud")
_ENDS_OF_DIN: Final = ("din", "dyn", "dine", "dyne")
_ENDS_OF_ALLAH: Final = ("lh", "lah", "loh", "leh", "lɦ", "laɦ", "loɦ", "leɦ")
"""How a word begins or ends that one of the patterns above may fit: quicker to see."""

_ARABIC_SERVANT: Final = ("عبدال", "عبد")
_ARABIC_ENDINGS: Final = {"الدين": "din", "الدین": "din", "الددين": "din", "الله": "lah"}

_ENDS_OF_ARABIC: Final = tuple(_ARABIC_ENDINGS)

_ARTICLE: Final = 0.97
_FILIATION: Final = 0.93
_PART: Final = 0.83
"""How close a name without its article, its filiation or half of a compound is to the whole."""

_IN_LETTERS: Final = (
    (re.compile(r"^ال(?=..)"), _ARTICLE),
    (re.compile(r"^[aeu](?:s(?=s..)|n(?=n..)|z(?=z..)|r(?=r..)|t(?=t..)|d(?=d..))"), _ARTICLE),
    (re.compile(r"^(?:b[eiou][nl]|ibn|abo?u?l?|bo?u)(?=[a-z]{3})(?<!^ab)"), _FILIATION),
    (re.compile(r"^(?:ابو|بو|بن|ابن)(?:ال)?(?=..)"), _FILIATION),
)
_IN_SOUNDS: Final = (
    (re.compile(r"^abd(?:l(?=[aeiouʿwy])(?!at[iy]f))?(?P<rest>..+)$"), _PART),
    (re.compile(r"^(?:al|el|ul)(?P<rest>...+)$"), _ARTICLE),
    (re.compile(r"^(?P<rest>...+)u[lr]$"), _ARTICLE),
    (re.compile(r"^(?:Sah|abed|mir|g[uo]lam|G[uo]lam)(?P<rest>....+)$"), _PART),
    (re.compile(r"^(?P<rest>....*?)[aeiou]?(?:din|lah)$"), _PART),
    (
        re.compile(
            r"^(?P<rest>....*?)(?:ali|xan|re[zδ]a|rδa|p[uw]r|zade?h?|zadɦ|ne?[jZ]ad|[gGqk]oli|[gGqk]ly)$"
        ),
        _PART,
    ),
)
_LETTERS_GLUED: Final = (
    *("ال", "ابو", "بو", "بن", "ابن", "ab", "ibn", "bou", "bu"),
    *(f"b{vowel}{ending}" for vowel in "eiou" for ending in "nl"),
    *(f"{vowel}{doubled}{doubled}" for vowel in "aeu" for doubled in "snzrtd"),
)
_SOUNDS_GLUED: Final = (
    *("abd", "al", "el", "ul", "Sah", "abed", "mir", "gulam", "golam", "Gulam", "Golam"),
)
_SOUNDS_GLUED_ON: Final = (
    *("ul", "ur", "din", "lah", "ali", "xan", "reza", "reδa", "rδa", "pur", "pwr"),
    *("zad", "zade", "zadh", "zadeh", "zadɦ", "jad", "Zad"),
    *(f"{first}{rest}" for first in "gGqk" for rest in ("oli", "ly")),
)
"""How a word begins or ends that one of the patterns above may fit, in letters and in sounds."""


def _by(place: int, parts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return parts by their first (0) or last (-1) letter."""
    letters = {part[place] for part in parts}
    return {letter: tuple(p for p in parts if p[place] == letter) for letter in letters}


_BY_FIRST_LETTER: Final = _by(0, _LETTERS_GLUED)
_BY_FIRST_SOUND: Final = _by(0, _SOUNDS_GLUED)
_BY_LAST_SOUND: Final = _by(-1, _SOUNDS_GLUED_ON)

_TWO_OF_ABD: Final = frozenset(part[:2] for part in _STARTS_OF_ABD)
_TWO_OF_DIN_OR_ALLAH: Final = frozenset(part[-2:] for part in _ENDS_OF_DIN + _ENDS_OF_ALLAH)
_TWO_LETTERS_GLUED: Final = frozenset(part[:2] for part in _LETTERS_GLUED)
_TWO_SOUNDS_GLUED: Final = frozenset(part[:2] for part in _SOUNDS_GLUED)
_TWO_SOUNDS_GLUED_ON: Final = frozenset(part[-2:] for part in _SOUNDS_GLUED_ON)
"""Two letters or sounds by which most words are seen to be no compound, where there are many."""

_NOTHING_GLUED: Final = ("", 1.0)


def canonical_sounds(word: str) -> str:
    """Return the sounds of a folded word, compounds brought to one form."""
    for servant in _ARABIC_SERVANT:
        if word.startswith(servant) and len(word) > len(servant) + 1:
            return _servant_of(sounds_of(word[len(servant) :]))
    for ending, sounds in _ARABIC_ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return sounds_of(word[: -len(ending)]) + sounds
    return joined_sounds(sounds_of(word))


def joined_sounds(sounds: str) -> str:
    """Return sounds with a compound in them brought to its one form."""
    if sounds.startswith(_STARTS_OF_ABD) and (found := _ABD.match(sounds)):
        return _servant_of(found[1])
    if sounds.endswith(_ENDS_OF_DIN) and (found := _DIN.match(sounds)):
        return found[1] + "din"
    if sounds.endswith(_ENDS_OF_ALLAH) and (found := _ALLAH.match(sounds)):
        return found[1] + "lah"
    return sounds


def _servant_of(rest: str) -> str:
    """Join *abd* and a name of God; the article's l stays only before a vowel."""
    return "abd" + ("l" if rest[0] in _VOWEL_START else "") + rest


def bare_sounds(word: str, sounds: str) -> tuple[str, float]:
    """Return the sounds of a word without a glued part and how close that is to the whole.

    The empty string and 1 where nothing is glued. ``sounds`` are the word's canonical ones.
    """
    if word.startswith(_BY_FIRST_LETTER.get(word[:1], ())):
        for part, factor in _IN_LETTERS if not sounds.startswith("abd") else ():
            if found := part.match(word):
                return canonical_sounds(word[found.end() :]), factor
    if sounds.endswith(_BY_LAST_SOUND.get(sounds[-1:], ())) or sounds.startswith(
        _BY_FIRST_SOUND.get(sounds[:1], ())
    ):
        for part, factor in _IN_SOUNDS:
            if found := part.match(sounds):
                return found["rest"], factor
    return _NOTHING_GLUED


def all_joined_sounds(words: Sequence[str]) -> list[str]:
    """Return what ``joined_sounds`` says of the sounds of each word."""
    return [
        joined_sounds(sounds)
        if sounds[:2] in _TWO_OF_ABD or sounds[-2:] in _TWO_OF_DIN_OR_ALLAH
        else sounds
        for sounds in words
    ]


def all_bare_sounds(words: Sequence[str], sounds: Sequence[str]) -> list[tuple[str, float]]:
    """Return what ``bare_sounds`` says of each word and its sounds."""
    return [
        bare_sounds(word, each)
        if word[:2] in _TWO_LETTERS_GLUED
        or each[-2:] in _TWO_SOUNDS_GLUED_ON
        or each[:2] in _TWO_SOUNDS_GLUED
        else _NOTHING_GLUED
        for word, each in zip(words, sounds, strict=True)
    ]


def is_plain(word: str) -> bool:
    """Tell whether a word in Arabic letters is no compound by its letters, only by its sounds."""
    return not (word.startswith(_ARABIC_SERVANT) or word.endswith(_ENDS_OF_ARABIC))

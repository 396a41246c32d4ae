"""One token of a name and everything that comparing it needs, computed once for each spelling.

A token is *content* (it tells people apart), a *particle* (article, filiation, nobility: present
or absent without meaning), a *title*, or an *initial*. Its sounds are canonical where spelling
habits differ by rule rather than by letter: ``abd`` + name and name + ``din`` or ``allah`` lose
the linking article (Abderrahmane, Abdul Rahman and عبد الرحمن sound alike), and a glued prefix
(Benali, Elbeheri, البحيري) gives a second, *bare* reading. ``fold`` prepares text, ``token_of``
remembers the tokens it has made.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from entraide.match.latin import fold_latin
from entraide.match.letters import ABJADS, is_han, script_of
from entraide.match.sounds import skeleton_of, sounds_of
from entraide.match.words import ABBREVIATIONS, PARTICLES, TITLES

__all__ = ["Kind", "Token", "fold", "token_of"]

Kind: TypeAlias = Literal["content", "particle", "title", "initial"]

_LAST_PLAIN_CLASS: Final = 9
"""Combining classes up to 9 (nukta, kana voicing) belong to the letter; higher ones mark it."""
_REMOVED: Final = dict.fromkeys(map(ord, "'’‘ʿʾ`´ʼʻ′ʹ\u0640\u200c\u200d\u200e\u200f\u061c\u00ad"))


@dataclass(frozen=True, slots=True)
class Token:
    """A spelling with its sounds, its skeleton and its reading without a glued prefix."""

    text: str
    kind: Kind
    sounds: str
    skeleton: str
    bare: str
    """Sounds without a glued article, filiation or ``abu``; empty where none is glued."""
    abjad: bool
    """Whether the script leaves short vowels unwritten."""


def fold(text: str) -> str:
    """Lower the case, unmark the letters and remove what is silent (apostrophes, joiners)."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_REMOVED)
    if composed.isascii():
        return composed
    parts = unicodedata.normalize("NFKD", fold_latin(unicodedata.normalize("NFC", composed)))
    kept = [c for c in parts if unicodedata.combining(c) <= _LAST_PLAIN_CLASS]
    return unicodedata.normalize("NFC", "".join(kept)).translate(_REMOVED)


_ABD: Final = re.compile(r"^abd(?:[aeiou]{1,2}l|[aeiou]{1,2}|l)?(?=..)(.+)$")
_DIN: Final = re.compile(r"^(..+?)[aeiou]{0,2}[ld]?d[iy]n[e]?$")
_ALLAH: Final = re.compile(r"^(..+?)[aeouiwy]{0,2}l[aoe]?h$")
_VOWEL_START: Final = frozenset("aeiouʿwy")
_GLUED: Final = re.compile(r"^(?:ben|bin|bel|bul|bil|ibn|abu|abo|bu|al|el|ul|abw|bw|bn|abn)(?=...)")
_ASSIMILATED: Final = re.compile(r"^[aeu](ss|nn|zz|rr|tt|dd|chch|shsh)(?=..)")
_ARABIC_ARTICLE: Final = "ال"
_ARABIC_SERVANT: Final = ("عبدال", "عبد")
_ARABIC_ENDINGS: Final = {"الدين": "din", "الدین": "din", "الله": "lah"}


def _canonical(word: str) -> str:
    """Return the sounds of a word, fused compounds brought to one form."""
    for servant in _ARABIC_SERVANT:
        if word.startswith(servant) and len(word) > len(servant) + 1:
            return _servant_of(sounds_of(word[len(servant) :]))
    for ending, sounds in _ARABIC_ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return sounds_of(word[: -len(ending)]) + sounds
    return _canonical_sounds(sounds_of(word))


def _canonical_sounds(sounds: str) -> str:
    if found := _ABD.match(sounds):
        return _servant_of(found[1])
    if found := _DIN.match(sounds):
        return found[1] + "din"
    if found := _ALLAH.match(sounds):
        return found[1] + "lah"
    return sounds


def _servant_of(rest: str) -> str:
    """Join *abd* and a name of God; the article's l stays only before a vowel."""
    return "abd" + ("l" if rest[0] in _VOWEL_START else "") + rest


def _bare(word: str, sounds: str) -> str:
    """Return the sounds without a glued prefix, or the empty string."""
    if word.startswith(_ARABIC_ARTICLE) and len(word) >= _SHORTEST_WITH_ARTICLE:
        return _canonical(word[2:])
    if found := _ASSIMILATED.match(word):
        return _canonical(word[1 + len(found[1]) // 2 :])
    found = _GLUED.match(sounds)
    return sounds[found.end() :] if found else ""


_SHORTEST_WITH_ARTICLE: Final = 4


def _kind_of(word: str) -> Kind:
    if word in PARTICLES:
        return "particle"
    if word in TITLES:
        return "title"
    if len(word) == 1 and not is_han(word):
        return "initial"
    return "content"


@lru_cache(maxsize=1 << 17)
def token_of(word: str) -> Token:
    """Return the token of one folded word."""
    full = ABBREVIATIONS.get(word, word)
    sounds = _canonical(full)
    return Token(
        text=word,
        kind=_kind_of(word),
        sounds=sounds,
        skeleton=skeleton_of(sounds),
        bare=_bare(full, sounds),
        abjad=bool(word) and script_of(word[0]) in ABJADS,
    )

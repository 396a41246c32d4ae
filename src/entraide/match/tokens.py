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

from entraide.match.compounds import bare_sounds, canonical_sounds
from entraide.match.latin import fold_latin
from entraide.match.letters import ABJADS, BY_SYLLABLE, SYLLABARIES, is_han, script_of
from entraide.match.sounds import skeleton_of
from entraide.match.words import ABBREVIATIONS, PARTICLES, TITLES

__all__ = ["Kind", "Token", "Writing", "fold", "kind_of", "token_of"]

Kind: TypeAlias = Literal["content", "particle", "title", "initial"]
Writing: TypeAlias = Literal["alphabet", "abjad", "syllabary", "syllables"]

_LAST_PLAIN_CLASS: Final = 9
"""Combining classes up to 9 (nukta, kana voicing) belong to the letter; higher ones mark it."""
_REMOVED: Final = re.compile("['’‘ʿʾ`´ʼʻ′ʹ\u0640\u200c\u200d\u200e\u200f\u061c\u00ad]")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A spelling with its sounds, its skeleton and its reading without a glued part.

    A token equals only itself; names compare by their texts.
    """

    text: str
    kind: Kind
    sounds: str
    skeleton: str
    bare: str
    """Sounds without a glued article, filiation or half of a compound; empty where none is."""
    bare_factor: float
    """What closeness by the bare sounds counts."""
    writing: Writing
    """How the script treats vowels."""
    latin: bool


def fold(text: str) -> str:
    """Lower the case, unmark the letters and remove what is silent (apostrophes, joiners)."""
    composed = _REMOVED.sub("", unicodedata.normalize("NFKC", text).casefold())
    if composed.isascii():
        return composed
    parts = unicodedata.normalize("NFKD", fold_latin(unicodedata.normalize("NFC", composed)))
    marks = "".join(c for c in set(parts) if unicodedata.combining(c) > _LAST_PLAIN_CLASS)
    plain = re.sub(f"[{marks}]", "", parts) if marks else parts
    return _REMOVED.sub("", unicodedata.normalize("NFC", plain))


def _writing_of(word: str) -> Writing:
    script = script_of(word[0]) if word else ""
    if script in ABJADS:
        return "abjad"
    if script == "HANGUL":
        return "syllables"
    return "syllabary" if script in SYLLABARIES else "alphabet"


def kind_of(word: str) -> Kind:
    """Return the kind of a folded word."""
    if word in PARTICLES:
        return "particle"
    if word in TITLES:
        return "title"
    if len(word) == 1 and not is_han(word) and script_of(word) not in BY_SYLLABLE:
        return "initial"
    return "content"


@lru_cache(maxsize=1 << 17)
def token_of(word: str) -> Token:
    """Return the token of one folded word."""
    full = ABBREVIATIONS.get(word, word)
    sounds = canonical_sounds(full)
    bare, bare_factor = bare_sounds(full, sounds)
    return Token(
        text=word,
        kind=kind_of(word),
        sounds=sounds,
        skeleton=skeleton_of(sounds),
        bare=bare,
        bare_factor=bare_factor,
        writing=_writing_of(word),
        latin=word.isascii(),
    )

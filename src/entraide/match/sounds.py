"""The sounds of a token and its skeleton: two resolutions of the same spelling.

*Sounds* keep one character for each consonant and vowel; ``closeness`` compares them finely. The
*skeleton* keeps only consonants, in nine classes so coarse that every romanisation of a name falls
on the same letters (Mohammed, Muhamed, Mehmet, محمد: ``MMD``); keys are cut from it. A consonant
that some spelling leaves out (h, w, y, the ayn and hamza) is no part of a skeleton.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.match.latin import read_latin
from entraide.match.letters import ABJADS, read_letters, script_of

__all__ = ["CLASS_OF", "VOWELS", "WEAK", "rough_of", "skeleton_of", "sounds_of", "undoubled"]

VOWELS: Final = frozenset("aeiou")
WEAK: Final = frozenset("hɦwyʿ")
"""Consonants that spellings omit.

``ʿ`` is ayn, hamza, the soft sign or a first alif; ``ɦ`` the final h that is mostly read a (ة, ه).
"""

CLASS_OF: Final = {
    **dict.fromkeys("kqgGxjZ", "K"),
    **dict.fromkeys("sScCX", "S"),
    **dict.fromkeys("dtzδθτ", "D"),
    **dict.fromkeys("fv", "F"),
    **dict.fromkeys("bpβ", "B"),
    "m": "M",
    "n": "N",
    "l": "L",
    "r": "R",
    "ɾ": "R",
}
_DROPPED: Final = {ord(sound): "" for sound in (*VOWELS, *WEAK)}
_TO_CLASS: Final = str.maketrans({**CLASS_OF, **{chr(code): "" for code in _DROPPED}})
_DOUBLED: Final = re.compile(r"(.)\1+")


def sounds_of(word: str) -> str:
    """Return the sounds of one folded word in any script, doublings reduced.

    Not in an abjad: two written consonants there have a vowel between them.
    """
    if word.isascii():
        return undoubled(read_latin(word))
    read = read_letters(word)
    return read if script_of(word[0]) in ABJADS else undoubled(read)


def undoubled(sounds: str) -> str:
    """Return sounds or classes with each doubled one once; those of a word, or one on each line."""
    return _DOUBLED.sub(r"\1", sounds)


def skeleton_of(sounds: str) -> str:
    """Return the classes of the strong consonants, of a word or of one on each line."""
    return sounds.translate(_TO_CLASS)


_TO_ROUGH: Final = str.maketrans("SBN", "DFM")


def rough_of(skeleton: str) -> str:
    """Return a skeleton in six classes, doublings reduced: sibilants and dentals are one class.

    Labials and nasals too: what typing, hearing and writing confuse most.
    """
    return undoubled(skeleton.translate(_TO_ROUGH))

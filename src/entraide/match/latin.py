"""Latin spellings of names, each as the sounds that its letters most likely stand for.

One table of letter groups serves the French, Spanish, English, German and Turkish habits that
romanised names follow: *Cherif*, *Sherif*, *Şerif*, *Scherif*; *Djamel*, *Jamal*, *Cemal*;
*Oujda*, *Wajda*; *Guelma*, *Gelma*. A group whose reading depends on the language keeps a sound of
its own (``C`` for *ch*, ``c`` for a soft *c*, ``j``), whose distance to each candidate reading is
small in ``closeness``. Vowels stay, because they tell names apart where both sides write them.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["fold_latin", "read_latin"]

_UNMARKED: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th", "ħ": "h", "ə": "e", "ŋ": "ng", "ɣ": "g", "ɛ": "e", "ɔ": "o", "ƙ": "k",
        "ş": "sh", "š": "sh", "č": "ch", "ž": "zh", "ğ": "g", "ś": "s", "ć": "ch", "ç": "s",
        "ț": "ts", "ţ": "ts", "ș": "sh", "ż": "z", "ḫ": "kh", "ẖ": "kh", "ḵ": "kh", "ṯ": "th",
        "ḏ": "dh", "ź": "z", "ġ": "gh", "ǧ": "j", "ň": "n", "ř": "r", "ē": "e", "ʒ": "z", "ñ": "n",
    }
)  # fmt: skip
_GROUPS: Final = {
    "tsch": "C", "tch": "C", "sch": "S", "shch": "S", "dzh": "j", "dsch": "j", "dj": "j",
    "sh": "S", "ch": "C", "kh": "x", "gh": "G", "th": "θ", "dh": "δ", "ph": "f", "zh": "Z",
    "ck": "k", "cz": "C", "sz": "S", "tz": "c", "ts": "c", "qu(?=[ei])": "k", "gu(?=[eiy])": "g",
    "cc": "k", "c(?=[eiy])": "c", "c": "k", "^x": "X", "x": "ks", "rh": "r", "wh": "w",
    "ou": "u", "oo": "u", "ee": "i", "q": "q",
}  # fmt: skip
_CONTEXT: Final = re.compile(r"\(\?=.*\)|\^")
_LETTERS: Final = [_CONTEXT.sub("", group) for group in _GROUPS]
_IN_CONTEXT: Final = tuple(
    group
    for group, letters in zip(_GROUPS, _LETTERS, strict=True)
    if group != letters and _LETTERS.count(letters) > 1
)
"""Groups whose letters have another reading elsewhere: which of them was found must be told."""

_FIRST_LETTERS: Final = "".join(sorted({letters[0] for letters in _LETTERS}))
_ANY_GROUP: Final = "|".join(f"({group})" if group in _IN_CONTEXT else group for group in _GROUPS)
_GROUP: Final = re.compile(f"(?=[{_FIRST_LETTERS}])(?:{_ANY_GROUP})", re.MULTILINE)
_SOUND_OF_LETTERS: Final = {
    _CONTEXT.sub("", group): sound for group, sound in _GROUPS.items() if group not in _IN_CONTEXT
}
_SOUND_IN_CONTEXT: Final = ("", *(_GROUPS[group] for group in _IN_CONTEXT))
_MARKED: Final = re.compile(f"[{''.join(map(chr, _UNMARKED))}]")


def fold_latin(text: str) -> str:
    """Replace letters that no decomposition unmarks (ø, ł, ı) and those whose mark is a sound."""
    return _MARKED.sub(lambda found: _UNMARKED[ord(found[0])], text)


_FINAL_H: Final = re.compile(r"(?<=..[ae])h$", re.MULTILINE)
_GLIDES: Final = (
    (re.compile(r"(?:^|(?<=[aeio]))(?:ou|u)(?=[aeio])", re.MULTILINE), "w"),
    (re.compile(r"(?<=[aeou])i(?=[aeou])"), "y"),
    (re.compile(r"iy$", re.MULTILINE), "i"),
)
"""A vowel between vowels is a consonant: *Alaoui* and علوي, *Ouahbi* and وهبي."""


def read_latin(words: str) -> str:
    """Return the sounds of a folded Latin word (``a`` to ``z``), or of one on each line."""
    for vowel, consonant in _GLIDES:
        words = vowel.sub(consonant, words)
    sounds = _GROUP.sub(_sound_of_group, words)
    return _FINAL_H.sub("ɦ", sounds)


def _sound_of_group(found: re.Match[str]) -> str:
    return _SOUND_IN_CONTEXT[found.lastindex] if found.lastindex else _SOUND_OF_LETTERS[found[0]]

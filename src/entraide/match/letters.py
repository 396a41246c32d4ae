"""Letters of many scripts, each as the sound it stands for in one small alphabet.

The alphabet holds one character for a sound, whatever the script that wrote it: the letters of
``sounds.CONSONANTS`` and ``sounds.VOWELS``. Arabic (with its Maghrebi, Persian and Urdu letters),
Cyrillic, Hebrew and Greek have tables here; every other alphabet, abugida and syllabary is read
from the names that the Unicode Standard gives its letters (``KATAKANA LETTER SU`` reads *su*,
``GEORGIAN LETTER GAN`` reads *g*: the first sound of an acrophonic name). Chinese characters have
no sound without a dictionary of readings: they stand for themselves.

Latin letters are not read one by one: what *ch*, *ou* or *gu* sound like is ``latin``'s business.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = [
    "ABJADS",
    "ARABIC_LETTERS",
    "BY_SYLLABLE",
    "SYLLABARIES",
    "is_han",
    "read_arabic",
    "read_letters",
    "script_of",
]

ABJADS: Final = frozenset({"ARABIC", "HEBREW"})
"""Scripts that leave short vowels unwritten."""

SYLLABARIES: Final = frozenset({"HIRAGANA", "KATAKANA"})
"""Scripts that write a vowel after nearly every consonant, and one letter for l and r."""

BY_SYLLABLE: Final = SYLLABARIES | {"HANGUL"}
"""Scripts of which one character is a syllable, never an initial."""

_ARABIC: Final = (
    "اa أa إi آa ٱa ىa ءʿ ئʿ ؤw ۀh ةh عʿ بb ٻb پp تt ٹt طt ټt ثθ جj ڄj چC حh خx څc "
    "دd ڈd ډd ذδ ضδ ظδ رr ڑr ړr ڒr زz ژZ ږZ سs صs شS ښS غG فf ڤv ڥv ڢf قq ڨg ٯq "
    "كk کk ګg گg ڭg ݣg ڬg لl ڵl مm نn ںn ڼn ڻn هh ھh ہh ۂh ۃh ەe وw ۆo ۇu ۈu ۋv ێe "
    "يy یy ېe ۍy ےe ۓe "
    "\u064ea \u064fu \u0650i \u064ba \u064cu \u064di \u0670a"
)
_CYRILLIC: Final = (
    "аa бb вv гg ґg дd еe ёo жZ зz иi іi їi йy кk лl мm нn оo пp рr сs тt уu фf хx цc чC шS щS "
    "ъ ьʿ ыi эe юu яa єe јy љl њn ћC ђj џj ѓg ќk ѕz қk ғG "
    "ҳh һh ңn ҥn өo ұu үu әa ӣi ӯu ҷj ҫs ҙδ ԛq ўu ӑa ӗe ӱu"
)
_HEBREW: Final = "אʿ בb גg דd הh וw זz חx טt יy כk ךk לl מm םm נn ןn סs עʿ פp ףp צc ץc קk רr שS תt"
_GREEK: Final = "αa βv γg δd εe ζz ηi θθ ιi κk λl μm νn ξks οo πp ρr σs ςs τt υi φf χx ψps ωo"


def _table(*rows: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for row in rows for pair in row.split()}


_SOUNDS: Final = _table(_ARABIC, _CYRILLIC, _HEBREW, _GREEK)
_DIGRAPHS: Final = {
    "γγ": "ng",
    "γκ": "g",
    "μπ": "b",
    "ντ": "d",
    "ου": "u",
    "ευ": "ev",
    "αυ": "av",
    "дж": "j",
    "кс": "ks",
    "ג׳": "j",
    "צ׳": "C",
    "ג'": "j",
    "צ'": "C",
}
_VOWEL_LETTERS: Final = frozenset("AEIOU")
_READINGS: Final = {
    "SH": "S", "ZH": "Z", "CH": "C", "KH": "x", "GH": "G", "TH": "t", "DH": "d", "PH": "p",
    "BH": "b", "JH": "j", "NG": "ng", "TS": "c", "DZ": "z", "NY": "ny", "X": "x", "C": "c",
    "Q": "q", "J": "j",
}  # fmt: skip
_KEPT_NAMES: Final = ("SYLLABLE ", "LETTER SMALL ", "LETTER ", "CHARACTER ", "VOWEL SIGN ", "SIGN ")
_HEPBURN: Final = {"TI": "CHI", "TU": "TSU", "SI": "SHI", "ZI": "JI", "HU": "FU"}
_SYLLABLES: Final = {"YEO": "YO", "EO": "O", "EU": "ʿ", "YAE": "E", "AE": "E"}
"""Vowels of Hangul that its letters' names write with two letters; the weakest is hardly one."""

_ONE_LIQUID: Final = str.maketrans("lr", "ɾɾ")
_PLAIN: Final = re.compile(r"(?<!n)g|[bd]")
"""Consonants of Hangul that are written g or k, b or p, d or t with equal right."""

_PLAIN_SOUND: Final = {"g": "q", "b": "β", "d": "τ"}
_ALIF: Final = frozenset("اإأآא")
_FINAL_H: Final = frozenset("هةہھۀה")
_SHORTEST_WITH_FINAL_H: Final = 2


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """Return the script of a letter as the first word of its Unicode name, or ``""``."""
    name = unicodedata.name(letter, "")
    return name.split(" ", 1)[0].split("-", 1)[0]


def is_han(letter: str) -> bool:
    """Tell whether a character is a Chinese one, which has no sound by itself."""
    return script_of(letter) == "CJK"


def read_letters(text: str) -> str:
    """Return the sounds of a folded, non-Latin text, letter by letter."""
    for written, sound in _DIGRAPHS.items():
        if written in text:
            text = text.replace(written, sound)
    sounds = "".join([_sound_of(letter) for letter in text])
    if len(text) > 1 and script_of(text[0]) in ABJADS:
        return _first(text, sounds[0]) + sounds[1:-1] + _last(text, sounds[-1])
    return sounds


def _first(text: str, sound: str) -> str:
    """Read a first letter: alif is any vowel."""
    return "ʿ" if text[0] in _ALIF else sound


def _last(text: str, sound: str) -> str:
    """Read a last letter: h is mostly the a of a woman's name."""
    return "ɦ" if text[-1] in _FINAL_H and len(text) > _SHORTEST_WITH_FINAL_H else sound


ARABIC_LETTERS: Final = frozenset(letter for letter in _table(_ARABIC) if letter.isalpha())
"""What ``read_arabic`` reads; the vowel marks are no letters, and folding removes them."""

_ARABIC_SOUNDS: Final = str.maketrans({letter: _SOUNDS[letter] for letter in ARABIC_LETTERS})
_FIRST_ALIF: Final = re.compile(f"^[{''.join(_ALIF)}](?=.)", re.MULTILINE)
_LAST_H: Final = re.compile(f"(?<=..)[{''.join(_FINAL_H)}]$", re.MULTILINE)


def read_arabic(words: str) -> str:
    """Return the sounds of words of ``ARABIC_LETTERS``, one on each line, as ``read_letters``."""
    return _LAST_H.sub("ɦ", _FIRST_ALIF.sub("ʿ", words)).translate(_ARABIC_SOUNDS)


@lru_cache(maxsize=65536)
def _sound_of(letter: str) -> str:
    if letter.isascii():
        return letter
    known = _SOUNDS.get(letter)
    if known is not None:
        return known
    return letter if is_han(letter) else _read_name(letter)


def _read_name(letter: str) -> str:
    """Read a letter from its name in the Unicode Standard; ``""`` where the name says nothing."""
    name = unicodedata.name(letter, "")
    kept = next((name.split(kind, 1)[1] for kind in _KEPT_NAMES if kind in name), "")
    reading = kept.split(" ")[0]
    if script_of(letter) in BY_SYLLABLE:
        for written, sound in _SYLLABLES.items():
            reading = reading.replace(written, sound)
        read = _spell(_HEPBURN.get(reading, reading)).translate(_ONE_LIQUID)
        return _PLAIN.sub(_plain, read) if script_of(letter) == "HANGUL" else read
    return _spell(_first_sound(reading))


def _plain(found: re.Match[str]) -> str:
    return _PLAIN_SOUND[found[0]]


def _first_sound(reading: str) -> str:
    """Cut an acrophonic name after its first sound: *GAN* to *G*, *ZHAR* to *ZH*, *AN* to *A*."""
    vowels = [at for at, letter in enumerate(reading) if letter in _VOWEL_LETTERS]
    return reading[: max(vowels[0], 1)] if vowels else reading


def _spell(reading: str) -> str:
    """Turn the Latin letters of a Unicode name into sounds."""
    head = next((two for two in (reading[:2], reading[:1]) if two in _READINGS), "")
    return _READINGS.get(head, "") + reading[len(head) :].lower()

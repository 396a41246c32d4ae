"""Candidate keys: the exact terms by which an index finds who might be meant.

Keys are cut from skeletons, so that every spelling of a name in every script gives the same ones:

    token   one token's skeleton; two neighbours' skeletons written together
    sound   one token's sounds, its vowels too
    rough   two tokens' skeletons in six classes instead of nine, order-free
    whole   every consonant of the name, sorted: however its words are ordered and divided
    born    one token's skeleton with the year of birth
    exact   an identifier: kind and value

A token with a glued part gives its keys with and without it; each *w* is read *v* too.
A question asks for more than a record is held under (``query_keys_of``): each token of a pair with
any one consonant left out. A key is hashed with its kind to 64 bits, signed, as SQLite's INTEGER
and PostgreSQL's BIGINT hold them; the same subject always gives the same keys, and changing what
they are cut from means building every index again (``SCHEME``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from entraide.match.names import Name
from entraide.match.prepared import Prepared
from entraide.match.sounds import rough_of, skeleton_of, undoubled
from entraide.match.tokens import Token

__all__ = ["SCHEME", "keys_of", "query_keys_of"]

SCHEME: Final = 4
"""Raised whenever a subject's keys change; an index of another scheme is rebuilt."""

_MOST_KEYS: Final = 64
"""Of one record; a name long enough to have more is found by fewer."""

_MOST_ASKED: Final = 256
_MOST_PAIRED: Final = 5
"""Tokens of one name that take part in pairs; longer names have enough of other keys."""

_LONG: Final = 3
"""A skeleton of so many consonants is still telling with one left out."""

_NOTHING_LOST: Final = 0.9
"""A bare reading this close to the whole has lost no part of the name itself."""

_Term: TypeAlias = tuple[str, str]


def keys_of(prepared: Prepared) -> tuple[int, ...]:
    """Return the keys that a record is held under, each once."""
    return _hash_all(_terms(prepared), _MOST_KEYS)


def query_keys_of(prepared: Prepared) -> tuple[int, ...]:
    """Return the keys that a question asks for: those of a record, and those a slip away."""
    slips = [term for name in prepared.names for term in _slip_terms(name)]
    return _hash_all([*_terms(prepared), *slips], _MOST_ASKED)


def _hash_all(terms: Iterable[_Term], most: int) -> tuple[int, ...]:
    return tuple([_hashed(kind, value) for kind, value in list(dict.fromkeys(terms))[:most]])


def _terms(prepared: Prepared) -> list[_Term]:
    terms = [("exact", f"{held.kind}={held.value}") for held in sorted(prepared.identifiers)]
    for name in prepared.names:
        stems = [_stems_of(token) for token in name.tokens]
        terms += [("token", stem) for each in stems for stem in each]
        terms += [("sound", sounds) for token in name.tokens for sounds in _readings_of(token)]
        terms += _pair_terms(stems[:_MOST_PAIRED])
        terms += _together_terms(name)
        for date in prepared.birth_dates:
            terms += [("born", f"{stem} {date.year}") for each in stems for stem in each]
    return terms


def _pair_terms(stems: list[tuple[str, ...]]) -> list[_Term]:
    """Return the pairs of tokens."""
    rough = [tuple(map(rough_of, each)) for each in stems]
    return [
        ("rough", " ".join(sorted((one, two))))
        for ones, twos in combinations(rough, 2)
        for one in ones
        for two in twos
    ]


def _together_terms(name: Name) -> list[_Term]:
    """Return neighbours, and the whole name, written together."""
    if len(name.words) == 1:
        return []
    joined = [skeleton_of(undoubled(one.sounds + two.sounds)) for one, two in pairwise(name.words)]
    whole = "".join(sorted("".join([rough_of(_core_of(token)) for token in name.tokens])))
    return [("token", both) for both in joined if len(both) >= _LONG] + [("whole", whole)]


def _core_of(token: Token) -> str:
    """Return the skeleton without a glued article or filiation."""
    glued = token.bare and token.bare_factor >= _NOTHING_LOST
    return skeleton_of(token.bare) if glued else token.skeleton


def _slip_terms(name: Name) -> list[_Term]:
    """Return the rough pairs of which one token lacks any one consonant."""
    stems = [rough_of(token.skeleton) for token in name.tokens[:_MOST_PAIRED]]
    return [
        ("rough", " ".join(sorted((short, other))))
        for one, two in combinations(stems, 2)
        for long, other in ((one, two), (two, one))
        if len(long) >= _LONG
        for short in (long[:at] + long[at + 1 :] for at in range(len(long)))
    ]


def _stems_of(token: Token) -> tuple[str, ...]:
    """Return the skeletons of a token: as it stands, bare, and with *w* read as *v*."""
    if token.kind == "initial":
        return ()
    readings = [token.sounds, *([token.bare] if token.bare else [])]
    if "w" in token.sounds:
        readings += _with_v(token.sounds)
    return tuple(dict.fromkeys(map(_stem_of_sounds, readings)))


def _with_v(sounds: str) -> list[str]:
    """Return the readings with one *w*, the first or the last, and with every *w* as *v*."""
    first, last = sounds.index("w"), sounds.rindex("w")
    ones = [sounds[:at] + "v" + sounds[at + 1 :] for at in (first, last)]
    return [*ones, sounds.replace("w", "v")]


def _readings_of(token: Token) -> tuple[str, ...]:
    """Return the sounds of a token that has more than one, as it stands and bare."""
    if token.kind == "initial" or len(token.sounds) == 1:
        return ()
    return (token.sounds, token.bare) if len(token.bare) > 1 else (token.sounds,)


@lru_cache(maxsize=1 << 16)
def _stem_of_sounds(sounds: str) -> str:
    """Return the skeleton, or with the first sound where it is too short to tell much."""
    skeleton = skeleton_of(sounds)
    return skeleton if len(skeleton) > 1 else f"{skeleton}/{sounds[:1].replace('ʿ', 'a')}"


@lru_cache(maxsize=1 << 16)
def _hashed(kind: str, value: str) -> int:
    digest = blake2b(f"{kind}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)

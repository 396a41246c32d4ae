"""Candidate keys: the exact terms by which an index finds who might be meant.

Keys are cut from skeletons, so that every spelling of a name in every script gives the same ones:

    token   one token's skeleton
    pair    two tokens' skeletons, order-free
    whole   the skeleton of the whole name written together, however it was divided
    born    one token's skeleton with the year of birth
    exact   an identifier: kind and value

A token with a glued prefix gives its keys with and without it. A key is hashed with its kind to 64
bits, signed, as SQLite's INTEGER and PostgreSQL's BIGINT hold them; the same subject always gives
the same keys, and changing what they are cut from means building every index again (``SCHEME``).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final

from entraide.match.names import Name
from entraide.match.prepared import Prepared
from entraide.match.sounds import skeleton_of
from entraide.match.tokens import Token

__all__ = ["SCHEME", "keys_of"]

SCHEME: Final = 1
"""Raised whenever a subject's keys change; an index of another scheme is rebuilt."""

_MOST_KEYS: Final = 64
_MOST_PAIRED: Final = 6
"""Tokens of one name that take part in pairs: 15 pairs; longer names have enough of other keys."""


def keys_of(prepared: Prepared) -> tuple[int, ...]:
    """Return the keys of a subject, each once, the most telling kinds first."""
    terms: dict[tuple[str, str], None] = {}
    for held in sorted(prepared.identifiers):
        terms["exact", f"{held.kind}={held.value}"] = None
    for name in prepared.names:
        terms.update(dict.fromkeys(_name_terms(name)))
    for date in prepared.birth_dates:
        for name in prepared.names:
            terms.update(dict.fromkeys(("born", f"{s} {date.year}") for s in _stems(name)))
    return tuple(_hashed(kind, value) for kind, value in list(terms)[:_MOST_KEYS])


def _name_terms(name: Name) -> list[tuple[str, str]]:
    stems = _stems(name)
    pairs = [f"{one} {two}" for one, two in combinations(sorted(stems[: 2 * _MOST_PAIRED]), 2)]
    whole = "".join(token.skeleton for token in name.tokens)
    return [
        *(("pair", pair) for pair in pairs),
        *([("whole", whole)] if len(whole) > 1 else []),
        *(("token", stem) for stem in stems),
    ]


def _stems(name: Name) -> list[str]:
    """Return the order-free terms of the tokens: skeletons, or the sounds of those too short."""
    return list(dict.fromkeys(stem for token in name.tokens for stem in _stems_of(token)))


@lru_cache(maxsize=1 << 16)
def _stems_of_sounds(sounds: str) -> str:
    skeleton = skeleton_of(sounds)
    return skeleton if len(skeleton) > 1 else skeleton + "/" + sounds[:1].replace("ʿ", "a")


def _stems_of(token: Token) -> tuple[str, ...]:
    if token.kind == "initial":
        return ()
    whole = _stems_of_sounds(token.sounds)
    return (whole, _stems_of_sounds(token.bare)) if token.bare else (whole,)


@lru_cache(maxsize=1 << 16)
def _hashed(kind: str, value: str) -> int:
    digest = blake2b(f"{kind}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)

"""Classes of words: what the forms of the vocabulary name by ``{class}`` instead of listing it.

A class is a row of the table ``class``: its name, and the words that belong to it ("team",
"unit*", "taskforce"). A form such as ``{joint} +? {team}`` then stands for every joint, mixed or
combined team, unit or taskforce, whatever adjective is between. ``+`` is a class of its own: any
word that is not among the commonest of the language (table ``stop``). A member of several words is
written out into the forms that name its class (``spelled_out``); others are looked up as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from entraide.register.reading.text import fold

__all__ = ["UNCOMMON", "Classes", "class_of", "spelled_out"]

UNCOMMON: Final = "+"
"""The piece of a form that stands for one word which is not among the commonest."""
_INDEXED: Final = 2
_LENGTHY: Final = 2
"""Letters under which a word is never told as uncommon: a preposition or an article."""


class Classes:
    """Which classes a word belongs to."""

    __slots__ = ("_common", "_exact", "_known", "_stems")

    def __init__(
        self, members: Mapping[str, Iterable[str]] | None = None, common: Iterable[str] = ()
    ) -> None:
        """Take the words of each class by its name, and the commonest words of the language."""
        self._exact: dict[str, list[str]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._common = frozenset(map(fold, common))
        self._known: dict[str, tuple[str, ...]] = {}
        for name, words in (members or {}).items():
            for word in words:
                self._add(name, fold(word))

    def _add(self, name: str, word: str) -> None:
        if _is_phrase(word):
            return  # written out into the forms
        if word.endswith("*"):
            stem = word[:-1]
            self._stems.setdefault(stem[:_INDEXED], []).append((stem, name))
        else:
            self._exact.setdefault(word, []).append(name)

    def of(self, word: str, variants: tuple[str, ...]) -> tuple[str, ...]:
        """Return the classes of a word, told by itself or by what remains without particles."""
        if word not in self._known:
            self._known[word] = tuple(dict.fromkeys(self._find(variants)))
        return self._known[word]

    def _find(self, variants: tuple[str, ...]) -> Iterator[str]:
        for each in variants:
            yield from self._exact.get(each, ())
            stems = self._stems.get(each[:_INDEXED], ())
            yield from (name for stem, name in stems if each.startswith(stem))
        if len(variants[0]) > _LENGTHY and not self._common.intersection(variants):
            yield UNCOMMON


def class_of(piece: str) -> str | None:
    """Return the class that a piece of a form names, None where it is a word."""
    if piece == UNCOMMON:
        return UNCOMMON
    return piece[1:-1] if piece.startswith("{") and piece.endswith("}") else None


def spelled_out(form: str, members: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a form with and without each optional piece (``_?``, ``+?``, ``{class}?``).

    Members of several words take the place of their class.
    """
    for pieces in product(*(tuple(_ways(piece, members)) for piece in form.split())):
        yield " ".join(piece for piece in pieces if piece)


def _ways(piece: str, members: Mapping[str, Iterable[str]]) -> Iterator[str]:
    optional = piece.endswith("?")
    bare = piece.removesuffix("?")
    yield bare
    if optional:
        yield ""
    name = class_of(bare)
    if name is not None:
        yield from (each for each in members.get(name, ()) if _is_phrase(fold(each)))


def _is_phrase(word: str) -> bool:
    """Tell a member that is more than one word of a text."""
    return not word.removesuffix("*").isalnum()

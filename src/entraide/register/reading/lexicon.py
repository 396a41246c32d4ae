"""Finding vocabulary in a text: one walk over the words finds the forms of every table.

A form is a few words; ``word*`` stands for any ending, ``_`` for any one word, ``..`` for some
further words of the same sentence, ``{class}`` for any word of a class (``classes``), ``?`` after
one of these for its absence. In Arabic a word also matches without the particles written in front
of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from entraide.register.reading.adverbs import Adverbs
from entraide.register.reading.classes import Classes, class_of, spelled_out
from entraide.register.reading.text import BREAK, COMMA, Token, fold

__all__ = ["Hit", "Lexicon", "variants"]

_GAP: Final = ".."
_ANY: Final = "_"
_WIDEST_GAP: Final = 12
_INDEXED: Final = 2
_INDEFINITE: Final = 5
"""Letters of the shortest Arabic word that may end in the mark of an indefinite object."""
_AUXILIARY: Final = 3
"""Letters by which stems are indexed: a stem has at least as many."""
_INFINITIVES: Final = frozenset({"avoir", "haber", "having"})
_PARTICLES: Final = ("و", "ف")
_PREPOSITIONS: Final = ("ب", "ك", "ل")


@dataclass(frozen=True, slots=True)
class Hit:
    """A form of ``table`` that stands at the words ``first`` to ``last``, both included."""

    table: str
    code: str
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    begins: dict[str, dict[str, _Node]] = field(default_factory=dict)
    kinds: dict[str, _Node] = field(default_factory=dict)
    any: _Node | None = None
    gap: _Node | None = None
    ends: list[tuple[str, str]] = field(default_factory=list)


def variants(word: str) -> tuple[str, ...]:
    """Return a word and, in Arabic script, what remains when particles in front are taken off."""
    if not "\u0600" <= word[:1] <= "\u06ff":
        return (word,)
    found = [word]
    for stage, least in ((_PARTICLES, 2), (_PREPOSITIONS, 3)):
        found += [each[1:] for each in found if each[:1] in stage and len(each) > least]
    doubled = [each[2:] for each in found if each.startswith("لل") and len(each) > 4]
    found += [article + each for each in doubled for article in ("ال", "الل")]
    found += [each[2:] for each in found if each.startswith("ال") and len(each) > 4]
    found += [each[:-1] for each in found if each.endswith("ا") and len(each) >= _INDEFINITE]
    return tuple(dict.fromkeys(found))


_At = tuple[int, int, bool]
"""Where a form begins, where the walk stands, and whether words of it stand apart."""
_Found = dict[str, list[tuple[bool, Hit]]]


def _anything(hit: Hit) -> bool:
    del hit
    return True


_DONE: Final = frozenset({"not_held", "result", "status", "status_after"})
"""Tables of what somebody did, in whose forms an adverb may stand."""
_NEAREST: Final = frozenset({"status"})
"""Tables in which the words of a form that stand apart belong to the nearest of them.

"a promis des véhicules et a indiqué que" is "a promis", and no "a .. indiqué que".
"""


def _rank(found: tuple[bool, Hit]) -> tuple[bool, int]:
    """Order the forms at a word: the longest first; of the nearest, what stands together."""
    apart, hit = found
    near = hit.table in _NEAREST
    return (near and apart, hit.last if near and apart else -hit.last)


class Lexicon:
    """Forms by table and code, found all at once."""

    __slots__ = ("_adverbs", "_classes", "_root", "_widest")

    def __init__(
        self,
        forms: Iterable[tuple[str, str, str]],
        widest: int = _WIDEST_GAP,
        members: Mapping[str, tuple[str, ...]] | None = None,
        common: Iterable[str] = (),
        adverbs: Iterable[str] = (),
    ) -> None:
        """Take rows of table, code and form, and the most words that ``..`` stands for.

        ``members`` are the words of the classes that forms name, ``common`` the commonest words,
        ``adverbs`` what may stand inside any form ("have also agreed").
        """
        self._adverbs = Adverbs(adverbs)
        self._root = _Node()
        self._widest = widest
        self._classes = Classes(members, common)
        for table, code, form in forms:
            if form.endswith("?") or "{" in form or "? " in form or "+" in form:
                for each in spelled_out(form, members or {}):
                    self._add(table, code, each)
            else:
                self._add(table, code, form)

    def _add(self, table: str, code: str, form: str) -> None:
        node = self._root
        for piece in form.split():
            if piece == _GAP:
                node.gap = node.gap or _Node()
                node = node.gap
                continue
            if piece == _ANY:
                node.any = node.any or _Node()
                node = node.any
                continue
            kind = class_of(piece)
            if kind is not None:
                node = node.kinds.setdefault(kind, _Node())
                continue
            for word in _words(piece):
                node = _child(node, word)
        if node is not self._root:
            node.ends.append((table, code))

    def find(
        self, tokens: Sequence[Token], accepts: Callable[[Hit], bool] = _anything
    ) -> tuple[Hit, ...]:
        """Return the longest accepted form of each table at each word, in the text's order."""
        hits: list[Hit] = []
        for place in range(len(tokens)):
            found: dict[str, list[tuple[bool, Hit]]] = {}
            self._walk(tokens, (place, place, False), self._root, found)
            for each in found.values():
                each.sort(key=_rank)
                hits.extend(islice(filter(accepts, (hit for _, hit in each)), 1))
        return tuple(hits)

    def _walk(self, tokens: Sequence[Token], at: _At, node: _Node, found: _Found) -> None:
        first, place, apart = at
        for table, code in node.ends:
            found.setdefault(table, []).append((apart, Hit(table, code, first, place - 1)))
        divided = tokens[place - 1].after if place > first else 0
        if place >= len(tokens) or divided == BREAK:
            return
        if first < place and (beyond := self._adverbs.end(tokens, place)):
            with_adverb: _Found = {}
            for following in self._following(node, tokens[beyond].low):
                self._walk(tokens, (first, beyond + 1, apart), following, with_adverb)
            for table in with_adverb.keys() & _DONE:
                found.setdefault(table, []).extend(with_adverb[table])
        if divided < COMMA:
            for following in self._following(node, tokens[place].low):
                self._walk(tokens, (first, place + 1, apart), following, found)
        if node.gap is not None:
            self._leap(tokens, at, node.gap, found)

    def _leap(self, tokens: Sequence[Token], at: _At, node: _Node, found: _Found) -> None:
        first, place, _ = at
        opening = tokens[first].low
        for further in range(place, min(place + self._widest + 1, len(tokens))):
            if len(opening) >= _AUXILIARY and tokens[further].low == opening:
                return  # "ont convenu de ... et ont signé": the second verb has its own
            if tokens[further].low in _INFINITIVES:
                return  # "a exprimé l'honneur d'avoir rencontré": nothing that "a" governs
            for following in self._following(node, tokens[further].low):
                apart = further > place
                self._walk(tokens, (first, further + 1, apart), following, found)
            if tokens[further].after == BREAK:
                return

    def _following(self, node: _Node, word: str) -> list[_Node]:
        """Return where a word leads, the most exact first: as it is, by a stem, as any word."""
        ways = variants(word)
        found = [node.exact[each] for each in ways if each in node.exact]
        if node.begins:
            for each in ways:
                stems = node.begins.get(each[:_INDEXED], {})
                found += [child for stem, child in stems.items() if each.startswith(stem)]
        if node.kinds:
            kinds = self._classes.of(word, ways)
            found += [node.kinds[each] for each in kinds if each in node.kinds]
        if node.any is not None:
            found.append(node.any)
        return found


def _words(piece: str) -> list[str]:
    """Divide a piece of a form as a text is divided; a star stays with its last word."""
    star = "*" if piece.endswith("*") else ""
    parts = "".join(c if c.isalnum() or c == "_" else " " for c in fold(piece.rstrip("*"))).split()
    return [*parts[:-1], parts[-1] + star] if parts else []


def _child(node: _Node, word: str) -> _Node:
    if not word.endswith("*"):
        return node.exact.setdefault(word, _Node())
    stem = word.rstrip("*")
    return node.begins.setdefault(stem[:_INDEXED], {}).setdefault(stem, _Node())

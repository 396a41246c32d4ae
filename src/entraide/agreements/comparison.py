"""Two texts of a memorandum side by side, article by article: what a counter-proposal changes.

The provisions say what there is to compare, so that no change can hide: two texts without a
difference here have the same canonical form. Items of a list are told apart by what names them (a
party's id, a code), so that an item that moved is no difference where the order does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.provisions import Many, Part, Provision, Shape, key_of, provisions_of
from entraide.kernel.canonical import Json, encode_canonical

__all__ = ["Difference", "compare_agreements"]

_NAMES: Final = (("id",), ("term",), ("asker", "purpose"))
"""What names an item of a list, in the parts that have items of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One provision that differs; a side is None where it does not have it.

    ``article`` is that of the provision or of the group it stands in, ``path`` its place in the
    text (``general.parties[ma.bureau].contact``), ``meaning`` the untranslated sentence beside it,
    ``shape`` what the two sides are.
    """

    article: str
    path: str
    meaning: str
    before: Json
    after: Json
    shape: Shape


def compare_agreements(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    """Return every difference of two texts, in the order of the articles."""
    whole = Provision("", Part(Agreement), "")
    return tuple(_differences(whole, "", to_json(before), to_json(after)))


def _differences(one: Provision, path: str, before: Json, after: Json) -> Iterator[Difference]:
    if before == after:
        return
    match one.shape:
        case Part(kind=kind) if isinstance(before, Mapping) and isinstance(after, Mapping):
            for name, inner in provisions_of(kind):
                key = key_of(name)
                article = inner.article or one.article
                meaning = inner.meaning or one.meaning
                below = Provision(article, inner.shape, meaning)
                where = f"{path}.{key}" if path else key
                yield from _differences(below, where, before.get(key), after.get(key))
        case Many(each=each, ordered=False):
            yield from _items(one, each, path, (before or [], after or []))
        case _:
            yield Difference(
                article=one.article,
                path=path,
                meaning=one.meaning,
                before=before,
                after=after,
                shape=one.shape,
            )


def _items(one: Provision, each: Shape, path: str, sides: tuple[Any, Any]) -> Iterator[Difference]:
    before, after = ({_name(item): item for item in side} for side in sides)
    inner = Provision(one.article, each, one.meaning)
    for name in sorted(before.keys() | after.keys()):
        yield from _differences(inner, f"{path}[{name}]", before.get(name), after.get(name))


def _name(item: Json) -> str:
    if isinstance(item, Mapping):
        for names in _NAMES:
            if all(name in item for name in names):
                return ", ".join(str(item[name]) for name in names)
        return encode_canonical(dict(item)).decode()
    return str(item)

"""What an entry asks of whoever writes it: one field of a form for each field of its kind.

Drawn from the shapes of ``kinds``, so that a kind that is added there has its form at once, on the
console and wherever else people write entries. A shape that is made of others (``many``, ``rows``,
``optional``, ``choice``) closes over them, and what it closes over is read here.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from entraide.operations.shapes import (
    COUNT,
    COUNTRY,
    DAY,
    DIGEST,
    FLAG,
    LINE,
    MOMENT,
    NONCE,
    PARTY,
    TEXT,
    TOKEN,
    Shape,
)

__all__ = ["Asked", "asked_of"]

_FORMS: Final[Mapping[Shape, str]] = {
    COUNT: "count",
    COUNTRY: "country",
    DAY: "day",
    DIGEST: "digest",
    FLAG: "flag",
    LINE: "line",
    MOMENT: "moment",
    PARTY: "party",
    TEXT: "text",
    TOKEN: "token",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field: its name, its form, and what it is made of.

    ``form`` is that of one value (``line``, ``day``, ``party`` ...), ``choice`` of ``known`` words,
    ``many`` values of the form ``of``, or ``rows`` and ``one`` of the fields ``parts``.
    """

    name: str
    form: str
    required: bool = True
    known: tuple[str, ...] = ()
    of: str = ""
    parts: tuple[Asked, ...] = ()


def asked_of(fields: Mapping[str, Shape]) -> tuple[Asked, ...]:
    """Return the fields of a form; what the node adds by itself is not asked."""
    return tuple(_asked(name, shape) for name, shape in fields.items() if shape is not NONCE)


def _asked(name: str, shape: Shape) -> Asked:
    if shape in _FORMS:
        return Asked(name=name, form=_FORMS[shape])
    made: Mapping[str, Any] = inspect.getclosurevars(shape).nonlocals
    if "known" in made:
        return Asked(name=name, form="choice", known=tuple(made["known"]))
    if "shapes" in made:
        return Asked(name=name, form=_group(shape), required=bool(made.get("least")),
                     parts=asked_of(made["shapes"]))  # fmt: skip
    if "shape" not in made:
        return Asked(name=name, form="line")
    inner = _asked(name, made["shape"])
    if "least" in made:
        return replace(inner, form="many", of=inner.form, required=bool(made["least"]))
    return replace(inner, required=False)


def _group(shape: Shape) -> str:
    """Tell a list of objects from one object by the function that made the shape."""
    return "rows" if shape.__qualname__.startswith("rows.") else "one"

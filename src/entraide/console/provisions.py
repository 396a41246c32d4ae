"""Memoranda on a page: provisions drawn as blocks, lists and words, and the place of a difference.

What is said is worded in ``wording.provision_words``; here it becomes HTML, with the code or the
whole key as the title of the words that stand for it.
"""

from __future__ import annotations

from markupsafe import Markup

from entraide.agreements.provisions import Shape
from entraide.kernel.canonical import Json
from entraide.wording.provision_words import Block, Items, Said, Told, tell

__all__ = ["provision_said"]


def provision_said(shape: Shape, value: Json) -> Markup:
    """Return what a provision says, as it stands on a page."""
    return _drawn(tell(shape, value))


def _drawn(told: Told) -> Markup:
    match told:
        case Said(text=text, code=""):
            return Markup('<bdi dir="auto">{}</bdi>').format(text)
        case Said(text=text, code=code):
            return Markup('<bdi title="{}">{}</bdi>').format(code, text)
        case Items(items=items, apart=True):
            each = Markup("").join(Markup("<li>{}</li>").format(_drawn(one)) for one in items)
            return Markup('<ul class="provisions">{}</ul>').format(each)
        case Items(items=items):
            return Markup(" · ").join(_drawn(one) for one in items)
        case Block(lines=lines):
            rows = (_line(name, one) for name, one in lines)
            return Markup('<dl class="facts">{}</dl>').format(Markup("").join(rows))


def _line(name: str, told: Told) -> Markup:
    return Markup("<dt>{}</dt><dd>{}</dd>").format(name, _drawn(told))

"""The least of XML: elements with escaped attributes and text, in a fixed order.

Nothing else in the figures writes ``<``: data cannot become markup. What XML 1.0 cannot carry
(section 2.2, Char) becomes U+FFFD; what would turn the order of letters beyond its own label
(embeddings and overrides of Unicode Annex 9) is dropped, isolates stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

__all__ = ["Attribute", "cleaned", "element", "escaped", "number"]

Attribute: TypeAlias = str | float

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING: Final = re.compile("[\u202a-\u202e]")
_SPACES: Final = re.compile("[^\\S\u00a0\u202f]+")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def cleaned(text: str) -> str:
    """Return a text as one line that XML can carry: what is measured is what is shown.

    Any white space but the no-break spaces of numbers becomes one blank.
    """
    return _SPACES.sub(" ", _NOT_XML.sub("\ufffd", _TURNING.sub("", text))).strip()


def escaped(text: str) -> str:
    """Return a text that stands for itself in XML, in an element or in quotes."""
    return _NOT_XML.sub("\ufffd", text).translate(_ESCAPES)


def number(value: Attribute) -> str:
    """Return a coordinate as short as a tenth of a pixel allows; text is escaped."""
    if isinstance(value, str):
        return escaped(value)
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, attributes: Mapping[str, Attribute], *inner: str) -> str:
    """Return an element; ``inner`` is markup already, made by this function or ``escaped``."""
    written = "".join(f' {key}="{number(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inner)}</{name}>" if inner else f"<{name}{written}/>"

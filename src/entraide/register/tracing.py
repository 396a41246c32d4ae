"""From a quotation to the bytes of the document that it stands in.

Offsets of evidence count code points of the page's text. For a text file the text is the decoded
document, so every code point has its bytes; for HTML and PDF the text was taken out of it, and only
a sentence that stands in its bytes word for word, once, has a place there. What has none keeps its
offsets in the text, whose digest the reading carries beside that of the document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from itertools import accumulate
from typing import Any, Final

from entraide.register.model import Evidence, Reading
from entraide.register.quoting import sentence_of

__all__ = ["digest_of_text", "trace_reading"]

_UTF8: Final = "utf-8"
_Place = Callable[[Evidence], tuple[int, int] | None]


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode(_UTF8, "surrogatepass")).hexdigest()


def trace_reading(reading: Reading, text: str, document: bytes) -> Reading:
    """Return a reading whose quotations say at which bytes of the document they stand."""
    place = _exactly(text) if document == _encoded(text) else _verbatim(text, document)
    traced: Reading = _traced(reading, place)
    return traced


def _encoded(text: str) -> bytes:
    return text.encode(_UTF8, "surrogatepass")


def _exactly(text: str) -> _Place:
    """Place quotations in a document that is the text itself."""
    ends = [0, *accumulate(len(_encoded(each)) for each in text)]
    return lambda quoted: (ends[quoted.start], ends[quoted.end])


def _verbatim(text: str, document: bytes) -> _Place:
    """Place quotations by their sentence, else by themselves, where these stand there once."""

    def place(quoted: Evidence) -> tuple[int, int] | None:
        for around in (sentence_of(text, quoted), quoted):
            sought = _encoded(around.text)
            at = document.find(sought)
            if at < 0 or document.find(sought, at + 1) >= 0:
                continue
            first = at + len(_encoded(text[around.start : quoted.start]))
            return first, first + len(_encoded(quoted.text))
        return None

    return place


def _traced(value: Any, place: _Place) -> Any:
    """Give every quotation inside a value its place; all else stays as it is."""
    if isinstance(value, Evidence):
        return replace(value, source=place(value))
    if isinstance(value, tuple):
        return tuple(_traced(each, place) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {each.name: _traced(getattr(value, each.name), place) for each in fields(value)}
    return replace(value, **changed)

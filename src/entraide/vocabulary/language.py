"""Every sentence that a person reads goes through here: gettext over ``locale/*.po``.

English is the source text. ``mark`` marks a sentence for the catalogue where it is defined as
data; ``translate`` renders it in the reader's language when it is shown. The ``.po`` files are
read as they are (no compiled copy to forget), so that a linguist edits one file and sees it.
``tools/catalogue.py`` keeps them in step with the source. What the fields of the API mean stands in
files of its own (``reference-fr.po``), which only the page of its types reads.

What fills a sentence (a name, a path, a date) is isolated from the direction of the text around
it (Unicode Annex 9), so that an Arabic name does not reorder an English line nor a Latin one an
Arabic line.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import unicodedata
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Final

__all__ = [
    "LANGUAGES",
    "harmless",
    "isolate",
    "language",
    "mark",
    "set_language",
    "speaking",
    "translate",
    "translate_plural",
    "translate_reference",
]

LANGUAGES: Final = ("en", "fr", "es", "ar")

_REFERENCE: Final = "reference-"
_RIGHT_TO_LEFT: Final = frozenset({"ar"})
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_POP_ISOLATE: Final = "\u2069"

_current: list[str] = ["en"]
"""The language of this process: of its command line."""
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
"""The language of one reader among many, where a server speaks to several at a time."""


def mark(message: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return message


def set_language(tag: str) -> None:
    """Choose the reader's language from a tag such as ``fr``, ``fr_MA.UTF-8`` or ``ar-MA``.

    A language that the catalogue lacks falls back to English.
    """
    _current[0] = _known(tag)


@contextlib.contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak one reader's language here, whatever the process or another task speaks meanwhile."""
    token = _spoken.set(_known(tag))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """Return the reader's language: one of ``LANGUAGES``."""
    return _spoken.get() or _current[0]


def _known(tag: str) -> str:
    name = tag.replace("-", "_").split("_", 1)[0].split(".", 1)[0].lower()
    return name if name in LANGUAGES else "en"


@cache
def _catalogue(name: str, part: str = "") -> gettext.NullTranslations:
    if name == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow import, not needed in English
    from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

    source = resources.files("entraide") / "locale" / f"{part}{name}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(message: str, /, **values: object) -> str:
    """Render a sentence in the reader's language, filling ``{name}`` fields."""
    text = _catalogue(language()).gettext(message) if message else ""
    return text.format(**_isolated(values)) if values else text


def translate_reference(message: str) -> str:
    """Render what a type or a field of the API means in the reader's language."""
    return _catalogue(language(), _REFERENCE).gettext(message) if message else ""


def translate_plural(one: str, many: str, count: int, /, **values: object) -> str:
    """Render the form of a sentence that ``count`` asks for; ``{count}`` is filled too."""
    text = _catalogue(language()).ngettext(one, many, count)
    return text.format(count=count, **_isolated(values))


def harmless(text: str) -> str:
    """Replace what commands a terminal or turns the line: partners write some of what we show."""
    return "".join("\ufffd" if _commands(char) else char for char in text)


def _commands(char: str) -> bool:
    return char in _TURNING or (char != "\n" and unicodedata.category(char) == "Cc")


def isolate(text: str) -> str:
    """Keep the direction of foreign text from moving what stands around it (Unicode Annex 9).

    To a reader of a right-to-left language every value may be foreign (a path, a date, an id);
    to the others only what is itself written from right to left.
    """
    if text.startswith(_FIRST_STRONG_ISOLATE) and text.find(_POP_ISOLATE) == len(text) - 1:
        return text
    foreign = language() in _RIGHT_TO_LEFT or _runs_right_to_left(text)
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}" if text and foreign else text


def _isolated(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | float) else isolate(harmless(str(value)))
        for name, value in values.items()
    }


def _runs_right_to_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text
    )

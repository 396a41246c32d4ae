"""Every sentence that a person reads goes through here: gettext over ``locale/*.po``.

English is the source text. ``mark`` marks a sentence for the catalogue where it is defined as
data; ``translate`` renders it in the reader's language when it is shown. The ``.po`` files are
read as they are (no compiled copy to forget), so that a linguist edits one file and sees it.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import resources
from typing import Final

__all__ = ["LANGUAGES", "mark", "set_language", "translate", "translate_plural"]

LANGUAGES: Final = ("en", "fr", "es", "ar")

_current: list[str] = ["en"]


def mark(message: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return message


def set_language(tag: str) -> None:
    """Choose the reader's language from a tag such as ``fr``, ``fr_MA.UTF-8`` or ``ar-MA``.

    A language that the catalogue lacks falls back to English.
    """
    language = tag.replace("-", "_").split("_", 1)[0].split(".", 1)[0].lower()
    _current[0] = language if language in LANGUAGES else "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow import, not needed in English
    from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

    source = resources.files("entraide") / "locale" / f"{language}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(message: str, /, **values: object) -> str:
    """Render a sentence in the reader's language, filling ``{name}`` fields."""
    text = _catalogue(_current[0]).gettext(message)
    return text.format(**values) if values else text


def translate_plural(one: str, many: str, count: int, /, **values: object) -> str:
    """Render the form of a sentence that ``count`` asks for; ``{count}`` is filled too."""
    text = _catalogue(_current[0]).ngettext(one, many, count)
    return text.format(count=count, **values)

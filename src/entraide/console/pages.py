"""Pages: templates of ours, everything escaped, in the language of the request.

``t`` renders a text of the catalogue, ``word`` the word of a code, ``<bdi>`` and ``dir=auto`` keep
foreign data from turning the line it stands in.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from entraide.vocabulary.language import LANGUAGES, language, translate, translate_plural
from entraide.vocabulary.messages import render_article
from entraide.vocabulary.messages.reasons import translate_reason
from entraide.wording.clocks import label_of, left_in_words, lines_of, moment
from entraide.wording.words import denial, word

__all__ = ["RIGHT_TO_LEFT", "render_page"]

RIGHT_TO_LEFT: Final = frozenset({"ar"})
_NAMES: Final = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


def _cell(field: str, value: Any) -> Markup:
    """Return a value as it stands in a list: a code in words, a time in UTC, foreign text apart."""
    if value is None or value == "":
        return Markup("")
    if field.endswith("_ms"):
        return Markup('<time dir="ltr">{}</time>').format(moment(value))
    if isinstance(value, list | tuple):
        return Markup(", ").join(_cell(field, each) for each in value)
    return Markup("<bdi>{}</bdi>").format(word(field, value))


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("entraide.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=translate,
        plural=translate_plural,
        word=word,
        moment=moment,
        left=left_in_words,
        label=label_of,
        lines=lines_of,
        article=render_article,
        denial=denial,
        fault=translate_reason,
        cell=_cell,
    )
    return made


_PAGES: Final = _environment()


def render_page(name: str, /, **values: Any) -> str:
    """Return a page as HTML."""
    spoken = language()
    return _PAGES.get_template(f"{name}.html").render(
        lang=spoken,
        direction="rtl" if spoken in RIGHT_TO_LEFT else "ltr",
        languages={each: _NAMES[each] for each in LANGUAGES},
        **values,
    )

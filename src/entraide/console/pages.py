"""Pages: templates of ours, everything escaped, in the language of the request.

``t`` renders a text of the catalogue, ``word`` the word of a code, ``<bdi>`` and ``dir=auto`` keep
foreign data from turning the line it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from entraide.console.codes import action_word, code_word, coded
from entraide.console.screens.queue import key_of, said_of
from entraide.register.statements import say
from entraide.vocabulary.language import LANGUAGES, language, translate, translate_plural
from entraide.vocabulary.messages import render_article
from entraide.vocabulary.messages.reasons import translate_reason
from entraide.wording.clocks import label_of, left_in_words, lines_of, moment
from entraide.wording.log_words import log_field, logged_word
from entraide.wording.words import denial, word

__all__ = ["RIGHT_TO_LEFT", "choice_word", "render_page"]

RIGHT_TO_LEFT: Final = frozenset({"ar"})
_NAMES: Final = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


_MOMENTS: Final = frozenset({"valid_from", "valid_to"})
"""Fields of entries that are moments though their names do not say so."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHORT: Final = 10
_WHOLE: Final = 24
"""Letters up to which one word is never broken: R-77/2026, 1981-03-07, locate-fugitive."""


def _comma() -> Markup:
    """Return what stands between the parts of a list in the reader's script."""
    return Markup("، ") if language() in RIGHT_TO_LEFT else Markup(", ")


def _cell(field: str, value: Any) -> Markup:
    """Return a value as it stands in a list: a code in words, a time in UTC, foreign text apart."""
    if value is None or value == "":
        return Markup("")
    if field.endswith("_ms") or field in _MOMENTS:
        return Markup('<time dir="ltr">{}</time>').format(moment(value))
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        short = Markup('<code dir="ltr" title="{}">{}</code>')
        return short.format(value, value[:_SHORT])
    if isinstance(value, Mapping):
        return Markup(" · ").join(_cell(name, each) for name, each in value.items() if each)
    if isinstance(value, list | tuple):
        return _comma().join(_cell(field, each) for each in value)
    return _worded(field, value)


def _worded(field: str, value: Any) -> Markup:
    """Return a code in words, or else what stands there, apart from the text around it."""
    if isinstance(value, str) and code_word(field, value) != value:
        return coded(field, value)
    said = word(field, value)
    is_whole = len(said) <= _WHOLE and " " not in said
    shown = Markup('<bdi class="ref">{}</bdi>') if is_whole else Markup("<bdi>{}</bdi>")
    return shown.format(said)


_CHOSEN: Final = frozenset(
    {"articles", "conduct", "domain", "extent", "form", "nature", "of", "outcome", "part",
     "question", "reached", "risks", "severity", "status", "type", "verdict", "what"}
)  # fmt: skip
"""The fields of entries that hold a code of a list."""
_CHOICES: Final = ("entry_choice", "severity", "incident", "check_verdict", "goal_reached", "risks",
                   "check_question", "domain", "promise", "matter")  # fmt: skip
"""The tables of words of such codes, in the order in which they are asked."""


_ASKED: Final = frozenset({"question", "answer"})
"""What an answered question has: it is read without the names of its fields."""


def _entry_cell(field: str, value: Any) -> Markup:
    """Return a field of an operation as it is shown: its codes in words."""
    if isinstance(value, Mapping) and value.keys() >= _ASKED:
        said = Markup('<span class="quiet">{}</span> <span>{}</span>')
        return said.format(*(_entry_cell(name, value[name]) for name in ("question", "answer")))
    if isinstance(value, Mapping):
        lines = (_line(name, each) for name, each in value.items() if each not in (None, "", []))
        return Markup(" · ").join(lines)
    if isinstance(value, list | tuple):
        between = Markup("<br>") if value and isinstance(value[0], Mapping) else _comma()
        return between.join(_entry_cell(field, each) for each in value)
    if isinstance(value, str) and field in _CHOSEN and not _DIGEST.fullmatch(value):
        return Markup("<bdi>{}</bdi>").format(choice_word(value))
    return _cell("standing" if field == "state" else field, value)


def _line(name: str, value: Any) -> Markup:
    """Return a field of a field with its name; what has many parts is folded."""
    said, shown = word("entry_field", name), _entry_cell(name, value)
    if isinstance(value, list | tuple) and isinstance(value[0], Mapping):
        folded = Markup("<details><summary>{}: {}</summary>{}</details>")
        return folded.format(said, len(value), shown)
    return Markup("<span>{}: {}</span>").format(said, shown)


def choice_word(code: str) -> str:
    """Return the word of a code that is chosen in an entry; the code where no table has it."""
    said = (word(table, code) for table in _CHOICES)
    return next((each for each in said if each != code), code)


def _each_alone(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return values as options without words of their own."""
    return [(each, "") for each in values]


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
        logged=logged_word,
        log_field=log_field,
        moment=moment,
        left=left_in_words,
        label=label_of,
        lines=lines_of,
        article=render_article,
        denial=denial,
        fault=translate_reason,
        cell=_cell,
        code_word=code_word,
        action_word=action_word,
        key_of=key_of,
        said_of=said_of,
        choice_word=choice_word,
        contradiction=say,
        entry_cell=_entry_cell,
        each_alone=_each_alone,
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

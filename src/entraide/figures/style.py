"""How a figure is to be shown: language, width, and the prefix of its ids.

``Style`` is the second argument of every drawing. It leaves what is shown to the figures, and the
colours to ``inks``. Texts of our own are marked here for the catalogue (``mark``) and rendered by
``Style.say``, which the surface sets to ``vocabulary.language.translate``: the figures stand
beside the vocabulary, not above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from entraide.errors import InputError

__all__ = ["LOCALES", "Say", "Style", "mark", "plain"]

LOCALES: Final = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ar": "ar_MA"}
"""The locale of numbers and dates by language: never bare ``ar``, whose digits nobody chose."""

_RIGHT_TO_LEFT: Final = frozenset({"ar"})
_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_NARROWEST, _WIDEST = 280, 2400


class Say(Protocol):
    """Renders a marked English text in the reader's language, filling its ``{fields}``."""

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the sentence."""


def mark(message: str) -> str:
    """Mark a text for translation and return it unchanged."""
    return message


def plain(message: str, /, **values: object) -> str:
    """Render the English text."""
    return message.format(**values) if values else message


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Language and size of one figure on one page.

    ``prefix`` begins every id of the figure and is unique on the page. ``width`` is in CSS pixels.
    ``heading`` draws the title above the figure. ``standalone`` makes a file that is shown by
    itself or as an image: it carries its stylesheet and paper, which a page's policy would block.
    Raises InputError ``figures.setting`` for what cannot be.
    """

    language: str = "en"
    prefix: str = "figure"
    width: int = 720
    heading: bool = True
    standalone: bool = False
    say: Say = plain

    def __post_init__(self) -> None:
        """Refuse what would break the page."""
        if self.language not in LOCALES:
            raise _refused("language", self.language, ", ".join(LOCALES))
        if not _PREFIX.fullmatch(self.prefix):
            raise _refused("prefix", self.prefix, "A-Z a-z 0-9 _ -")
        if not _NARROWEST <= self.width <= _WIDEST:
            raise _refused("width", str(self.width), f"{_NARROWEST}-{_WIDEST}")

    @property
    def mirrored(self) -> bool:
        """Whether the reader reads from right to left."""
        return self.language in _RIGHT_TO_LEFT

    @property
    def locale(self) -> str:
        """The locale of numbers and dates."""
        return LOCALES[self.language]

    @property
    def narrow(self) -> bool:
        """Whether this is a column of a telephone's width."""
        return self.width < 480


def _refused(setting: str, value: str, allowed: str) -> InputError:
    return InputError("figures.setting", setting=setting, value=value, allowed=allowed)

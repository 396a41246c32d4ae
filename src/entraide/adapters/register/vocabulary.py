"""The reader's vocabulary from where it lies: package files, CLDR's country names, added files.

The names of countries are those of Unicode CLDR as babel carries them; our files stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from babel import Locale

import entraide
from entraide.errors import InputError
from entraide.register.reading.vocabulary import (
    LANGUAGES,
    WORLD,
    Row,
    Vocabulary,
    parse_vocabulary,
)
from entraide.register.reading.weights import parse_signs, parse_weights

__all__ = ["SIGNS_FILE", "WEIGHTS_FILE", "load_vocabulary"]

_DATA: Final = Path(entraide.__file__).parent / "register" / "data"
WEIGHTS_FILE: Final = _DATA / "weights.tsv"
"""Where the weights lie that ``evaluation/weights.py`` fits."""
SIGNS_FILE: Final = _DATA / "signs.tsv"
"""Where the weights lie that ``evaluation/home.py`` fits."""
_NO_STATES: Final = frozenset({
    "AC", "AN", "AQ", "AX", "BL", "BV", "CC", "CP", "CQ", "CX", "DG", "EA", "EU", "EZ", "FK",
    "GG", "GS", "HM", "IC", "IM", "IO", "JE", "MF", "NF", "PN", "QO", "RE", "SJ", "SX", "TA", "TF",
    "UM", "UN", "XA", "XB", "XK", "ZZ",
})  # fmt: skip
"""Territories of CLDR that are no state, or whose names are words of other things."""


def load_vocabulary(added: Iterable[Path] = ()) -> Vocabulary:
    """Return all that is known, and the rows of added files or folders.

    An added file lies in a folder named after its language (``fr/mine.tsv``) or carries the
    language before its ending (``mine.fr.tsv``); InputError where neither is so, or where a form
    names a class of words that there is not.
    """
    rows = [*_package(), *_countries()]
    for path in added:
        rows += _added(path)
    weights = parse_weights(WEIGHTS_FILE.name, WEIGHTS_FILE.read_text(encoding="utf-8"))
    signs = parse_signs(SIGNS_FILE.name, SIGNS_FILE.read_text(encoding="utf-8"))
    vocabulary = Vocabulary(rows, weights, signs)
    vocabulary.check_classes()
    return vocabulary


def _package() -> Iterator[Row]:
    data = resources.files("entraide") / "register" / "data"
    for language in (WORLD, *LANGUAGES):
        for file in sorted((data / language).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".tsv"):
                yield from parse_vocabulary(language, file.name, file.read_text(encoding="utf-8"))


def _countries() -> Iterator[Row]:
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_STATES:  # alpha-2
                yield Row(language, "country", code, (name,))


def _added(path: Path) -> Iterator[Row]:
    files = sorted(path.rglob("*.tsv")) if path.is_dir() else [path]
    for file in files:
        language = file.stem.rpartition(".")[2] if "." in file.stem else file.parent.name
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise InputError("register.file_unreadable", path=str(file), reason=reason) from error
        yield from parse_vocabulary(language, str(file), text)

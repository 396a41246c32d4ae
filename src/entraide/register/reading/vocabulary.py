"""The reader's vocabulary: tables of words that a linguist extends by adding a file.

A file holds rows of three columns divided by tabs: table, code, forms; forms are divided by ``|``.
``#`` begins a comment. Files of one language apply to pages in it, those of ``world`` to all. What
tables there are, and what their codes mean, is told in docs/register.md. Reading the files is the
caller's business: this takes their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from entraide.errors import InputError
from entraide.register.model import Office, Tenure
from entraide.register.reading.lexicon import Lexicon
from entraide.register.reading.text import fold
from entraide.register.reading.weights import Weights

__all__ = ["LANGUAGES", "WORLD", "Row", "Vocabulary", "parse_vocabulary"]

LANGUAGES: Final = ("ar", "en", "es", "fr")
WORLD: Final = "world"
_COLUMNS: Final = 3
_GAPS: Final = {"ar": 18}
"""In Arabic the subject stands between a verb and its object, with all its titles."""


@dataclass(frozen=True, slots=True)
class Row:
    """One code of a table in one language, with the forms it takes there."""

    language: str
    table: str
    code: str
    forms: tuple[str, ...]


def parse_vocabulary(language: str, name: str, text: str) -> tuple[Row, ...]:
    """Return the rows of a file; InputError names the file and the first line that is no row."""
    if language not in (*LANGUAGES, WORLD):
        raise InputError("register.vocabulary_language", file=name, language=language)
    return tuple(_rows(language, name, text))


def _rows(language: str, name: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        forms = tuple(form.strip() for form in cells[-1].split("|") if form.strip())
        if len(cells) != _COLUMNS or not all(cells[:2]) or not forms:
            raise InputError("register.vocabulary_row", file=name, line=number)
        if any(_too_short(form) for form in forms):
            raise InputError("register.vocabulary_stem", file=name, line=number)
        yield Row(language, cells[0], cells[1], forms)


def _too_short(form: str) -> bool:
    stems = [piece for piece in form.split() if piece.endswith("*")]
    return any(len(fold(stem.rstrip("*")).strip("'-")) < 2 for stem in stems)  # as Lexicon indexes


class Vocabulary:
    """Every row, and what is computed from the rows of one language."""

    def __init__(
        self,
        rows: Iterable[Row],
        weights: Weights | None = None,
        signs: Mapping[str, int] | None = None,
    ) -> None:
        """Take the rows of all files; later files add to earlier ones.

        ``weights`` say what a sentence most likely tells (without them only rules do), ``signs``
        how much each sign says of whose page it is.
        """
        self.rows = tuple(rows)
        self.weights = weights or Weights({})
        self.signs = signs or {}
        self._lexicons: dict[str, Lexicon] = {}
        self._tables: dict[tuple[str, str], dict[str, str]] = {}

    def lexicon(self, language: str) -> Lexicon:
        """Return the forms of a language and of the world, ready to be found."""
        if language not in self._lexicons:
            self._lexicons[language] = Lexicon(
                self._forms(language),
                _GAPS.get(language, 12),
                self._classes(language),
                self.words(language, "stop"),
                self._adverbs(language),
            )
        return self._lexicons[language]

    def _adverbs(self, language: str) -> Iterator[str]:
        """Yield what may stand inside any form of a language."""
        for row in self.rows:
            if row.language == language and row.table == "adverb":
                yield from row.forms

    def _forms(self, language: str) -> Iterator[tuple[str, str, str]]:
        """Yield a language's own forms before the world's: of two alike the first one counts."""
        for spoken in (language, WORLD):
            for row in self.rows:
                if row.language == spoken and row.table not in _FACTS:
                    yield from ((row.table, row.code, form) for form in row.forms)

    def check_classes(self) -> None:
        """Raise InputError where a form names a class that its language does not have."""
        for language in LANGUAGES:
            known = self._classes(language)
            for row in self.rows:
                if row.language in {language, WORLD}:
                    _check_row(row, known)

    def _classes(self, language: str) -> dict[str, tuple[str, ...]]:
        """Return the words of each class of a language; a class may be told in several rows."""
        members: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            if row.table == _CLASS and row.language in {language, WORLD}:
                members[row.code] = (*members.get(row.code, ()), *row.forms)
        return members

    def words(self, language: str, table: str) -> dict[str, str]:
        """Return the folded forms of a table with their codes, for words looked up one by one."""
        key = (language, table)
        if key not in self._tables:
            self._tables[key] = {
                fold(form): row.code
                for row in self.rows
                if row.table == table and row.language in {language, WORLD}
                for form in row.forms
            }
        return self._tables[key]

    def raw_forms(self, language: str, table: str, code: str) -> Iterator[str]:
        """Yield the forms of a row as they are written, accents and all."""
        for row in self.rows:
            if (row.language, row.table, row.code) == (language, table, code):
                yield from row.forms

    @cached_property
    def countries_of(self) -> dict[str, str]:
        """Return the country (or ``int``) of each agency, by the agency's code."""
        return {row.code: row.forms[0] for row in self.rows if row.table == "agency_country"}

    @cached_property
    def shared_agencies(self) -> frozenset[str]:
        """Return the codes of agencies that several countries have one of by the same name."""
        return frozenset(
            form for row in self.rows if row.table == "agency_shared" for form in row.forms
        )

    @cached_property
    def twins(self) -> dict[str, str]:
        """Return, for a country, the other one that its adjective may mean."""
        return {row.code: row.forms[0] for row in self.rows if row.table == "twin"}

    @cached_property
    def calling_codes(self) -> dict[str, str]:
        """Return the country of each calling code, by its digits without the plus."""
        return {form: row.code for row in self.rows if row.table == "calling" for form in row.forms}

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return the tenures that the register knows.

        A row's code is ``office title/agency/country``; its forms are person, first day, last day
        (``-`` where open) and source.
        """
        return tuple(_tenure(row) for row in self.rows if row.table == "tenure")


_CLASS: Final = "class"
_NAMED: Final = re.compile(r"\{([^{}]*)\}")


def _check_row(row: Row, known: Mapping[str, tuple[str, ...]]) -> None:
    for form in row.forms:
        for name in _NAMED.findall(form):
            if name not in known:
                raise InputError("register.vocabulary_class", form=form, name=name)


_FACTS: Final = frozenset(
    {_CLASS, "adverb", "agency_country", "agency_shared", "calling", "future", "tenure", "twin"}
)
_TENURE_PARTS: Final = 4


def _tenure(row: Row) -> Tenure:
    title, agency, country = [*row.code.split("/"), "", ""][:3]
    person, start, end, source = (row.forms + ("-",) * _TENURE_PARTS)[:_TENURE_PARTS]
    office = Office(title=title, agency=agency or None, country=country or None)
    return Tenure(
        person=person,
        office=office,
        start=None if start == "-" else start,
        end=None if end == "-" else end,
        source=source,
    )

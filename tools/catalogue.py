#!/usr/bin/env python3
"""Keep the catalogue of texts in step with the source: ``python tools/catalogue.py [--check]``.

Every literal in ``mark``, ``translate``, ``translate_plural`` and ``say_plural`` under
``src/entraide``, every text of a page, and every paragraph and parameter of the commands' help
goes into ``locale/entraide.pot`` and is merged into the language files: what is new stands
there without a translation, what is gone is dropped, nothing is guessed. What the types and fields
of the API mean goes into ``locale/reference.pot`` in the same way. No dates, hosts or line
numbers, so that a difference shows only what changed. ``--check`` writes nothing and ends with 1
where a file is stale.
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from entraide.cli.help import paragraphs
from entraide.cli.main import app
from entraide.console.api.meanings import with_meanings
from entraide.console.api.schemas import schemas
from entraide.vocabulary.language import LANGUAGES

__all__ = ["LOCALE", "find_reference", "find_texts", "main", "render_files"]

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "entraide"
LOCALE: Final = SOURCE / "locale"

_REFERENCE: Final = "src/entraide/console/api/meanings.py"
"""The module through which what fields mean is said."""
_FORMS: Final = {"mark": 1, "translate": 1, "translate_plural": 2, "say_plural": 2}
"""The functions whose first one or two arguments are a text and its plural."""

_IN_PAGES: Final = {"t": 1, "plural": 2}
"""The same in the templates of pages."""

_PLURALS: Final = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
}
_HEADER: Final = """\
msgid ""
msgstr ""
"Project-Id-Version: entraide\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to translate, with its plural where it has one, and the file that shows it."""

    forms: tuple[str, ...]
    file: str


def find_texts() -> tuple[Text, ...]:
    """Return every text of the source, by file and place; one text may stand in several files."""
    marked = [text for path in sorted(SOURCE.rglob("*.py")) for text in _marked(path)]
    pages = [text for path in sorted(SOURCE.rglob("*.html")) for text in _templated(path)]
    helped = sorted(_help(app), key=lambda text: text.file)
    return tuple(dict.fromkeys((*marked, *pages, *helped)))


def find_reference() -> tuple[Text, ...]:
    """Return what the types and fields of the API mean, each sentence once."""
    heard: dict[str, Text] = {}

    def hear(says: str) -> str:
        heard.setdefault(says, Text((says,), _REFERENCE))
        return says

    with_meanings(schemas().plain, hear)
    return tuple(sorted(heard.values(), key=lambda text: text.forms))


def render_files() -> dict[Path, str]:
    """Return what each file of the catalogue should hold now."""
    return {
        **_rendered(_template(find_texts()), "entraide", ""),
        **_rendered(_template(find_reference()), "reference", "reference-"),
    }


def _rendered(template: Catalog, name: str, part: str) -> dict[Path, str]:
    files = {LOCALE / f"{name}.pot": _written(template, "", "nplurals=2; plural=(n != 1);")}
    for language in LANGUAGES:
        if language != "en":
            path = LOCALE / f"{part}{language}.po"
            files[path] = _written(_merged(template, path, language), language, _PLURALS[language])
    return files


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` only tell which are stale."""
    stale = [
        (path, text)
        for path, text in render_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]
    for path, text in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


def _marked(path: Path) -> Iterator[Text]:
    file = path.relative_to(ROOT).as_posix()
    calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        count = _FORMS.get(_called(call), 0)
        texts = tuple(_literals(call.args[:count]))
        if texts and len(texts) == count and all(texts):
            yield Text(texts, file)


def _templated(path: Path) -> Iterator[Text]:
    """Yield the texts of a page: what stands in ``t`` and ``plural`` of its template."""
    file = path.relative_to(ROOT).as_posix()
    page = Environment(autoescape=True).parse(path.read_text("utf-8"))
    for _, function, found in extract_from_ast(page, tuple(_IN_PAGES)):
        forms = found if isinstance(found, tuple) else (found,)
        texts = tuple(text for text in forms[: _IN_PAGES[function]] if text)
        if len(texts) == _IN_PAGES[function]:
            yield Text(texts, file)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(arguments: list[ast.expr]) -> Iterator[str]:
    """Yield the literal of each argument, also where it is marked inside the call."""
    for argument in arguments:
        inner = argument
        if isinstance(inner, ast.Call) and _called(inner) == "mark":
            inner = inner.args[0]
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _help(command: Any) -> Iterator[Text]:
    """Yield what a command's help page shows of its docstrings, and those of its commands."""
    for name in sorted(name for name in command if not name.startswith("-")):
        yield from _help(command[name])
    function = command.default_command
    if function is None:
        return
    file = Path(inspect.getsourcefile(function) or "").resolve().relative_to(ROOT).as_posix()
    arguments = command.assemble_argument_collection(parse_docstring=True)
    shown = [_description(command), *(each.parameter.help or "" for each in arguments)]
    for text in shown:
        yield from (Text((paragraph,), file) for paragraph in paragraphs(text))


def _description(command: Any) -> str:
    from cyclopts.help import format_doc  # noqa: PLC0415 - a heavy import of one function

    return str(getattr(format_doc(command, "plaintext"), "primary_renderable", ""))


def _template(texts: tuple[Text, ...]) -> Catalog:
    catalog = Catalog(project="entraide", charset="utf-8")
    for text in texts:
        one_or_both = text.forms if len(text.forms) > 1 else text.forms[0]
        catalog.add(one_or_both, locations=[(text.file, 0)])
    return catalog


def _merged(template: Catalog, path: Path, language: str) -> Catalog:
    written = _HEADER.format(language=language, plurals=_PLURALS[language])
    before = path.read_bytes() if path.is_file() else written.encode()
    catalog = read_po(io.BytesIO(before), locale=language)
    catalog.update(template, no_fuzzy_matching=True)
    return catalog


def _written(catalog: Catalog, language: str, plurals: str) -> str:
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = _HEADER.format(language=language, plurals=plurals)
    return f"{header}{body.getvalue().decode().strip()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

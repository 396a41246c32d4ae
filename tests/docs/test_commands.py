"""Commands that pages show are commands that exist, with options that exist; settings too."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import CycloptsError

from entraide.adapters.store.sqlite import SAFE_SQLITE
from entraide.cli import passphrase
from entraide.cli.main import EXIT_CODES
from entraide.cli.main import app as entraide
from entraide.errors import BusyError
from tests.docs.pages import PAGES, ROOT, place_of

_INDENTED = re.compile(r"^(?:    |\$ )(?:/\S+/)?(?:entraide|as_node) (.*)", re.MULTILINE)
_INLINE = re.compile(r"`entraide ([a-z][a-z -]*)`")
INSTALL = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def _shown(page: Path) -> Iterator[list[str]]:
    """The words of every command of a page, up to where the shell takes over."""
    text = page.read_text(encoding="utf-8").replace("\\\n", "")
    for line in _INDENTED.findall(text):
        command = re.split(r"\s(?:[|;>&]|2>)|\s+#|;", line)[0]
        words = shlex.split(command.replace("$(", "").replace(")", ""))
        if words and '"$@"' not in line:
            yield words


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_every_command_that_a_page_shows_can_be_typed(page: Path) -> None:
    wrong = []
    for words in _shown(page):
        try:
            entraide.parse_args(words, exit_on_error=False, print_error=False)
        except CycloptsError as error:
            wrong.append((words, type(error).__name__))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_every_command_that_a_sentence_names_exists(page: Path) -> None:
    wrong = []
    for found in _INLINE.findall(page.read_text(encoding="utf-8")):
        words = found.partition("--")[0].split()
        names, _, unused = entraide.parse_commands(words)
        if not names or unused:
            wrong.append(found)
    assert wrong == []


def test_commands_are_found_at_all() -> None:
    assert len([words for page in PAGES for words in _shown(page)]) > 20


def test_the_unit_hands_over_the_credential_that_is_looked_for() -> None:
    assert INSTALL.count(f"={passphrase._CREDENTIAL}:/etc/entraide/") == 3
    assert f"--name={passphrase._CREDENTIAL}" in INSTALL


def test_the_unit_tries_again_only_where_that_can_help() -> None:
    (line,) = re.findall(r"^RestartPreventExitStatus=(.*)$", INSTALL, re.MULTILINE)
    codes = {int(code) for code in line.split()}
    assert codes <= {code for code, _ in EXIT_CODES}
    assert BusyError.exit_code not in codes


def test_the_decision_names_the_sqlite_that_is_refused() -> None:
    page = (ROOT / "docs" / "decisions" / "2026-11-21-sqlite.md").read_text(encoding="utf-8")
    assert f"older than {'.'.join(map(str, SAFE_SQLITE))}" in page

"""Help pages and wrong command lines in the reader's language."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cyclopts import App
from rich.console import Console

from entraide.cli.commands import COMMANDS as GROUPS
from entraide.cli.help import PANELS, paragraphs, translate_help
from entraide.cli.main import app, main
from entraide.cli.show import IsolatedLines, cell
from entraide.vocabulary.language import set_language, translate

ROOT = Path(__file__).parents[3]
GATHER = App.assemble_argument_collection
GATHERED: dict[tuple[int, bool], Any] = {}
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    before = app.help_format, app.help_formatter
    yield
    app.help_format, app.help_formatter = before
    set_language("en")


def page(language: str, *tokens: str, width: int = 100) -> str:
    """Return a help page; the language is left as it is, for the words that are sought on it."""
    set_language(language)
    return drawn(language, tokens, width)


@cache
def drawn(language: str, tokens: tuple[str, ...], width: int) -> str:
    if language != "en":
        translate_help(app)
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "assemble_argument_collection", gathered)
        app.help_print(list(tokens), console=console)
    return text.getvalue()


def gathered(command: App, *, parse_docstring: bool) -> Any:
    """Gather a command's arguments once: its pages in every language are drawn of the same."""
    key = (id(command), parse_docstring)
    if key not in GATHERED:
        GATHERED[key] = GATHER(command, parse_docstring=parse_docstring)
    return GATHERED[key]


def plain(text: str) -> str:
    return re.sub(r"[\u2068\u2069\u2502\s]+", " ", text)


def every_command(above: App = app, *names: str) -> Iterator[tuple[str, ...]]:
    yield names
    for name in above:
        if not name.startswith("-"):
            yield from every_command(above[name], *names, name)


COMMANDS = tuple(every_command())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_page_is_translated(command: tuple[str, ...]) -> None:
    english = page("en", *command)
    for language in ("fr", "es", "ar"):
        shown = page(language, *command)
        assert translate("Usage:") in shown
        titles = [title for title in PANELS[:2] if f"─ {title} ─" in english]
        assert titles
        assert all(f"─ {translate(title)} ─" in shown for title in titles)
        assert set(re.findall(r"--[a-z-]+", english)) <= set(re.findall(r"--[a-z-]+", shown))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_english_description_is_left_on_an_arabic_page(command: tuple[str, ...]) -> None:
    left = [
        line
        for line in page("ar", *command).splitlines()
        if re.search(r"\b(the|of|and|where|with)\b", line) and not ARABIC.search(line)
    ]
    assert not left


def test_a_commands_own_words_and_its_parameters_are_translated() -> None:
    shown = plain(page("fr", "audit", "check"))
    assert "Contrôler hors ligne un fichier de preuve" in shown
    assert "La preuve. [obligatoire]" in shown
    assert "[choix : table, json] [par défaut : table]" in shown
    assert "[variable : ENTRAIDE_NODE]" in plain(page("fr", "ask"))


def test_an_isolate_ends_on_the_line_where_it_began() -> None:
    for line in page("ar", "ask", width=90).splitlines():
        assert line.count("\u2068") == line.count("\u2069")


def test_right_to_left_cells_keep_the_columns_in_line() -> None:
    text = io.StringIO()
    console = Console(file=text, width=12, color_system=None)
    shown = cell("عبد اللطيف بن علي")
    assert isinstance(shown, IsolatedLines)
    console.print(shown)
    lines = text.getvalue().splitlines()
    assert len(lines) > 1
    assert all(line.startswith("\u2068") and line.endswith("\u2069") for line in lines)


def test_brackets_in_a_name_are_not_markup() -> None:
    text = io.StringIO()
    Console(file=text, width=40, color_system=None).print(cell("[red]Amina[/x]"))
    assert text.getvalue().strip() == "[red]Amina[/x]"


def test_the_list_of_commands_says_what_their_own_pages_say() -> None:
    listed = plain(page("en", width=200))
    for command in COMMANDS:
        if len(command) == 1:
            own = page("en", *command, width=200).split("\n\n")[1]
            assert own.strip() in listed, command


def test_paragraphs_are_lines() -> None:
    assert list(paragraphs("One\nline.\n\n\n  Another. \n")) == ["One line.", "Another."]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nod"], "There is no command “nod” here. The nearest is node."),
        (["audit", "log", "--lst", "9"], "There is no option --lst here. The nearest is --last."),
        (["audit", "check", "x", "--wit"], "There is no option --wit here."),
        (["audit", "check"], "--file is missing."),
        (["audit", "log", "--last"], "--last needs a value."),
        (["audit", "log", "--last", "many"], "--last cannot be “many”."),
        (["exit-codes", "--output", "xml"], "--output cannot be “xml”. Known: table, json."),
        (["match", "explain", "a", "b", "c"], "Nothing is done with: c"),
        (["audit", "log", "--last", "1", "--last", "2"], "--last is given twice."),
    ],
)
def test_a_wrong_command_line_is_explained_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    assert _main(monkeypatch, "en", arguments) == 2
    assert capsys.readouterr().err.startswith(f"entraide: {says}")
    assert _main(monkeypatch, "ar", arguments) == 2
    assert ARABIC.search(capsys.readouterr().err)


def test_english_pages_are_drawn_by_cyclopts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _main(monkeypatch, "en", ["exit-codes"]) == 0
    assert app.help_formatter is None


def test_english_starts_without_reading_a_catalogue() -> None:
    code = (
        "import sys; from entraide.cli.main import app; "
        "app(['exit-codes'], result_action='return_value'); "
        "sys.exit(any(name.startswith('babel.messages') for name in sys.modules))"
    )
    environment = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("asked", [("event", "--help"), ("team",), ("agreement", "--help")])
def test_every_command_of_a_page_says_what_it_does_in_a_process_of_its_own(
    asked: tuple[str, ...],
) -> None:
    """Here every command is loaded already; whoever types the line has loaded none."""
    done = subprocess.run(
        [sys.executable, "-m", "entraide", *asked],
        env={"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"},
        check=False,
        capture_output=True,
        text=True,
    )
    rows = [line.strip("│ ") for line in done.stdout.splitlines() if line.startswith("│ ")]
    assert len(rows) > 10
    assert [row for row in rows if re.fullmatch(r"[a-z][a-z-]*", row)] == []


def _main(monkeypatch: pytest.MonkeyPatch, language: str, arguments: list[str]) -> Any:
    monkeypatch.setenv("ENTRAIDE_LANGUAGE", language)
    monkeypatch.setattr(sys, "argv", ["entraide", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_no_command_but_matching_loads_the_node_or_the_compiler_before_it_is_called() -> None:
    """Officers wait for every import: what a node needs is loaded where a node is opened."""
    names = sorted(
        {path.partition(":")[0] for _, rows in GROUPS for _, path, _ in rows}
        - {"match", "register.read"}
    )
    heavy = ("entraide.node.runtime", "numba", "trafilatura", "typst", "uvicorn")
    script = (
        f"import importlib, sys\n"
        f"for name in {names!r}:\n"
        f"    importlib.import_module('entraide.cli.' + name)\n"
        f"    found = [each for each in {heavy!r} if each in sys.modules]\n"
        f"    assert not found, (name, found)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()

"""The examples of README and docs run: Python blocks by Sybil, console blocks in a real shell.

A console block says how it is tested in the comment before it:

    <!-- example: run -->              every command is run, and prints what the page shows
    <!-- example: serve -->            every command is started and goes on until the page ends
    <!-- example: covered by PATH -->  too long for here; that file tests it
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from tests.docs.pages import PAGES, ROOT, Block, blocks_of, place_of
from tests.docs.shell import Shell, commands_of, is_shown

CONSOLE = {page: [b for b in blocks_of(page) if b.language == "console"] for page in PAGES}
SHOWN = [block for blocks in CONSOLE.values() for block in blocks]
PYTHON = [page for page in PAGES if any(b.language == "python" for b in blocks_of(page))]


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.place)
def test_a_console_example_says_how_it_is_tested(block: Block) -> None:
    if block.marker.startswith("covered by "):
        assert (ROOT / block.marker.removeprefix("covered by ")).is_file()
    else:
        assert block.marker in {"run", "serve"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page, blocks in CONSOLE.items() if any(b.marker in {"run", "serve"} for b in blocks)],
    ids=place_of,
)
def test_the_console_examples_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    with Shell(tmp_path) as shell:
        for block in CONSOLE[page]:
            for command in commands_of(block.text):
                if block.marker == "serve":
                    code, printed = 0, shell.serve(command.text)
                elif block.marker == "run":
                    code, printed = shell.run(command.text)
                else:
                    continue
                assert code == 0, f"{block.place}: $ {command.text}\n{printed}"
                if command.shows.strip():
                    assert is_shown(command.shows, printed), f"{block.place}: {printed}"


@pytest.mark.parametrize("page", PYTHON, ids=place_of)
def test_the_python_examples_of_a_page_run(page: Path) -> None:
    document = Sybil(parsers=[PythonCodeBlockParser()]).parse(page)
    examples = list(document.examples())
    assert examples
    for example in examples:
        example.evaluate()


def test_what_a_page_shows_is_compared_in_earnest() -> None:
    assert is_shown("Added  Changed\n2      ...", "Added      Changed\n2          0  7\n")
    assert not is_shown("hit", "no hit")
    assert not is_shown("2 added", "3 added")

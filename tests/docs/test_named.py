"""What the pages name exists: files, symbols, tests and the pages that they lead to."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from entraide.node.actions import ACTIONS
from entraide.vocabulary.messages import SENTENCES
from tests.docs.drawn import LAYERS
from tests.docs.pages import PAGES, ROOT, place_of

_CODE = re.compile(r"`([^`\n]+)`")
_WRITTEN_BY_PROGRAMS = {"docs/matching-board.md"}
"""``./dev evaluate match`` writes it."""
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
_FILE = re.compile(r"(?:src|tests|docs|bench|requirements)/[\w./-]+\.\w+")
_TEST = re.compile(r"tests/[\w./-]+\.py::\w+")
_SYMBOL = re.compile(rf"(?:{'|'.join(LAYERS)})(?:\.\w+)+")

GUARDED = tuple(ROOT / "docs" / name for name in ("threat-model.md", "human-rights.md"))
WALK = ROOT / "docs" / "walkthrough.md"
WALKED = (*GUARDED, WALK, ROOT / "docs" / "protocol.md")


def _prose(page: Path) -> str:
    """The page without its fenced blocks and its drawn parts."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<!-- (?:drawn|table): .*?<!-- end -->", "", text, flags=re.DOTALL)
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


@cache
def _defined_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    cases = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(functions | cases)


def _exists(symbol: str) -> bool:
    parts = symbol.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(("entraide", *parts[:cut])))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            if not hasattr(found, name) and name not in getattr(found, "__annotations__", {}):
                return False
            found = getattr(found, name, None)
        return True
    return False


def _is_code_of_something_else(token: str) -> bool:
    return token in SENTENCES or token in ACTIONS or token.endswith((".py", ".toml"))


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    named = [token for token in _CODE.findall(_prose(page)) if _TEST.fullmatch(token)]
    missing = [
        token
        for token in named
        if not (ROOT / token.partition("::")[0]).is_file()
        or token.partition("::")[2] not in _defined_in(token.partition("::")[0])
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    tokens = [token.partition("::")[0] for token in _CODE.findall(_prose(page))]
    named = {token for token in tokens if _FILE.fullmatch(token)}
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []


def _symbols(page: Path) -> set[str]:
    tokens = (token.removesuffix("()") for token in _CODE.findall(_prose(page)))
    named = {token for token in tokens if _SYMBOL.fullmatch(token)}
    return {token for token in named if not _is_code_of_something_else(token)}


@pytest.mark.parametrize("page", WALKED, ids=place_of)
def test_every_symbol_that_a_page_names_exists(page: Path) -> None:
    assert sorted(token for token in _symbols(page) if not _exists(token)) == []


def test_the_walk_names_the_code_at_every_step() -> None:
    assert len(_symbols(WALK)) >= 60
    assert not _exists("node.asking.no_such_function")


def _is_a_test(token: str) -> bool:
    file, _, name = token.partition("::")
    return bool(_TEST.fullmatch(token)) and (ROOT / file).is_file() and name in _defined_in(file)


def _rows(page: Path) -> list[tuple[str, ...]]:
    """Return the rows of all tables of a page, cell by cell, headings and rules left out."""
    tables = re.findall(r"(?:^\|.*\n)+", _prose(page), re.MULTILINE)
    lines = [line for table in tables for line in table.splitlines()[2:]]
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


def _headings(page: Path) -> set[str]:
    lines = re.findall(r"^\|(.*)\|\n\|[-|]+\|$", _prose(page), re.MULTILINE)
    return {line.split("|")[-1].strip() for line in lines}


@pytest.mark.parametrize("page", GUARDED, ids=place_of)
def test_every_row_of_every_table_names_a_test_that_exists(page: Path) -> None:
    rows = _rows(page)
    assert len(rows) >= 20
    assert _headings(page) == {"Test"}
    unguarded = [row[0] for row in rows if not any(map(_is_a_test, _CODE.findall(row[-1])))]
    assert unguarded == []


@pytest.mark.parametrize("page", GUARDED, ids=place_of)
def test_what_no_machine_bars_is_said_beside_its_guard_and_never_instead(page: Path) -> None:
    """A row that is left open has no guard; one that says what is beyond it says a guard first."""
    rows = _rows(page)
    assert [row[0] for row in rows if "**open" in " ".join(row).lower()] == []
    beyond = [row for row in rows if "**Beyond it:**" in row[-2]]
    assert len(beyond) >= 10
    assert [row[0] for row in beyond if len(row[-2].partition("**Beyond it:**")[0]) < 20] == []
    assert [row[0] for row in rows if "Beyond it" in row[-1]] == []


@pytest.mark.parametrize("page", PAGES, ids=place_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for target, anchor in _LINK.findall(_prose(page)):
        path = (page.parent / target).resolve() if target else page
        if not path.exists():
            if path.relative_to(ROOT).as_posix() not in _WRITTEN_BY_PROGRAMS:
                lost.append(target)
        elif anchor and path.suffix == ".md" and anchor not in _anchors(path):
            lost.append(f"{target}#{anchor}")
    assert lost == []


@cache
def _anchors(page: Path) -> frozenset[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(
        re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in headings
    )

"""Rules of the house that no linter knows: nothing machine-bound, nothing swallowed."""

from __future__ import annotations

import ast
import contextlib
import logging
import re
import subprocess
from collections.abc import Iterator

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT, modules

_REGISTRY = re.compile(
    r"--(?:extra-)?index-url|files\.pythonhosted\.|https?://(?:test\.)?pypi\.|registry\.npmjs\."
    r"|\"resolved\": *\"http"
)
_MACHINE = re.compile(r"(?<![\w.~$}/-])/(?:home|Users|root|work|mnt|private)/[\w.-]+")
_BINARY = {".png", ".ico", ".npy", ".zst", ".gz"}


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git working copy")
    return [name for name in listed.stdout.split("\0") if name]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for name in _tracked():
        path = ROOT / name
        if path == ROOT / "tests/architecture/test_rules.py" or path.suffix in _BINARY:
            continue
        if path.is_file():
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
                if pattern.search(line):
                    found.append(f"{name}:{number}: {line.strip()[:120]}")
    return found


def test_no_registry_address_stands_in_any_file() -> None:
    assert _lines_with(_REGISTRY) == []


def test_no_path_of_one_machine_stands_in_any_file() -> None:
    assert _lines_with(_MACHINE) == []


def test_no_error_is_swallowed() -> None:
    def is_silent(handler: ast.ExceptHandler) -> bool:
        return all(isinstance(each, ast.Pass) for each in handler.body)

    silent = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and is_silent(node)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert silent == []


def test_every_error_that_is_passed_over_says_why() -> None:
    silent = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Pass) and "#" not in module.text.splitlines()[node.lineno - 1]
    ]
    assert silent == []


def test_assertions_are_never_checks() -> None:
    found = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_every_dependency_is_pinned_to_one_version_and_its_hashes() -> None:
    """Another file under the same name does not install; and nothing is built from source."""
    pinned = [ROOT / name for name in _tracked() if re.fullmatch(r"requirements/\w+\.txt", name)]
    assert len(pinned) >= 3
    for path in pinned:
        text = re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        entries = [each for each in re.split(r"\n(?=\S)", text) if each.strip()]
        assert entries, path
        for entry in entries:
            first, *hashes = (line.strip(" \\\n") for line in entry.splitlines() if line.strip())
            assert re.fullmatch(r"[a-z0-9._-]+==[\w.]+( ; .+)?", first), first
            assert hashes, first
            bad = [each for each in hashes if not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each)]
            assert bad == [], first
    installs = _lines_with(re.compile(r"pip.*install.* -r |--require-hashes"))
    bare = [line for line in installs if "--require-hashes" in line and "--only-binary" not in line]
    assert len(installs) >= 3
    assert bare == []


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    with _loggers_kept():
        assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


@contextlib.contextmanager
def _loggers_kept() -> Iterator[None]:
    """Leave loggers as they are: the checker of imports turns off every one that it finds."""
    held = [each for each in logging.Logger.manager.loggerDict.values()
            if isinstance(each, logging.Logger) and not each.disabled]  # fmt: skip
    yield
    for each in held:
        each.disabled = False

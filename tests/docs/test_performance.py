"""The measurement of an exchange works, and docs/performance.md shows what it stored."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.docs.pages import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from exchange_parts import page

STORED = json.loads((ROOT / "docs" / "performance.json").read_text("utf-8"))


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Every figure by its place; the samples of a list are one place."""
    if isinstance(value, Mapping):
        inner = (leaves(each, f"{path}/{name}") for name, each in value.items())
        return {place: each for found in inner for place, each in found.items()}
    return {path: value}


def test_the_page_shows_the_stored_run() -> None:
    text = page.PAGE.read_text("utf-8")
    assert page.drawn(text, STORED) == text, "./dev bench exchange --page --no-run"
    assert all(f"<!-- table: {name} -->" in text for name in page.TABLES)


def test_the_plot_is_that_of_the_stored_run() -> None:
    assert page.PLOT.read_text("utf-8") == page.memory_plot(STORED)
    ET.fromstring(page.PLOT.read_text("utf-8"))  # noqa: S314 - our own file


def test_a_goal_is_missed_in_words_where_the_figures_miss_it() -> None:
    slow = json.loads(json.dumps(STORED))
    slow["ask"]["whole_ms"] = {"least": 1, "p50": 20.5, "p95": 60.0, "most": 99}
    lines = page.goals(slow).splitlines()
    assert next(line for line in lines if "p50" in line).endswith("**missed** |")
    assert next(line for line in lines if "p95" in line).endswith("| met |")


@pytest.mark.slow
def test_a_small_run_measures_every_figure(tmp_path: Path) -> None:
    output = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "bench/exchange.py", "--quick", "--output", output],
        cwd=ROOT,
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    figures = json.loads(output.read_text("utf-8"))
    found = leaves(figures)
    assert found.keys() == leaves(STORED).keys()
    assert all(value not in (None, "", [], {}) for value in found.values())
    assert figures["ask"]["hit"]["results"] == ["hit"]
    assert figures["ask"]["hidden"]["results"] == figures["ask"]["absent"]["results"] == ["no-hit"]
    assert figures["grouped"]["whole"]["messages"] > figures["singly"]["whole"]["messages"] > 0
    assert b"| SIENA's 2023" in done.stdout

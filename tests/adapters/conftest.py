"""A table of records for the tests of its reading and of its rejects."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"

"""The file of rejects: line, reason and row, for its owner alone, none lost and none twice."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from entraide.adapters.files.rejects import RejectsFile, rejects_path
from entraide.adapters.records.files import (
    Rejected,
)
from entraide.errors import StoreError
from tests.adapters.given_record_files import rows_of


def test_a_reject_says_line_reason_and_row_and_only_its_owner_may_read_it(
    table: Path,
) -> None:
    rows = rows_of(table, b"id,name\n1\n2,\xff\n")
    with RejectsFile(rejects_path(table)) as rejects:
        for row in rows:
            assert isinstance(row, Rejected)
            rejects.add(row)
        size = rejects.commit()
    path = table.with_name("people.csv.rejects.jsonl")
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    assert first == {
        "line": 2,
        "code": "records.wrong_columns",
        "reason": "The row has 1 cells; the header has 2.",
        "row": "1",
    }
    assert (second["line"], second["row_base64"]) == (3, "Miz/Cg==")
    assert path.stat().st_size == size
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_interrupted_import_neither_loses_nor_repeats_a_reject(table: Path) -> None:
    rows = [row for row in rows_of(table, "id,name\n1\n2\n3\n") if isinstance(row, Rejected)]
    path = rejects_path(table)
    with RejectsFile(path) as rejects:
        rejects.add(rows[0])
        committed = rejects.commit()
        rejects.add(rows[1])
    with RejectsFile(path, committed) as rejects:
        for row in rows[1:]:
            rejects.add(row)
        rejects.commit()
    assert [json.loads(line)["line"] for line in path.read_text().splitlines()] == [2, 3, 4]


def test_a_rejects_file_that_lost_committed_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"records\.rejects_short"):
        RejectsFile(tmp_path / "x.rejects.jsonl", committed=10)


def test_without_rejects_no_file_stays(table: Path) -> None:
    with RejectsFile(rejects_path(table)) as rejects:
        assert rejects.commit() == 0
    assert not rejects_path(table).exists()

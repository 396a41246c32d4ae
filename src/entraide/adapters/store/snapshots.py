"""A copy of an SQLite file as it stood at one moment, taken while it is written.

The whole copy is one reading transaction of SQLite's online backup, so that writers go on and the
copy is of one moment. It takes as much room as the file, for as long as it is needed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pysqlite3.dbapi2

from entraide.errors import StoreError

__all__ = ["SCRATCH", "copy_sqlite", "scratch_folder"]

SCRATCH: Final = ".snapshot-"
"""How the names of folders for copies begin; one that a crash left is removed by the next."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a file that may be in use; StoreError where that fails."""
    try:
        origin = pysqlite3.dbapi2.connect(f"file:{source}?mode=ro", uri=True)
        copy = pysqlite3.dbapi2.connect(str(target))
        try:
            origin.backup(copy, pages=-1)
        finally:
            copy.close()
            origin.close()
    except pysqlite3.dbapi2.Error as error:
        raise StoreError("backup.not_copied", path=str(source), reason=str(error)) from error


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """Give a folder for copies, readable by its owner only, and remove it afterwards."""
    for left in parent.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)

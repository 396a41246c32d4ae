"""The rejects file beside an import: one JSON line for each row that was not taken, and why.

    {"line": 7, "code": "records.bad_date", "reason": "...", "row": "..."}

A row that is not UTF-8 stands as ``row_base64``. The file holds personal data: only its owner may
read it. It resumes with the import: opened at the size that was last committed, it forgets what
was written after that, so that an interrupted import neither loses nor repeats a reject.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Final, Self

from entraide.adapters.records.files import Rejected
from entraide.errors import InputError, StoreError
from entraide.vocabulary.messages import render

__all__ = ["RejectsFile", "rejects_path"]

_SUFFIX: Final = ".rejects.jsonl"
_OWNER_ONLY: Final = 0o600


def rejects_path(path: Path) -> Path:
    """Return the rejects file of an imported file: ``FILE.rejects.jsonl``."""
    return path.with_name(path.name + _SUFFIX)


class RejectsFile:
    """A writer of rejects; use it as a context manager."""

    def __init__(self, path: Path, committed: int = 0) -> None:
        """Open at the committed size (bytes); StoreError where the file is shorter than that."""
        self._path = path
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
        except OSError as error:
            raise StoreError("records.rejects_unwritable", path=str(path)) from error
        self._stream = os.fdopen(handle, "r+b")
        if self._stream.seek(0, os.SEEK_END) < committed:
            self._stream.close()
            raise StoreError("records.rejects_short", path=str(path), committed=committed)
        self._stream.truncate(committed)
        self._stream.seek(committed)

    def add(self, rejected: Rejected) -> None:
        """Write one reject, to be kept by the next ``commit``."""
        reason = render(InputError(rejected.reason_code, **rejected.data))
        entry = {"line": rejected.line, "code": rejected.reason_code, "reason": reason}
        text = json.dumps(entry | _row(rejected.raw), ensure_ascii=False)
        self._stream.write(text.encode("utf-8", "backslashreplace") + b"\n")

    def commit(self) -> int:
        """Make what was added durable and return the size to resume from."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._stream.tell()

    def close(self) -> None:
        """Close the file; a file that never held a reject is removed."""
        empty = self._stream.tell() == 0
        self._stream.close()
        if empty:
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close the file."""
        self.close()


def _row(raw: bytes) -> dict[str, str]:
    try:
        return {"row": raw.decode("utf-8").rstrip("\r\n")}
    except UnicodeDecodeError:
        return {"row_base64": base64.b64encode(raw).decode("ascii")}

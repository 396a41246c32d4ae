"""Readings as a file of JSON lines that grows: a run that was cut off goes on where it stopped.

Each line is complete or it is not there: a last line without its end is cut off before going on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from entraide.errors import InputError

__all__ = ["ReadingsFile"]


class ReadingsFile:
    """Opens a file of readings for going on; ``done`` holds the pages that stand in it."""

    def __init__(self, path: Path) -> None:
        """Remember the file; nothing is opened before the ``with``."""
        self._path = path
        self.done: set[str] = set()
        self.added = 0

    def __enter__(self) -> ReadingsFile:
        """Read what stands there, cut off what is not whole, and open for adding."""
        try:
            content = self._path.read_bytes() if self._path.exists() else b""
            whole = self._take(content)
            self._file = self._path.open("ab")
            self._file.truncate(whole)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise InputError(
                "register.file_unreadable", path=str(self._path), reason=reason
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; what was added is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _take(self, content: bytes) -> int:
        """Note the pages of the whole lines, and return where these end."""
        whole = content.rfind(b"\n") + 1
        for number, line in enumerate(content[:whole].splitlines(), start=1):
            try:
                self.done.add(str(json.loads(line)["file"]))
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(
                    "register.readings_malformed", path=str(self._path), line=number
                ) from error
        return whole

    def add(self, reading: Mapping[str, Any]) -> None:
        """Append one reading and hand it to the operating system."""
        line = json.dumps(reading, ensure_ascii=False) + "\n"
        self._file.write(line.encode("utf-8", "surrogatepass"))
        self._file.flush()
        self.done.add(str(reading["file"]))
        self.added += 1

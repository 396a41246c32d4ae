"""PDF from a Typst source and the files beside it; nothing is fetched, nothing else is read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst

from entraide.errors import ConfigError

__all__ = ["typeset"]


def typeset(source: str, files: Mapping[str, str]) -> bytes:
    """Return the PDF; ConfigError with the compiler's words where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="entraide-report-") as place:
        folder = Path(place)
        for name, text in {**files, "report.typ": source}.items():
            (folder / name).write_text(text, encoding="utf-8")
        try:
            made = typst.compile(folder / "report.typ", root=folder)
        except typst.TypstError as error:
            raise ConfigError("report.not_typeset", reason=str(error)[:300]) from error
    return bytes(made)

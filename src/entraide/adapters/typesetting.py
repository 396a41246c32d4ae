"""PDF from a Typst source and the files beside it, in fonts that come with the project.

Nothing is fetched, no other file is read, and no font of the machine is used: the same report looks
alike everywhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst

from entraide.errors import ConfigError

__all__ = ["typeset"]

_FONTS: Final = tuple(
    Path(package.__file__ or "").parent / "files"
    for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
)


def typeset(source: str, files: Mapping[str, str]) -> bytes:
    """Return the PDF; ConfigError with the compiler's words where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="entraide-report-") as place:
        folder = Path(place)
        for name, text in {**files, "report.typ": source}.items():
            (folder / name).write_text(text, encoding="utf-8")
        try:
            made = typst.compile(
                folder / "report.typ",
                root=folder,
                font_paths=list(_FONTS),
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            raise ConfigError("report.not_typeset", reason=str(error)[:300]) from error
    return bytes(made)

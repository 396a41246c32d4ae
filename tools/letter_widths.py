#!/usr/bin/env python3
"""Write how wide letters are: ``python tools/letter_widths.py FONT...``.

Needs, apart from the project, the package fonttools and the fonts that a figure may be shown in:
Noto Sans, Noto Sans Arabic, Liberation Sans (as wide as Arial) and DejaVu Sans. Writes
``src/entraide/figures/data/advances.txt``: for each letter the greatest advance among the fonts,
so that a label that is measured with the table fits whichever of them shows it. An Arabic letter
counts as it stands alone, its widest form but for few.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

__all__ = ["main"]

TABLE: Final = (
    Path(__file__).resolve().parent.parent / "src" / "entraide" / "figures" / "data/advances.txt"
)
RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x386, 0x3CE), (0x400, 0x45F), (0x490, 0x4FF), (0x60C, 0x6D3),
    (0x1E80, 0x1EF9), (0x2010, 0x2027), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2265), (0x25A0, 0x25FF),
)  # fmt: skip


def _advance(letter: int, fonts: Sequence[Any]) -> int:
    found = [
        font["hmtx"][font.getBestCmap()[letter]][0] / font["head"].unitsPerEm
        for font in fonts
        if letter in font.getBestCmap()
    ]
    return round(100 * max(found, default=1.0) + 0.49)


def main(*paths: str) -> None:
    """Write the table."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - needed by this tool alone

    fonts = [TTFont(path) for path in paths]
    lines = ["# Widths of letters in hundredths of the size of type: FIRST-LETTER: WIDTHS"]
    for first, last in RANGES:
        widths = " ".join(str(_advance(letter, fonts)) for letter in range(first, last + 1))
        lines.append(f"{first:04x}: {widths}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Released values and offered files as a terminal shows them: never without their marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.show import console, isolate, print_rows
from entraide.vocabulary.language import mark, translate

__all__ = ["draw_file", "draw_values"]


def draw_values(title: str, values: list[dict[str, Any]]) -> None:
    """Draw released values, each with the words of its handling code."""
    print_rows(
        title,
        (
            ("prop", mark("Field")),
            ("text", mark("Value")),
            ("evaluation", mark("Grading")),
            ("handling", mark("Handling")),
            ("mark", mark("Words")),
            ("retention", mark("Keep until")),
        ),
        values,
    )


def draw_file(file: Mapping[str, Any]) -> None:
    """Draw what a signed offer says of its file; by the digest the file is evidence."""
    said = mark("file {attachment}, {media_type}, {size} bytes, SHA-256 {sha256}")
    console().print(f"    {isolate(translate(said, **file))}", markup=False, soft_wrap=True)

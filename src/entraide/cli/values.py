"""Values and files as a terminal shows them: never without their marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from entraide.cli.show import console, isolate, print_rows
from entraide.vocabulary.language import harmless, mark, translate

__all__ = ["bound_by", "draw_file", "draw_found_values", "draw_mark", "draw_values"]


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


def draw_found_values(finds: Iterable[Mapping[str, Any]]) -> None:
    """Draw what was found of a person: each value with its handling code and its provider."""
    print_rows(
        mark("What it says"),
        (
            ("number", mark("No.")),
            ("prop", mark("Field")),
            ("text", mark("Value")),
            ("provider", mark("Provider")),
            ("handling", mark("Handling")),
            ("mark", mark("Words")),
        ),
        ({**value, "number": find["number"]} for find in finds for value in find["values"]),
    )


def bound_by(shown: Mapping[str, Any]) -> str:
    """Return a handling code with its words; nothing where it binds no further (H0)."""
    return f"{shown['handling']}: {shown['mark']}" if shown["mark"] else ""


def draw_mark(shown: Mapping[str, Any]) -> None:
    """Draw the words that bind whoever reads something as a whole; none for H0."""
    if shown["mark"]:
        console().print(f"    {isolate(harmless(bound_by(shown)))}", markup=False, soft_wrap=True)


def draw_file(file: Mapping[str, Any]) -> None:
    """Draw what a signed offer says of its file; by the digest the file is evidence."""
    said = mark("file {attachment}, {media_type}, {size} bytes, SHA-256 {sha256}")
    console().print(f"    {isolate(translate(said, **file))}", markup=False, soft_wrap=True)
    draw_mark(file)

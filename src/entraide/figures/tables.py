"""The same data as a figure, in rows: for who does not see pictures, and for who wants to count.

A ``Table`` is a value; the surface shows it in its own way, or takes the HTML or Markdown here.
"""

from __future__ import annotations

from dataclasses import dataclass

from entraide.figures.markup import cleaned, element, escaped

__all__ = ["Table", "html_table", "markdown_table"]

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|~!"})


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the names of the columns, and the rows as text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def html_table(table: Table) -> str:
    """Return the table as HTML; the first cell of a row is its heading."""
    head = "".join(element("th", {"scope": "col"}, _text(name)) for name in table.columns)
    body = "".join(
        element(
            "tr",
            {},
            element("th", {"scope": "row"}, _text(row[0])),
            *(element("td", {}, _text(cell)) for cell in row[1:]),
        )
        for row in table.rows
    )
    return element(
        "table",
        {"class": "f-table"},
        element("caption", {}, _text(table.caption)),
        element("thead", {}, element("tr", {}, head)),
        element("tbody", {}, body),
    )


def _text(text: str) -> str:
    return element("bdi", {}, escaped(cleaned(text)))


def markdown_table(table: Table) -> str:
    """Return the table as Markdown, whose signs in the data stand for themselves."""
    lines = [table.columns, ("---",) * len(table.columns), *table.rows]
    rendered = [
        " | ".join(
            cell if line is lines[1] else cleaned(cell).translate(_MARKDOWN) for cell in line
        )
        for line in lines
    ]
    return "".join(f"| {line} |\n" for line in rendered)

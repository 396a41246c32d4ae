"""docs/matching.md prints the table of features that the code uses."""

from __future__ import annotations

from pathlib import Path

from entraide.match import FEATURES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "matching.md"


def feature_table() -> str:
    """Draw the table as the page shows it."""
    rows = [f"| `{rule.name}` | {rule.weight:+g} | {rule.reason} |" for rule in FEATURES]
    return "\n".join(["| feature | weight | what it is |", "|---|---|---|", *rows])


def test_the_page_prints_the_table_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = page.split("<!-- features -->\n")[1].split("\n<!-- /features -->")[0]
    assert shown == feature_table()

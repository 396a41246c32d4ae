"""Draw what ``bench/index.py`` printed: ``./dev bench index_page FIGURES``, a file of its lines.

Writes docs/index-figures.md, a table, and docs/index-figures.svg, the cost of a search by the
number of people, both axes logarithmic.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
COLUMNS: Final = (
    ("people", "people"),
    ("bytes_each", "bytes a person"),
    ("ready_s", "ready after a restart (s)"),
    ("resident_mb", "resident (MB)"),
    ("born_per_s", "searches a second, with birth date"),
    ("born_p50_ms", "p50 (ms)"),
    ("born_p99_ms", "p99 (ms)"),
    ("name_per_s", "searches a second, name alone"),
    ("name_p50_ms", "p50 (ms)"),
    ("name_p99_ms", "p99 (ms)"),
)
LINES: Final = (
    ("born_per_cpu_s", "with a birth date", "#1f5f8b"),
    ("name_per_cpu_s", "by name alone", "#b5482f"),
)
WIDTH, HEIGHT, EDGE = 640, 360, 60

Row = dict[str, Any]


def table(rows: list[Row]) -> str:
    head = "| " + " | ".join(title for _, title in COLUMNS) + " |"
    lines = ["| " + " | ".join(f"{row[field]:,}" for field, _ in COLUMNS) + " |" for row in rows]
    return "\n".join([head, "|---" * len(COLUMNS) + "|", *lines])


def place(people: float, cost: float, rows: list[Row]) -> tuple[float, float]:
    """Return where a point lies: one unit of length for each power of ten."""
    first, last = (math.log10(rows[at]["people"]) for at in (0, -1))
    across = (math.log10(people) - first) / ((last - first) or 1)
    up = math.log10(cost) / 2  # 1 ms at the foot, 100 ms at the top
    return EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE)


def plot(rows: list[Row]) -> str:
    """Draw CPU milliseconds of a search against people."""
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="12" role="img" '
            'aria-label="CPU milliseconds of one search, by the number of people">'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{EDGE}" y="30">CPU milliseconds of one search</text>',
    ]
    for cost in (1, 3, 10, 30, 100):
        left, y = place(rows[0]["people"], cost, rows)
        parts.append(f'<path d="M{left} {y:.0f}H{WIDTH - EDGE}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 10}" y="{y + 4:.0f}" text-anchor="end">{cost}</text>')
    for row in rows:
        x, _ = place(row["people"], 1, rows)
        label = f"{row['people']:,}"
        parts.append(f'<text x="{x:.0f}" y="{HEIGHT - 40}" text-anchor="middle">{label}</text>')
    for at, (field, label, colour) in enumerate(LINES):
        points = [place(row["people"], 1000 / row[field], rows) for row in rows]
        drawn = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        line = f'fill="none" stroke="{colour}" stroke-width="2"'
        parts.append(f'<polyline points="{drawn}" {line}/>')
        parts.append(
            f'<text x="{EDGE + 180 * at}" y="{HEIGHT - 12}" fill="{colour}">{label}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: ./dev bench index_page FIGURES")
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    rows = sorted((json.loads(line) for line in lines), key=lambda row: row["people"])
    page = (DOCS / "index-figures.md").read_text(encoding="utf-8")
    start, end = "<!-- figures -->\n", "\n<!-- /figures -->"
    if start not in page or end not in page:
        sys.exit("docs/index-figures.md has lost its marks")
    before, rest = page.split(start)
    text = f"{before}{start}{table(rows)}{end}{rest.split(end)[1]}"
    (DOCS / "index-figures.md").write_text(text, encoding="utf-8")
    (DOCS / "index-figures.svg").write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()

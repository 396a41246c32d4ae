"""Memory as a picture: resident MiB against number of messages and against their size (SVG)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

WIDTH, HEIGHT, LEFT, TOP = 340, 220, 60, 40
COLOURS = {"asker": "#1b6ca8", "holder": "#c1440e"}
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One diagram: where it stands, what its axis says, how far it goes."""

    at: int
    title: str
    ticks: Sequence[tuple[float, str]]
    most: float

    def place(self, point: Point) -> Point:
        """Return where a point (share of the width, MiB) is drawn."""
        x = self.at + LEFT + point[0] * WIDTH
        return x, TOP + HEIGHT - min(point[1] / self.most, 1) * HEIGHT

    def frame(self) -> str:
        """Return axes, title and ticks."""
        left, bottom = self.at + LEFT, TOP + HEIGHT
        marks = [
            f'<text x="{left}" y="{TOP - 16}" font-weight="bold">{self.title}</text>',
            f'<path d="M{left} {TOP}V{bottom}H{left + WIDTH}" fill="none" stroke="#444"/>',
        ]
        for share, label in self.ticks:
            x = left + share * WIDTH
            marks.append(f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{label}</text>')
        for part in (0, 0.5, 1):
            y = bottom - part * HEIGHT
            label = f"{part * self.most:.0f}"
            marks.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{label}</text>')
        return "\n".join(marks)


def memory_plot(figures: Mapping[str, Any]) -> str:
    """Return the plot as SVG."""
    grouped, sizes = figures["grouped"], figures["sizes"]
    samples = grouped["memory"]
    count = sum(phase["messages"] for phase in grouped["phases"].values())
    peaks = [*sizes["replies"], *sizes["files"]]
    most = max(each[side] for each in (*samples, *peaks) for side in COLOURS) * 1.15
    left = Panel(0, "MiB resident, by messages exchanged", _counts(count), most)
    right = Panel(WIDTH + 2 * LEFT, "MiB at most, by size of one message or file", _SIZES, most)
    parts = [left.frame(), right.frame()]
    for at, (side, colour) in enumerate(COLOURS.items()):
        last = max(len(samples) - 1, 1)
        parts.append(_line(left, [(i / last, e[side]) for i, e in enumerate(samples)], colour))
        for name, dashes in (("replies", ""), ("files", "6 4")):
            points = [(_share(each["bytes"]), each[side]) for each in sizes[name]]
            parts.append(_line(right, points, colour, dashes))
        y = TOP + HEIGHT + 40 + 18 * at
        parts.append(f'<text x="{LEFT}" y="{y}" fill="{colour}">{side}</text>')
    parts.append(
        f'<text x="{3 * LEFT + WIDTH}" y="{TOP + HEIGHT + 40}">whole line: replies; '
        "dashed: files in chunks</text>"
    )
    width, height = 2 * WIDTH + 4 * LEFT, TOP + HEIGHT + 76
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    body = "\n".join(parts)
    return f'{head}font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'


def _counts(count: int) -> tuple[tuple[float, str], ...]:
    return tuple((part, f"{part * count:,.0f}") for part in (0, 0.5, 1))


def _share(size: int) -> float:
    """Place a size on the logarithmic axis from 1 KiB to 1 GiB."""
    return min(max(log10(max(size, 1) / 1024) / 6, 0), 1)


_SIZES: Sequence[tuple[float, str]] = tuple(
    (_share(size), label)
    for size, label in ((1 << 10, "1 KiB"), (1 << 20, "1 MiB"), (1 << 30, "1 GiB"))
)


def _line(panel: Panel, points: Sequence[Point], colour: str, dashes: str = "") -> str:
    place: Callable[[Point], str] = lambda point: "{:.1f},{:.1f}".format(*panel.place(point))  # noqa: E731
    style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
    dots = "".join(
        '<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"/>'.format(*panel.place(p), colour)
        for p in points
    )
    return f'<polyline points="{" ".join(place(p) for p in points)}" {style}/>{dots}'

"""What a reader sees of a figure: its marks and words with their boxes, read back from the SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from entraide.figures.drawing import Box
from entraide.figures.metrics import text_width

__all__ = ["NAMES", "Words", "marks", "overlaps", "parsed", "viewbox", "words"]

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text"}
"""Every element a figure is made of."""

_ISOLATES = re.compile("[\u2066-\u2069]")


@dataclass(frozen=True)
class Words:
    text: str
    box: Box


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own output is what is under test


def viewbox(root: ET.Element) -> Box:
    return Box(*map(float, root.attrib["viewBox"].split()))


def words(root: ET.Element) -> list[Words]:
    return [_words(each) for each in root.iter(f"{SVG}text") if each.get("fill") != "none"]


def _words(node: ET.Element) -> Words:
    text = _ISOLATES.sub("", node.text or "")
    size = float(node.get("font-size", "12"))
    width = text_width(text, size, node.get("font-weight") == "bold")
    x, y = float(node.attrib["x"]), float(node.attrib["y"])
    left = {"start": x, "middle": x - width / 2, "end": x - width}[node.get("text-anchor", "start")]
    return Words(text, Box(left, y - size * 0.8, width, size))


def overlaps(root: ET.Element) -> list[tuple[str, str]]:
    found = [(each.text, each.box.grown(-0.2)) for each in words(root)]
    return [
        (text, other)
        for at, (text, box) in enumerate(found)
        for other, other_box in found[at + 1 :]
        if box.meets(other_box)
    ]


def marks(root: ET.Element) -> Iterator[Box]:
    """Yield the boxes of all that is drawn, but for words and what lies in ``defs``."""
    inside = {each for pattern in root.iter(f"{SVG}defs") for each in pattern.iter()}
    for node in root.iter():
        if node in inside:
            continue
        if node.tag == f"{SVG}rect":
            yield Box(*(float(node.get(name, "0")) for name in ("x", "y", "width", "height")))
        elif node.tag == f"{SVG}circle":
            x, y, radius = (float(node.attrib[name]) for name in ("cx", "cy", "r"))
            yield Box(x - radius, y - radius, 2 * radius, 2 * radius)
        elif node.tag == f"{SVG}path" and "l" not in node.attrib["d"]:
            yield _path_box(node.attrib["d"])
        elif node.tag == f"{SVG}path":
            yield _land_box(node)


def _path_box(path: str) -> Box:
    """Return the hull of absolute points, which holds quadratic curves too."""
    flat = re.sub(r"h\.1", "", path)
    if "H" in flat:
        return _cells_box(flat)
    numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+", flat)]
    xs, ys = numbers[0::2], numbers[1::2]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _cells_box(path: str) -> Box:
    cells = [
        [float(each) for each in re.findall(r"-?\d*\.?\d+", cell)] for cell in path.split("M")[1:]
    ]
    left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    right, bottom = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    return Box(left, top, right - left, bottom - top)


def _land_box(node: ET.Element) -> Box:
    move = re.findall(r"-?[\d.]+", node.get("transform", "0,0"))
    xs, ys = [], []
    for ring in node.attrib["d"].split("M")[1:]:
        numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+", ring)]
        x = y = 0.0
        for dx, dy in zip(numbers[0::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x + float(move[0]))
            ys.append(y + float(move[1]))
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

"""One figure being drawn: marks in reading direction, words that are measured, one SVG out.

The horizontal coordinate runs in reading direction: from the left edge, or for a reader of Arabic
from the right edge, so that a chart is written once and mirrors by itself. A map passes its points
through ``unturned``, because east does not change sides.

The base direction of each text is set by isolates (Unicode Annex 9) and not by the attribute
``direction``: browsers and the PDF renderer agree on those. The root says ``direction="ltr"``, so
that a right-to-left page does not turn the anchors round.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from entraide.figures.inks import FONTS, STYLESHEET, Paint, pattern
from entraide.figures.markup import Attribute, cleaned, element, escaped, number
from entraide.figures.metrics import shortened, text_width
from entraide.figures.style import Style

__all__ = ["BODY", "HEAD", "SMALL", "Anchor", "Box", "Drawing", "Point", "Type"]

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
_TURNED: Final[dict[Anchor, Anchor]] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its first corner, width and height, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def grown(self, margin: float) -> Box:
        """Return the box with a margin on all sides."""
        wide, tall = self.width + 2 * margin, self.height + 2 * margin
        return Box(self.x - margin, self.y - margin, wide, tall)

    def meets(self, other: Box) -> bool:
        """Whether two boxes share any area."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def within(self, other: Box) -> bool:
        """Whether this box lies wholly in another."""
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How words are set: size in pixels, ink, weight, which end stands at the point."""

    size: float = 12
    ink: str = "ink"
    bold: bool = False
    anchor: Anchor = "start"
    halo: bool = False

    def at(self, anchor: Anchor) -> Type:
        """Return the same type with another end at the point."""
        return replace(self, anchor=anchor)

    def width(self, text: str) -> float:
        """Return the most pixels that a text takes."""
        return text_width(cleaned(text), self.size, self.bold)

    def fitted(self, text: str, room: float) -> str:
        """Return as much of a text as fits."""
        return shortened(cleaned(text), room, self.size, self.bold)

    def box(self, text: str, at: Point) -> Box:
        """Return the box that a text takes at a point of its base line."""
        width = self.width(text)
        left = {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(at[0] - left, at[1] - self.size * 0.86, width, self.size * 1.14)


BODY: Final = Type()
SMALL: Final = Type(size=11, ink="quiet")
HEAD: Final = Type(size=14, bold=True)
_HALO: Final = Paint(line="paper", thick=3)
"""Words with a halo are set twice: with ``paint-order`` a PDF covers the dots of Arabic letters."""


class Drawing:
    """Collects the marks of one figure; ``finish`` returns the SVG."""

    __slots__ = ("_marks", "_patterns", "style", "width")

    def __init__(self, style: Style) -> None:
        """Begin an empty figure."""
        self.style = style
        self.width = float(style.width)
        self._marks: list[str] = []
        self._patterns: set[str] = set()

    def unturned(self, point: Point) -> Point:
        """Return the point that is shown at these pixels from the left edge, mirrored or not."""
        return self._x(point[0]), point[1]

    def rect(self, box: Box, paint: Paint, radius: float = 0) -> None:
        """Draw a rectangle."""
        x = self.width - box.x - box.width if self.style.mirrored else box.x
        at: dict[str, Attribute] = {"x": x, "y": box.y, "width": box.width, "height": box.height}
        self._mark("rect", at | ({"rx": radius} if radius else {}), paint)

    def cells(self, boxes: Iterable[Box], paint: Paint) -> None:
        """Draw many rectangles of one paint as one mark."""
        path = "".join(self._cell(box) for box in boxes)
        if path:
            self._mark("path", {"d": path}, paint)

    def _cell(self, box: Box) -> str:
        left, right = sorted((self._x(box.x), self._x(box.x + box.width)))
        top, bottom = number(box.y), number(box.y + box.height)
        return f"M{number(left)},{top}H{number(right)}V{bottom}H{number(left)}Z"

    def dot(self, at: Point, radius: float, paint: Paint) -> None:
        """Draw a disc."""
        self._mark("circle", {"cx": self._x(at[0]), "cy": at[1], "r": radius}, paint)

    def line(self, start: Point, end: Point, paint: Paint) -> None:
        """Draw a straight line."""
        self._mark("path", {"d": f"M{self._pair(start)}L{self._pair(end)}"}, paint)

    def polyline(self, points: tuple[Point, ...], paint: Paint) -> None:
        """Draw a line through points."""
        path = "L".join(self._pair(point) for point in points)
        self._mark("path", {"d": f"M{path}", "stroke-linejoin": "round"}, paint)

    def curve(self, start: Point, control: Point, end: Point, paint: Paint) -> None:
        """Draw a quadratic curve."""
        path = f"M{self._pair(start)}Q{self._pair(control)} {self._pair(end)}"
        self._mark("path", {"d": path}, paint)

    def outline(self, path: str, paint: Paint, corner: Point = (0, 0)) -> None:
        """Draw path data as it is, unmirrored, from a corner: for maps."""
        shift = f"translate({number(corner[0])},{number(corner[1])})"
        self._mark("path", {"d": path} | ({"transform": shift} if any(corner) else {}), paint)

    def points(self, path: str, paint: Paint) -> None:
        """Draw path data of round points, unmirrored."""
        self._mark("path", {"d": path, "stroke-linecap": "round"}, paint)

    def words(self, text: str, at: Point, type_: Type) -> None:
        """Set one line of words on its base line."""
        shown = cleaned(text)
        if not shown:
            return
        anchor = _TURNED[type_.anchor] if self.style.mirrored else type_.anchor
        where: dict[str, Attribute] = {"x": self._x(at[0]), "y": at[1]}
        where |= {"font-size": type_.size} if type_.size != BODY.size else {}
        where |= {"font-weight": "bold"} if type_.bold else {}
        where |= {"text-anchor": anchor} if anchor != "start" else {}
        inner = escaped(self._isolated(shown))
        if type_.halo:
            self._mark("text", where | {"stroke-linejoin": "round"}, _HALO, inner)
        self._mark("text", where, Paint(fill=type_.ink), inner)

    def heading(self, title: str) -> float:
        """Set the title, where the style wants it; return the y below it."""
        if not self.style.heading:
            return 4.0
        self.words(HEAD.fitted(title, self.width - 4), (2, 17), HEAD)
        return 30.0

    def finish(self, height: float, title: str, description: str) -> str:
        """Return the figure as SVG, with its name and its text alternative."""
        name, prefix = cleaned(title), self.style.prefix
        root: dict[str, Attribute] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "f",
            "viewBox": f"0 0 {number(self.width)} {number(height)}",
            "width": self.width,
            "height": height,
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "lang": self.style.language,
            "direction": "ltr",
            "font-family": FONTS.replace('"', "'"),
            "font-size": BODY.size,
        }
        inner = [
            element("title", {"id": f"{prefix}-title"}, escaped(name)),
            element("desc", {"id": f"{prefix}-desc"}, escaped(cleaned(description))),
            *self._definitions(),
            *self._paper(height),
            *self._marks,
        ]
        return element("svg", root, *inner)

    def _definitions(self) -> list[str]:
        drawn = [pattern(name, self.style.prefix) for name in sorted(self._patterns)]
        return [element("defs", {}, *drawn)] if drawn else []

    def _paper(self, height: float) -> list[str]:
        """Return stylesheet and paper of a figure that stands alone."""
        if not self.style.standalone:
            return []
        at: dict[str, Attribute] = {"width": self.width, "height": height}
        sheet = f".f{{color-scheme:light dark}}\n{STYLESHEET}"
        paper = element("rect", at | Paint(fill="paper").attributes(self.style.prefix))
        return [element("style", {}, escaped(sheet).replace("&quot;", '"')), paper]

    def _mark(self, name: str, at: Mapping[str, Attribute], paint: Paint, *inner: str) -> None:
        if paint.pattern:
            self._patterns.add(paint.pattern)
        self._marks.append(element(name, {**at, **paint.attributes(self.style.prefix)}, *inner))

    def _x(self, x: float) -> float:
        return self.width - x if self.style.mirrored else x

    def _pair(self, point: Point) -> str:
        return f"{number(self._x(point[0]))},{number(point[1])}"

    def _isolated(self, text: str) -> str:
        """Give a text its own direction: ours where it has letters of ours, else its first's."""
        turned = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
        if self.style.mirrored and turned:
            return f"\u2067{text}\u2069"
        return f"\u2068{text}\u2069" if turned or self.style.mirrored else text

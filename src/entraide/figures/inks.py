"""The few inks of all figures, and the one stylesheet that changes them with the page.

Each mark carries its ink twice: as presentation attributes in the light colours, so that a figure
is right by itself, in print and in a PDF; and as a class, by which ``STYLESHEET`` replaces them on
a page in dark, in forced colours or in print. A page needs no inline style: it serves the
stylesheet as a file, and a policy ``style-src 'self'`` holds. A page changes a colour by setting
its property after that file, say ``.f{--f-accent:#7a1f2b}``.

One accent; all else is grey. What colour tells is told by pattern or words too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.figures.markup import Attribute, element

__all__ = ["COLOURS", "FONTS", "PATTERNS", "SERIES", "STYLESHEET", "Colour", "Paint", "pattern"]

FONTS: Final = '"Noto Sans","Noto Sans Arabic","Liberation Sans",Arial,"DejaVu Sans",sans-serif'
"""Only fonts whose letters ``metrics`` has measured, and what the system has where all lack."""


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour: on light paper, on dark, and as a system colour where the reader forces one."""

    light: str
    dark: str
    forced: str


COLOURS: Final = {
    "ink": Colour("#1f2830", "#e7ebee", "CanvasText"),
    "quiet": Colour("#5a6670", "#9fabb5", "CanvasText"),
    "rule": Colour("#d3d9de", "#3b454e", "GrayText"),
    "faint": Colour("#eef1f3", "#20272e", "Canvas"),
    "land": Colour("#dde2e6", "#303a43", "GrayText"),
    "paper": Colour("#ffffff", "#14191e", "Canvas"),
    "accent": Colour("#0b5cad", "#6cb1f3", "Highlight"),
    "second": Colour("#a3b1bd", "#5f6e7b", "GrayText"),
    "on-accent": Colour("#ffffff", "#0d1318", "HighlightText"),
    "on-second": Colour("#10161b", "#ffffff", "Canvas"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How a mark is filled and lined: names of ``COLOURS``, or a pattern of ``PATTERNS``."""

    fill: str = ""
    line: str = ""
    thick: float = 1
    dash: str = ""
    opacity: float = 1
    pattern: str = ""

    def attributes(self, prefix: str) -> dict[str, Attribute]:
        """Return the class and the presentation attributes."""
        classes = [f"f-{self.fill}"] if self.fill else []
        classes += [f"f-{self.line}-line"] if self.line else []
        out: dict[str, Attribute] = {"class": " ".join(classes)} if classes else {}
        out["fill"] = COLOURS[self.fill].light if self.fill else "none"
        if self.pattern:
            out["fill"] = f"url(#{prefix}-{self.pattern})"
        if self.opacity < 1:
            out["opacity"] = f"{self.opacity:g}"
        return out | self._lined()

    def _lined(self) -> dict[str, Attribute]:
        if not self.line:
            return {}
        out: dict[str, Attribute] = {"stroke": COLOURS[self.line].light}
        if self.thick != 1:
            out["stroke-width"] = self.thick
        if self.dash:
            out["stroke-dasharray"] = self.dash
        return out


SERIES: Final = (
    Paint(fill="accent"),
    Paint(fill="second"),
    Paint(pattern="hatch", line="accent"),
    Paint(fill="ink"),
    Paint(pattern="dots", line="quiet"),
    Paint(fill="paper", line="ink"),
)
"""The paints of series in their order: each is told from its neighbours in grey too."""

PATTERNS: Final = {
    "hatch": (5, "M-1,6L6,-1M-1,1L1,-1M4,6L6,4", Paint(line="accent", thick=1.4)),
    "dots": (4, "M1,1h1.2M3,3h1.2", Paint(line="quiet", thick=1.2)),
}
"""Side of the tile, its path, its paint."""


def pattern(name: str, prefix: str) -> str:
    """Return the definition of a pattern, with ids of this figure alone."""
    side, path, paint = PATTERNS[name]
    tile: dict[str, Attribute] = {
        "id": f"{prefix}-{name}",
        "width": side,
        "height": side,
        "patternUnits": "userSpaceOnUse",
    }
    return element("pattern", tile, element("path", {"d": path} | paint.attributes(prefix)))


def _variables(form: str) -> str:
    return "".join(
        f"--f-{name}:{form.format(light=each.light, dark=each.dark, forced=each.forced)};"
        for name, each in COLOURS.items()
    )


def _stylesheet() -> str:
    rules = "".join(
        f".f-{name}{{fill:var(--f-{name})}}.f-{name}-line{{stroke:var(--f-{name})}}\n"
        for name in COLOURS
    )
    return (
        ".f{display:block;max-width:100%;height:auto;print-color-adjust:exact}\n"
        "@supports (color:light-dark(#000,#fff)){\n"
        f".f{{{_variables('light-dark({light},{dark})')}}}\n"
        f"{rules}"
        f"@media print{{.f{{{_variables('{light}')}}}}}\n"
        f"@media (forced-colors:active){{.f{{{_variables('{forced}')}}}}}\n"
        "}\n"
        ".f-box{container-type:inline-size}\n"
        ".f-narrow{display:none}\n"
        "@container (max-width:520px){.f-wide{display:none}.f-narrow{display:block}}\n"
    )


STYLESHEET: Final = _stylesheet()
"""What a surface serves as a file, once for all figures."""

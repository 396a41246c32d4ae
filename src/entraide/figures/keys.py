"""The line of keys above a figure whose marks cannot all carry their name, and its swatches."""

from __future__ import annotations

from entraide.figures.drawing import SMALL, Box, Drawing
from entraide.figures.inks import Paint

__all__ = ["draw_keys"]

_SWATCH, _GAP, _LINE = 11.0, 16.0, 18.0


def draw_keys(drawing: Drawing, y: float, keys: tuple[tuple[str, Paint], ...]) -> float:
    """Draw swatches with their names, in as many lines as they need; return the y below."""
    x, type_ = 2.0, SMALL
    for name, paint in keys:
        text = type_.fitted(name, drawing.width - _SWATCH - 10)
        width = _SWATCH + 5 + type_.width(text)
        if x > 2 and x + width > drawing.width - 2:
            x, y = 2.0, y + _LINE
        drawing.rect(Box(x + 0.5, y + 0.5, _SWATCH - 1, _SWATCH - 1), paint)
        drawing.words(text, (x + _SWATCH + 5, y + 9.5), type_)
        x += width + _GAP
    return y + _LINE + 4

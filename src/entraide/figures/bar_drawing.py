"""Bars, drawn: rows or columns, grouped or stacked, with their values beside or on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from entraide.figures.bars import Bars, Form, Lay, describe_bars, sum_of, values_of
from entraide.figures.drawing import BODY, SMALL, Box, Drawing, Type
from entraide.figures.inks import SERIES, Paint
from entraide.figures.keys import draw_keys
from entraide.figures.scales import Scale, round_ticks
from entraide.figures.style import Style
from entraide.figures.wording import count_text, short_number

__all__ = ["draw_bars"]

_THICK: Final = 17.0
_GAP: Final = 9.0
_HEIGHT: Final = 200.0


def draw_bars(bars: Bars, style: Style) -> str:
    """Return the bars as SVG."""
    drawing = Drawing(style)
    y = drawing.heading(bars.title)
    if len(bars.series) > 1:
        keys = zip((each.name for each in bars.series), SERIES, strict=False)
        y = draw_keys(drawing, y, tuple(keys))
    columns = bars.lay is Lay.COLUMNS and _fit_side_by_side(bars, style)
    y = _draw_columns(drawing, bars, y) if columns else _draw_rows(drawing, bars, y)
    return drawing.finish(y + 4, bars.title, describe_bars(bars, style))


# --- rows ---------------------------------------------------------------------------------------


def _draw_rows(drawing: Drawing, bars: Bars, y: float) -> float:
    widest = max((BODY.width(name) for name in bars.categories), default=0)
    names = min(widest, drawing.width * 0.38)
    values = max((SMALL.width(text) for text in _value_texts(bars, drawing.style)), default=0)
    scale = Scale(bars.most or 1, names + 10, drawing.width - values - 8)
    for at, name in enumerate(bars.categories):
        thick = _thickness(bars)
        middle = y + thick / 2 + 4
        drawing.words(BODY.fitted(name, names), (names, middle), BODY.at("end"))
        _draw_row(drawing, bars, at, scale, y)
        y += thick + _GAP
    base = Paint(line="rule")
    if bars.categories:
        drawing.line((scale.start, y - _GAP + 4), (scale.start, y - _height(bars)), base)
    return y


def _height(bars: Bars) -> float:
    return len(bars.categories) * (_thickness(bars) + _GAP) + 4


def _thickness(bars: Bars) -> float:
    return _THICK if bars.form is Form.STACKED else max(_THICK, 13.0 * len(bars.series))


def _draw_row(drawing: Drawing, bars: Bars, at: int, scale: Scale, y: float) -> None:
    if bars.form is Form.STACKED and len(bars.series) > 1:
        _draw_stack(drawing, bars, at, scale, y)
        return
    each = _thickness(bars) / len(bars.series)
    for line, value in enumerate(series.values[at] for series in bars.series):
        top = y + line * each
        length = scale.at(value or 0) - scale.start
        if length:
            drawing.rect(Box(scale.start, top + 1, length, each - 2), SERIES[line])
        text = "–" if value is None else count_text(value, drawing.style)
        drawing.words(text, (scale.start + length + 5, top + each / 2 + 4), SMALL)


def _draw_stack(drawing: Drawing, bars: Bars, at: int, scale: Scale, y: float) -> None:
    reached = 0.0
    for line, value in enumerate(values_of(bars, at)):
        box = Box(scale.at(reached), y + 1, scale.at(value) - scale.start, _THICK - 2)
        if value:
            drawing.rect(box, SERIES[line])
            _label_segment(drawing, box, count_text(value, drawing.style), SERIES[line])
        reached += value
    total = count_text(reached, drawing.style)
    drawing.words(total, (scale.at(reached) + 5, y + _THICK / 2 + 4), SMALL)


_ON: Final = {"accent": "on-accent", "second": "on-second", "ink": "paper", "paper": "ink"}
"""The ink of words on a filled bar; patterns carry none, they are not legible on them."""


def _label_segment(drawing: Drawing, box: Box, text: str, paint: Paint) -> None:
    type_ = Type(size=10.5, ink=_ON.get(paint.fill, ""), anchor="middle")
    if type_.ink and type_.width(text) + 6 <= box.width and box.height >= 13:
        drawing.words(text, (box.x + box.width / 2, box.y + box.height / 2 + 4), type_)


def _value_texts(bars: Bars, style: Style) -> Iterator[str]:
    if bars.form is Form.STACKED:
        yield from (count_text(sum_of(bars, at), style) for at in range(len(bars.categories)))
    for each in bars.series:
        yield from (count_text(value or 0, style) for value in each.values)


# --- columns ------------------------------------------------------------------------------------


def _fit_side_by_side(bars: Bars, style: Style) -> bool:
    room = (style.width - 56) / max(len(bars.categories), 1)
    return all(SMALL.width(name) + 4 <= room for name in bars.categories)


def _draw_columns(drawing: Drawing, bars: Bars, y: float) -> float:
    ticks = round_ticks(bars.most, 4)
    floor, left = (
        y + _HEIGHT,
        8 + max(SMALL.width(short_number(tick, drawing.style)) for tick in ticks),
    )
    scale = Scale(ticks[-1], floor, y + 14)
    for tick in ticks:
        drawing.line(
            (left, scale.at(tick)), (drawing.width - 2, scale.at(tick)), Paint(line="rule")
        )
        text = short_number(tick, drawing.style)
        drawing.words(text, (left - 6, scale.at(tick) + 4), SMALL.at("end"))
    room = (drawing.width - 2 - left) / max(len(bars.categories), 1)
    for at, name in enumerate(bars.categories):
        place = Box(left + at * room, floor, room, 18)
        drawing.words(name, (place.x + room / 2, floor + 16), SMALL.at("middle"))
        _draw_column(drawing, bars, at, (scale, place))
    return floor + 22


def _draw_column(drawing: Drawing, bars: Bars, at: int, where: tuple[Scale, Box]) -> None:
    scale, place = where
    width = min(place.width * 0.74, 64.0)
    left = place.x + (place.width - width) / 2
    top = scale.start
    stacked = bars.form is Form.STACKED
    each = width if stacked else width / len(bars.series)
    for line, value in enumerate(values_of(bars, at)):
        tall = scale.start - scale.at(value)
        box = Box(left + (0 if stacked else line * each), top - tall, each, tall)
        if value:
            drawing.rect(box, SERIES[line])
        if stacked:
            top -= tall
            _label_segment(drawing, box, count_text(value, drawing.style), SERIES[line])
        else:
            _label_column(drawing, box, count_text(value, drawing.style))
    if stacked:
        head = Box(left, top, width, 0)
        _label_column(drawing, head, count_text(sum_of(bars, at), drawing.style))


def _label_column(drawing: Drawing, box: Box, text: str) -> None:
    if SMALL.width(text) <= box.width:
        drawing.words(text, (box.x + box.width / 2, box.y - 4), SMALL.at("middle"))

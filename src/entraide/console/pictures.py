"""Figures on a page: the picture, and the same in rows for who does not see it or wants to count.

A picture is drawn here, as SVG whose labels are escaped; no page of ours asks another machine for
it. Print shows the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from markupsafe import Markup

from entraide.figures import Figure, Style, draw, html_table, responsive, table
from entraide.vocabulary.language import language, mark, translate

__all__ = ["day_of", "moment_of", "picture", "small_picture", "style_of"]

_DATA: Final = Markup(
    '<details class="data"><summary>{said}</summary>'
    '<div class="scroll" tabindex="0" role="region" aria-label="{title}">{rows}</div></details>'
)


def style_of(prefix: str, width: int = 560, *, heading: bool = True) -> Style:
    """Return how a figure is shown to this reader; the prefix is unique on the page."""
    return Style(language=language(), prefix=prefix, width=width, heading=heading, say=translate)


def picture(
    figure: Figure | None, prefix: str, width: int = 560, *, heading: bool = True
) -> Markup:
    """Return a figure for wide pages and telephones, with its rows; nothing for no figure.

    Without its heading it stands under one of the page that says the same.
    """
    if figure is None:
        return Markup("")
    style = style_of(prefix, width, heading=heading)
    return Markup(responsive(figure, style)) + _rows(figure, style)  # noqa: S704 - our own SVG


def small_picture(figure: Figure | None, prefix: str, width: int = 420) -> Markup:
    """Return a figure at one width that is legible on both, where a page must stay light."""
    if figure is None:
        return Markup("")
    style = style_of(prefix, width)
    return Markup(draw(figure, style)) + _rows(figure, style)  # noqa: S704 - our own SVG


def _rows(figure: Figure, style: Style) -> Markup:
    found = table(figure, style)
    said = translate(mark("The same in rows"))
    rows = Markup(html_table(found))  # noqa: S704 - escaped where it is made
    return _DATA.format(said=said, title=found.caption, rows=rows)


def moment_of(milliseconds: int) -> dt.datetime:
    """Return a moment in UTC."""
    return dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC)


def day_of(milliseconds: int) -> dt.date:
    """Return the day of a moment in UTC."""
    return moment_of(milliseconds).date()

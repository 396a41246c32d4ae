"""The pictures of docs/figures.md: one sample of each kind, drawn to stand alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from entraide.figures import Figure, Style, draw
from tests.figures.samples import samples
from tests.figures.sheet import months_of

__all__ = ["PICTURES", "SHOWN"]

FOLDER: Final = Path(__file__).parents[2] / "docs" / "figures"
NAMES: Final = (
    "world-map", "route", "timeline", "schedule", "bars-stacked", "lines", "deadlines", "health",
    "reciprocity", "calendar",
)  # fmt: skip

_SAMPLES = samples(Style(), months_of("en"))
SHOWN: Final[dict[str, Figure]] = {name: _SAMPLES[name] for name in NAMES}


def _picture(name: str) -> str:
    return draw(SHOWN[name], Style(standalone=True, prefix=name)) + "\n"


PICTURES: Final[dict[Path, Callable[[], str]]] = {
    FOLDER / f"{name}.svg": partial(_picture, name) for name in NAMES
}

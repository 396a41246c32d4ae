"""Draws the drawn parts of the pages again: ``python -m tests.docs.redraw``."""

from __future__ import annotations

import sys

from tests.docs.drawn import HOOKS, redrawn
from tests.docs.pages import PAGES, place_of
from tests.figures.pictures import PICTURES


def main() -> None:
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = redrawn(before)
        if page in HOOKS:
            after = HOOKS[page](after)
        if after != before:
            page.write_text(after, encoding="utf-8")
            sys.stdout.write(f"redrawn: {place_of(page)}\n")
    for path, draw in PICTURES.items():
        drawn = draw()
        if not path.is_file() or path.read_text(encoding="utf-8") != drawn:
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
            sys.stdout.write(f"redrawn: {place_of(path)}\n")


if __name__ == "__main__":
    main()

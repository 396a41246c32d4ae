"""Draws the drawn parts of the pages again: ``python -m tests.docs.redraw``."""

from __future__ import annotations

import sys

from tests.docs.drawn import HOOKS, redrawn
from tests.docs.pages import PAGES, place_of


def main() -> None:
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = redrawn(before)
        if page in HOOKS:
            after = HOOKS[page](after)
        if after != before:
            page.write_text(after, encoding="utf-8")
            sys.stdout.write(f"redrawn: {place_of(page)}\n")


if __name__ == "__main__":
    main()

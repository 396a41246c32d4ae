"""The pictures of the README: there, small enough to be read with the text, none beside them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.shots import MOST_BYTES, PICTURES, SHOWN

ROOT = Path(__file__).parents[2]


def test_the_pictures_of_the_readme_are_those_that_shots_takes_and_small() -> None:
    shown = set(re.findall(r"docs/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8")))
    assert shown == set(SHOWN) == {each.name for each in PICTURES.iterdir()}
    for name in shown:
        data = (PICTURES / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < MOST_BYTES

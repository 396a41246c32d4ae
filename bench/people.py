"""Invented person names of all cultures as CSV (id,name,birth_date,country,sex), streaming.

    ./dev bench people --names 100000 --seed 1 --output people.csv

They come from the tables of the demonstration (``entraide.demo.names``): Arabic script and three
Latin spellings of it, Spanish, German, Turkish, English, French, Russian in both scripts. The same
number and seed print the same bytes. Without ``--output`` they go to the standard output.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

from entraide.demo.people import named_people

COLUMNS = ("id", "name", "birth_date", "country", "sex")


def write(stream: TextIO, count: int, seed: int) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(named_people(count, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--names", type=int, default=100_000, help="how many people")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people")
    parser.add_argument("--output", type=Path, help="a file; the standard output without it")
    chosen = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    opened = chosen.output.open("w", encoding="utf-8", newline="") if chosen.output else None
    with opened or nullcontext(sys.stdout) as stream:
        try:
            write(stream, chosen.names, chosen.seed)
        except BrokenPipeError:
            sys.exit(1)


if __name__ == "__main__":
    main()

"""Comparisons per CPU second, ours and the peer's, on the same pairs: ``./dev bench match``.

The pairs are those of the six sets ar_lat and lat_lat, each compared once. *Cold* begins with the
names as text and empty memories, and prepares all of them together; *prepared* has the names
prepared and the memories of the pass before. The peer (``evaluation/peers.py``) is installed in an
environment of its own where it can be, and runs there; its own times are taken by itself in the
same way. The two take turns, each time in a new process, and of each the best round counts: on a
busy machine CPU seconds vary by half. One line of JSON.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from entraide.match import Prepared, Subject, compare, prepare_all
from entraide.match.shortlist import load, scores_of_pairs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from evaluation.candidates import DATA, SETS
from evaluation.peers import RELEASE, install, rates

PASSES = 3
ROUNDS = 3
GOALS = {"prepared": 50, "cold": 10}


def pairs() -> list[tuple[str, str]]:
    rows = []
    for name in SETS:
        with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows += [(row["name1"], row["name2"]) for row in table]
    return rows


def _subject(name: str) -> Subject:
    return Subject(names=(name,))


def ours(named: list[tuple[str, str]]) -> dict[str, float]:
    load()  # what is compiled
    started = time.process_time()
    sides = prepare_all([_subject(name) for pair in named for name in pair])
    prepared = list(zip(sides[::2], sides[1::2], strict=True))
    scores_of_pairs(prepared)
    cold = len(named) / (time.process_time() - started)
    passes = []
    for _ in range(PASSES):
        started = time.process_time()
        scores_of_pairs(prepared)
        passes.append(len(named) / (time.process_time() - started))
    return {"cold": cold, "prepared": max(passes), "one by one": _one_by_one(prepared)}


def _one_by_one(prepared: list[tuple[Prepared, Prepared]]) -> float:
    """Compare with the readable code, which explains."""
    for _ in range(2):
        started = time.process_time()
        for first, second in prepared:
            compare(first, second)
    return len(prepared) / (time.process_time() - started)


def best(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {kind: round(max(each[kind] for each in rounds)) for kind in rounds[0]}


def main() -> None:
    named = pairs()
    peer = install()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            mine.append(pool.submit(ours, named).result())
        if peer:
            theirs.append(rates("logic-v2", named))
    measured: dict[str, Any] = {"pairs": len(named), "ours": best(mine)}
    if peer:
        measured |= {"logic-v2": best(theirs), "release": RELEASE, "goals": GOALS}
        both = measured["ours"], measured["logic-v2"]
        measured["ratios"] = {kind: round(both[0][kind] / both[1][kind], 1) for kind in GOALS}
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

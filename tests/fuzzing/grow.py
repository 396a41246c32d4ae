"""Grows the corpus: ``python -m tests.fuzzing.grow [SECONDS]``.

Keeps one small input for each code with which a decoder refuses and that no kept input reaches yet:
a cheap measure of how deep an input comes. Findings are kept by the test itself.
"""

from __future__ import annotations

import random
import sys
import time

from tests.fuzzing.decoders import DECODERS, corpus_of
from tests.fuzzing.mutation import mutated
from tests.fuzzing.test_decoders import keep, try_one
from tests.soaking import seed_of

SMALL = 2_048


def grow(seconds: float) -> int:
    """Look for so long, shared among the decoders; return how many inputs were kept."""
    source, kept = random.Random(seed_of()), 0  # noqa: S311 - a test's inputs
    for name in DECODERS:
        starts = list(corpus_of(name))
        codes = {try_one(name, data) for data in starts}
        until = time.monotonic() + seconds / len(DECODERS)
        while time.monotonic() < until:
            data = mutated(source.choice(starts), source)
            code = try_one(name, data)
            if code not in codes and len(data) <= SMALL:
                codes.add(code)
                starts.append(data)
                keep(name, data)
                kept += 1
    return kept


if __name__ == "__main__":
    sys.stdout.write(f"kept: {grow(float(sys.argv[1]) if sys.argv[1:] else 60.0)}\n")

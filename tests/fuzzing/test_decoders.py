"""Every decoder that faces a partner, under mutated inputs: a value or one of our errors, soon.

30 seconds in ``./dev test``, 5 minutes in ``./dev soak`` (``ENTRAIDE_SOAK_S`` says otherwise),
shared among the decoders. The seed is fresh each time and stands in the failure; ``ENTRAIDE_SEED``
repeats it. An input that is refused in a way not seen before is a start for further mutations. One
that breaks a decoder is written to tests/corpus and belongs in the commit that mends it, so that it
is tried first from then on.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import hashlib
import random
import sys
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from entraide.errors import EntraideError
from tests.architecture.source import modules
from tests.fuzzing.decoders import CORPUS, DECODERS, NOT_FACING, corpus_of
from tests.fuzzing.mutation import mutated
from tests.soaking import SOAK, report, seed_of, soak_seconds

SECONDS: Final = soak_seconds(300.0 if SOAK else 30.0)
MOST_SECONDS: Final = 1.0
"""CPU time for one input; a partner's node may send a thousand a second."""
MOST_BYTES: Final = 64 << 20
"""Memory while one input of at most 4 MiB is read, on top of it."""
EVERY: Final = 64
"""One input in so many is weighed: measuring memory slows ten times."""
OFTEN: Final = 0.7
"""How often a mutation starts from a valid input: what is broken already comes less deep."""
MOST_START: Final = 16_384
SEED: Final = seed_of()


def try_one(name: str, data: bytes, *, weighed: bool = False) -> str:
    """Decode; return the code that refused it, or nothing. Anything else is a finding."""
    started = time.thread_time()
    if weighed:
        tracemalloc.start()
    try:
        DECODERS[name].decode(data)
    except EntraideError as error:
        code = error.code
    else:
        code = ""
    finally:
        if weighed:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < MOST_BYTES, f"{peak} bytes for an input of {len(data)}"
    if not weighed and time.thread_time() - started >= MOST_SECONDS:
        assert seconds_of(name, data) < MOST_SECONDS, "too slow"
    return code


def seconds_of(name: str, data: bytes) -> float:
    """Return what decoding takes once the garbage of a thousand tests is not collected within."""
    gc.collect()
    gc.disable()
    started = time.thread_time()
    try:
        with contextlib.suppress(EntraideError):
            DECODERS[name].decode(data)
    finally:
        gc.enable()
    return time.thread_time() - started


def keep(name: str, data: bytes) -> Path:
    """Keep an input that broke a decoder."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:16]
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", DECODERS)
def test_what_is_valid_and_what_once_broke_a_decoder_is_read_or_refused(name: str) -> None:
    valid = DECODERS[name].valid
    assert not [data for data in valid if name in _READABLE and try_one(name, data)]
    for data in corpus_of(name):
        try_one(name, data, weighed=True)


_READABLE: Final = frozenset(DECODERS) - {"refusal-over-http"}
"""Its valid input is itself a refusal."""


@pytest.mark.slow
@pytest.mark.parametrize("name", DECODERS)
def test_no_mutation_of_what_a_partner_sends_gives_anything_but_a_value_or_our_error(
    name: str,
) -> None:
    source = random.Random(f"{SEED} {name}")  # noqa: S311 - a test's inputs, to be repeated
    valid, starts, codes = DECODERS[name].valid, list(corpus_of(name)), Counter[str]()
    until, tried = time.monotonic() + SECONDS / len(DECODERS), 0
    while time.monotonic() < until or tried < EVERY:
        data = mutated(source.choice(valid if source.random() < OFTEN else starts), source)
        try:
            code = try_one(name, data, weighed=tried % EVERY == 0)
        except BaseException as error:
            error.add_note(f"seed {SEED}, input kept as {keep(name, data)}")
            raise
        if code not in codes and len(data) < MOST_START:
            starts.append(data)
        codes[code] += 1
        tried += 1
    refused = tried - codes[""]
    assert refused, "a mutation that changes nothing tests nothing"
    if SOAK:
        report(f"fuzzed {name}", inputs=tried, refused=refused, codes=len(codes), seed=SEED)


_NAMES: Final = ("decode", "parse_", "from_json", "open_", "read_", "take", "admit", "check_bundle")
_PLACES: Final = ("kernel.", "exchange.", "agreements.", "match.cards")
_PLAIN: Final = frozenset({"agreements.scalars.read_scalar", "agreements.amending.admit_observer"})
"""Named like readers, but of values in memory."""


def readers() -> set[str]:
    """Return every function of the source that by its name reads bytes or JSON."""
    found: set[str] = set()
    for module in modules():
        path = module.place.removeprefix("src/entraide/").removesuffix(".py").replace("/", ".")
        if not path.startswith(_PLACES):
            continue
        for node in module.tree.body:
            owners = node.body if isinstance(node, ast.ClassDef) else [node]
            prefix = f"{path}.{node.name}." if isinstance(node, ast.ClassDef) else f"{path}."
            for each in owners:
                if _is_reader(each):
                    found.add(f"{prefix}{each.name}")  # type: ignore[attr-defined]
    return found - _PLAIN


def _is_reader(node: ast.stmt) -> bool:
    """Tell whether this is a function with such a name, and more than a docstring in it."""
    named = isinstance(node, ast.FunctionDef) and node.name.startswith(_NAMES)
    return named and not (len(node.body) == 1 and isinstance(node.body[0], ast.Expr))


def entered() -> set[str]:
    """Run every valid input and return the functions of the source that were entered."""
    seen: set[str] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            module = str(frame.f_globals.get("__name__", ""))
            if module.startswith("entraide."):
                seen.add(f"{module.removeprefix('entraide.')}.{frame.f_code.co_qualname}")

    sys.setprofile(watch)
    try:
        for name, decoder in DECODERS.items():
            for data in decoder.valid:
                try_one(name, data)
    finally:
        sys.setprofile(None)
    return seen


def test_the_list_is_complete_every_reader_is_fuzzed_or_says_why_no_partner_reaches_it() -> None:
    missing = readers() - entered() - set(NOT_FACING)
    assert not missing, "put it into tests.fuzzing.decoders, or say why no partner reaches it"
    assert set(NOT_FACING) <= readers(), "a reader that is no more"

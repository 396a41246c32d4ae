"""What needs longer than ``./dev test``: ``./dev soak`` runs it all and writes docs/soak.md.

Each step is one run of pytest with its output shown as it comes. A proof says its figures with
``tests.soaking.report``; they are gathered here. ``./dev soak NAME ...`` runs some of the steps and
writes nothing, ``./dev soak --write NAME ...`` puts their rows in the page, each with its own day
and commit, and leaves the others.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.soak_page import Row, draw_page, read_figures, read_rows

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "soak.md"
WRITE: Final = "--write"
FUZZED: Final = "fuzzed "
LONGEST_S: Final = 7_200
"""Seconds for one test: longer than any step takes, where ./dev test allows ten minutes."""


@dataclass(frozen=True)
class Step:
    """A run of pytest: its name, what it proves, what it takes."""

    name: str
    proves: str
    arguments: tuple[str, ...]


STEPS: Final = (
    Step(
        "kill",
        "ten minutes of kill -9 of either side at work: nothing acknowledged lost, nothing twice",
        ("tests/faults/test_killed_at_work.py", "-m", "soak"),
    ),
    Step(
        "machine",
        "80 long walks of the conversation over a wire that loses, delays, doubles and reorders",
        ("tests/machines/test_conversation.py", "-m", "soak"),
    ),
    Step(
        "attachment",
        "a file of 1 GiB in constant memory, resumed after a cut wire and a kill of either side",
        ("tests/faults/test_attachment_processes.py",),
    ),
    Step(
        "looks",
        "axe and no sideways scroll: every screen in 4 languages x 2 themes x 3 widths",
        ("tests/browser/test_looks.py", "-m", "soak"),
    ),
    Step(
        "decoders",
        "every decoder that faces a partner, with 20 times the examples of ./dev test",
        (
            "tests/properties/test_partner_input.py",
            "tests/properties/test_log_decoders.py",
            "tests/properties/test_transfer_decoders.py",
        ),
    ),
    Step(
        "enumeration",
        "a day's whole budget of the template's memorandum spent on reading 20,000 people",
        ("tests/faults/test_enumeration.py", "-k", "spends_its_whole"),
    ),
    Step(
        "fuzz",
        "five minutes of mutated inputs to every decoder that faces a partner, from a kept corpus",
        ("tests/fuzzing",),
    ),
    Step(
        "api",
        "25 requests drawn for every operation of the OpenAPI document: no crash, no untrue answer",
        ("tests/api/test_fuzzed.py",),
    ),
    Step(
        "stores",
        "20 kills of a writing process on SQLite and on PostgreSQL; a node on PostgreSQL killed",
        (
            "tests/adapters",
            "tests/stories/test_two_engines.py",
            "-k",
            "killing_the_writing_process or goes_on_after_kill_and_cut",
        ),
    ),
)


@dataclass(frozen=True)
class Result:
    """What a step came to."""

    step: Step
    passed: bool
    seconds: float
    ending: str
    figures: tuple[Mapping[str, Any], ...]


def main(arguments: Sequence[str]) -> int:
    """Run the steps; write the page after all, or where asked; end with 1 where one failed."""
    known = {step.name: step for step in STEPS}
    names = [each for each in arguments if each != WRITE]
    unknown = set(names) - set(known)
    if unknown:
        sys.stderr.write(f"name one of: {', '.join(known)}\n")
        return 2
    chosen = [known[name] for name in names] if names else list(STEPS)
    commit = _commit()
    results = [_run(step, at, len(chosen)) for at, step in enumerate(chosen, 1)]
    for each in results:
        word = "passed" if each.passed else "FAILED"
        sys.stderr.write(f"» {each.step.name}: {word} in {each.seconds:.0f} s ({each.ending})\n")
    if WRITE in arguments or not names:
        write(results, commit)
        sys.stderr.write(f"» written: {PAGE.relative_to(ROOT)}\n")
    return 0 if all(each.passed for each in results) else 1


def _run(step: Step, at: int, of: int) -> Result:
    sys.stderr.write(f"\n» {at} of {of}, {step.name}: {step.proves}\n")
    with tempfile.TemporaryDirectory(prefix="entraide-soak-") as folder:
        report = Path(folder) / "figures.jsonl"
        report.touch()
        plain = ("-o", "addopts=--strict-markers --strict-config", "-s", "-v", "--no-header",
                 "-o", f"timeout={LONGEST_S}")  # fmt: skip
        command = [sys.executable, "-m", "pytest", *plain, *step.arguments]
        switches = {"ENTRAIDE_SOAK": "1", "ENTRAIDE_SOAK_REPORT": str(report)}
        environment = {**os.environ, **switches}  # noqa: TID251 - the whole of it, for a process
        started, ending = time.monotonic(), ""
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            for line in process.stdout or ():
                sys.stderr.write(line)
                ending = line.strip(" =\n") or ending
        seconds = time.monotonic() - started
        figures = tuple(json.loads(line) for line in report.read_text("utf-8").splitlines())
    return Result(step, process.returncode == 0, seconds, ending, figures)


def write(results: Sequence[Result], commit: str) -> None:
    """Put the rows and figures of these steps into the page; the others stay as they are."""
    page = PAGE.read_text("utf-8")
    day = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"  # noqa: TID251 - the day on which it was run
    rows, figures = read_rows(page), read_figures(page)
    for each in results:
        word = "passed" if each.passed else "**failed**"
        seconds = f"{each.seconds:.0f} s"
        rows[each.step.name] = Row(each.step.name, each.step.proves, word, seconds, day, commit)
        for told in summed(each.figures):
            shown = [f"- {_words(name)}: {value}" for name, value in _shown(told)]
            figures[str(told["what"])] = shown
    steps = [(step.name, step.proves) for step in STEPS]
    PAGE.write_text(draw_page(page, steps, rows, (_machine(), figures)), encoding="utf-8")


def summed(figures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the figures with those of the fuzzed decoders, one for each, as one."""
    fuzzed = [each for each in figures if str(each["what"]).startswith(FUZZED)]
    others = [each for each in figures if each not in fuzzed]
    if not fuzzed:
        return others
    total = {name: sum(each[name] for each in fuzzed) for name in ("inputs", "refused")}
    least = min(fuzzed, key=lambda each: each["inputs"])
    about = {"decoders": len(fuzzed), **total, "seed": fuzzed[0]["seed"]}
    of = str(least["what"]).removeprefix(FUZZED)
    least_of = {"least_inputs": f"{least['inputs']} ({of})"}
    return [*others, {"what": "Mutated inputs to every decoder", **about, **least_of}]


def _shown(figures: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in figures.items() if name != "what"]


def _words(name: str) -> str:
    return name.replace("_", " ")


def _commit() -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    changed = " (with changes)" if git("status", "--porcelain", "--untracked-files=no") else ""
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + changed


def _machine() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in _read("/proc/cpuinfo").splitlines()
        if line.startswith("model name")
    ]
    total = next((int(line.split()[1]) for line in _read("/proc/meminfo").splitlines()), 0)
    parts = (
        f"{os.cpu_count()} x {names[0] if names else platform.processor()}",
        f"{total / 2**20:.0f} GiB",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
    )
    return ", ".join(parts)


def _read(path: str) -> str:
    file = Path(path)
    return file.read_text("utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

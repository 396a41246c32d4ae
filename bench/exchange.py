"""How fast two agencies exchange: real processes, real mutual TLS, everything durable and logged.

    ./dev bench exchange [--quick] [--records N] [--step MS] [--output FILE] [--page]

Measures the round trip of a question, messages per second one by one and many at once with the CPU
of each side, memory against number and size of messages, and in the same run a bare mutual-TLS
echo of the same server and raw cryptography. ``--output`` writes the figures as JSON; ``--page``
draws docs/performance.md and its plot from docs/performance.json, after a run or (with
``--no-run``) alone. docs/performance.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import crypto  # noqa: E402 - the same folder
from exchange_parts import raw  # noqa: E402 - the same
from exchange_parts.asking import ask_times  # noqa: E402 - the same
from exchange_parts.flow import CASE, flow  # noqa: E402 - the same
from exchange_parts.page import asking, draw_page, table_of  # noqa: E402 - the same
from exchange_parts.path import GROUP, path_alone  # noqa: E402 - the same
from exchange_parts.sizes import MIB, file_sizes, long_people, reply_sizes  # noqa: E402 - the same
from exchange_parts.stage import Stage, say, stage  # noqa: E402 - the same

from entraide.node.config import ExchangeSettings  # noqa: E402 - the tests' harness comes first

SIENA_2023 = 1_790_000
"""Messages that SIENA carried in 2023 (Europol)."""
STORED = ROOT / "docs" / "performance.json"


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    records: int
    rounds: int
    singly: int
    grouped: int
    at_once: int
    echoes: int
    groups: int
    files: tuple[int, ...]
    values: tuple[int, ...]


FULL = Scale(
    20_000, 150, 60, 1_000, 128, 2_000, 40, (MIB, 8 * MIB, 32 * MIB, 128 * MIB), (1, 8, 64, 200)
)
QUICK = Scale(200, 4, 3, 12, 8, 48, 1, (MIB // 4,), (1,))


def main() -> None:
    """Measure, show, keep."""
    chosen = _arguments()
    if chosen.no_run:
        draw_page(json.loads(STORED.read_text("utf-8")))
        return
    scale = QUICK if chosen.quick else FULL
    records = chosen.records or scale.records
    step_ms = chosen.step or ExchangeSettings().answer_step_ms
    if chosen.only_ask:
        print(asking({"ask": measure_asking(scale, records, step_ms)}))
        return
    figures = measure(scale, records, step_ms)
    print(table_of(figures))
    if chosen.output is not None:
        chosen.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if chosen.page:
        draw_page(json.loads(STORED.read_text("utf-8")))


def measure_asking(scale: Scale, records: int, step_ms: int) -> dict[str, Any]:
    """Return the round trips alone."""
    with (
        tempfile.TemporaryDirectory(prefix="entraide-bench-") as place,
        stage(Path(place), records, answer_step_ms=step_ms) as found,
    ):
        return asyncio.run(ask_times(found, scale.rounds, step_ms))


def measure(scale: Scale, records: int, step_ms: int) -> dict[str, Any]:
    """Return all figures of one run."""
    machine = _machine()
    say("raw cryptography, then a bare mutual-TLS echo")
    crypto_us = {name: round(crypto.micros(call), 1) for name, call in crypto.operations().items()}
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as place:
        folder = Path(place)
        echoed = asyncio.run(raw.echo(folder, scale.echoes, min(scale.at_once, 32)))
        say(f"the way of a message alone, {scale.groups} groups of {GROUP}")
        alone = asyncio.run(path_alone(folder / "alone", scale.groups))
        people = long_people(scale.values)
        with stage(folder, records, people, answer_step_ms=step_ms) as found:
            measured = asyncio.run(_on_stage(found, folder, scale, step_ms))
    return {
        "machine": machine,
        "records": records,
        "alone": alone,
        "raw": {"crypto_us": crypto_us, "crypto_a_message": raw.counted(crypto_us), "echo": echoed},
        **measured,
        "siena": _siena(measured["grouped"]["whole"]),
    }


async def _on_stage(found: Stage, folder: Path, scale: Scale, step_ms: int) -> dict[str, Any]:
    say(f"round trips of {3 * scale.rounds} questions, answers on steps of {step_ms} ms")
    asked = await ask_times(found, scale.rounds, step_ms)
    say(f"{scale.singly} cases of {CASE} messages, one after another")
    singly = await flow(found, (1_000, 1_000 + scale.singly), 1)
    say(f"{scale.grouped} cases of {CASE} messages, {scale.at_once} at once")
    grouped = await flow(found, (3_000, 3_000 + scale.grouped), scale.at_once)
    say("memory against the size of a message and of a file")
    replies = await reply_sizes(found, scale.values)
    files = await file_sizes(found, folder, scale.files)
    sizes = {"replies": replies, "files": files}
    return {"ask": asked, "singly": singly, "grouped": grouped, "sizes": sizes}


def _siena(whole: dict[str, Any]) -> dict[str, Any]:
    """Say how long SIENA's year would take at the rate and at the CPU of the measured run."""
    return {
        "messages": SIENA_2023,
        "hours": round(SIENA_2023 / whole["per_second"] / 3_600, 2),
        "hours_by_cpu_on_two_cores": round(
            SIENA_2023 * whole["cpu_us_in_all"] / 1e6 / 2 / 3_600, 2
        ),
    }


def _machine() -> dict[str, Any]:
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_at_start": [round(each, 2) for each in os.getloadavg()],
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small run: does it work at all")
    parser.add_argument("--records", type=int, help="how many records the holder holds")
    parser.add_argument("--step", type=int, help="answers leave on steps of so many milliseconds")
    parser.add_argument("--only-ask", action="store_true", help="the round trips and nothing else")
    parser.add_argument("--output", type=Path, help="write the figures here, as JSON")
    parser.add_argument("--page", action="store_true", help="draw docs/performance.md anew")
    parser.add_argument("--no-run", action="store_true", help="only draw the page")
    return parser.parse_args()


if __name__ == "__main__":
    main()

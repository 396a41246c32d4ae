"""A process that writes in a store, killed in the middle: what it was told is durable."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 30.0


def acknowledged_before_a_kill(address: str, keys: str) -> list[int]:
    """Start a writer, kill it (SIGKILL) after some lines; return the indexes that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.store_kit", address, keys],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(_SECONDS, process.kill)
    watchdog.start()
    assert process.stdout is not None
    wanted = random.randint(20, 120)  # noqa: S311 - any moment will do
    lines = [process.stdout.readline() for _ in range(wanted)]
    process.kill()
    with process.stdout:  # not communicate(): it would miss what readline has read ahead
        printed = "".join(lines) + process.stdout.read()
    process.wait(_SECONDS)
    watchdog.cancel()
    whole = printed[: printed.rfind("\n") + 1]
    return [int(line) for line in whole.splitlines()]

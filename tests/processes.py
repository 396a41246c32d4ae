"""Nodes as operating-system processes, and the command line, as people run them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.nodes import PASSPHRASE

COMMAND = (sys.executable, "-m", "entraide")
_SOURCE = Path(__file__).parents[1] / "src"
READY_WITHIN_S = 40.0


@dataclass
class Machine:
    """A folder in which commands run, and the nodes that run from it."""

    folder: Path
    nodes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "words").write_text(PASSPHRASE + "\n")

    def run(self, *arguments: str | Path, exit_code: int = 0) -> Any:
        """Run a command; return what it wrote as JSON (the last line), or as text."""
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == exit_code, (arguments, done.returncode, done.stderr.decode())
        if "json" not in arguments:
            return done.stdout.decode()
        text = (done.stdout or done.stderr).decode().strip()
        return [json.loads(line) for line in text.splitlines()][-1]

    def json(self, *arguments: str | Path, exit_code: int = 0) -> Any:
        return self.run(*arguments, "--output", "json", exit_code=exit_code)

    def start(self, name: str) -> None:
        """Run a node and wait for its ready line."""
        errors = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen(
            [*COMMAND, "node", "run", name, "--output", "json"],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        errors.close()
        self.nodes[name] = process
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line and json.loads(line)["ready"], self.errors(name)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """End a node by its own process id."""
        process = self.nodes.pop(name)
        process.send_signal(number)
        code = process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()
        return code

    def errors(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def stop(self) -> None:
        for name in tuple(self.nodes):
            self.kill(name, signal.SIGTERM)

    def _environment(self) -> dict[str, str]:
        words = str(self.folder / "words")
        return {
            **os.environ,  # noqa: TID251 - commands inherit the environment of the tests
            "PYTHONPATH": str(_SOURCE),
            "ENTRAIDE_PASSPHRASE_FILE": words,
            "ENTRAIDE_ROOT_PASSPHRASE_FILE": words,
            "ENTRAIDE_LANGUAGE": "en",
        }


def wait_until(holds: Any, *, within_s: float = 20.0) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.1)

"""Nodes as operating-system processes, and the command line, as people run them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from entraide.cli.main import _run
from tests.nodes import PASSPHRASE

COMMAND = (sys.executable, "-m", "entraide")
_SOURCE = Path(__file__).parents[1] / "src"


@dataclass
class Machine:
    """A folder in which commands run, and the nodes that run from it."""

    folder: Path
    nodes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "words").write_text(PASSPHRASE + "\n")

    def run(self, *arguments: str | Path, exit_code: int = 0) -> Any:
        """Run a command of the command line here; return its last line as JSON, or its text.

        The code is the command's own; only the interpreter is not started anew each time.
        """
        out, errors = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self._environment()),  # noqa: TID251 - as a shell does
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
        ):
            code = _run([str(each) for each in arguments])
        assert code == exit_code, (arguments, code, errors.getvalue())
        return _read(arguments, out.getvalue() or errors.getvalue())

    def run_apart(self, *arguments: str | Path, exit_code: int = 0) -> Any:
        """Run a command in a process of its own."""
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == exit_code, (arguments, done.returncode, done.stderr.decode())
        return _read(arguments, (done.stdout or done.stderr).decode())

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
        assert line, self.errors(name)
        assert json.loads(line)["ready"]

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


def _read(arguments: tuple[str | Path, ...], text: str) -> Any:
    return json.loads(text.strip().splitlines()[-1]) if "json" in arguments else text


def wait_until(holds: Any, *, within_s: float = 20.0) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.1)

"""Runs the console examples of a page in one shell and one folder, as a reader would.

``$`` begins a command, ``>`` goes on with it, everything else is what it prints; ``...`` stands for
anything. Where nothing is shown of what a command prints, only its success counts.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from entraide.demo.ports import free_port
from tests.docs.pages import ROOT

_END = "\x1e"
_PORT = re.compile(r"(?<=-port )(\d+)|(?<=127\.0\.0\.1:)(\d+)")
_SECONDS = 60
"""The most that one command may take, on a busy machine too."""
_SCRIPT = """\
from entraide.cli.main import main

if __name__ == "__main__":  # the search process is spawned and reads this file too
    main()
"""


@dataclass(frozen=True)
class Command:
    text: str
    shows: str


def commands_of(text: str) -> Iterator[Command]:
    command: list[str] = []
    shown: list[str] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield Command("\n".join(command), "\n".join(shown))
            command, shown = [line[2:]], []
        elif line.startswith("> ") and not shown:
            command.append(line[2:])
        else:
            shown.append(line)
    yield Command("\n".join(command), "\n".join(shown))


def is_shown(expected: str, printed: str) -> bool:
    parts = (re.escape(part.strip()) for part in _even(expected).split("..."))
    return re.fullmatch(r"\s*.*?\s*".join(parts), _even(printed), re.DOTALL) is not None


def _even(text: str) -> str:
    """Return the text without what only alignment adds."""
    return "\n".join(re.sub(r" {2,}", "  ", line).strip() for line in text.strip().splitlines())


class Shell:
    """One bash in a folder of its own; everything that it started ends with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports: dict[str, str] = {}
        self._served = 0
        (folder / "bin").mkdir()
        entraide = folder / "bin" / "entraide"
        entraide.write_text(f"#!{sys.executable}\n{_SCRIPT}")
        entraide.chmod(0o755)
        (folder / "work").mkdir()

    def __enter__(self) -> Self:
        environment = {
            "HOME": str(self._folder),
            "LANG": "C.UTF-8",
            "PATH": f"{self._folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT / "src"),
        }
        self._bash = subprocess.Popen(
            ["bash", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._folder / "work",
            env=environment,
            start_new_session=True,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kill()
        self._bash.communicate()

    def run(self, command: str) -> tuple[int, str]:
        """Run a command; return its exit code and all that it printed."""
        stdin, stdout = self._bash.stdin, self._bash.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the shell has no pipes")
        watchdog = threading.Timer(_SECONDS, self._kill)
        watchdog.start()
        stdin.write(f"{self._free(command)}\nprintf '{_END}%s{_END}\\n' $?\n")
        stdin.flush()
        printed = ""
        while not printed.endswith(f"{_END}\n"):
            line = stdout.readline()
            if not line:
                raise TimeoutError(f"the shell ended in: {command}")
            printed += line
        watchdog.cancel()
        text, code, _ = printed.rsplit(_END, 2)
        return int(code), self._named(text)

    def serve(self, command: str) -> str:
        """Start a command that goes on; return the first line that it printed."""
        self._served += 1
        output = self._folder / f"served-{self._served}"
        self.run(f"{command} > {output} 2> {output}.log &")
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            if output.exists() and "\n" in output.read_text():
                return self._named(output.read_text())
            time.sleep(0.05)
        raise TimeoutError(f"{command}: {Path(f'{output}.log').read_text()}")

    def _free(self, command: str) -> str:
        """Put a free port in the place of each port of the page."""
        return _PORT.sub(lambda found: self._ports.setdefault(found[0], str(free_port())), command)

    def _named(self, printed: str) -> str:
        """Put the page's ports back."""
        for shown, real in self._ports.items():
            printed = re.sub(rf"\b{real}\b", shown, printed)
        return printed

    def _kill(self) -> None:
        if self._bash.poll() is None:
            os.killpg(self._bash.pid, signal.SIGTERM)

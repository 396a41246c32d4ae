"""One bureau of the demonstration: a folder, a process, and the commands that its people type.

Everything goes through the command line in processes of its own, as it would in three capitals;
nothing here reaches into a node.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from entraide.demo.ports import free_port
from entraide.errors import EntraideError, PeerError

__all__ = ["Bureau", "CommandError"]

_GUARD: Final = "EXERCISE: these words guard invented people only"
_READY_SECONDS: Final = 60.0


class CommandError(EntraideError):
    """A command of the demonstration did not end as it should."""


@dataclass(slots=True, kw_only=True)
class Bureau:
    """A bureau with its officer."""

    stage: Path
    country: str
    name: str
    city: str
    officer: str
    partner_port: int = field(default_factory=free_port)
    staff_port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def id(self) -> str:
        """The node's id."""
        return f"{self.country.lower()}.bureau"

    @property
    def folder(self) -> Path:
        """The node's folder."""
        return self.stage / self.id

    @property
    def root(self) -> Path:
        """The root key, apart from the node."""
        return self.stage / "safe" / f"{self.country.lower()}.root"

    @property
    def card(self) -> Path:
        """The card as it is handed over."""
        return self.stage / f"{self.id}.card"

    @property
    def people(self) -> Path:
        """The invented people of this state."""
        return self.stage / f"EXERCISE-{self.country}.ftm.json"

    def run(self, *arguments: str) -> dict[str, Any]:
        """Type a command and return the last JSON line of its output."""
        return self.run_all(*arguments)[-1]

    def run_all(self, *arguments: str) -> list[dict[str, Any]]:
        """Type a command and return every JSON line of its output."""
        done = subprocess.run(  # noqa: S603 - our own command line
            _command(*arguments, "--output", "json"),
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode or not lines:
            raise CommandError(
                "demo.command_failed",
                command=" ".join(arguments[:2]),
                bureau=self.id,
                exit=done.returncode,
                says=done.stderr.strip()[-600:],
            )
        return lines

    def write(self, *arguments: str) -> None:
        """Type a command that writes a file and says so in words only."""
        subprocess.run(  # noqa: S603 - our own command line
            _command(*arguments), env=self.environment(), capture_output=True, check=True
        )

    def writes(self, *arguments: str) -> bool:
        """Type a command that writes a file; return whether there was something to write."""
        done = subprocess.run(  # noqa: S603 - our own command line
            _command(*arguments), env=self.environment(), capture_output=True, check=False
        )
        return done.returncode == 0

    def refused(self, *arguments: str) -> int:
        """Type a command that must be refused; return its exit code."""
        try:
            self.run_all(*arguments)
        except CommandError as error:
            return int(error.data["exit"] or 0)
        return 0

    def act(self, *arguments: str) -> dict[str, Any]:
        """Type a command as the bureau's officer."""
        return self.run(*arguments, "--as", self.officer)

    def start(self) -> None:
        """Start the node's process and wait until it serves."""
        log = (self.stage / f"{self.id}.log").open("a", encoding="utf-8")
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            _command("node", "run", str(self.folder), "--output", "json"),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        watchdog = threading.Timer(_READY_SECONDS, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline() if self.process.stdout else ""
        watchdog.cancel()
        if not line.startswith("{"):
            raise PeerError("demo.not_ready", bureau=self.id)

    def lose_power(self) -> None:
        """End the node's process in the middle of whatever it does, as a power cut would."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None

    def stop(self) -> None:
        """End the node's process as an engineer would, and wait for it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None

    def environment(self) -> Mapping[str, str]:
        """Return what the bureau's shell has set."""
        passphrase = self.stage / "safe" / f"{self.country.lower()}.passphrase"
        if not passphrase.exists():
            passphrase.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            passphrase.write_text(_GUARD, encoding="utf-8")
            passphrase.chmod(0o600)
        return {
            **os.environ,  # noqa: TID251 - a shell's variables go on to its commands
            "ENTRAIDE_NODE": str(self.folder),
            "ENTRAIDE_PASSPHRASE_FILE": str(passphrase),
            "ENTRAIDE_ROOT_PASSPHRASE_FILE": str(passphrase),
            "PYTHONUTF8": "1",
        }


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "entraide", *arguments)

"""Nodes as processes of the operating system, ordered about through their control sockets.

Bureaus are made, introduced and bound in this process (``tests.nodes``: quick), then each is handed
to a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from entraide.adapters.store.database import open_reader
from entraide.adapters.tables import schema
from entraide.adapters.wire.control import call_running_node
from entraide.kernel.encoding import to_base64
from tests.nodes import DUTY, PASSPHRASE, Bureau

READY_S = 90


@dataclass
class Process:
    """A bureau's node in a process of its own."""

    bureau: Bureau
    running: subprocess.Popen[str] | None = None
    ahead_ms: int = 0
    """By how much its clock is wrong."""

    @property
    def folder(self) -> Path:
        return self.bureau.folder

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    def begin(self) -> None:
        """Start the process and do not wait for its ready line."""
        secret = self.folder.parent / "passphrase"
        secret.write_text(PASSPHRASE, encoding="utf-8")
        place = str(self.folder)
        command = ["entraide", "node", "run", place, "--passphrase-file", str(secret)]
        command += ["--output", "json"]
        if self.ahead_ms:
            command = ["tests.shifted", place, str(self.ahead_ms)]
        with (self.folder.parent / f"{self.bureau.id}.log").open("a", encoding="utf-8") as log:
            self.running = subprocess.Popen(
                (sys.executable, "-m", *command),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        self.begin()
        assert self.running is not None
        assert self.running.stdout is not None
        assert json.loads(self.running.stdout.readline())["ready"]

    def end(self, number: signal.Signals) -> None:
        """Send a signal and wait for the end: SIGKILL is what a power cut does."""
        if self.running is None:
            return
        self.running.send_signal(number)
        self.running.wait(timeout=READY_S)
        assert self.running.stdout is not None
        self.running.stdout.close()
        self.running = None

    def order(self, action: str, *, officer: str | None = DUTY, **parameters: Any) -> Any:
        """Give a signed order to the process and return what came of it."""
        self.bureau.clock.ahead_ms = self.ahead_ms
        order = self.bureau.order(action, parameters, officer)
        line = {**order.content(), "signature": to_base64(order.signature) or None}

        async def give() -> Any:
            async for answer in call_running_node(self.folder / "control.sock", line):
                if "result" in answer:
                    return answer["result"]
            raise AssertionError("no result")

        return asyncio.run(give())

    def row(self, attachment: str) -> dict[str, Any]:
        """Return state and progress of an attachment from the store itself."""
        reader = open_reader(self.folder / "store.sqlite")
        table = schema.attachment.c
        with reader.connect() as connection:
            found = connection.execute(
                select(table.state, table.held, table.fault).where(table.id == attachment)
            ).one()
        reader.dispose()
        return dict(found._mapping)

    def memory(self, name: str) -> int:
        """Return a figure of the kernel's for the node's own process, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith(name))
        return int(line.split()[1]) * 1024

    def forget_peak(self) -> None:
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", "utf-8")


def until(what: Callable[[], bool], within_s: float) -> None:
    limit = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < limit, "it never came true"
        time.sleep(0.02)

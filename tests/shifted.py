"""A node process whose clock is wrong: ``python -m tests.shifted FOLDER MILLISECONDS``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from entraide.node.serve import RunningNode, run_node
from tests.nodes import PASSPHRASE, Clock


def ready(_: RunningNode) -> None:
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()


if __name__ == "__main__":
    clock = Clock()
    clock.ahead_ms = int(sys.argv[2])
    asyncio.run(run_node(Path(sys.argv[1]), PASSPHRASE, ready=ready, world=clock))

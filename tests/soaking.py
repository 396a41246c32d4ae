"""What the long proofs share: how long, from which seed, and where their figures go.

``./dev soak`` sets ``ENTRAIDE_SOAK`` and ``ENTRAIDE_SOAK_REPORT``: each figure line is then also
appended there as JSON, and ``tests.soak`` writes docs/soak.md from it.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path


def setting(name: str) -> str:
    return os.environ.get(name, "")  # noqa: TID251 - the switches of ./dev soak


SOAK = bool(setting("ENTRAIDE_SOAK"))


def seed_of() -> int:
    """``ENTRAIDE_SEED``, or a fresh one."""
    return int(setting("ENTRAIDE_SEED") or secrets.randbelow(1_000_000))


def soak_seconds(usual: float) -> float:
    """How long a proof that goes by time lasts: ``ENTRAIDE_SOAK_S`` where it is set."""
    return float(setting("ENTRAIDE_SOAK_S") or usual)


def examples(usual: int) -> int:
    """How many examples a property is tried with: 20 times as many in ``./dev soak``."""
    return usual * (20 if SOAK else 1)


def report(what: str, **figures: float | str) -> None:
    """Say the figures of a proof, and keep them where ``./dev soak`` asks for them."""
    shown = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
    sys.stderr.write(f"\n{what}: {shown}\n")
    path = setting("ENTRAIDE_SOAK_REPORT")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **figures}) + "\n")

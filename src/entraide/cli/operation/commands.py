"""The commands that operations share: each operation has those of the entries its members write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cyclopts import App

from entraide.operations.kinds import kinds_of

__all__ = ["add_commands"]

_SHARED: Final = (
    ("deconfliction.answered", "deconflict", "operation.deconflict:deconflict"),
    ("identifier.added", "target", "operation.deconflict:target"),
    ("result.claimed", "result", "operation.entries:result"),
    ("result.proved", "prove", "operation.entries:prove"),
    ("note", "note", "operation.entries:note"),
    ("evidence.entered", "evidence", "operation.entries:evidence"),
    ("evidence.handed", "hand-over", "operation.entries:hand_over"),
    ("evidence.taken", "take-over", "operation.entries:take_over"),
)
"""A kind of entry, the command that writes it, and its place under ``entraide.cli``."""
_OF_ALL: Final = (("erase", "operation.entries:erase"),)


def add_commands(app: App, founding: str, own: Iterable[tuple[str, str]]) -> None:
    """Add an operation's own commands (name and place), and those that it shares with others."""
    kinds = kinds_of(founding)
    shared = ((name, place) for entry, name, place in _SHARED if entry in kinds)
    for name, place in (*own, *shared, *_OF_ALL):
        app.command(f"entraide.cli.{place}", name=name)

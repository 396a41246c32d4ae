"""Notes of a watch log, as the tests write them."""

from __future__ import annotations

from entraide.operations.watch import Kind, Note

HOUR_MS = 3_600_000


def note(at: int, root: str, kind: Kind, severity: str) -> Note:
    return Note(id=f"{at}", root=root, kind=kind, of="", shift="", officer="o", severity=severity,
                happened_ms=at, at_ms=at, text="t", done="", about_kind="", about="")  # fmt: skip
